"""Is a process from an earlier run still alive, and is it really that process?

A record names the child and its owner by pid, start time and command, so that a pid given to another
process since is never touched. Read from ``/proc`` (Linux); elsewhere nothing is found.
"""

import asyncio
import json
import os
import signal
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

_COMMAND_CHARS = 15
_STATE, _START_TIME = 0, 19


@dataclass(frozen=True)
class ProcessMark:
    """One process of one boot: ``started`` is in clock ticks since the machine started."""

    pid: int
    started: int
    command: str


@dataclass(frozen=True)
class ChildRecord:
    """A child and the process that started it."""

    child: ProcessMark
    owner: ProcessMark


def mark_of(pid: int) -> ProcessMark | None:
    """Return the mark of a running process; ``None`` if there is none or it has ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The command stands in parentheses and may itself hold some (proc(5)).
    head, _, tail = text.rpartition(")")
    fields = tail.split()
    if fields[_STATE] in {"Z", "X"}:
        return None
    return ProcessMark(pid, int(fields[_START_TIME]), head.partition("(")[2])


def write_record(file: Path, pid: int, program: Path) -> None:
    """Record the child ``pid``, which is or will become ``program``, as this process's own."""
    child, owner = mark_of(pid), mark_of(os.getpid())
    if child is None or owner is None:
        return
    named = ProcessMark(pid, child.started, program.name[:_COMMAND_CHARS])
    file.write_text(json.dumps(asdict(ChildRecord(named, owner))))


def read_record(file: Path) -> ChildRecord | None:
    """Return what was recorded; ``None`` if nothing was, or a crash cut it."""
    try:
        stored = json.loads(file.read_text())
        return ChildRecord(ProcessMark(**stored["child"]), ProcessMark(**stored["owner"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_alive(mark: ProcessMark) -> bool:
    """Tell whether exactly that process still runs."""
    return mark_of(mark.pid) == mark


async def end_process(mark: ProcessMark, grace: timedelta) -> bool:
    """End exactly that process, at first politely; return whether it was there."""
    try:
        handle = os.pidfd_open(mark.pid)
    except ProcessLookupError:
        return False
    try:
        # Asked after opening: the handle stays with the process that has the pid now.
        if not is_alive(mark):
            return False
        for number in (signal.SIGTERM, signal.SIGKILL):
            signal.pidfd_send_signal(handle, number)
            if await _has_ended(handle, grace):
                break
        return True
    finally:
        os.close(handle)


async def _has_ended(handle: int, within: timedelta) -> bool:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(handle, ended.set)
    try:
        await asyncio.wait_for(ended.wait(), within.total_seconds())
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(handle)
    return True
