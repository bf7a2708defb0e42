"""What happens when two starts meet, or an answer, a cancel and the time run into each other?"""

import asyncio
from contextlib import suppress
from itertools import permutations

import pytest

from bobwhite.calls.events import CallAnswered, CallOver, CallRings, EntryRemoved, RingOver
from bobwhite.calls.model import EndReason, Phase, RingOutcome
from bobwhite.calls.signals import Role
from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.safety.model import Restrictions
from tests.services.calls.house import RING_TIME, SECOND, VIDEO, VOICE, House, Person, new_call


@pytest.mark.promise("3.9", "3.11")
async def test_the_same_start_again_rings_nobody_twice(
    house: House, alice: Person, bob: Person
) -> None:
    call = new_call()
    first = await house.start(alice.phone, bob, call)
    told = len(house.bus.deliveries)
    again = await house.start(alice.phone, bob, call)
    assert again == first
    assert len(house.bus.deliveries) == told
    assert len(await house.entries(alice)) == 1


async def test_the_same_start_after_the_end_tells_the_end_again(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.answering.decline(bob.phone, call)
    await house.start(alice.phone, bob, call)
    assert house.told(CallOver, alice.phone) == [CallOver(call, EndReason.DECLINED, None)] * 2
    assert len(await house.entries(alice)) == 1


async def test_an_id_used_for_something_else_is_refused(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    call = await house.place(alice.phone, bob)
    for other, media in ((bob, VIDEO), (carol, VOICE)):
        with pytest.raises(RefusedError) as refused:
            await house.place(alice.phone, other, call, media)
        assert refused.value.code is ErrorCode.CALL_DIFFERS
    with pytest.raises(NotFoundError):
        await house.place(carol.phone, bob, call)


@pytest.mark.promise("3.9")
async def test_two_people_who_call_each_other_meet_in_one_call(
    house: House, alice: Person, bob: Person
) -> None:
    await house.welcome(alice, bob)
    first = await house.place(alice.phone, bob, media=VIDEO)
    second = new_call()
    placed = await house.calls.placing.start(bob.phone, second, alice.account, VOICE)
    assert placed.call == second
    assert placed.joined is not None
    assert (placed.joined.call, placed.joined.role) == (first, Role.CALLEE)
    assert placed.joined.media == VOICE
    (answered,) = house.told(CallAnswered, alice.phone)
    assert (answered.call, answered.media) == (first, VOICE)
    assert house.told(RingOver, bob.laptop) == [RingOver(first, RingOutcome.ELSEWHERE)]
    assert [entry.call for entry in await house.entries(bob)] == [first]
    again = await house.calls.placing.start(bob.phone, second, alice.account, VOICE)
    assert again.joined is not None
    assert again.joined.leg == placed.joined.leg


@pytest.mark.promise("3.9")
async def test_glare_needs_no_more_than_an_answer_needs(
    house: House, alice: Person, bob: Person
) -> None:
    # Bob may not ring alice: she never wrote to him.
    await house.place(alice.phone, bob)
    placed = await house.start(bob.phone, alice)
    assert placed.joined is not None


@pytest.mark.promise("3.9", "2.16")
async def test_where_glare_may_not_be_answered_the_table_decides(
    house: House, alice: Person, bob: Person
) -> None:
    await house.welcome(alice, bob)
    first = await house.place(alice.phone, bob)
    await house.restrict(alice, bob, Restrictions(call_blocks=True))
    with pytest.raises(RefusedError) as refused:
        await house.start(bob.phone, alice)
    assert refused.value.code is ErrorCode.NOT_AVAILABLE
    assert (await house.call(first)).reason is EndReason.CANCELLED


async def test_somebody_who_accepts_a_second_call_leaves_the_first(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    first = await house.place(alice.phone, bob)
    for device in (bob.phone, bob.laptop):
        await house.calls.answering.silence(device, first)
    second = await house.place(carol.phone, bob)
    await house.answer(bob.phone, first)
    await house.answer(bob.laptop, second)
    assert (await house.call(first)).reason is EndReason.HUNG_UP
    assert (await house.call(second)).phase is Phase.ACCEPTED


@pytest.mark.promise("3.9")
async def test_many_glares_are_one_call_each(house: House, alice: Person, bob: Person) -> None:
    await house.welcome(alice, bob)
    for _ in range(20):
        both = await asyncio.gather(house.start(alice.phone, bob), house.start(bob.phone, alice))
        (joined,) = [placed.joined for placed in both if placed.joined]
        assert (await house.call(joined.call)).phase is Phase.ACCEPTED
        assert [len(await house.entries(person)) for person in (alice, bob)] == [1, 1]
        await house.calls.ending.hang_up(alice.phone, joined.call)
        for person in (alice, bob):
            await house.calls.lists.remove(person.phone, joined.call)


@pytest.mark.promise("3.9", "3.12")
async def test_calling_again_replaces_the_attempt_and_merges_it(
    house: House, alice: Person, bob: Person
) -> None:
    first = await house.place(alice.phone, bob)
    second = await house.place(alice.laptop, bob)
    assert (await house.call(first)).reason is EndReason.REPLACED
    assert house.told(CallOver, alice.phone) == [CallOver(first, EndReason.REPLACED, None)]
    assert house.told(RingOver, bob.phone) == [RingOver(first, RingOutcome.CANCELLED)]
    assert [ring.ring.call for ring in house.told(CallRings, bob.phone)] == [first, second]
    for person in (alice, bob):
        assert [entry.call for entry in await house.entries(person)] == [second]
        assert house.told(EntryRemoved, person) == [EntryRemoved(first)]


@pytest.mark.promise("3.12")
async def test_a_call_replaced_after_an_answer_keeps_its_entry_and_duration(
    house: House, alice: Person, bob: Person
) -> None:
    first = await house.talk(alice.phone, bob.phone, bob)
    await house.later(5 * SECOND)
    await house.place(alice.phone, bob)
    for person in (alice, bob):
        entry = await house.entry(person, first)
        assert (entry.reason, entry.duration) == (EndReason.REPLACED, 5 * SECOND)


@pytest.mark.promise("3.9")
async def test_a_new_call_that_is_refused_leaves_the_old_one_as_it_is(
    house: House, alice: Person, bob: Person
) -> None:
    first = await house.place(alice.phone, bob)
    # What is asked only of new calls, so that nothing withdraws the old one.
    async with house.units.write() as unit:
        await unit.messages.forget(bob.account, alice.account)
        await unit.commit()
    with pytest.raises(RefusedError) as refused:
        await house.place(alice.laptop, bob)
    assert refused.value.code is ErrorCode.NOT_AVAILABLE
    assert (await house.call(first)).live


@pytest.mark.promise("3.9")
async def test_a_call_that_runs_elsewhere_is_pointed_to_and_leaves_no_record(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    await house.welcome(alice, bob)
    for asker, other, code in (
        (alice.laptop, bob, ErrorCode.ON_ANOTHER_DEVICE),
        (bob.laptop, alice, ErrorCode.ON_ANOTHER_DEVICE),
        (bob.phone, alice, ErrorCode.IN_ANOTHER_TAB),
    ):
        with pytest.raises(RefusedError) as refused:
            await house.start(asker, other)
        assert refused.value.code is code
    assert (await house.call(call)).live
    assert len(await house.entries(alice)) == 1


async def test_somebody_in_a_call_places_no_other_until_calls_can_be_held(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    await house.welcome(carol, alice)
    await house.place(alice.phone, bob)
    with pytest.raises(RefusedError) as refused:
        await house.start(alice.laptop, carol)
    assert refused.value.code is ErrorCode.NOT_ALLOWED_NOW


async def test_answering_leaves_what_one_places_oneself(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    await house.welcome(carol, bob)
    incoming = await house.place(alice.phone, bob)
    outgoing = await house.place(bob.laptop, carol)
    await house.answer(bob.phone, incoming)
    assert (await house.call(outgoing)).reason is EndReason.CANCELLED
    assert (await house.call(incoming)).phase is Phase.ACCEPTED


@pytest.mark.promise("3.3", "3.13")
async def test_a_second_call_hears_busy_after_it_stands(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    await house.talk(alice.phone, bob.phone, bob)
    call = await house.place(carol.phone, bob)
    assert (await house.call(call)).live
    assert house.told(CallOver, carol.phone) == []
    await house.calls.run_due(house.clock.now())
    assert house.told(CallOver, carol.phone) == [CallOver(call, EndReason.BUSY, None)]
    assert [ring.ring.call for ring in house.told(CallRings, bob.laptop)] != [call]
    entry = await house.entry(bob, call)
    assert (entry.reason, entry.missed) == (EndReason.BUSY, True)


async def test_who_silenced_every_ring_is_not_busy(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    first = await house.place(alice.phone, bob)
    for device in (bob.phone, bob.laptop):
        await house.calls.answering.silence(device, first)
    second = await house.place(carol.phone, bob)
    assert len(house.told(CallRings, bob.phone)) == 2
    assert (await house.call(second)).live


@pytest.mark.promise("3.11")
@pytest.mark.parametrize("order", list(permutations(("accept", "cancel", "timeout"))))
async def test_whoever_comes_first_wins_and_the_losers_see_the_final_state(
    house: House, alice: Person, bob: Person, order: tuple[str, ...]
) -> None:
    call = await house.place(alice.phone, bob)
    house.clock.advance(RING_TIME)
    for what in order:
        match what:
            case "accept":
                with suppress(RefusedError):
                    await house.answer(bob.phone, call)
            case "cancel":
                await house.calls.ending.cancel(alice.phone, call)
            case _:
                await house.calls.run_due(house.clock.now())
    ended = await house.call(call)
    expected = {
        "timeout": EndReason.NOT_REACHED,
        "cancel": EndReason.CANCELLED,
        "accept": EndReason.HUNG_UP,
    }
    assert ended.reason is expected[order[0]]
    assert ended.duration == (0 * SECOND if order[0] == "accept" else None)
    over = CallOver(call, ended.reason, ended.duration)
    assert set(house.told(CallOver, alice.phone)) == {over}


@pytest.mark.promise("3.11", "3.5")
async def test_all_at_once_there_is_one_winner_and_one_end(
    house: House, alice: Person, bob: Person
) -> None:
    for _ in range(10):
        call = await house.place(alice.phone, bob)
        results = await asyncio.gather(
            house.answer(bob.phone, call),
            house.answer(bob.laptop, call),
            house.calls.ending.cancel(alice.laptop, call),
            house.calls.answering.decline(bob.laptop, call),
            return_exceptions=True,
        )
        errors = {result.code for result in results if isinstance(result, RefusedError)}
        assert errors <= {ErrorCode.ANSWERED_ELSEWHERE, ErrorCode.CALL_ENDED}
        ended = await house.call(call)
        answered = [ring for ring in ended.rings if ring.outcome is RingOutcome.ANSWERED]
        assert len(answered) <= 1
        assert ended.reason in {EndReason.HUNG_UP, EndReason.CANCELLED, EndReason.DECLINED}
        house.clock.advance(3600 * SECOND)
