"""What becomes of a call when tabs vanish, return, or are signed out?"""

from dataclasses import replace

import pytest

from bobwhite.accounts.events import SessionEnded
from bobwhite.calls.events import CallOver, CallRings
from bobwhite.calls.model import EndReason, Phase, RingOutcome
from bobwhite.calls.views import Place
from tests.services.calls.house import SECOND, House, Person


@pytest.mark.promise("3.2", "3.11")
async def test_a_vanished_caller_is_cancelled_after_ten_seconds(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.vanish(alice.phone)
    await house.later(9 * SECOND)
    assert (await house.call(call)).live
    await house.later(SECOND)
    assert (await house.call(call)).reason is EndReason.CANCELLED
    assert (await house.entry(bob, call)).missed


@pytest.mark.promise("3.2")
async def test_the_same_tab_that_returns_in_time_goes_on(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.vanish(alice.phone)
    await house.later(9 * SECOND)
    await house.connect(alice.phone)
    await house.later(20 * SECOND)
    assert (await house.call(call)).live


async def test_another_tab_of_the_device_does_not_keep_the_leg(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.vanish(alice.phone)
    await house.connect(replace(alice.phone, tab="anotherTabAAAAAAAAAAAA"))
    await house.later(10 * SECOND)
    assert not (await house.call(call)).live


@pytest.mark.promise("3.2")
async def test_an_accept_ends_the_grace(house: House, alice: Person, bob: Person) -> None:
    call = await house.place(alice.phone, bob)
    await house.vanish(alice.phone)
    await house.answer(bob.phone, call)
    await house.later(12 * SECOND)
    assert (await house.call(call)).phase is Phase.ACCEPTED


async def test_a_tab_whose_older_connection_closes_late_is_not_gone(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.gone(alice.phone, signed_out=False)
    await house.later(15 * SECOND)
    assert (await house.call(call)).live


@pytest.mark.promise("3.2")
async def test_a_lost_connection_with_media_flowing_ends_nothing(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    await house.vanish(alice.phone)
    await house.later(120 * SECOND)
    assert (await house.call(call)).phase is Phase.ACCEPTED


@pytest.mark.promise("3.2")
async def test_a_crash_of_both_loses_the_call_after_half_a_minute(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    await house.vanish(alice.phone)
    await house.vanish(bob.phone)
    await house.later(29 * SECOND)
    assert (await house.call(call)).live
    await house.later(SECOND)
    assert (await house.call(call)).reason is EndReason.CONNECTION_LOST


@pytest.mark.promise("4.4")
@pytest.mark.parametrize("who", ["alice", "bob"])
async def test_signing_out_in_a_call_hangs_up(
    house: House, alice: Person, bob: Person, who: str
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    await house.vanish({"alice": alice, "bob": bob}[who].phone, signed_out=True)
    assert (await house.call(call)).reason is EndReason.HUNG_UP


async def test_a_session_revoked_while_its_tab_is_away_hangs_up(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    await house.vanish(bob.phone)
    await house.calls.session_ended(SessionEnded(alice.laptop.session))
    assert (await house.call(call)).live
    await house.calls.session_ended(SessionEnded(bob.phone.session))
    assert house.told(CallOver, alice.phone)[0].reason is EndReason.HUNG_UP


async def test_signing_out_while_calling_cancels_at_once(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.vanish(alice.phone, signed_out=True)
    assert (await house.call(call)).reason is EndReason.CANCELLED


async def test_signing_a_ringing_device_out_ends_its_ring_alone(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.vanish(bob.phone, signed_out=True)
    found = await house.call(call)
    assert found.live
    assert {ring.device: ring.outcome for ring in found.rings} == {
        bob.phone.device: RingOutcome.FAILED,
        bob.laptop.device: RingOutcome.SENT,
    }


async def test_a_device_that_comes_online_rings_for_one_call_only(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    house.shut(bob.phone)
    house.shut(bob.laptop)
    first = await house.place(alice.phone, bob)
    house.clock.advance(SECOND)
    await house.place(carol.phone, bob)
    await house.connect(bob.phone)
    assert [told.ring.call for told in house.told(CallRings, bob.phone)] == [first]


async def test_each_connection_sees_where_a_call_runs(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    other_tab = replace(alice.phone, tab="anotherTabAAAAAAAAAAAA")

    async def place_of(asker: object) -> tuple[Place, bool, bool]:
        (view,) = await house.calls.live_for(asker)  # type: ignore[arg-type]
        assert view.call == call
        return view.place, view.leg is not None, view.ring is not None

    assert await place_of(alice.phone) == (Place.HERE, False, False)
    assert await place_of(other_tab) == (Place.ANOTHER_TAB, False, False)
    assert await place_of(alice.laptop) == (Place.ANOTHER_DEVICE, False, False)
    assert await place_of(bob.phone) == (Place.NOWHERE, False, True)
    await house.calls.answering.silence(bob.phone, call)
    assert await place_of(bob.phone) == (Place.NOWHERE, False, False)
    await house.answer(bob.laptop, call)
    assert await place_of(alice.phone) == (Place.HERE, True, False)
    assert await place_of(bob.laptop) == (Place.HERE, True, False)
    assert await place_of(bob.phone) == (Place.ANOTHER_DEVICE, False, False)
    await house.calls.ending.hang_up(alice.phone, call)
    assert await house.calls.live_for(alice.phone) == []


async def test_a_device_that_does_not_ring_sees_no_call(
    house: House, alice: Person, bob: Person
) -> None:
    await house.place(alice.phone, bob)
    new = replace(bob.phone, device=alice.phone.device)
    assert await house.calls.live_for(new) == []
