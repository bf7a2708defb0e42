"""Who may call whom, as the service asks the one policy, and what may a refusal tell?"""

from dataclasses import replace

import pytest

from bobwhite.accounts.events import FactsChanged
from bobwhite.accounts.model import Audience, Instance, PlacingPolicy, Status
from bobwhite.calls.events import CallAlerts, CallOver, CallRings, EntryChanged, RingOver
from bobwhite.calls.model import EndReason, Medium, Phase, RingOutcome
from bobwhite.errors import ErrorCode, InvalidError, RefusedError
from bobwhite.ids import AccountId
from bobwhite.safety.model import NO_RESTRICTIONS, Restrictions
from tests.services.calls.house import RING_TIME, SECOND, House, Person, new_call

BLOCK = Restrictions(blocks=True)
CALL_BLOCK = Restrictions(call_blocks=True)
HOUR = 3600 * SECOND


async def refusal(house: House, caller: Person, callee: Person) -> ErrorCode:
    shown = await house.calls.calling(caller.account, callee.account)
    with pytest.raises(RefusedError) as refused:
        await house.start(caller.phone, callee)
    assert shown.code is refused.value.code
    assert not shown.allowed
    return refused.value.code


@pytest.mark.promise("2.20", "2.3")
async def test_a_call_is_offered_and_placed_where_the_rules_allow_it(
    house: House, alice: Person, bob: Person
) -> None:
    assert (await house.calls.calling(alice.account, bob.account)).allowed
    await house.start(alice.phone, bob)


@pytest.mark.promise("2.8")
async def test_the_callee_must_have_written(house: House, alice: Person, bob: Person) -> None:
    await house.welcome(alice, bob)
    async with house.units.write() as unit:
        await unit.messages.forget(bob.account, alice.account)
        await unit.commit()
    assert await refusal(house, alice, bob) is ErrorCode.NOT_AVAILABLE


@pytest.mark.promise("2.1")
async def test_the_operator_may_switch_the_message_rule_off(
    house: House, alice: Person, bob: Person
) -> None:
    async with house.units.write() as unit:
        await unit.messages.forget(bob.account, alice.account)
        await unit.instance.save(
            Instance(placing_policy=PlacingPolicy.EVERYONE, message_rule=False)
        )
        await unit.commit()
    await house.start(alice.phone, bob)


@pytest.mark.promise("2.1", "2.9")
async def test_stage_a_names_the_callers_own_next_step(
    house: House, alice: Person, bob: Person
) -> None:
    assert await refusal(house, alice, alice) is ErrorCode.SELF_TEST
    await house.restrict(alice, bob, CALL_BLOCK)
    assert await refusal(house, alice, bob) is ErrorCode.YOU_BLOCKED
    await house.restrict(alice, bob, NO_RESTRICTIONS)
    for policy, code in (
        (PlacingPolicy.SUBSCRIBERS, ErrorCode.NEEDS_PLAN),
        (PlacingPolicy.VERIFIED, ErrorCode.NEEDS_VERIFICATION),
    ):
        async with house.units.write() as unit:
            await unit.instance.save(Instance(placing_policy=policy))
            await unit.commit()
        assert await refusal(house, alice, bob) is code
    await house.change_account(alice, calls_on=False)
    assert await refusal(house, alice, bob) is ErrorCode.TURN_CALLS_ON
    await house.change_account(alice, status=Status.SUSPENDED)
    assert await refusal(house, alice, bob) is ErrorCode.SUSPENDED
    assert await house.entries(alice) == []


@pytest.mark.promise("2.4", "2.9")
async def test_a_plan_lets_a_subscriber_place_and_nobody_needs_one_to_answer(
    house: House, alice: Person, bob: Person
) -> None:
    async with house.units.write() as unit:
        await unit.instance.save(Instance(placing_policy=PlacingPolicy.SUBSCRIBERS))
        await unit.plans.grant(alice.account, "member", None)
        await unit.commit()
    call = await house.place(alice.phone, bob)
    await house.answer(bob.phone, call)


@pytest.mark.promise("2.2", "2.10")
async def test_every_refusal_on_the_callees_side_is_the_same_and_tells_the_callee_nothing(
    house: House, alice: Person, bob: Person
) -> None:
    async def nobody() -> None:
        bob.account = AccountId("acc_" + "z" * 20)

    causes = [
        lambda: house.restrict(bob, alice, BLOCK),
        lambda: house.restrict(bob, alice, CALL_BLOCK),
        lambda: house.change_account(bob, calls_on=False),
        lambda: house.change_account(bob, calls_on=True, audience=frozenset()),
        lambda: house.change_account(bob, status=Status.SUSPENDED),
        lambda: house.change_account(bob, status=Status.DELETED),
        nobody,
    ]
    real = replace(bob)
    answers = []
    for cause in causes:
        await cause()
        house.bus.deliveries.clear()
        call = new_call()
        with pytest.raises(RefusedError) as refused:
            await house.start(alice.phone, bob, call)
        answers.append((type(refused.value), refused.value.code, str(refused.value)))
        (told,) = house.told(EntryChanged, alice)
        entry = told.view.entry
        assert (entry.reason, entry.conv, entry.pos) == (EndReason.REFUSED, None, None)
        assert house.told(EntryChanged, real) == []
        assert all(delivery.to.account == alice.account for delivery in house.bus.deliveries)
        house.clock.advance(HOUR)
        with pytest.raises(RefusedError):
            await house.start(alice.phone, bob, call)
    assert len(set(answers)) == 1
    assert len(await house.entries(alice)) == len(causes)


