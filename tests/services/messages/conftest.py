"""A house with alice and bob in it."""

import pytest

from bobwhite.accounts.model import Asker
from bobwhite.clock import ManualClock
from bobwhite.storage.unit_of_work import Units
from tests.conftest import RecordingBus
from tests.services.messages.people import House


@pytest.fixture
def house(units: Units, bus: RecordingBus, clock: ManualClock) -> House:
    return House(units, bus, clock)


@pytest.fixture
async def alice(house: House) -> Asker:
    return await house.person("alice")


@pytest.fixture
async def bob(house: House) -> Asker:
    return await house.person("bob")
