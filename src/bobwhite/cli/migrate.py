"""``bobwhite migrate``: bring the database to this version."""

import asyncio

import click

from bobwhite.cli.common import load_settings
from bobwhite.serving import DataFolderLock, StartError
from bobwhite.storage.engine import Database
from bobwhite.storage.migrate import migrate as migrate_database


@click.command()
def migrate() -> None:
    """Bring the database to this version; stop the server first."""
    settings = load_settings()
    try:
        lock = DataFolderLock(settings.data_dir)
    except StartError as error:
        raise click.ClickException(str(error)) from error

    async def run() -> tuple[str | None, str]:
        database = Database(settings.database)
        try:
            return await migrate_database(database)
        finally:
            await database.close()

    before, after = asyncio.run(run())
    lock.release()
    click.echo(f"The database was at {before or 'the very beginning'} and is now at {after}.")
