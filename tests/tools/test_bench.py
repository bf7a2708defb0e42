"""Does the benchmark read and tell numbers as they are?"""

import os
import subprocess
import sys

from bench.processes import cpu_seconds, descendants, proportional_bytes
from bench.table import lay_out, ratio_row, ratios


def test_ratios_compare_round_with_round_and_not_the_medians() -> None:
    assert ratios([10, 40, 90], [10, 20, 30]) == "2.00 (1.00–3.00)"


def test_every_line_of_the_table_is_equally_long() -> None:
    rows = [ratio_row("ring", [30, 32], [10, 12], [5, 6]), ratio_row("sound", [1], [1], [1])]
    assert len({len(line) for line in lay_out(rows).splitlines()}) == 1


def test_a_table_tells_the_medians_beside_their_ratios() -> None:
    row = ratio_row("ring", [30, 32, 90], [10, 16, 20], [5, 8, 10])
    assert row == ("ring", "32 ms", "16 ms", "3.00 (2.00–4.50)", "8 ms", "6.00 (4.00–9.00)")


def test_work_costs_cpu_time_and_memory() -> None:
    before, small = cpu_seconds(os.getpid()), proportional_bytes(os.getpid())
    block = bytearray(os.urandom(50_000_000))
    assert sum(block) > 0
    assert cpu_seconds(os.getpid()) > before
    assert proportional_bytes(os.getpid()) - small > 40_000_000


def test_children_and_their_children_are_found() -> None:
    nested = (
        "import subprocess, sys;"
        "child = subprocess.Popen([sys.executable, '-c', 'input()']);"
        "print(child.pid, flush=True); child.wait()"
    )
    command = [sys.executable, "-c", nested]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        grandchild = int(child.stdout.readline())
        found = descendants(os.getpid())
        child.stdin.close()
    assert {child.pid, grandchild} <= set(found)
