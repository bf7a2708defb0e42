"""A supervised child runs, comes back, ends in order, and is never left behind."""

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from bobwhite.integrations.turn.coturn import CoturnSettings, render_coturn
from bobwhite.supervise.child import Backoff, Child, ChildError, ChildSpec
from bobwhite.supervise.coturn import coturn_child
from bobwhite.supervise.record import ChildRecord, ProcessMark, mark_of, read_record
from tests.support.relay import SECRETS, loopback_settings, running_relay

AT_ONCE = timedelta(0)
SLEEPS = "import time; print('up', flush=True); time.sleep(600)"
IGNORES_SIGTERM = (
    "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what the system does to a process; nothing there tells when."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def at_once() -> None:
    """A child that counts as ready as soon as it runs."""


def python(tmp_path: Path, *arguments: str) -> ChildSpec:
    return ChildSpec(
        name="example",
        program=lambda: Path(sys.executable),
        arguments=("-c", *arguments),
        record=tmp_path / "child.json",
        wait_ready=at_once,
        backoff=Backoff(first=AT_ONCE, longest=AT_ONCE),
    )


@contextmanager
def stranger() -> Iterator[subprocess.Popen[str]]:
    """A process that is not a supervised child."""
    with subprocess.Popen(
        [sys.executable, "-c", SLEEPS], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        try:
            yield process
        finally:
            process.kill()


def mark(pid: int) -> ProcessMark:
    found = mark_of(pid)
    assert found is not None
    return found


DEAD = ProcessMark(pid=2**22 + 1, started=1, command="bobwhite")
"""A process that cannot exist: its number is beyond the largest pid."""


async def test_killed_relay_comes_back(tmp_path: Path) -> None:
    async with running_relay(tmp_path) as relay:
        first = relay.child.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await until(lambda: relay.child.pid not in {None, first})
        await relay.child.wait_ready()
        async with relay.client() as client:
            assert (await client.allocate()).error_code is None


async def test_child_is_started_again_until_it_can_run(tmp_path: Path) -> None:
    starts = 0

    def program() -> Path:
        nonlocal starts
        starts += 1
        if starts in {2, 3}:
            raise ChildError("not now")
        return Path(sys.executable)

    child = Child(replace(python(tmp_path, SLEEPS), program=program))
    await child.start()
    try:
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        await until(lambda: starts == 4)
        await until(lambda: child.is_ready)
    finally:
        await child.stop()


async def test_stopped_child_is_gone_and_stays_gone(tmp_path: Path) -> None:
    async with running_relay(tmp_path) as relay:
        pid = relay.child.pid
        assert pid is not None
        await relay.child.stop()
        assert mark_of(pid) is None
        assert relay.child.pid is None
        assert not relay.child.is_ready
        assert not (relay.folder / "child.json").exists()


async def test_child_that_ignores_the_request_is_ended_after_the_grace(tmp_path: Path) -> None:
    deaf = tmp_path / "deaf"

    async def is_deaf() -> None:
        await until(deaf.exists)

    spec = python(tmp_path, IGNORES_SIGTERM, str(deaf))
    child = Child(replace(spec, wait_ready=is_deaf, grace=timedelta(milliseconds=50)))
    await child.start()
    pid = child.pid
    assert pid is not None
    await child.stop()
    assert mark_of(pid) is None


async def test_child_that_exits_at_once_is_an_error(tmp_path: Path) -> None:
    async def never() -> None:
        await asyncio.Event().wait()

    child = Child(replace(python(tmp_path, "raise SystemExit(3)"), wait_ready=never))
    with pytest.raises(ChildError, match="ended at once, with code 3"):
        await child.start()
    assert child.pid is None


async def test_child_that_does_not_answer_is_an_error_and_is_ended(tmp_path: Path) -> None:
    running: list[int] = []

    async def never() -> None:
        assert child.pid is not None
        running.append(child.pid)
        await asyncio.Event().wait()

    spec = python(tmp_path, SLEEPS)
    child = Child(replace(spec, wait_ready=never, ready_within=timedelta(milliseconds=50)))
    with pytest.raises(ChildError, match="does not answer"):
        await child.start()
    assert mark_of(running[0]) is None


async def test_child_whose_probe_fails_is_an_error(tmp_path: Path) -> None:
    async def nonsense() -> None:
        raise ValueError("no answer of a relay")

    with pytest.raises(ChildError, match="does not answer"):
        await Child(replace(python(tmp_path, SLEEPS), wait_ready=nonsense)).start()


async def test_missing_coturn_is_named(tmp_path: Path) -> None:
    child = coturn_child(loopback_settings(), tmp_path, binary="no-such-turnserver")
    with pytest.raises(ChildError, match="coturn is not installed: install the package coturn"):
        await child.start()


async def test_taken_port_is_named_before_coturn_shares_it(tmp_path: Path) -> None:
    async with running_relay(tmp_path / "one") as relay:
        second = coturn_child(relay.settings, tmp_path / "two")
        with pytest.raises(ChildError, match=f"port {relay.settings.listening_port}.* is taken"):
            await second.start()


async def test_address_of_another_machine_is_an_error(tmp_path: Path) -> None:
    settings = CoturnSettings(listen=IPv4Address("192.0.2.7"), secrets=SECRETS)
    with pytest.raises(ChildError, match="cannot use its address or port"):
        await coturn_child(settings, tmp_path).start()


async def test_child_of_a_living_server_is_not_touched(tmp_path: Path) -> None:
    with stranger() as server, stranger() as theirs:
        record = ChildRecord(child=mark(theirs.pid), owner=mark(server.pid))
        spec = python(tmp_path, SLEEPS)
        spec.record.write_text(json.dumps(asdict(record)))
        with pytest.raises(ChildError, match="another server is running with this data folder"):
            await Child(spec).start()
        assert theirs.poll() is None
        assert read_record(spec.record) == record


async def test_stale_coturn_of_a_killed_run_is_ended_and_replaced(tmp_path: Path) -> None:
    settings = loopback_settings()
    folder = tmp_path / "coturn"
    folder.mkdir()
    config = folder / "turnserver.conf"
    config.write_text(render_coturn(settings, folder))
    stale = await asyncio.create_subprocess_exec(
        "turnserver", "-c", str(config), stderr=asyncio.subprocess.DEVNULL
    )
    record = ChildRecord(child=mark(stale.pid), owner=DEAD)
    (folder / "child.json").write_text(json.dumps(asdict(record)))
    child = coturn_child(settings, tmp_path)
    await child.start()
    try:
        assert await stale.wait() == -signal.SIGTERM
        assert child.pid not in {None, stale.pid}
    finally:
        await child.stop()


@pytest.mark.parametrize("change", [{"started": 1}, {"command": "turnserver"}])
async def test_process_that_got_a_stale_childs_pid_is_not_touched(
    tmp_path: Path, change: dict[str, int | str]
) -> None:
    with stranger() as innocent:
        found = ProcessMark(**{**asdict(mark(innocent.pid)), **change})
        spec = python(tmp_path, SLEEPS)
        spec.record.write_text(json.dumps(asdict(ChildRecord(child=found, owner=DEAD))))
        child = Child(spec)
        await child.start()
        await child.stop()
        assert innocent.poll() is None


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"child": 1, "owner": {}}'])
async def test_unreadable_record_is_passed_over(tmp_path: Path, text: str) -> None:
    spec = python(tmp_path, SLEEPS)
    spec.record.write_text(text)
    child = Child(spec)
    await child.start()
    try:
        written = read_record(spec.record)
        assert written is not None
        assert (written.child.pid, written.owner.pid) == (child.pid, os.getpid())
    finally:
        await child.stop()


SERVER = """
import asyncio, sys
from pathlib import Path
from bobwhite.integrations.turn.coturn import CoturnSettings
from bobwhite.supervise.coturn import coturn_child
from ipaddress import IPv4Address

async def main():
    settings = CoturnSettings(
        listen=IPv4Address("127.0.0.1"), secrets=("north-north-north-north-north",),
        listening_port=int(sys.argv[2]),
    )
    child = coturn_child(settings, Path(sys.argv[1]))
    await child.start()
    print(child.pid, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


def test_relay_ends_with_a_killed_server(tmp_path: Path) -> None:
    port = str(loopback_settings().listening_port)
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(tmp_path), port], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        lines = iter(server.stdout.readline, "")
        pid = next(int(line) for line in lines if line.strip().isdigit())
        handle = os.pidfd_open(pid)
        try:
            server.kill()
            readable, _, _ = select.select([handle], [], [], 20)
            assert readable
        finally:
            os.close(handle)
        assert mark_of(pid) is None
