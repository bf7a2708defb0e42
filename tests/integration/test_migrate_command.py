"""Is an instance whose migration fails exactly what it was before?"""

import sqlite3
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from bobwhite.cli import main
from bobwhite.storage.engine import Database
from bobwhite.storage.migrate import newest_revision


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOBWHITE_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["migrate"]).exit_code == 0
    return tmp_path


def _stands_at(file: Path) -> str:
    with sqlite3.connect(file) as database:
        return str(database.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _set(file: Path, revision: str) -> None:
    with sqlite3.connect(file) as database:
        database.execute("UPDATE alembic_version SET version_num = ?", [revision])


def _copies(data: Path) -> list[Path]:
    return sorted(data.glob("bobwhite.db.before-*"))


def test_a_step_that_fails_half_way_is_undone_from_the_copy(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(data / "bobwhite.db", "0000")

    async def half(database: Database) -> tuple[str | None, str]:
        async with database.write() as connection:
            await connection.execute(text("DROP TABLE accounts"))
            await connection.commit()
        raise OSError("somebody's private row")

    monkeypatch.setattr(sys.modules["bobwhite.cli.migrate"], "migrate_database", half)
    done = CliRunner().invoke(main, ["migrate"])
    assert done.exit_code != 0
    [copy] = _copies(data)
    assert "as it was before" in " ".join(done.output.split())
    assert "private row" not in done.output
    assert copy.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(data / "bobwhite.db") as database:
        assert database.execute("SELECT count(*) FROM accounts").fetchone() == (0,)
    assert _stands_at(data / "bobwhite.db") == _stands_at(copy) == "0000"


def test_a_schema_that_this_version_does_not_know_is_left_alone(data: Path) -> None:
    _set(data / "bobwhite.db", "9999")
    done = CliRunner().invoke(main, ["migrate"])
    assert done.exit_code != 0
    assert "the migration failed" in " ".join(done.output.split())
    assert _stands_at(data / "bobwhite.db") == "9999"


def test_nothing_to_do_makes_no_copy(data: Path) -> None:
    assert CliRunner().invoke(main, ["migrate"]).exit_code == 0
    assert _stands_at(data / "bobwhite.db") == newest_revision()
    assert _copies(data) == []


def test_a_damaged_database_is_named_and_not_touched(data: Path) -> None:
    file = data / "bobwhite.db"
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    file.write_bytes(file.read_bytes()[:5000])
    before = file.read_bytes()
    done = CliRunner().invoke(main, ["migrate"])
    assert done.exit_code != 0
    assert "the database is damaged" in done.output
    assert file.read_bytes() == before
