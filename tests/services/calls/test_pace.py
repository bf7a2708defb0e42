"""Do the limits on tries hold through the service, alike whoever is tried?"""

from datetime import timedelta

import pytest

from bobwhite.calls.events import CallRings
from bobwhite.calls.model import CallArrival
from bobwhite.errors import ErrorCode, RateLimitedError, RefusedError
from bobwhite.ids import AccountId
from tests.services.calls.house import SECOND, House, Person

MINUTE = timedelta(minutes=1)


async def try_once(house: House, caller: Person, callee: Person) -> ErrorCode | None:
    try:
        call = await house.place(caller.phone, callee)
    except RefusedError as refused:
        return refused.code
    await house.calls.ending.cancel(caller.phone, call)
    return None


@pytest.mark.promise("9.9")
async def test_the_sixth_try_at_one_person_must_wait(
    house: House, alice: Person, bob: Person
) -> None:
    for _ in range(5):
        assert await try_once(house, alice, bob) is None
        house.clock.advance(MINUTE)
    with pytest.raises(RateLimitedError) as limited:
        await house.start(alice.phone, bob)
    assert limited.value.retry_after_s == 5 * 60
    assert (await house.calls.calling(alice.account, bob.account)).allowed
    house.clock.advance(5 * MINUTE)
    assert await try_once(house, alice, bob) is None


@pytest.mark.promise("9.9")
async def test_tries_at_nobody_count_like_tries_at_somebody(
    house: House, alice: Person, bob: Person
) -> None:
    nobody = Person(AccountId("acc_" + "z" * 20), [])
    codes = [await try_once(house, alice, nobody) for _ in range(6)]
    assert codes == [ErrorCode.NOT_AVAILABLE] * 5 + [ErrorCode.SLOW_DOWN]


@pytest.mark.promise("9.9")
async def test_a_pair_that_just_talked_may_call_on(
    house: House, alice: Person, bob: Person
) -> None:
    for _ in range(8):
        call = await house.place(alice.phone, bob)
        await house.answer(bob.phone, call)
        await house.calls.ending.hang_up(bob.phone, call)
        house.clock.advance(20 * SECOND)


@pytest.mark.promise("2.12")
async def test_a_new_account_meets_its_limit_at_the_sixth_person(house: House) -> None:
    newcomer = await house.person("newcomer", created_at=house.clock.now())
    people = [await house.person(f"friend{n}") for n in range(6)]
    for friend in people:
        await house.welcome(friend, newcomer)
    codes = [await try_once(house, newcomer, friend) for friend in people]
    assert codes == [None] * 5 + [ErrorCode.SLOW_DOWN]


@pytest.mark.promise("9.9")
async def test_a_thousand_callers_ring_one_person_six_times_a_minute_at_most(
    house: House, alice: Person, bob: Person
) -> None:
    for number in range(8):
        caller = await house.person(f"caller{number}")
        await house.welcome(bob, caller)
        call = await house.place(caller.phone, bob)
        arrival = (await house.call(call)).arrival
        assert arrival is (CallArrival.RING if number < 6 else CallArrival.SILENT)
        await house.calls.ending.cancel(caller.phone, call)
    assert len(house.told(CallRings, bob.phone)) == 6
    house.clock.advance(MINUTE + SECOND)
    assert await try_once(house, alice, bob) is None
    assert len(house.told(CallRings, bob.phone)) == 7
