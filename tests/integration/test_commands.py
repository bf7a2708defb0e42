"""Do the commands start what they promise, and say what is in the way?"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.databases import free_port

BOBWHITE = Path(sys.executable).with_name("bobwhite")
START_WITHIN_S = 60


def _environment(data_dir: Path, **settings: str) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith("BOBWHITE_")}
    named = {f"BOBWHITE_{key}": value for key, value in settings.items()}
    return {**own, "BOBWHITE_DATA_DIR": str(data_dir), "BOBWHITE_TURN_PORT": "0", **named}


def _run(data_dir: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BOBWHITE), *words],
        env=_environment(data_dir, **settings),
        cwd=data_dir,
        capture_output=True,
        text=True,
        timeout=START_WITHIN_S,
        check=False,
    )


@contextmanager
def _running(data_dir: Path, port: int, *words: str) -> Iterator[subprocess.Popen[str]]:
    log = (data_dir.parent / "output").open("w+")
    process = subprocess.Popen(
        [str(BOBWHITE), *words],
        env=_environment(data_dir, PORT=str(port)),
        cwd=data_dir.parent,
        stdout=log,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _wait_until_ready(process, port)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


def _wait_until_ready(process: subprocess.Popen[str], port: int) -> None:
    limit = time.monotonic() + START_WITHIN_S
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")


def _flat(text: str) -> str:
    """Undo the frame and the line breaks that errors are shown in."""
    return re.sub(r"[│\s]+", " ", text)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_a_server_starts_serves_and_ends_with_its_children(data_dir: Path) -> None:
    port = free_port()
    with _running(data_dir, port, "serve") as process:
        child = int(re.search(r'"pid": ?(\d+)', (data_dir / "coturn/child.json").read_text())[1])  # type: ignore[index]
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        assert not Path(f"/proc/{child}").exists()
    said = (data_dir.parent / "output").read_text()
    assert f"Bobwhite is at http://localhost:{port}" in said
    assert re.search(rf"http://localhost:{port}/setup/[A-Za-z0-9_-]{{43}}", said)


def test_a_second_start_says_what_is_in_the_way(data_dir: Path) -> None:
    port = free_port()
    with _running(data_dir, port, "serve"):
        second = _run(data_dir, "serve", PORT=str(free_port()))
        assert second.returncode != 0
        assert "another Bobwhite is running with the data folder" in _flat(second.stderr)


def test_a_taken_port_is_named(data_dir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        start = _run(data_dir, "serve", PORT=str(port))
    assert start.returncode != 0
    assert f"port {port} of 127.0.0.1 is taken" in _flat(start.stderr)


def test_a_missing_relay_is_named_with_the_package_to_install(data_dir: Path) -> None:
    start = _run(data_dir, "serve", PORT=str(free_port()), TURN_BINARY="/nowhere/turnserver")
    assert start.returncode != 0
    assert "coturn is not installed: install the package coturn" in _flat(start.stderr)


def test_an_older_schema_is_refused_with_the_command_that_migrates(data_dir: Path) -> None:
    import sqlite3

    assert _run(data_dir, "migrate").returncode == 0
    with sqlite3.connect(data_dir / "bobwhite.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    start = _run(data_dir, "serve", PORT=str(free_port()))
    assert start.returncode != 0
    assert "run: bobwhite migrate" in _flat(start.stderr)


def test_an_operator_changes_accounts_by_handle(data_dir: Path) -> None:
    port = free_port()
    with _running(data_dir, port, "serve"):
        body = b'{"handle":"alice","displayName":"Alice","password":"a long password"}'
        origin = f"http://localhost:{port}"
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/v1/accounts",
            data=body,
            headers={"content-type": "application/json", "origin": origin},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 201
    settings = {"PORT": str(port)}
    assert "alice is verified" in _run(data_dir, "account", "verify", "alice").stdout
    assert "alice holds Studio" in _run(data_dir, "account", "plan", "alice", "Studio").stdout
    link = _run(data_dir, "account", "reset-link", "@Alice", **settings).stdout
    assert re.fullmatch(rf"{origin}/reset/[A-Za-z0-9_-]{{43}}\n", link)
    assert "alice is suspended" in _run(data_dir, "account", "suspend", "alice").stdout
    unknown = _run(data_dir, "account", "verify", "nobody")
    assert unknown.returncode != 0
    assert "no account has this handle" in _flat(unknown.stderr)


def test_the_doctor_finds_a_healthy_instance_and_a_missing_program(data_dir: Path) -> None:
    healthy = _run(data_dir, "doctor")
    assert healthy.returncode == 0, healthy.stdout
    missing = _run(data_dir, "doctor", TURN_BINARY="/nowhere/turnserver")
    assert missing.returncode == 1
    assert "coturn is not installed" in missing.stdout


@pytest.mark.promise("12.9")
@pytest.mark.parametrize(
    ("origins", "sentence"),
    [
        (
            "http://calls.example.org",
            "Calls need HTTPS, and browsers reach http://calls.example.org",
        ),
        ("https://calls.example.org,http://192.0.2.7:8420", "reach http://192.0.2.7:8420 without"),
        ("https://calls.example.org,http://rosa.localhost,http://127.0.0.1,http://[::1]:80", None),
    ],
)
def test_the_doctor_names_addresses_without_https(
    data_dir: Path, origins: str, sentence: str | None
) -> None:
    said = _run(data_dir, "doctor", ORIGINS=origins, TURN_BINARY="/nowhere/turnserver").stdout
    if sentence is None:
        assert "good  addresses" in said
    else:
        assert "bad   addresses" in said
        assert sentence in said
