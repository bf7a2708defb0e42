"""Does everything survive a backup, and is whatever is not a whole backup refused?"""

import json
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bobwhite.backup import DATABASE, MANIFEST, BackupError, back_up, restore
from bobwhite.bootstrap import House
from bobwhite.clock import ManualClock
from bobwhite.serving import DataFolderLock, StartError
from bobwhite.storage.engine import Database
from bobwhite.storage.migrate import ensure_current
from tests.http.access import Tries, World, make_world
from tests.http.browser import Browser
from tests.http.conftest import quick_hashing, settings_in

__all__ = ["quick_hashing"]
BOBWHITE = Path(sys.executable).with_name("bobwhite")
NOW = ManualClock().now()


@pytest.fixture
async def world(tmp_path: Path) -> World:
    folder = tmp_path / "data"
    settings = settings_in(folder)
    folder.mkdir()
    database = Database(settings.database)
    await ensure_current(database)
    await database.close()
    (folder / "welcome.jpg").write_bytes(b"a picture")
    return await make_world(folder)


@pytest.fixture
def made(world: World, tmp_path: Path) -> Path:
    back_up(settings_in(world.folder), tmp_path / "backup", NOW)
    return tmp_path / "backup"


async def seen_by_alice(world: World, folder: Path) -> list[Any]:
    """What Alice's browser, still signed in, is shown by a server on ``folder``."""
    house = House(settings_in(folder), ManualClock(world.at))
    alice = Browser(house)
    alice.hold(world.cookies[Tries.OWNER])
    paths = (
        "accounts/me",
        "accounts/me/settings",
        "sessions",
        "passkeys",
        "contacts?kind=saved",
        "conversations",
        f"conversations/{world.names['conv']}/timeline",
        "calls",
        f"avatars/{world.names['avatar']}",
        "instance/welcome.jpg",
    )
    answers = [await alice.ask("GET", f"/api/v1/{path}") for path in paths]
    await house.database.close()
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    return [answer.content for answer in answers]


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.promise("12.9")
async def test_people_messages_calls_and_pictures_survive(
    world: World, made: Path, tmp_path: Path
) -> None:
    before = await seen_by_alice(world, world.folder)
    restore(settings_in(tmp_path / "new"), made)
    assert await seen_by_alice(world, tmp_path / "new") == before
    shutil.rmtree(world.folder)
    assert await seen_by_alice(world, tmp_path / "new") == before


async def test_secrets_survive_and_only_their_owner_reads_a_backup(
    world: World, made: Path, tmp_path: Path
) -> None:
    restore(settings_in(tmp_path / "new"), made)
    assert content(tmp_path / "new/secrets") == content(world.folder / "secrets") != {}
    for folder in (made, tmp_path / "new/secrets", tmp_path / "new/blobs"):
        assert folder.stat().st_mode & 0o777 == 0o700
        assert {path.stat().st_mode & 0o077 for path in folder.rglob("*")} == {0}


