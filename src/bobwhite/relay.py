"""Which relay do calls use: our own child process, or one that the operator runs?"""

from dataclasses import dataclass
from ipaddress import IPv4Address

from bobwhite.clock import Clock
from bobwhite.config import ConfigError, Settings
from bobwhite.integrations.turn.check import answers
from bobwhite.integrations.turn.coturn import CoturnSettings
from bobwhite.integrations.turn.credentials import DayKeys, RestTurnCredentials
from bobwhite.secrets_store import SecretsFolder
from bobwhite.supervise.child import Child
from bobwhite.supervise.coturn import coturn_child
from bobwhite.supervise.ports import free_port


@dataclass(frozen=True)
class Relay:
    """The relay of this server; ``child`` is null where the operator runs it."""

    credentials: RestTurnCredentials
    pool: frozenset[IPv4Address]
    child: Child | None
    urls: tuple[str, ...]

    async def answers(self) -> bool:
        """Tell whether the relay serves now; raises ``OSError`` when it cannot be reached."""
        return (self.child is None or self.child.is_ready) and await answers(self.urls)


def open_relay(settings: Settings, secrets: SecretsFolder, clock: Clock) -> Relay:
    """Prepare the relay; a child is not started yet.

    Raises ``ConfigError`` for addresses that are none.
    """
    keys = DayKeys(clock, file=secrets.folder / "turn-day-keys.json")
    if settings.turn_urls:
        credentials = RestTurnCredentials([settings.turn_secret], settings.turn_urls, keys, clock)
        return Relay(
            credentials, frozenset(map(_ipv4, settings.turn_pool)), None, settings.turn_urls
        )
    listen = _ipv4(settings.turn_host)
    secret = settings.turn_secret or secrets.text("turn")
    try:
        coturn = CoturnSettings(
            listen=listen,
            secrets=(secret,),
            listening_port=settings.turn_port or free_port(listen),
            pool=frozenset(map(_ipv4, settings.turn_pool)),
        )
    except ValueError as error:
        raise ConfigError(str(error)) from error
    child = coturn_child(coturn, settings.data_dir, settings.turn_binary)
    credentials = RestTurnCredentials(
        [secret], coturn.urls, keys, clock, is_available=lambda: child.is_ready
    )
    return Relay(credentials, coturn.peers, child, coturn.urls)


def _ipv4(text: str) -> IPv4Address:
    try:
        return IPv4Address(text)
    except ValueError as error:
        raise ConfigError(f"{text!r} is not an IPv4 address") from error
