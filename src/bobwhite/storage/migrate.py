"""Is the schema the one this version needs, and how does it get there?

A server never changes the schema on its own: ``bobwhite migrate`` does. A fresh, empty database is
the exception, since there is nothing to lose.
"""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DatabaseError

from bobwhite.storage.engine import Database

_FOLDER = Path(__file__).parent / "migrations"


class UnusableDatabaseError(Exception):
    """Raised when a server cannot start on the database; the text says why, and what to do."""


class SchemaOutdatedError(UnusableDatabaseError):
    """Raised when the database has an older or unknown schema; nothing was changed."""


class DatabaseDamagedError(UnusableDatabaseError):
    """Raised when the file is no SQLite database, or a broken one; nothing was changed."""


def alembic_config(connection: Connection | None = None) -> Config:
    """Return the Alembic configuration, bound to ``connection`` where one is given."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def newest_revision() -> str:
    """Return the name of the newest step."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:
        raise RuntimeError("the package holds no migrations")
    return head


async def migrate(database: Database) -> tuple[str | None, str]:
    """Bring the schema to the newest step; return the steps before and after."""
    async with database.write() as connection:
        before = await connection.run_sync(_current)
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), "head"))
        await connection.commit()
    return before, newest_revision()


async def ensure_current(database: Database) -> None:
    """Create the schema of an empty database, accept the newest one, refuse every other.

    Raises ``SchemaOutdatedError`` with the command that migrates, and ``DatabaseDamagedError`` with the
    way back to a backup.
    """
    try:
        async with database.engine.connect() as connection:
            current = await connection.run_sync(_current)
            empty = await connection.run_sync(lambda sync: not inspect(sync).get_table_names())
    except (DatabaseError, sqlite3.DatabaseError) as error:
        if not _tells_of_damage(error):
            raise
        raise DatabaseDamagedError(
            "the database file is damaged (database_damaged): move the data folder aside and put a backup "
            "into an empty one with: bobwhite restore FOLDER"
        ) from error
    if empty:
        await migrate(database)
    elif current != newest_revision():
        raise SchemaOutdatedError(
            f"the database is at {current or 'no known step'}, this version needs "
            f"{newest_revision()}; run: bobwhite migrate"
        )


def _tells_of_damage(error: DatabaseError | sqlite3.DatabaseError) -> bool:
    code = getattr(error.orig if isinstance(error, DatabaseError) else error, "sqlite_errorcode", 0)
    # The lowest byte is the kind, the rest its details (sqlite.org/rescode.html).
    return (code & 0xFF) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
