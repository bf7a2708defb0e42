"""Which databases do storage and service suites run on?

SQLite always, in a file of the test's own; PostgreSQL in a private cluster on loopback that the
session starts and stops, run by an unprivileged user where the tests run as root.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def postgres_binary(name: str) -> Path:
    """Return the path of a PostgreSQL program; Debian keeps them outside the usual folders."""
    found = shutil.which(name)
    if found:
        return Path(found)
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if not versions:
        raise FileNotFoundError(f"{name} is missing; install the package postgresql")
    return versions[-1]


def free_port() -> int:
    """Return a TCP port of loopback that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unprivileged() -> tuple[int | None, int | None]:
    if os.geteuid() != 0:
        return None, None
    user = pwd.getpwnam("postgres" if _user_exists("postgres") else "nobody")
    return user.pw_uid, user.pw_gid


def _user_exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


@contextmanager
def private_postgres() -> Iterator[str]:
    """Run a cluster in a temporary folder and yield the address of its empty database."""
    folder = Path(tempfile.mkdtemp(prefix="bobwhite-pg-"))
    user, group = _unprivileged()
    if user is not None and group is not None:
        os.chown(folder, user, group)
    data, port = folder / "data", free_port()
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def run(*command: str) -> None:
        subprocess.run(
            command,
            check=True,
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            user=user,
            group=group,
        )

    try:
        run(str(postgres_binary("initdb")), "-D", str(data), "-U", "bobwhite", "-A", "trust", "-N")
        options = f"-h 127.0.0.1 -p {port} -k {folder} -F -c max_connections=60"
        control = str(postgres_binary("pg_ctl"))
        run(control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://bobwhite@127.0.0.1:{port}/postgres"
        finally:
            run(control, "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