@pytest.mark.promise("2.6")
async def test_with_calls_off_nothing_is_sent_to_any_device(
    house: House, alice: Person, bob: Person
) -> None:
    await house.change_account(bob, calls_on=False)
    with pytest.raises(RefusedError):
        await house.start(alice.phone, bob)
    assert [d for d in house.bus.deliveries if d.to.account == bob.account] == []


@pytest.mark.promise("2.5")
async def test_the_audience_decides(house: House, alice: Person, bob: Person) -> None:
    await house.change_account(bob, audience=frozenset({Audience.VERIFIED}))
    assert await refusal(house, alice, bob) is ErrorCode.NOT_AVAILABLE
    await house.change_account(alice, verified=True)
    await house.start(alice.phone, bob)


@pytest.mark.promise("2.1")
async def test_a_call_in_ones_list_opens_the_way_back_for_a_day(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.ending.cancel(alice.phone, call)
    assert (await house.calls.calling(bob.account, alice.account)).allowed
    house.clock.advance(24 * HOUR - SECOND)
    assert (await house.calls.calling(bob.account, alice.account)).allowed
    house.clock.advance(SECOND)
    assert not (await house.calls.calling(bob.account, alice.account)).allowed


@pytest.mark.promise("2.8")
async def test_forgetting_a_person_shuts_the_way_back(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.ending.cancel(alice.phone, call)
    await house.calls.lists.forget(alice.account, bob.account)
    assert not (await house.calls.calling(bob.account, alice.account)).allowed


@pytest.mark.promise("2.16")
@pytest.mark.parametrize("value", [BLOCK, CALL_BLOCK])
async def test_a_block_made_while_ringing_looks_like_a_decline(
    house: House, alice: Person, bob: Person, value: Restrictions
) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.answering.alerting(bob.phone, call)
    await house.restrict(bob, alice, value)
    await house.calls.facts_changed(FactsChanged(bob.account, alice.account))
    assert house.told(CallOver, alice.phone) == [CallOver(call, EndReason.DECLINED, None)]
    assert house.told(RingOver, bob.phone) == [RingOver(call, RingOutcome.DECLINED)]


@pytest.mark.promise("2.16")
async def test_a_block_before_any_alert_stops_the_rings_and_runs_out_as_unreached(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.restrict(bob, alice, BLOCK)
    await house.calls.facts_changed(FactsChanged(bob.account, alice.account))
    assert house.told(RingOver, bob.phone) == [RingOver(call, RingOutcome.CANCELLED)]
    assert house.told(CallOver, alice) == []
    third = replace(bob.phone, tab="anotherTabAAAAAAAAAAAA")
    await house.connect(third)
    assert len(house.told(CallRings, bob.phone)) == 1
    with pytest.raises(RefusedError):
        await house.answer(bob.phone, call)
    await house.later(RING_TIME)
    assert house.told(CallOver, alice.phone) == [CallOver(call, EndReason.NOT_REACHED, None)]
    assert house.told(CallAlerts, alice) == []
    assert await house.calls.missed_count(bob.account) == 0


@pytest.mark.promise("2.16")
async def test_facts_are_asked_again_at_the_answer(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.calls.answering.alerting(bob.phone, call)
    await house.restrict(alice, bob, BLOCK)
    with pytest.raises(RefusedError) as refused:
        await house.answer(bob.phone, call)
    assert refused.value.code is ErrorCode.CALL_ENDED
    assert (await house.call(call)).reason is EndReason.CANCELLED
    assert (await house.entry(bob, call)).missed


@pytest.mark.promise("2.16")
async def test_who_is_suspended_while_calling_is_ended_by_rule(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.change_account(alice, status=Status.SUSPENDED)
    await house.calls.facts_changed(FactsChanged(alice.account))
    assert (await house.call(call)).reason is EndReason.ENDED_BY_RULE
    assert (await house.entry(bob, call)).missed


@pytest.mark.promise("2.16")
@pytest.mark.parametrize("who", ["alice", "bob"])
async def test_deleting_either_account_ends_the_live_call(
    house: House, alice: Person, bob: Person, who: str
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    person = {"alice": alice, "bob": bob}[who]
    await house.change_account(person, status=Status.DELETED)
    await house.calls.facts_changed(FactsChanged(person.account))
    assert (await house.call(call)).reason is EndReason.ENDED_BY_RULE


@pytest.mark.promise("2.16")
async def test_a_block_ends_a_running_call_like_a_hang_up(
    house: House, alice: Person, bob: Person
) -> None:
    await house.talk(alice.phone, bob.phone, bob)
    await house.restrict(bob, alice, BLOCK)
    await house.calls.facts_changed(FactsChanged(bob.account, alice.account))
    for side in (alice, bob):
        (over,) = house.told(CallOver, side.phone)
        assert over.reason is EndReason.HUNG_UP


@pytest.mark.promise("2.16", "2.6")
async def test_switching_calls_off_stops_a_ring_but_ends_no_call(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    await house.change_account(bob, calls_on=False)
    await house.calls.facts_changed(FactsChanged(bob.account))
    assert (await house.call(call)).phase is Phase.ACCEPTED


async def test_a_change_towards_somebody_else_touches_no_call(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.restrict(bob, carol, BLOCK)
    await house.calls.facts_changed(FactsChanged(bob.account, carol.account))
    assert (await house.call(call)).phase is Phase.PLACED


async def test_media_without_sound_is_no_call(house: House, alice: Person, bob: Person) -> None:
    with pytest.raises(InvalidError):
        await house.place(alice.phone, bob, media=frozenset({Medium.VIDEO}))
    assert await house.entries(alice) == []
