"""Does a unit commit once, number what it told, and undo what was not committed?"""

import asyncio
from dataclasses import dataclass
from typing import ClassVar

import pytest

from bobwhite.delivery import Address, Event
from bobwhite.errors import UnavailableError
from bobwhite.ids import AccountId, DeviceId
from bobwhite.storage import engine
from bobwhite.storage.engine import Database
from bobwhite.storage.unit_of_work import Units
from tests.conftest import RecordingBus

ALICE = AccountId("acc_" + "a" * 20)
BOB = AccountId("acc_" + "b" * 20)


@dataclass(frozen=True)
class Lasting(Event):
    durable: ClassVar[bool] = True
    text: str


@dataclass(frozen=True)
class Passing(Event):
    text: str


async def test_durable_events_are_numbered_per_account_without_gaps(
    both_units: Units, bus: RecordingBus
) -> None:
    for round_ in range(2):
        async with both_units.write() as unit:
            unit.tell(ALICE, Lasting(f"{round_}"))
            unit.tell(BOB, Lasting(f"{round_}"))
            unit.tell(ALICE, Passing("typing"))
            unit.tell(ALICE, Lasting(f"{round_} again"))
            await unit.commit()
    seqs = [d.seq for d in bus.deliveries if d.to.account == ALICE]
    assert seqs == [1, None, 2, 3, None, 4]
    assert [d.seq for d in bus.deliveries if d.to.account == BOB] == [1, 2]


async def test_nothing_is_told_without_a_commit(both_units: Units, bus: RecordingBus) -> None:
    async with both_units.write() as unit:
        unit.tell(ALICE, Lasting("lost"))
    assert bus.deliveries == []
    async with both_units.read() as unit:
        assert await unit.sequences.current(ALICE) == 0


async def test_a_durable_event_is_refused_for_one_device(units: Units) -> None:
    async with units.write() as unit:
        with pytest.raises(ValueError, match="whole account"):
            unit.tell(Address(ALICE, DeviceId("d")), Lasting("no"))


async def test_a_writer_behind_one_that_is_stuck_is_refused_and_the_next_is_served(
    sqlite_database: Database, bus: RecordingBus, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = Units(sqlite_database, bus)
    monkeypatch.setattr(engine, "QUEUE_LIMIT_S", 0.0)

    async def follow() -> None:
        with pytest.raises(UnavailableError):
            async with units.write():
                raise AssertionError("two writers at once")

    async with units.write():
        await asyncio.create_task(follow())
    monkeypatch.undo()
    async with units.write() as unit:
        await unit.commit()
