"""Fixtures of the HTTP suites: the whole house as the server builds it, on SQLite, not started."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bobwhite import bootstrap
from bobwhite.bootstrap import House
from bobwhite.clock import ManualClock
from bobwhite.config import Settings
from bobwhite.integrations.argon2 import Argon2Passwords
from tests.http.browser import ORIGIN, ROSAS_ORIGIN, Browser


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    shutil.copy(empty_database, tmp_path / "bobwhite.db")
    return settings_in(tmp_path)


def settings_in(folder: Path) -> Settings:
    """Settings of a server whose data lies in ``folder``."""
    return Settings(
        data_dir=folder,
        origins=(ORIGIN, ROSAS_ORIGIN),
        sign_ups_per_hour=1000,
        # A relay elsewhere: credentials are made, nothing is started.
        turn_urls=("turn:192.0.2.1:3478?transport=udp",),
        turn_secret="a shared secret of the relay",
        turn_pool=("192.0.2.1",),
    )


@pytest.fixture(scope="module", autouse=True)
def quick_hashing() -> Iterator[None]:
    """Everything but the slowness of hashing is as in the server."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bootstrap, "Argon2Passwords", lambda: Argon2Passwords(quick))
        yield


@pytest.fixture(autouse=True)
def relay_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The relay of the settings answers; a suite of its own asks a real one."""

    async def answer(_urls: object) -> bool:
        return True

    monkeypatch.setattr("bobwhite.relay.answers", answer)


@pytest.fixture
async def house(settings: Settings, clock: ManualClock) -> AsyncIterator[House]:
    house = House(settings, clock)
    await house.cases.accounts.set_up.prepare()
    yield house
    await house.database.close()


@pytest.fixture
def browser(house: House) -> Callable[..., Browser]:
    """Opens browser profiles."""
    return lambda **options: Browser(house, **options)
