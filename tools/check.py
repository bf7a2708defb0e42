"""Is this checkout good? `make check` asks the quick questions, `make test` (`--all`) every one.

Two lanes run side by side, one for Python and one for the web client, because the work is spread
over two languages and most machines have two cores. Real browsers end the web lane: calls wait more
than they compute, and so do the server tests beside them. A failed step shows its output; the other
steps still run, so that one run tells all, but a client that is not good meets no browser.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.places import ROOT, environment

SLOW_SUITES = (
    "storage",
    "gateway",
    "http/test_openapi.py",
    "integration",
    "properties/test_calls_history.py",
)
"""What in tests/ needs a database server, sockets, child processes or long: `make test` only."""

CORE_SUITES = ("core", "services", "properties/test_permission_oracle.py")
"""What in tests/ reaches every branch of the core; measuring the others would only slow them."""

CLOSING = re.compile(r"\b(\d+) (passed|failed|errors?)\b")


@dataclass(frozen=True)
class Step:
    """One question and the command that answers it."""

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT
    counts_tests: bool = False
    streams: bool = False
    only_after_good: bool = False
    """Skipped where a step before it in its lane failed."""


@dataclass(frozen=True)
class Outcome:
    """What a step said, and whether it was content."""

    step: Step
    passed: bool
    output: str


def pytest_without(suites: Iterable[str]) -> tuple[str, ...]:
    """The command that runs everything in tests/ but these suites."""
    return ("pytest", "-q", "--durations=10", *(f"--ignore=tests/{suite}" for suite in suites))


def python_steps(everything: bool) -> list[Step]:
    """The Python lane: cheap questions first."""
    if everything:
        core = (
            "coverage",
            "run",
            "-m",
            "pytest",
            "-q",
            *(f"tests/{suite}" for suite in CORE_SUITES),
        )
        tests = [
            Step("core tests", core, counts_tests=True),
            Step("every branch of the core is tested", ("coverage", "report")),
            Step("server tests", pytest_without(CORE_SUITES), counts_tests=True),
        ]
    else:
        tests = [Step("server tests", pytest_without(SLOW_SUITES), counts_tests=True)]
    return [
        Step("Python format", ("ruff", "format", "--check", ".")),
        Step("Python lint", ("ruff", "check", ".")),
        Step("Python types", ("mypy",)),
        Step("import contracts", ("lint-imports", "--no-logo")),
        Step("schema is current", ("bobwhite", "schema", "export", "--check")),
        Step("promises have tests", ("python", "-m", "tools.promises", "--check")),
        *tests,
    ]


def web_steps() -> list[Step]:
    """The web lane: the build, the scripts of web/package.json, the types of the browser tests."""
    web = ROOT / "web"
    return [
        Step("web build", ("python", "-m", "tools.setup", "web")),
        Step("web types from the schema", ("npm", "run", "types", "--", "--check"), web),
        Step("web types", ("npm", "run", "check"), web),
        Step("web lint", ("npm", "run", "lint"), web),
        Step("web budget", ("npm", "run", "budget"), web),
        Step("web tests", ("npm", "test"), web, counts_tests=True),
        Step("browser test types", ("npm", "run", "types"), ROOT / "e2e"),
    ]


def browser_steps() -> list[Step]:
    """Calls between real browsers, against the real server and relay."""
    return [
        Step(
            "browser tests",
            ("npx", "playwright", "test"),
            ROOT / "e2e",
            counts_tests=True,
            streams=True,
            only_after_good=True,
        )
    ]


class Runner:
    """Runs steps, several at a time, and can end whatever is running."""

    def __init__(self) -> None:
        self._printing = threading.Lock()
        self._running: set[subprocess.Popen[str]] = set()
        self._stopped = False

    def run_lanes(self, *lanes: list[Step]) -> list[Outcome]:
        """Runs the steps of each lane in order, and the lanes side by side."""
        with ThreadPoolExecutor(len(lanes)) as pool:
            try:
                done = list(pool.map(self._run_lane, lanes))
            except KeyboardInterrupt:
                self.stop()
                raise
        return [outcome for lane in done for outcome in lane]

    def stop(self) -> None:
        """Ends whatever runs, with everything that it started; no further step begins."""
        self._stopped = True
        for process in list(self._running):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)

    def _run_lane(self, steps: list[Step]) -> list[Outcome]:
        done: list[Outcome] = []
        for step in steps:
            if self._stopped:
                break
            if step.only_after_good and not all(outcome.passed for outcome in done):
                print(f"\n{step.name}: not run, because something before failed.")
                done.append(Outcome(step, passed=False, output=""))
            else:
                done.append(self._answer(step))
        return done

    def _answer(self, step: Step) -> Outcome:
        """Runs one step and says how it went; the output is shown whole when it failed."""
        start = time.monotonic()
        passed, output = self._execute(step)
        with self._printing:
            if not passed and not step.streams:
                print(f"\n---- {step.name}: {' '.join(step.command)}\n{output.rstrip()}\n")
            word = "ok    " if passed else "FAILED"
            print(f"{word} {time.monotonic() - start:6.1f} s  {step.name}", flush=True)
        return Outcome(step, passed, output)

    def _execute(self, step: Step) -> tuple[bool, str]:
        try:
            process = subprocess.Popen(
                step.command,
                cwd=step.folder,
                env=environment() | {"NO_COLOR": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                # A group of its own, so that what it starts ends with it.
                process_group=0,
            )
        except OSError as error:
            return False, str(error)
        lines: list[str] = []
        self._running.add(process)
        with process:
            for line in process.stdout or ():
                lines.append(line)
                if step.streams:
                    print(line, end="", flush=True)
        self._running.discard(process)
        return process.returncode == 0, "".join(lines)


def count_tests(output: str) -> tuple[int, int]:
    """How many tests passed and failed, by a runner's own closing lines.

    The last line that counts anything is pytest's or vitest's; Playwright spreads its counts over
    several, so the last figure of each kind is taken. An error while collecting is a failure.
    """
    found = {word.rstrip("s"): int(number) for number, word in CLOSING.findall(output[-4000:])}
    return found.get("passed", 0), found.get("failed", 0) + found.get("error", 0)


def slowest(outcomes: list[Outcome]) -> str:
    """The part of pytest's output that lists the slowest tests."""
    for outcome in outcomes:
        found = re.search(r"^=+ slowest .*?(?=^=|^\d+ passed|\Z)", outcome.output, re.M | re.S)
        if found:
            return found.group().rstrip()
    return ""


def report(outcomes: list[Outcome]) -> int:
    """Prints the slowest tests, what failed and how many tests ran; the exit code to end with."""
    print(f"\n{slowest(outcomes)}\n")
    failed = [outcome.step.name for outcome in outcomes if not outcome.passed]
    if failed:
        print(f"Not good: {', '.join(failed)}")
    counts = [count_tests(outcome.output) for outcome in outcomes if outcome.step.counts_tests]
    print(f"Tests: {sum(p for p, _ in counts)} passed, {sum(f for _, f in counts)} failed")
    return 1 if failed else 0


def main() -> int:
    """Runs the checks named on the command line; 0 when every one of them passed."""
    parser = argparse.ArgumentParser(prog="python -m tools.check")
    parser.add_argument("--all", action="store_true", help="with databases, sockets and browsers")
    everything = parser.parse_args().all
    # Ended by a signal, it ends its children as it does on Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    runner = Runner()
    browsers = browser_steps() if everything else []
    return report(runner.run_lanes(python_steps(everything), web_steps() + browsers))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
