"""Writes the next migration from the difference between the tables and an up-to-date database.

Run: .venv/bin/python -m tools.new_migration "what it does"
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bobwhite.storage.engine import Database
from bobwhite.storage.migrate import alembic_config


def _write(connection: Connection, message: str) -> None:
    config = alembic_config(connection)
    steps = len(list(ScriptDirectory.from_config(config).walk_revisions()))
    command.upgrade(config, "head")
    command.revision(config, message, autogenerate=True, rev_id=f"{steps + 1:04}")


async def _run(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.db'}")
        async with database.engine.begin() as connection:
            await connection.run_sync(_write, message)
        await database.close()


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1]))
