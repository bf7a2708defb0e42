"""Does each call end for its one reason, at its one time, with one entry on each side?"""

from datetime import timedelta

import pytest

from bobwhite.calls.events import CallOver, EntryChanged
from bobwhite.calls.history import Filter
from bobwhite.calls.model import EndReason, Phase
from bobwhite.errors import ErrorCode, RefusedError
from tests.services.calls.house import RING_TIME, SECOND, House, Person


@pytest.mark.promise("3.2", "3.3", "3.13")
async def test_nobody_answers(house: House, alice: Person, bob: Person) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.answering.alerting(bob.phone, call)
    await house.later(RING_TIME - SECOND)
    assert (await house.call(call)).live
    await house.later(SECOND)
    assert house.told(CallOver, alice.phone) == [CallOver(call, EndReason.NO_ANSWER, None)]
    assert [e.call for e in await house.entries(bob, Filter.MISSED)] == [call]
    assert await house.calls.missed_count(bob.account) == 1
    assert await house.calls.missed_count(alice.account) == 0


@pytest.mark.promise("3.2", "3.3", "3.13")
async def test_nobody_can_be_reached(house: House, alice: Person, bob: Person) -> None:
    house.shut(bob.phone)
    house.shut(bob.laptop)
    call = await house.place(alice.phone, bob)
    await house.later(RING_TIME)
    assert (await house.call(call)).reason is EndReason.NOT_REACHED
    assert (await house.entry(bob, call)).missed


@pytest.mark.promise("4.4", "3.3")
@pytest.mark.parametrize("who", ["alice", "bob"])
async def test_either_side_hangs_up_and_both_are_told_at_once(
    house: House, alice: Person, bob: Person, who: str
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    await house.later(7 * SECOND)
    asker = {"alice": alice, "bob": bob}[who].phone
    await house.calls.ending.hang_up(asker, call, "signed")
    for side in (alice, bob):
        (over,) = house.told(CallOver, side.phone)
        assert (over.reason, over.duration) == (EndReason.HUNG_UP, 7 * SECOND)
        assert over.jws == (None if side.phone is asker else "signed")
        entry = await house.entry(side, call)
        assert (entry.reason, entry.duration, entry.missed) == (over.reason, 7 * SECOND, False)


async def test_a_statement_of_a_device_outside_the_call_is_not_passed_on(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    await house.calls.ending.hang_up(bob.laptop, call, "forged")
    assert [over.jws for over in house.told(CallOver, alice.phone)] == [None]


async def test_hanging_up_before_an_answer_is_no_way_to_decline(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    with pytest.raises(RefusedError) as refused:
        await house.calls.ending.hang_up(bob.phone, call)
    assert refused.value.code is ErrorCode.NOT_ALLOWED_NOW
    assert (await house.call(call)).live


@pytest.mark.promise("3.5", "3.13")
async def test_any_device_of_the_caller_may_cancel(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.ending.cancel(alice.laptop, call)
    assert house.told(CallOver, alice.phone) == [CallOver(call, EndReason.CANCELLED, None)]
    assert (await house.entry(bob, call)).missed


@pytest.mark.promise("3.2")
async def test_a_call_without_media_fails_after_fifteen_seconds(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.answer(bob.phone, call)
    await house.later(14 * SECOND)
    assert (await house.call(call)).live
    await house.later(SECOND)
    assert (await house.call(call)).reason is EndReason.SET_UP_FAILED


@pytest.mark.promise("3.2", "3.3")
async def test_a_call_whose_media_stops_is_lost_after_half_a_minute(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    leg = (await house.call(call)).legs[0].id
    await house.calls.signalling.report_media(bob.phone, call, leg, False)
    await house.later(29 * SECOND)
    await house.calls.signalling.report_media(bob.phone, call, leg, True)
    await house.later(60 * SECOND)
    assert (await house.call(call)).phase is Phase.ACCEPTED
    await house.calls.signalling.report_media(bob.phone, call, leg, False)
    await house.later(30 * SECOND)
    assert (await house.call(call)).reason is EndReason.CONNECTION_LOST


@pytest.mark.promise("3.3")
@pytest.mark.parametrize("reason", [EndReason.SET_UP_FAILED, EndReason.CONNECTION_LOST])
async def test_a_client_that_gives_up_names_the_reason(
    house: House, alice: Person, bob: Person, reason: EndReason
) -> None:
    call = await house.place(alice.phone, bob)
    await house.answer(bob.phone, call)
    with pytest.raises(RefusedError):
        await house.calls.ending.fail(bob.laptop, call, reason)
    await house.calls.ending.fail(bob.phone, call, reason)
    assert house.told(CallOver, alice.phone) == [CallOver(call, reason, timedelta(0))]


@pytest.mark.promise("3.13", "3.15")
async def test_an_entry_is_changed_in_place_and_told_to_the_whole_account(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.answer(bob.phone, call)
    await house.calls.ending.hang_up(bob.phone, call)
    for person in (alice, bob):
        changes = [told.view.entry for told in house.told(EntryChanged, person)]
        assert [entry.call for entry in changes] == [call] * 3
        assert [entry.reason for entry in changes] == [None, None, EndReason.HUNG_UP]
        assert len({entry.pos for entry in changes}) == 1
        assert await house.entries(person) == [changes[-1]]
