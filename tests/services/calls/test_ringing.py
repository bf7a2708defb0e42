"""Does a placed call ring where it should, and stop where it should?"""

from dataclasses import replace

import pytest

from bobwhite.calls.events import CallAlerts, CallAnswered, CallOver, CallRings, RingOver
from bobwhite.calls.model import EndReason, Phase, RingOutcome
from bobwhite.calls.views import DeclineWords
from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.ids import MessageId
from bobwhite.messages.events import MessageStands
from bobwhite.messages.model import Origin
from tests.services.calls.house import RING_TIME, SECOND, VIDEO, VOICE, House, Person, new_call


@pytest.mark.promise("3.5", "2.3")
async def test_every_reachable_device_rings(house: House, alice: Person, bob: Person) -> None:
    placed = await house.start(alice.phone, bob)
    assert placed.remaining == RING_TIME
    for device in (bob.phone, bob.laptop):
        (ring,) = house.told(CallRings, device)
        assert ring.ring.caller.handle == "alice"
        assert ring.ring.relation.following
        assert ring.ring.remaining == RING_TIME
    assert house.told(CallRings, alice) == []


@pytest.mark.promise("3.5")
async def test_a_device_that_is_muted_for_ringing_stays_quiet(
    house: House, alice: Person, bob: Person
) -> None:
    assert bob.phone.device is not None
    async with house.units.write() as unit:
        await unit.devices.set_rings(bob.phone.device, False)
        await unit.commit()
    await house.place(alice.phone, bob)
    assert house.told(CallRings, bob.phone) == []
    assert len(house.told(CallRings, bob.laptop)) == 1


@pytest.mark.promise("3.5")
async def test_a_device_that_comes_online_rings_for_the_time_left(
    house: House, alice: Person, bob: Person
) -> None:
    house.shut(bob.phone)
    house.shut(bob.laptop)
    await house.place(alice.phone, bob)
    await house.later(20 * SECOND)
    await house.connect(bob.laptop)
    (ring,) = house.told(CallRings, bob.laptop)
    assert ring.ring.remaining == RING_TIME - 20 * SECOND
    await house.connect(bob.laptop)
    assert len(house.told(CallRings, bob.laptop)) == 1


