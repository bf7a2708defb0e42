"""Fixtures of the HTTP suites: the whole house as the server builds it, on SQLite, not started."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bobwhite import bootstrap
from bobwhite.bootstrap import House
from bobwhite.clock import ManualClock
from bobwhite.config import Settings
from bobwhite.integrations.argon2 import Argon2Passwords
from bobwhite.storage.tables import metadata
from tests.http.browser import ORIGIN, ROSAS_ORIGIN, Browser


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        origins=(ORIGIN, ROSAS_ORIGIN),
        sign_ups_per_hour=1000,
        # A relay elsewhere: credentials are made, nothing is started.
        turn_urls=("turn:192.0.2.1:3478?transport=udp",),
        turn_secret="a shared secret of the relay",
        turn_pool=("192.0.2.1",),
    )


@pytest.fixture
async def house(
    settings: Settings, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    """Everything but the slowness of hashing is as in the server."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(bootstrap, "Argon2Passwords", lambda: Argon2Passwords(quick))
    house = House(settings, clock)
    async with house.database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await house.cases.accounts.set_up.prepare()
    yield house
    await house.database.close()


@pytest.fixture
def browser(house: House) -> Callable[..., Browser]:
    """Opens browser profiles."""
    return lambda **options: Browser(house, **options)
