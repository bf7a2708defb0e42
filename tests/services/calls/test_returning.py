"""What does a page find that comes back to a call, and what does the other side hear?"""

from dataclasses import replace

import pytest

from bobwhite.accounts.model import Asker
from bobwhite.calls.events import PeerReturned, SignalPassed
from bobwhite.calls.model import EndReason
from bobwhite.calls.signals import Role, Signal, SignalKind
from bobwhite.calls.views import LiveView
from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.ids import CallId
from bobwhite.safety.model import Restrictions
from tests.services.calls.house import SECOND, House, Person


def second_tab(asker: Asker) -> Asker:
    return replace(asker, tab="anotherTabAAAAAAAAAAAA")


async def view(house: House, asker: Asker) -> LiveView:
    (only,) = await house.calls.live_for(asker)
    return only


async def refusal(house: House, asker: Asker, call: CallId) -> ErrorCode:
    with pytest.raises(RefusedError) as refused:
        await house.calls.signalling.rejoin(asker, call)
    return refused.value.code


@pytest.mark.promise("3.23")
@pytest.mark.parametrize("role", list(Role))
async def test_a_reloaded_page_takes_its_leg_up_and_the_other_side_makes_its_link_anew(
    house: House, alice: Person, bob: Person, role: Role
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    mine, other = (alice, bob) if role is Role.CALLER else (bob, alice)
    old = (await house.call(call)).legs[0].id
    await house.vanish(mine.phone)
    await house.connect(mine.phone)
    assert (await view(house, mine.phone)).may_return
    back = await house.calls.signalling.rejoin(mine.phone, call)
    assert (back.role, back.leg != old) == (role, True)
    told = house.told(PeerReturned, other.phone)
    assert [(event.call, event.leg) for event in told] == [(call, back.leg)]
    assert house.told(PeerReturned, mine) == []
    assert (await view(house, other.phone)).leg == back.leg
    end = Signal(SignalKind.CANDIDATES_END)
    with pytest.raises(NotFoundError):
        await house.calls.signalling.signal(other.phone, call, old, end)
    await house.calls.signalling.signal(other.phone, call, back.leg, end)
    assert len(house.told(SignalPassed, mine.phone)) == 1


@pytest.mark.promise("3.24")
async def test_a_reopened_app_takes_up_what_a_page_that_is_gone_left(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    second = second_tab(bob.phone)
    await house.connect(second)
    assert not (await view(house, second)).may_return
    assert await refusal(house, second, call) is ErrorCode.IN_ANOTHER_TAB
    await house.vanish(bob.phone)
    assert (await view(house, second)).may_return
    await house.calls.signalling.rejoin(second, call)
    await house.connect(bob.phone)
    assert not (await view(house, bob.phone)).may_return
    assert await refusal(house, bob.phone, call) is ErrorCode.IN_ANOTHER_TAB


@pytest.mark.promise("3.23")
async def test_another_device_a_stranger_and_an_ended_call_are_refused(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    await house.vanish(bob.phone)
    assert not (await view(house, bob.laptop)).may_return
    assert await refusal(house, bob.laptop, call) is ErrorCode.NOT_ALLOWED_NOW
    with pytest.raises(NotFoundError):
        await house.calls.signalling.rejoin(carol.phone, call)
    await house.calls.ending.hang_up(alice.phone, call)
    assert await refusal(house, bob.phone, call) is ErrorCode.CALL_ENDED


async def test_a_return_asks_again_whether_the_call_may_go_on(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    await house.vanish(alice.phone)
    await house.restrict(bob, alice, Restrictions(blocks=True))
    assert await refusal(house, alice.phone, call) is ErrorCode.CALL_ENDED
    assert not (await house.call(call)).live


@pytest.mark.promise("3.24")
async def test_a_side_that_never_returns_is_gone_half_a_minute_after_its_media(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.talk(alice.phone, bob.phone, bob)
    leg = (await house.call(call)).legs[0].id
    await house.vanish(bob.phone)
    await house.calls.signalling.report_media(alice.phone, call, leg, False)
    await house.later(29 * SECOND)
    assert (await house.call(call)).live
    await house.later(SECOND)
    assert (await house.call(call)).reason is EndReason.CONNECTION_LOST
    for person in (alice, bob):
        assert (await house.entry(person, call)).reason is EndReason.CONNECTION_LOST
