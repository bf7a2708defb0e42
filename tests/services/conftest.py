"""Fixtures of the service suites."""

from pathlib import Path

import pytest

from bobwhite.clock import ManualClock
from bobwhite.storage.unit_of_work import Units
from tests.support.house import House, build_house


@pytest.fixture
def house(units: Units, clock: ManualClock, tmp_path: Path) -> House:
    """The use cases of people on SQLite, with their real adapters."""
    return build_house(units, clock, tmp_path)