async def test_a_backup_is_made_while_somebody_writes_and_holds_what_was_committed(
    world: World, tmp_path: Path
) -> None:
    with sqlite3.connect(world.folder / "bobwhite.db", isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM accounts")
        back_up(settings_in(world.folder), tmp_path / "backup", NOW)
        writer.execute("ROLLBACK")
    restore(settings_in(tmp_path / "new"), tmp_path / "backup")
    assert await seen_by_alice(world, tmp_path / "new") == await seen_by_alice(world, world.folder)


def _cut(made: Path) -> None:
    file = made / DATABASE
    file.write_bytes(file.read_bytes()[:-4096])


def _flip(made: Path) -> None:
    [file] = (made / "blobs/avatars").iterdir()
    file.write_bytes(bytes([file.read_bytes()[0] ^ 1]) + file.read_bytes()[1:])


def _reach_outside(made: Path) -> None:
    said = json.loads((made / MANIFEST).read_text())
    said["files"]["blobs/../../evil"] = said["files"][DATABASE]
    (made / MANIFEST).write_text(json.dumps(said))


def _link(made: Path) -> None:
    (made / "welcome.jpg").unlink()
    (made / "welcome.jpg").symlink_to(made / MANIFEST)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda made: (made / MANIFEST).unlink(), "no whole backup"),
        (lambda made: (made / MANIFEST).write_text('{"format": 1'), "cannot be read"),
        (lambda made: (made / DATABASE).unlink(), "bobwhite.db is missing"),
        (lambda made: shutil.rmtree(made / "secrets"), "is missing"),
        (_cut, "bobwhite.db is not as it was written"),
        (_flip, "is not as it was written"),
        (_reach_outside, "does not belong there"),
        (_link, "does not belong there"),
    ],
)
async def test_a_torn_backup_is_refused_and_changes_nothing(
    made: Path, tmp_path: Path, harm: Any, said: str
) -> None:
    harm(made)
    with pytest.raises(BackupError, match=said):
        restore(settings_in(tmp_path / "new"), made)
    assert set(content(tmp_path / "new")) <= {"lock"}
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("stands_at", ["0000", "9999", None])
async def test_a_backup_of_another_schema_is_refused_with_what_to_do(
    world: World, tmp_path: Path, stands_at: str | None
) -> None:
    with sqlite3.connect(world.folder / "bobwhite.db") as database:
        database.execute("UPDATE alembic_version SET version_num = ?", [stands_at or "x"])
        if stands_at is None:
            database.execute("DROP TABLE alembic_version")
    made = tmp_path / "backup"
    assert back_up(settings_in(world.folder), made, NOW).schema == stands_at
    with pytest.raises(BackupError, match=r"restore it with Bobwhite \d"):
        restore(settings_in(tmp_path / "new"), made)
    assert not (tmp_path / "new/bobwhite.db").exists()


async def test_nothing_is_overwritten_and_no_running_server_disturbed(
    world: World, made: Path, tmp_path: Path
) -> None:
    settings, before = settings_in(world.folder), content(world.folder)
    with pytest.raises(BackupError, match="is not empty: nothing is ever overwritten"):
        restore(settings, made)
    with pytest.raises(BackupError, match="is not empty: name a new folder"):
        back_up(settings, made, NOW)
    assert content(world.folder).items() >= before.items()
    elsewhere = replace(settings_in(tmp_path / "new"), database_url=f"sqlite:///{tmp_path}/own.db")
    (tmp_path / "own.db-wal").touch()
    with pytest.raises(BackupError, match=r"own\.db-wal exists"):
        restore(elsewhere, made)
    lock = DataFolderLock(tmp_path / "busy")
    with pytest.raises(StartError, match="another Bobwhite is running"):
        restore(settings_in(tmp_path / "busy"), made)
    lock.release()


async def test_of_postgresql_the_rest_is_kept_and_kinds_are_not_mixed(
    world: World, made: Path, tmp_path: Path
) -> None:
    url = "postgresql://bobwhite@127.0.0.1:1/nobody"
    manifest = back_up(replace(settings_in(world.folder), database_url=url), tmp_path / "pg", NOW)
    assert manifest.schema is None
    assert DATABASE not in manifest.files
    with pytest.raises(BackupError, match="on PostgreSQL, this one is on SQLite"):
        restore(settings_in(tmp_path / "new"), tmp_path / "pg")
    with pytest.raises(BackupError, match="on SQLite, this one is on PostgreSQL"):
        restore(replace(settings_in(tmp_path / "new"), database_url=url), made)
    restore(replace(settings_in(tmp_path / "new"), database_url=url), tmp_path / "pg")
    assert content(tmp_path / "new/blobs") == content(world.folder / "blobs") != {}


def test_a_backup_that_does_not_fit_says_so_and_leaves_nothing(
    world: World, tmp_path: Path
) -> None:
    # A limit on the size of files does what a full disk does, at the same calls.
    script = 'ulimit -f 64; exec "$0" backup "$1"'
    done = subprocess.run(
        ["/bin/bash", "-c", script, str(BOBWHITE), str(tmp_path / "backup")],
        # The limit would cut the interpreter's own files short as well.
        env={"BOBWHITE_DATA_DIR": str(world.folder), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "the backup was not made" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "backup").iterdir()) == []


def test_both_commands_say_what_they_did(world: World, tmp_path: Path) -> None:
    def run(command: str, data: Path) -> str:
        return subprocess.run(
            [str(BOBWHITE), command, str(tmp_path / "backup")],
            env={"BOBWHITE_DATA_DIR": str(data), "PATH": "/usr/bin:/bin"},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout

    assert "Keep it secret" in run("backup", world.folder)
    assert "is as it was at 20" in run("restore", tmp_path / "new")
