"""Do the migrations make the tables, on both databases, and is an older schema refused?"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bobwhite.storage.engine import Database
from bobwhite.storage.migrate import (
    SchemaOutdatedError,
    ensure_current,
    migrate,
    newest_revision,
)
from bobwhite.storage.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/empty.db")
    else:
        database = Database(request.getfixturevalue("postgres_url"))
        async with database.engine.begin() as connection:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
    yield database
    await database.close()


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


async def test_the_migrations_make_exactly_the_tables(empty_database: Database) -> None:
    assert await migrate(empty_database) == (None, newest_revision())
    async with empty_database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []


async def test_a_second_migration_changes_nothing(empty_database: Database) -> None:
    await migrate(empty_database)
    assert await migrate(empty_database) == (newest_revision(), newest_revision())


async def test_an_empty_database_gets_its_schema(empty_database: Database) -> None:
    await ensure_current(empty_database)
    await ensure_current(empty_database)


@pytest.mark.parametrize("stands_at", [None, "0000"])
async def test_another_schema_is_refused_with_the_command_that_migrates(
    empty_database: Database, stands_at: str | None
) -> None:
    await migrate(empty_database)
    async with empty_database.write() as connection:
        await connection.execute(text("DELETE FROM alembic_version"))
        if stands_at is not None:
            await connection.execute(
                text("INSERT INTO alembic_version VALUES (:at)"), {"at": stands_at}
            )
        await connection.commit()
    with pytest.raises(SchemaOutdatedError, match="run: bobwhite migrate"):
        await ensure_current(empty_database)