@pytest.mark.promise("3.4")
async def test_the_caller_hears_of_the_first_alert_only_and_of_no_device(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    assert house.told(CallAlerts, alice) == []
    await house.calls.answering.alerting(bob.phone, call)
    await house.calls.answering.alerting(bob.laptop, call)
    await house.calls.answering.alerting(bob.phone, call)
    assert house.told(CallAlerts, alice.phone) == [CallAlerts(call)]
    assert house.told(CallAlerts, alice.laptop) == []


@pytest.mark.promise("3.5")
async def test_first_accept_stops_other_rings(house: House, alice: Person, bob: Person) -> None:
    call = await house.place(alice.phone, bob, media=VIDEO)
    joined = await house.calls.answering.accept(bob.laptop, call, VOICE, "words")
    (answered,) = house.told(CallAnswered, alice.phone)
    assert (answered.leg, answered.media, answered.jws) == (joined.leg, VOICE, "words")
    assert house.told(CallAnswered, alice.laptop) == []
    assert house.told(RingOver, bob.phone) == [RingOver(call, RingOutcome.ELSEWHERE)]
    assert house.told(RingOver, bob.laptop) == []
    with pytest.raises(RefusedError) as refused:
        await house.answer(bob.phone, call)
    assert refused.value.code is ErrorCode.ANSWERED_ELSEWHERE


async def test_other_tabs_of_the_answering_device_stop_ringing(
    house: House, alice: Person, bob: Person
) -> None:
    other = replace(bob.phone, tab="otherTabAAAAAAAAAAAAAA")
    house.open(other)
    call = await house.place(alice.phone, bob)
    await house.answer(bob.phone, call)
    assert house.told(RingOver, other) == [RingOver(call, RingOutcome.ELSEWHERE)]
    assert house.told(RingOver, bob.phone) == []
    with pytest.raises(RefusedError) as refused:
        await house.answer(other, call)
    assert refused.value.code is ErrorCode.IN_ANOTHER_TAB


@pytest.mark.promise("3.11")
async def test_the_same_accept_again_changes_nothing(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    first = await house.answer(bob.phone, call)
    told = len(house.bus.deliveries)
    again = await house.answer(bob.phone, call)
    assert (again.leg, again.role) == (first.leg, first.role)
    assert len(house.bus.deliveries) == told


@pytest.mark.promise("3.6")
async def test_declining_on_one_device_declines_on_all(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.answering.decline(bob.phone, call)
    for device in (bob.phone, bob.laptop):
        assert house.told(RingOver, device) == [RingOver(call, RingOutcome.DECLINED)]
    assert house.told(CallOver, alice.phone) == [CallOver(call, EndReason.DECLINED, None)]
    await house.calls.answering.decline(bob.laptop, call)
    assert (await house.call(call)).reason is EndReason.DECLINED


@pytest.mark.promise("3.6")
async def test_silencing_quiets_one_device_only(house: House, alice: Person, bob: Person) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.answering.silence(bob.phone, call)
    assert house.told(RingOver, bob.phone) == [RingOver(call, RingOutcome.SILENCED)]
    assert house.told(RingOver, bob.laptop) == []
    await house.answer(bob.phone, call)


def words(text: str = "Later", mid: str = "m" * 21 + "A") -> DeclineWords:
    return DeclineWords(MessageId(mid), "text/plain", text.encode())


@pytest.mark.promise("3.17", "2.8")
async def test_the_words_of_a_decline_arrive_in_the_thread_and_count_as_no_message(
    house: House, alice: Person, bob: Person
) -> None:
    await house.welcome(alice, bob)
    call = await house.place(bob.phone, alice)
    async with house.units.write() as unit:
        await unit.messages.forget(alice.account, bob.account)
        await unit.commit()
    await house.calls.answering.decline(alice.phone, call, words())
    for person in (alice, bob):
        (stands,) = house.told(MessageStands, person)
        assert stands.message.origin is Origin.DECLINE
        assert stands.message.content.body == b"Later"
    async with house.units.read() as unit:
        assert not await unit.messages.has_written(alice.account, bob.account)


@pytest.mark.promise("3.17")
async def test_words_that_lose_a_race_are_not_swallowed(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.ending.cancel(alice.phone, call)
    with pytest.raises(RefusedError) as refused:
        await house.calls.answering.decline(bob.phone, call, words())
    assert refused.value.code is ErrorCode.CALL_ENDED


@pytest.mark.promise("3.17")
async def test_the_same_decline_again_writes_its_words_once(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.answering.decline(bob.phone, call, words())
    await house.calls.answering.decline(bob.phone, call, words())
    assert len(house.told(MessageStands, alice)) == 1


async def test_only_the_callee_may_answer_and_strangers_find_nothing(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    call = await house.place(alice.phone, bob)
    service = house.calls
    with pytest.raises(NotFoundError):
        await service.answering.accept(alice.laptop, call, VOICE)
    with pytest.raises(NotFoundError):
        await service.answering.decline(alice.phone, call)
    with pytest.raises(NotFoundError):
        await service.ending.cancel(bob.phone, call)
    for attack in (
        service.answering.accept(carol.phone, call, VOICE),
        service.answering.decline(carol.phone, call),
        service.answering.alerting(carol.phone, call),
        service.answering.silence(carol.phone, call),
        service.ending.cancel(carol.phone, call),
        service.ending.hang_up(carol.phone, call),
        service.signalling.renew_ice(carol.phone, call),
        service.answering.accept(bob.phone, new_call(), VOICE),
    ):
        with pytest.raises(NotFoundError):
            await attack
    assert (await house.call(call)).phase is Phase.PLACED


async def test_a_connection_without_device_keys_takes_no_part(
    house: House, alice: Person, bob: Person
) -> None:
    bare = replace(alice.phone, device=None)
    with pytest.raises(RefusedError) as refused:
        await house.start(bare, bob)
    assert refused.value.code is ErrorCode.DEVICE_REQUIRED
