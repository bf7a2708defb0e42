"""Do signals and relay credentials reach the owners of a link, and nobody else?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bobwhite.calls.events import CallOver, SignalPassed
from bobwhite.calls.ice import IN_CALL_LIFETIME, RINGING_LIFETIME
from bobwhite.calls.model import EndReason
from bobwhite.calls.signals import Candidate, Signal, SignalKind
from bobwhite.errors import BobwhiteError, ErrorCode, NotFoundError, RefusedError
from bobwhite.ids import CallId, LegId, new_leg_id
from bobwhite.safety.model import Restrictions
from tests.services.calls.house import House, Person

SDP = "\r\n".join(
    (
        "v=0",
        "o=- 1 1 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        *(
            line
            for kind in ("audio", "video", "application")
            for line in (f"m={kind} 9 UDP/TLS/RTP/SAVPF 111", "c=IN IP4 0.0.0.0")
        ),
        "",
    )
)
OFFER = Signal(SignalKind.OFFER, sdp=SDP, jws="opaque.words.here")
ANSWER = Signal(SignalKind.ANSWER, sdp=SDP)
RELAYED = Candidate("1", 1, "udp", 41885439, "127.0.0.1", 50000, "relay", "abcd", "0")


def trickle(candidate: Candidate = RELAYED) -> Signal:
    return Signal(SignalKind.CANDIDATE, candidate=candidate)


async def joined(house: House, alice: Person, bob: Person) -> tuple[CallId, LegId]:
    call = await house.place(alice.phone, bob)
    return call, (await house.answer(bob.phone, call)).leg


@pytest.mark.promise("4.18")
async def test_signals_reach_the_owner_of_the_other_end_exactly_as_sent(
    house: House, alice: Person, bob: Person
) -> None:
    call, leg = await joined(house, alice, bob)
    send = house.calls.signalling.signal
    await send(bob.phone, call, leg, OFFER)
    await send(alice.phone, call, leg, ANSWER)
    await send(alice.phone, call, leg, trickle())
    assert house.told(SignalPassed, alice.phone) == [SignalPassed(call, leg, OFFER)]
    assert house.told(SignalPassed, alice.laptop) == []
    assert [passed.signal for passed in house.told(SignalPassed, bob.phone)] == [ANSWER, trickle()]
    assert house.told(SignalPassed, bob.laptop) == []


@pytest.mark.promise("3.7")
async def test_nothing_passes_before_the_answer_or_after_the_end(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    hidden = (await house.call(call)).legs[0].id
    for asker in (alice.phone, bob.phone):
        for signal in (OFFER, ANSWER, trickle()):
            with pytest.raises(RefusedError) as refused:
                await house.calls.signalling.signal(asker, call, hidden, signal)
            assert refused.value.code is ErrorCode.SIGNAL_NOT_ALLOWED
    await house.answer(bob.phone, call)
    await house.calls.ending.hang_up(bob.phone, call)
    with pytest.raises(RefusedError):
        await house.calls.signalling.signal(bob.phone, call, hidden, OFFER)
    assert house.told(SignalPassed, alice) == house.told(SignalPassed, bob) == []


@pytest.mark.promise("3.7")
async def test_a_caller_never_offers(house: House, alice: Person, bob: Person) -> None:
    call, leg = await joined(house, alice, bob)
    with pytest.raises(RefusedError) as refused:
        await house.calls.signalling.signal(alice.phone, call, leg, OFFER)
    assert refused.value.code is ErrorCode.SIGNAL_NOT_ALLOWED


@pytest.mark.promise("4.18")
async def test_an_address_outside_the_relay_is_refused_in_both_directions(
    house: House, alice: Person, bob: Person
) -> None:
    call, leg = await joined(house, alice, bob)
    for asker in (alice.phone, bob.phone):
        for leak in (
            replace(RELAYED, kind="host"),
            replace(RELAYED, kind="srflx"),
            replace(RELAYED, address="192.0.2.1"),
        ):
            with pytest.raises(RefusedError) as refused:
                await house.calls.signalling.signal(asker, call, leg, trickle(leak))
            assert refused.value.code is ErrorCode.CANDIDATE_NOT_ALLOWED
    assert house.told(SignalPassed, alice) == house.told(SignalPassed, bob) == []


async def test_candidates_are_counted_for_each_side_and_anew_with_each_offer(
    house: House, alice: Person, bob: Person
) -> None:
    call, leg = await joined(house, alice, bob)
    send = house.calls.signalling.signal
    for _ in range(30):
        await send(alice.phone, call, leg, trickle())
    with pytest.raises(RefusedError):
        await send(alice.phone, call, leg, trickle())
    await send(bob.phone, call, leg, trickle())
    await send(bob.phone, call, leg, OFFER)
    await send(alice.phone, call, leg, trickle())


async def test_only_the_owner_of_a_leg_sends_and_reports(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    call, leg = await joined(house, alice, bob)
    other_tab = replace(bob.phone, tab="anotherTabAAAAAAAAAAAA")
    wrong = [
        (other_tab, leg, ErrorCode.IN_ANOTHER_TAB),
        (bob.laptop, leg, ErrorCode.NOT_ALLOWED_NOW),
        (bob.phone, new_leg_id(), ErrorCode.NOT_FOUND),
        (carol.phone, leg, ErrorCode.NOT_FOUND),
    ]
    for asker, named, code in wrong:
        for attack in (
            house.calls.signalling.signal(asker, call, named, OFFER),
            house.calls.signalling.report_media(asker, call, named, True),
        ):
            with pytest.raises(BobwhiteError) as refused:
                await attack
            assert refused.value.code is code


@pytest.mark.promise("3.2")
async def test_credentials_last_two_hours_in_a_call_and_ten_minutes_while_ringing(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    now = house.clock.now()
    ringing = await house.calls.signalling.renew_ice(alice.phone, call)
    assert ringing.expires_at - now == RINGING_LIFETIME == timedelta(minutes=10)
    with pytest.raises(RefusedError):
        await house.calls.signalling.renew_ice(bob.phone, call)
    in_call = await house.answer(bob.phone, call)
    assert in_call.ice.expires_at - now == IN_CALL_LIFETIME == timedelta(hours=2)
    renewed = await house.calls.signalling.renew_ice(alice.phone, call)
    assert renewed.expires_at - now == IN_CALL_LIFETIME
    assert renewed.credential not in repr(renewed)


async def test_no_credentials_for_a_call_that_is_over_or_somebody_elses(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    call, _ = await joined(house, alice, bob)
    with pytest.raises(NotFoundError):
        await house.calls.signalling.renew_ice(carol.phone, call)
    await house.calls.ending.hang_up(alice.phone, call)
    with pytest.raises(RefusedError) as refused:
        await house.calls.signalling.renew_ice(alice.phone, call)
    assert refused.value.code is ErrorCode.CALL_ENDED


async def test_credentials_are_limited_for_each_device_in_a_call(
    house: House, alice: Person, bob: Person
) -> None:
    call, _ = await joined(house, alice, bob)
    for _ in range(7):
        await house.calls.signalling.renew_ice(alice.phone, call)
    with pytest.raises(RefusedError) as refused:
        await house.calls.signalling.renew_ice(alice.phone, call)
    assert refused.value.code is ErrorCode.SLOW_DOWN


@pytest.mark.promise("2.16")
async def test_permission_is_asked_again_whenever_access_to_media_is_issued(
    house: House, alice: Person, bob: Person
) -> None:
    call, _ = await joined(house, alice, bob)
    await house.restrict(bob, alice, Restrictions(call_blocks=True))
    with pytest.raises(RefusedError):
        await house.calls.signalling.renew_ice(alice.phone, call)
    assert [over.reason for over in house.told(CallOver, bob.phone)] == [EndReason.HUNG_UP]


@pytest.mark.promise("4.18")
async def test_without_a_relay_no_call_is_placed(house: House, alice: Person, bob: Person) -> None:
    class NoRelay:
        def mint(self, uid: str, ttl: timedelta) -> None:
            raise RefusedError(ErrorCode.RELAY_UNAVAILABLE)

    house.calls = house.new_service(NoRelay())
    with pytest.raises(RefusedError) as refused:
        await house.start(alice.phone, bob)
    assert refused.value.code is ErrorCode.RELAY_UNAVAILABLE
    assert await house.entries(alice) == []
