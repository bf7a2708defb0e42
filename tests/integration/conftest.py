"""A whole server on a real socket."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bobwhite import bootstrap
from bobwhite.integrations.argon2 import Argon2Passwords
from tests.support.served import Served, serve


@pytest.fixture
def folder(tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder to serve; everything but the slowness of hashing is as in the server."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(bootstrap, "Argon2Passwords", lambda: Argon2Passwords(quick))
    shutil.copy(empty_database, tmp_path / "bobwhite.db")
    return tmp_path


@pytest.fixture
async def served(folder: Path) -> AsyncIterator[Served]:
    async with serve(folder) as server:
        yield server
