"""How is the database opened, and how do transactions begin on each kind?

SQLite runs in WAL mode with one writer at a time: an ``asyncio.Lock`` queues writers in order, since
unserialised writers are several times slower and fail with *busy*. PostgreSQL needs no queue.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

QUEUE_LIMIT_S = 10.0
"""How long a writer waits for those before it. Longer keeps people waiting for a database that is stuck."""

_DRIVERS = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
}


def normalise_url(url: str) -> str:
    """Return ``url`` with the driver that Bobwhite uses; others are refused with ``ValueError``."""
    scheme, separator, rest = url.partition("://")
    name = scheme.partition("+")[0]
    if not separator or name not in _DRIVERS:
        raise ValueError("a database address starts with sqlite:// or postgresql://")
    return f"{_DRIVERS[name]}://{rest}"


class Database:
    """An open database; ``close`` it at the end."""

    def __init__(self, url: str) -> None:
        self.url = normalise_url(url)
        self.is_sqlite = make_url(self.url).get_backend_name() == "sqlite"
        self.engine: AsyncEngine = create_async_engine(self.url, **self._pool_options())
        self._writer = asyncio.Lock()
        self._writing: asyncio.Task[Any] | None = None
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that may write; the caller commits, else it is rolled back.

        Raises ``TimeoutError`` when writers before it take too long.
        """
        if not self.is_sqlite:
            async with self.engine.connect() as connection:
                yield connection
            return
        task = asyncio.current_task()
        if task is not None and task is self._writing:
            raise RuntimeError("a use case opened a second transaction inside its first")
        async with asyncio.timeout(QUEUE_LIMIT_S):
            await self._writer.acquire()
        try:
            async with self.engine.connect() as connection:
                self._writing = task
                try:
                    await connection.execute(text("BEGIN IMMEDIATE"))
                    yield connection
                finally:
                    self._writing = None
        finally:
            self._writer.release()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only reads, beside any writer."""
        async with self.engine.connect() as connection:
            if self.is_sqlite:
                await connection.execute(text("BEGIN"))
            yield connection

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()

    def _pool_options(self) -> dict[str, Any]:
        if self.is_sqlite:
            return {"connect_args": {"timeout": 10}}
        return {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": True}


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions on its own: BEGIN IMMEDIATE above is ours.
    connection.isolation_level = None
    cursor: sqlite3.Cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
