"""Does somebody wake when a timer runs out, and does one that fails keep no other waiting?"""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from bobwhite.calls.events import CallOver
from bobwhite.calls.model import Deadline, EndReason, Timer
from bobwhite.calls.service.deadlines import DeadlineRunner
from bobwhite.delivery import Delivery
from bobwhite.ids import CallId
from tests.conftest import RecordingBus
from tests.services.calls.house import RING_TIME, SECOND, House, Person

LIMIT_S = 5.0


class WakingBus(RecordingBus):
    """Tells when something was published."""

    def __init__(self) -> None:
        super().__init__()
        self.news = asyncio.Event()

    def publish(self, deliveries: Sequence[Delivery]) -> None:
        super().publish(deliveries)
        self.news.set()


@pytest.fixture
def bus() -> WakingBus:
    return WakingBus()


@pytest.fixture
async def running(house: House) -> AsyncIterator[House]:
    await house.calls.start()
    yield house
    await house.calls.stop()


async def next_end(house: House, bus: WakingBus, asker: Person) -> CallOver:
    async with asyncio.timeout(LIMIT_S):
        while not (told := house.told(CallOver, asker.phone)):
            bus.news.clear()
            await bus.news.wait()
    return told[0]


@pytest.mark.promise("3.3")
async def test_busy_is_told_without_being_asked_and_after_the_call_stands(
    running: House, bus: WakingBus, alice: Person, bob: Person, carol: Person
) -> None:
    await running.place(alice.phone, bob)
    call = await running.place(carol.phone, bob)
    assert running.told(CallOver, carol.phone) == []
    assert await next_end(running, bus, carol) == CallOver(call, EndReason.BUSY, None)


@pytest.mark.promise("3.2")
async def test_a_ring_that_ran_out_is_noticed_when_time_has_passed(
    running: House, bus: WakingBus, alice: Person, bob: Person, carol: Person
) -> None:
    call = await running.place(alice.phone, bob)
    running.clock.advance(RING_TIME)
    # Any new timer wakes the one who watches.
    await running.welcome(alice, carol)
    await running.place(carol.phone, bob)
    over = await next_end(running, bus, alice)
    assert over == CallOver(call, EndReason.NOT_REACHED, None)


async def test_a_timer_that_fails_keeps_no_other_waiting(
    house: House, alice: Person, bob: Person
) -> None:
    first = await house.place(alice.phone, bob)
    second = await house.place(alice.phone, bob)
    async with house.units.write() as unit:
        await unit.calls.arm(Deadline(first, Timer.RING, house.clock.now()))
        await unit.commit()
    house.clock.advance(RING_TIME + SECOND)
    tried: list[CallId] = []

    async def expire(call: CallId, _timer: Timer) -> None:
        tried.append(call)
        if call == first:
            raise RuntimeError("broken")
        await house.calls.ending.expire(call, Timer.RING)

    runner = DeadlineRunner(house.units, house.clock)
    assert await runner.run_due(house.clock.now(), expire) == 2
    assert tried == [first, second]
    assert (await house.call(second)).reason is EndReason.NOT_REACHED


async def test_a_timer_of_a_call_that_moved_on_is_dropped(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    async with house.units.write() as unit:
        await unit.calls.arm(Deadline(call, Timer.GRACE, house.clock.now()))
        await unit.commit()
    await house.calls.run_due(house.clock.now())
    assert (await house.call(call)).live
    async with house.units.read() as unit:
        assert await unit.calls.deadline(call, Timer.GRACE) is None
