"""Which programs come from Debian, and how do they get onto the machine?"""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
from pathlib import Path

from tools.places import ROOT
from tools.steps import NO_NETWORK, RETRY, Command, StepError, run, say, works

PACKAGE_OF = {
    "ensurepip": "python3-venv",
    "turnserver": "coturn",
    "chromium": "chromium",
    "firefox-esr": "firefox-esr",
    "initdb": "postgresql",
}


def has_program(name: str) -> bool:
    """Whether a program is on the path, or where Debian keeps PostgreSQL's.

    `ensurepip` stands for any way to install a wheel: that module of Python's, or pip.
    """
    if name == "ensurepip":
        return any(map(importlib.util.find_spec, ("ensurepip", "pip")))
    return bool(shutil.which(name) or list(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))


def ensure_programs(names: tuple[str, ...]) -> None:
    """Installs the packages of those programs that are missing. Raises StepError."""
    missing = [name for name in names if not has_program(name)]
    if missing:
        install_debian([PACKAGE_OF[name] for name in missing])
    absent = [name for name in missing if not has_program(name)]
    if absent:
        raise StepError(
            f"installed, but not found: {', '.join(absent)}",
            "Is it on the PATH, and may you run it?",
        )


def install_debian(packages: list[str]) -> None:
    """Installs Debian packages, as root or through sudo without a password.

    Raises StepError with the command to run by hand where neither is possible.
    """
    script = ROOT / "tools" / "install_debian.sh"
    by_hand = f"sudo sh {shlex.quote(str(script))} {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise StepError(
            f"missing on this machine: {' '.join(packages)}",
            f"These are Debian's names; install their equivalents, then: {RETRY}",
        )
    if os.geteuid() == 0:
        prefix: Command = []
    elif works("sudo", "-n", "true"):
        prefix = ["sudo", "-n"]
    else:
        raise StepError(
            f"missing on this machine: {' '.join(packages)}", f"Install with: {by_hand}"
        )
    say(f"Debian packages: installing {' '.join(packages)} (no service is started)")
    advice = NO_NETWORK.format("Debian's package archive")
    run("Debian packages", [*prefix, "sh", script, *packages], advice)
