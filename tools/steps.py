"""How does set-up run one step, say what it does, and explain a failure?"""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tools.places import ROOT, TOOLS, VENV, environment

if TYPE_CHECKING:
    from typing import TypeAlias

RETRY = "Run the same command again; it goes on where it stopped."
NO_NETWORK = f"Is the network there, and is {{}} reachable? {RETRY}"
NO_ACCESS = "Is there room on the disk, and does everything in this folder belong to you?"

# Quoted, because an older Python must get as far as being told that it is too old.
Command: TypeAlias = "list[str | os.PathLike[str]]"


class StepError(Exception):
    """Raised when a step failed; the text says which, and advice says what to do about it."""

    def __init__(self, text: str, advice: str) -> None:
        super().__init__(text)
        self.advice = advice


def say(text: str) -> None:
    """Prints one line about what is being done, at once."""
    print(f"set-up: {text}", flush=True)


def run(step: str, command: Command, advice: str, *, folder: Path = ROOT) -> None:
    """Runs a command quietly. Raises StepError with the end of its output when it fails."""
    log = TOOLS / "logs" / f"{step.replace(' ', '-')}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=step_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        except OSError as error:
            raise StepError(f"{step} failed: {error}", advice) from error
        try:
            failed = process.wait()
        except KeyboardInterrupt:
            # Whatever it is doing, it must be able to clean up, so it is never killed.
            with contextlib.suppress(PermissionError):
                process.terminate()
            process.wait()
            raise
    if failed:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-30:])
        text = f"{step} failed; all its output is in {log.relative_to(ROOT)}\n{tail}"
        raise StepError(text, advice)


def works(*command: str | os.PathLike[str]) -> bool:
    """Whether a command can be started and succeeds."""
    try:
        return subprocess.run(command, capture_output=True, check=False, cwd=ROOT).returncode == 0
    except OSError:
        return False


def step_environment() -> dict[str, str]:
    """The environment for set-up's own commands: nothing outside the checkout is chosen."""
    return environment() | {
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON_DOWNLOADS": "never",
        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD": "1",
    }
