"""What becomes of requests when the disk is full, the database locked or the folder not ours?"""

import json
import resource
import sqlite3
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bobwhite.serving import DataFolderLock
from tests.integration.test_commands import BOBWHITE, _flat, _run, _running
from tests.support.databases import free_port

PASSWORD = "a long password"


def _post(port: int, path: str, body: dict[str, str]) -> tuple[int, str, str | None]:
    """Return the status, the code and when to come back."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/{path}",
        data=json.dumps(body).encode(),
        headers={"content-type": "application/json", "origin": f"http://localhost:{port}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, "", None
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        return error.code, problem["code"], error.headers["retry-after"]


def _join(port: int, handle: str) -> tuple[int, str, str | None]:
    body = {"handle": handle, "displayName": handle, "password": PASSWORD}
    return _post(port, "accounts", body)


def _sign_in(port: int, handle: str) -> int:
    return _post(port, "sessions", {"handle": handle, "password": PASSWORD})[0]


def _get(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return int(answer.status)


@contextmanager
def _full_disk(process: subprocess.Popen[str]) -> Iterator[None]:
    """Let no file of the process grow: its database, its pictures and its log."""
    before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_on_a_full_disk_nothing_is_acknowledged_and_the_server_stays(data_dir: Path) -> None:
    port = free_port()
    with _running(data_dir, port, "serve") as process:
        assert _join(port, "alice")[0] == 201
        with _full_disk(process):
            for _ in range(3):
                assert _join(port, "bob") == (503, "unavailable", "5")
            assert _get(port, "/healthz") == 200
            assert _get(port, "/api/v1/instance") == 200
        assert _sign_in(port, "bob") == 401
        assert _join(port, "bob")[0] == 201
        assert _sign_in(port, "alice") == 201
        process.kill()
        process.wait(timeout=30)
    with closing(sqlite3.connect(data_dir / "bobwhite.db")) as database:
        kept = database.execute("SELECT handle FROM accounts ORDER BY handle").fetchall()
        assert kept == [("alice",), ("bob",)]
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_database_that_is_locked_for_long_refuses_writers_and_serves_readers(
    data_dir: Path,
) -> None:
    port = free_port()
    with (
        _running(data_dir, port, "serve"),
        closing(sqlite3.connect(data_dir / "bobwhite.db", isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        assert _join(port, "alice") == (503, "unavailable", "5")
        assert _get(port, "/readyz") == 200
        other.execute("ROLLBACK")
        assert _join(port, "alice")[0] == 201


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").touch()
    start = _run(tmp_path, command, DATA_DIR=str(tmp_path / "file/data"))
    assert start.returncode != 0
    assert "cannot be written (Not a directory)" in _flat(start.stderr)
    assert "Traceback" not in start.stderr


@pytest.mark.parametrize(
    ("command", "harm"),
    [("serve", "not a database"), ("demo", "cut off"), ("doctor", "overwritten")],
)
def test_a_damaged_database_is_named_at_the_start_with_the_way_back(
    data_dir: Path, command: str, harm: str
) -> None:
    assert _run(data_dir, "migrate").returncode == 0
    file = data_dir / "bobwhite.db"
    whole = file.read_bytes()
    damaged = {
        "not a database": b"no database " * 4096,
        "cut off": whole[: len(whole) // 2],
        "overwritten": whole[:100] + bytes(4096) + whole[4196:],
    }[harm]
    file.write_bytes(damaged)
    (data_dir / "demo-people").touch()
    words = [] if command == "doctor" else ["--port", str(free_port())]
    words += ["--data-dir", str(data_dir)] if command == "demo" else []
    start = _run(data_dir, command, *words)
    said = _flat(start.stdout + start.stderr)
    assert start.returncode == 1
    assert "the database file is damaged (database_damaged)" in said
    assert "bobwhite restore FOLDER" in said
    assert "Traceback" not in said
    assert file.read_bytes() == damaged


def test_a_second_demo_with_the_same_folder_says_what_is_in_the_way(tmp_path: Path) -> None:
    lock = DataFolderLock(tmp_path / "demo")
    (tmp_path / "demo/kept").touch()
    second = subprocess.run(
        [str(BOBWHITE), "demo", "--reset", "--data-dir", str(tmp_path / "demo")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lock.release()
    assert second.returncode != 0
    assert "another Bobwhite is running with the data folder" in _flat(second.stderr)
    assert (tmp_path / "demo/kept").exists()
