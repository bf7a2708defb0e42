"""Does the check runner notice what failed, and count what ran?"""

import sys
import threading
import time
from pathlib import Path

import pytest

from tools.check import Outcome, Runner, Step, count_tests, report, slowest


def python(name: str, code: str, *, counts_tests: bool = False) -> Step:
    return Step(name, (sys.executable, "-c", code), counts_tests=counts_tests)


@pytest.mark.parametrize(
    ("output", "counts"),
    [
        ("312 passed in 40.11s", (312, 0)),
        ("2 failed, 310 passed, 1 error in 40.11s", (310, 3)),
        (" Test Files  3 passed (3)\n      Tests  15 passed (15)\n", (15, 0)),
        ("  1 failed\n  40 passed (9.1m)\n\n40 passed, 1 failed\n", (40, 1)),
        ("no tests ran in 0.90s", (0, 0)),
    ],
)
def test_each_runner_s_closing_lines_are_counted(output: str, counts: tuple[int, int]) -> None:
    assert count_tests(output) == counts


def test_one_failed_step_fails_the_whole_and_shows_its_output(
    capsys: pytest.CaptureFixture[str],
) -> None:
    good = python("good", "print('3 passed')", counts_tests=True)
    bad = python("bad", "print('why it failed'); raise SystemExit(1)")
    after = python("after", "print('quiet')")
    outcomes = Runner().run_lanes([good], [bad, after])
    assert report(outcomes) == 1
    printed = capsys.readouterr().out
    assert "why it failed" in printed
    assert "quiet" not in printed
    assert [outcome.passed for outcome in outcomes] == [True, False, True]
    assert printed.endswith("Not good: bad\nTests: 3 passed, 0 failed\n")


def test_a_step_that_needs_a_good_lane_is_a_failure_without_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bad = python("bad", "raise SystemExit(1)")
    careful = Step("careful", (sys.executable, "-c", "print('ran')"), only_after_good=True)
    assert [o.output for o in Runner().run_lanes([bad, careful])][1] == ""
    assert report(Runner().run_lanes([bad], [careful])) == 1
    printed = capsys.readouterr().out
    assert "careful: not run, because something before failed." in printed
    assert printed.endswith("Not good: bad\nTests: 0 passed, 0 failed\n")


def test_a_command_that_cannot_start_is_a_failure() -> None:
    (outcome,) = Runner().run_lanes([Step("absent", ("no-such-program-anywhere",))])
    assert not outcome.passed
    assert "no-such-program-anywhere" in outcome.output


def test_the_slowest_tests_are_taken_from_pytest_s_output() -> None:
    code = "print('== slowest 10 durations ==\\n2.0s call test_a\\n1 passed in 2.1s')"
    outcomes = Runner().run_lanes([python("tests", code)])
    assert slowest(outcomes) == "== slowest 10 durations ==\n2.0s call test_a"


def test_a_stopped_runner_ends_what_its_steps_started(tmp_path: Path) -> None:
    note = tmp_path / "child"
    code = f"sleep 300 & echo $! > {note}.new && mv {note}.new {note}; wait"
    runner = Runner()
    outcomes: list[Outcome] = []

    def run() -> None:
        outcomes.extend(runner.run_lanes([Step("long", ("sh", "-c", code)), python("next", "1")]))

    lane = threading.Thread(target=run)
    lane.start()
    while lane.is_alive() and not note.exists():
        time.sleep(0.01)
    child = note.read_text().strip()
    runner.stop()
    lane.join(30)
    assert [outcome.passed for outcome in outcomes] == [False]
    guard = time.monotonic() + 30
    while lives(child) and time.monotonic() < guard:
        time.sleep(0.01)
    assert not lives(child)


def lives(pid: str) -> bool:
    """Whether a process runs; one that ended and was not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
