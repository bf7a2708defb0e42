"""``bobwhite doctor``: what is missing, and what does not do its duty?"""

import asyncio
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

import click

from bobwhite.cli.common import load_settings
from bobwhite.clock import SystemClock
from bobwhite.config import Settings
from bobwhite.ids import new_account_id
from bobwhite.integrations.turn.check import Finding, check_coturn, check_relay
from bobwhite.relay import open_relay
from bobwhite.secrets_store import SecretsFolder
from bobwhite.serving import DataFolderLock, StartError
from bobwhite.storage.engine import Database
from bobwhite.storage.migrate import UnusableDatabaseError, ensure_current
from bobwhite.supervise.child import ChildError


@click.command()
def doctor() -> None:
    """Look at addresses, programs, database and relay; fails when something is wrong."""
    settings = load_settings()
    findings = asyncio.run(_findings(settings))
    for finding in findings:
        mark = click.style("good", fg="green") if finding.ok else click.style("bad ", fg="red")
        click.echo(f"{mark}  {finding.name}: {finding.sentence}")
    if not all(finding.ok for finding in findings):
        raise SystemExit(1)


async def _findings(settings: Settings) -> list[Finding]:
    findings = [_addresses(settings), await _database(settings)]
    if not settings.turn_urls:
        findings.append(await check_coturn(settings.turn_binary))
    return [*findings, *await _relay(settings)]


def _addresses(settings: Settings) -> Finding:
    plain = [origin for origin in settings.origins if not _gives_keys(origin)]
    if plain:
        sentence = (
            f"Calls need HTTPS, and browsers reach {' and '.join(plain)} without: put a proxy with a "
            "certificate in front, and https:// into BOBWHITE_ORIGINS."
        )
        return Finding("addresses", False, sentence)
    return Finding("addresses", True, "Browsers give pages of them keys, microphone and camera.")


def _gives_keys(origin: str) -> bool:
    """Tell whether pages of an address are a secure context (W3C Secure Contexts §3.1)."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


async def _database(settings: Settings) -> Finding:
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.database)
    try:
        await ensure_current(database)
    except UnusableDatabaseError as error:
        return Finding("database", False, f"{error}.")
    except Exception as error:
        return Finding("database", False, f"It cannot be opened ({type(error).__name__}).")
    finally:
        await database.close()
    return Finding("database", True, "It opens and has this version's schema.")


async def _relay(settings: Settings) -> list[Finding]:
    relay = open_relay(settings, SecretsFolder(settings.data_dir), SystemClock())
    if relay.child is None:
        ice = relay.credentials.mint(new_account_id(), timedelta(minutes=2))
        return await check_relay(ice, relay.pool)
    try:
        lock = DataFolderLock(settings.data_dir)
    except StartError:
        sentence = "A server runs with this data folder and keeps its relay; stop it to test it."
        return [Finding("relay", True, sentence)]
    try:
        await relay.child.start()
        ice = relay.credentials.mint(new_account_id(), timedelta(minutes=2))
        return await check_relay(ice, relay.pool)
    except ChildError as error:
        return [Finding("relay", False, f"{error}.")]
    finally:
        await relay.child.stop()
        lock.release()
