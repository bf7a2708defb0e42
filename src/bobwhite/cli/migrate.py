"""``bobwhite migrate``: bring the database to this version, or leave it as it was."""

import asyncio
from pathlib import Path

import click

from bobwhite.cli.common import load_settings
from bobwhite.clock import SystemClock
from bobwhite.config import Settings
from bobwhite.serving import DataFolderLock, StartError
from bobwhite.storage.copies import CopyError, copy_database, put_back, revision_of, sqlite_file
from bobwhite.storage.engine import Database
from bobwhite.storage.migrate import migrate as migrate_database
from bobwhite.storage.migrate import newest_revision


@click.command()
def migrate() -> None:
    """Bring the database to this version; stop the server first.

    An SQLite database is copied before, and put back if a step fails. Of PostgreSQL make a dump yourself.
    """
    settings = load_settings()
    try:
        lock = DataFolderLock(settings.data_dir)
    except StartError as error:
        raise click.ClickException(str(error)) from error
    try:
        _migrate(settings)
    except CopyError as error:
        raise click.ClickException(str(error)) from error
    finally:
        lock.release()


def _migrate(settings: Settings) -> None:
    file = sqlite_file(settings.database)
    copy = None if file is None else _copy_first(file)
    try:
        before, after = asyncio.run(_steps(settings))
    except Exception as error:
        # Its text may quote rows; its kind is enough to look it up.
        failed = f"the migration failed ({type(error).__name__})"
        if file is None or copy is None:
            raise click.ClickException(f"{failed}, and its transaction was undone") from error
        put_back(copy, file)
        raise click.ClickException(
            f"{failed}; the database is as it was before, and the copy stays at {copy}"
        ) from error
    click.echo(f"The database was at {before or 'the very beginning'} and is now at {after}.")


def _copy_first(file: Path) -> Path | None:
    """Return the copy; null where there is nothing to lose or nothing to do."""
    if not file.exists() or (stands_at := revision_of(file)) in {None, newest_revision()}:
        return None
    copy = file.with_name(f"{file.name}.before-{stands_at}-{SystemClock().now():%Y%m%dT%H%M%SZ}")
    copy_database(file, copy)
    click.echo(f"A copy is at {copy}; delete it once all is well.")
    return copy


async def _steps(settings: Settings) -> tuple[str | None, str]:
    database = Database(settings.database)
    try:
        return await migrate_database(database)
    finally:
        await database.close()
