"""The house and its people for stories about calls."""

import pytest

from bobwhite.clock import ManualClock
from bobwhite.storage.unit_of_work import Units
from tests.conftest import RecordingBus
from tests.services.calls.house import House, Person


@pytest.fixture
async def house(units: Units, clock: ManualClock, bus: RecordingBus) -> House:
    house = House(units, clock, bus)
    await house.let_all_place()
    return house


@pytest.fixture
async def alice(house: House) -> Person:
    return await house.person("alice", ("phone", "laptop"))


@pytest.fixture
async def bob(house: House, alice: Person) -> Person:
    bob = await house.person("bob", ("phone", "laptop"))
    await house.welcome(bob, alice)
    return bob


@pytest.fixture
async def carol(house: House, bob: Person) -> Person:
    carol = await house.person("carol")
    await house.welcome(bob, carol)
    return carol
