"""Fixtures that every suite may ask for."""

import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bobwhite.clock import ManualClock
from bobwhite.delivery import Delivery
from bobwhite.storage.engine import Database
from bobwhite.storage.tables import metadata
from bobwhite.storage.unit_of_work import Units
from tests.support.databases import private_postgres


class RecordingBus:
    """Keeps what was published, in order."""

    def __init__(self) -> None:
        self.deliveries: list[Delivery] = []

    def publish(self, deliveries: Sequence[Delivery]) -> None:
        self.deliveries.extend(deliveries)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def bus() -> RecordingBus:
    return RecordingBus()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with private_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables and nothing in them, to copy: making it takes longer."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture
async def sqlite_database(tmp_path: Path, empty_database: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{shutil.copy(empty_database, tmp_path / 'test.db')}")
    yield database
    await database.close()


@pytest.fixture
async def postgres_database(postgres_url: str) -> AsyncIterator[Database]:
    database = Database(postgres_url)
    async with database.engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
def units(sqlite_database: Database, bus: RecordingBus) -> Units:
    """Units on SQLite: the embedded default, and what service tests run on."""
    return Units(sqlite_database, bus)


@pytest.fixture(params=["sqlite", "postgresql"])
def both_units(request: pytest.FixtureRequest, bus: RecordingBus) -> Units:
    """Units on each database in turn: what storage tests run on."""
    name = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    return Units(request.getfixturevalue(name), bus)
