"""Is there one winner when services in different processes race, and does a restart lose nothing?"""

import asyncio
import random
from datetime import timedelta

import pytest

from bobwhite.calls.events import RingOver
from bobwhite.calls.history import Filter
from bobwhite.calls.model import EndReason, Phase, RingOutcome
from bobwhite.clock import ManualClock
from bobwhite.errors import ErrorCode, RefusedError
from bobwhite.storage.unit_of_work import Units
from tests.conftest import RecordingBus
from tests.services.calls.house import RING_TIME, SECOND, VOICE, House, Person, new_call

HOUR = timedelta(hours=1)
DEVICES = ("phone", "laptop", "tablet", "desktop")


@pytest.fixture
async def house(both_units: Units, clock: ManualClock, bus: RecordingBus) -> House:
    house = House(both_units, clock, bus)
    await house.let_all_place()
    return house


@pytest.fixture
async def alice(house: House) -> Person:
    return await house.person("alice")


@pytest.fixture
async def bob(house: House, alice: Person) -> Person:
    bob = await house.person("bob", DEVICES)
    await house.welcome(bob, alice)
    await house.welcome(alice, bob)
    return bob


async def race(house: House, alice: Person, bob: Person, chance: random.Random) -> None:
    """Answer one call on two to four devices, each at a server of its own."""
    call = await house.place(alice.phone, bob)
    racers = chance.sample(bob.askers, chance.randint(2, 4))
    services = [house.new_service() for _ in racers]
    results = await asyncio.gather(
        *(
            service.answering.accept(asker, call, VOICE)
            for service, asker in zip(services, racers, strict=True)
        ),
        return_exceptions=True,
    )
    codes = [result.code for result in results if isinstance(result, RefusedError)]
    assert codes == [ErrorCode.ANSWERED_ELSEWHERE] * (len(racers) - 1)
    answered = [r for r in (await house.call(call)).rings if r.outcome is RingOutcome.ANSWERED]
    assert len(answered) == 1
    losers = [asker for asker in bob.askers if asker.device != answered[0].device]
    for loser in losers:
        assert RingOver(call, RingOutcome.ELSEWHERE) in house.told(RingOver, loser)
    await house.calls.ending.hang_up(alice.phone, call)
    house.bus.deliveries.clear()
    house.clock.advance(HOUR)


@pytest.mark.promise("3.5", "3.11")
async def test_races_of_two_to_four_devices_have_one_winner_each(
    house: House, alice: Person, bob: Person
) -> None:
    chance = random.Random(5)
    for _ in range(100):
        await race(house, alice, bob, chance)


@pytest.mark.soak
@pytest.mark.promise("3.5")
async def test_ten_thousand_races_have_one_winner_each(
    house: House, alice: Person, bob: Person
) -> None:
    chance = random.Random(6)
    for _ in range(5000):
        await race(house, alice, bob, chance)


@pytest.mark.promise("3.9")
async def test_glare_at_two_servers_is_one_call(house: House, alice: Person, bob: Person) -> None:
    for _ in range(20):
        await glare(house, alice, bob)


@pytest.mark.soak
@pytest.mark.promise("3.9")
async def test_a_thousand_glares_are_one_call_each(
    house: House, alice: Person, bob: Person
) -> None:
    for _ in range(1000):
        await glare(house, alice, bob)


async def glare(house: House, alice: Person, bob: Person) -> None:
    one, other = house.new_service(), house.new_service()
    both = await asyncio.gather(
        one.placing.start(alice.phone, new_call(), bob.account, VOICE),
        other.placing.start(bob.phone, new_call(), alice.account, VOICE),
    )
    (joined,) = [placed.joined for placed in both if placed.joined]
    call = await house.call(joined.call)
    assert call.phase is Phase.ACCEPTED
    async with house.units.read() as unit:
        assert [c.id for c in await unit.calls.unfinished(alice.account)] == [call.id]
    await house.calls.ending.hang_up(alice.phone, call.id)
    house.clock.advance(HOUR)


@pytest.mark.promise("3.2", "3.12")
async def test_a_ring_that_ran_out_while_the_server_was_away_ends_at_its_return(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    house.clock.advance(RING_TIME + HOUR)
    house.calls = house.new_service()
    await house.calls.start()
    try:
        await house.calls.run_due(house.clock.now())
    finally:
        await house.calls.stop()
    assert (await house.call(call)).reason is EndReason.NOT_REACHED
    assert [e.call for e in await house.entries(bob, Filter.MISSED)] == [call]
    assert len(await house.entries(alice)) == 1


@pytest.mark.promise("3.2", "3.12")
async def test_a_ring_goes_on_after_a_restart_for_the_time_left(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.answering.alerting(bob.phone, call)
    house.clock.advance(20 * SECOND)
    house.calls = house.new_service()
    await house.calls.start()
    try:
        await house.connect(alice.phone)
        (live,) = await house.calls.live_for(bob.phone)
        assert live.ring is not None
        assert live.remaining == RING_TIME - 20 * SECOND
        await house.later(24 * SECOND)
        assert (await house.call(call)).live
        await house.later(SECOND)
        assert (await house.call(call)).reason is EndReason.NO_ANSWER
    finally:
        await house.calls.stop()


@pytest.mark.promise("3.2")
async def test_the_servers_absence_counts_for_nobody(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    house.clock.advance(HOUR)
    house.calls = house.new_service()
    await house.calls.start()
    try:
        await house.later(29 * SECOND)
        assert (await house.call(call)).phase is Phase.ACCEPTED
        leg = (await house.call(call)).legs[0].id
        for asker in (alice.phone, bob.phone):
            await house.connect(asker)
            await house.calls.signalling.report_media(asker, call, leg, True)
        await house.later(60 * SECOND)
        assert (await house.call(call)).phase is Phase.ACCEPTED
        await house.calls.ending.hang_up(bob.phone, call)
    finally:
        await house.calls.stop()
    assert (await house.entry(alice, call)).reason is EndReason.HUNG_UP


@pytest.mark.promise("3.2")
async def test_who_does_not_return_after_a_restart_is_lost(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    house.calls = house.new_service()
    await house.calls.start()
    try:
        await house.connect(alice.phone)
        await house.later(30 * SECOND)
    finally:
        await house.calls.stop()
    assert (await house.call(call)).reason is EndReason.CONNECTION_LOST
