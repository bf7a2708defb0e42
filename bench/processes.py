"""What do processes use? Read from /proc, as proc(5) describes it."""

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(*pids: int) -> float:
    """Return user and system time of these processes so far, without their children's."""
    return sum(_cpu_ticks(_stat(pid)) for pid in pids) / _TICKS


def proportional_bytes(pid: int) -> int:
    """Return the process's memory, with shared pages divided among those who share them (PSS)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise ValueError("this kernel tells no proportional set size")


def descendants(pid: int) -> list[int]:
    """Return the processes below ``pid``, at any depth."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(_stat(int(folder.name))[1])
        except OSError:
            continue
    found: list[int] = []
    level = [pid]
    while level:
        level = [child for child, parent in parents.items() if parent in level]
        found += level
    return found


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the third on: the name before may hold anything."""
    text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    return text.rpartition(")")[2].split()


def _cpu_ticks(stat: list[str]) -> int:
    return int(stat[11]) + int(stat[12])
