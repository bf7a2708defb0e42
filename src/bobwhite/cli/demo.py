"""``bobwhite demo``: a running server with demo people, for two windows of one browser."""

import asyncio
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from bobwhite.bootstrap import House, NoBus, build_use_cases
from bobwhite.cli.common import load_settings
from bobwhite.cli.serve import run
from bobwhite.clock import ManualClock, SystemClock
from bobwhite.config import Settings
from bobwhite.demo.community import PASSWORD
from bobwhite.demo.seed import PICTURES, seed_demo, start_of_demo
from bobwhite.logs import set_up_logs
from bobwhite.metrics import Metrics
from bobwhite.serving import DataFolderLock, StartError
from bobwhite.storage.engine import Database
from bobwhite.storage.migrate import ensure_current
from bobwhite.storage.unit_of_work import Units

_DONE = "demo-people"


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8420, show_default=True)
@click.option(
    "--data-dir", type=click.Path(path_type=Path), default=Path(".demo"), show_default=True
)
@click.option("--reset", is_flag=True, help="Begin with fresh demo people.")
def demo(port: int, data_dir: Path, reset: bool) -> None:
    """Run a server with demo people on this machine, until Ctrl-C."""
    settings = load_settings(
        {
            "BOBWHITE_DATA_DIR": str(data_dir),
            "BOBWHITE_DATABASE_URL": "",
            "BOBWHITE_HOST": "127.0.0.1",
            "BOBWHITE_PORT": str(port),
            "BOBWHITE_ORIGINS": f"http://localhost:{port},http://rosa.localhost:{port}",
            "BOBWHITE_TURN_PORT": "0",
        }
    )
    metrics = Metrics()
    set_up_logs(readable=True, watch=metrics.line)
    try:
        _prepare(settings, reset=reset)
    except StartError as error:
        raise click.ClickException(str(error)) from error
    run(settings, metrics, _say_where)


def _prepare(settings: Settings, *, reset: bool) -> None:
    lock = DataFolderLock(settings.data_dir)
    try:
        marker = settings.data_dir / _DONE
        if marker.exists() and not reset:
            return
        click.echo("Making the demo people …")
        for entry in settings.data_dir.iterdir():
            # The relay's folder tells which child an earlier run left behind.
            if entry.name in {"lock", "coturn"}:
                continue
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        asyncio.run(_seed(settings, SystemClock().now()))
        shutil.copyfile(PICTURES / "welcome.jpg", settings.data_dir / "welcome.jpg")
        marker.touch()
    finally:
        lock.release()


async def _seed(settings: Settings, now: datetime) -> None:
    database = Database(settings.database)
    try:
        await ensure_current(database)
        units = Units(database, NoBus())
        clock = ManualClock(start_of_demo(now))
        cases = build_use_cases(replace(settings, sign_ups_per_hour=10_000), units, clock)
        await seed_demo(cases, units, clock, now)
    finally:
        await database.close()


async def _say_where(house: House) -> None:
    june, rosa = house.settings.origins
    click.echo(
        f"""
Bobwhite is running. Open both addresses in one browser, each in its own window:

  {june}        sign in as  june
  {rosa}   sign in as  rosa.marin

  Password for both: {PASSWORD}

Open the conversation of the two and press the phone icon.
Use headphones or mute one side, or the room will whistle. Ctrl-C ends everything.
"""
    )
