"""``bobwhite serve``: one server until it is told to stop."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import click

from bobwhite.bootstrap import House
from bobwhite.cli.common import load_settings
from bobwhite.config import ConfigError, Settings
from bobwhite.logs import set_up_logs
from bobwhite.metrics import Metrics
from bobwhite.serving import DataFolderLock, StartError, WebServer, listen
from bobwhite.storage.migrate import UnusableDatabaseError, ensure_current
from bobwhite.supervise.child import ChildError

Announcement = Callable[[House], Awaitable[None]]
"""What is said once everything has started."""


@click.command()
@click.option("--host", help="Address to listen on; instead of BOBWHITE_HOST.")
@click.option("--port", type=int, help="Port to listen on; instead of BOBWHITE_PORT.")
def serve(host: str | None, port: int | None) -> None:
    """Run the server, and its relay, until Ctrl-C or SIGTERM."""
    changes = {"BOBWHITE_HOST": host, "BOBWHITE_PORT": None if port is None else str(port)}
    settings = load_settings({key: value for key, value in changes.items() if value is not None})
    metrics = Metrics()
    set_up_logs(readable=False, watch=metrics.line)
    run(settings, metrics, _say_where)


async def _say_where(house: House) -> None:
    settings = house.settings
    click.echo(f"Bobwhite is at {settings.origins[0]}")
    link = await house.cases.accounts.set_up.ensure_link()
    if link is not None:
        click.echo("Nobody runs this instance yet. Open this link once to set it up:")
        click.echo(f"  {settings.origins[0]}{link}")


def run(settings: Settings, metrics: Metrics, announce: Announcement) -> None:
    """Serve until told to stop.

    Raises ``click.ClickException`` that says what is in the way of a start.
    """
    try:
        lock = DataFolderLock(settings.data_dir)
        listener = listen(settings.host, settings.port)
        asyncio.run(_serve(settings, metrics, listener, announce))
        lock.release()
    except (StartError, ConfigError, ChildError, UnusableDatabaseError) as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        pass


async def _serve(
    settings: Settings, metrics: Metrics, listener: socket.socket, announce: Announcement
) -> None:
    house = House(settings, metrics=metrics)
    try:
        await ensure_current(house.database)
        await house.start()
        await announce(house)
        await WebServer(house.app, house.gateway.stop).serve([listener])
    finally:
        await house.stop()
