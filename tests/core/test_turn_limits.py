"""How many credentials an account gets in an hour, and a device in a call."""

from datetime import timedelta

import pytest

from bobwhite.calls.ice import MintLimits
from bobwhite.clock import ManualClock
from bobwhite.errors import ErrorCode, RateLimitedError, RefusedError
from bobwhite.ids import AccountId, CallId, DeviceId

ALICE, BOB = AccountId("acc_alice"), AccountId("acc_bob")
CALL, OTHER_CALL = CallId("call"), CallId("other call")
PHONE, LAPTOP = DeviceId("phone"), DeviceId("laptop")


def test_account_gets_120_an_hour(clock: ManualClock) -> None:
    limits = MintLimits()
    for number in range(120):
        limits.take(clock.now(), ALICE, CallId(f"call {number}"), PHONE)
    with pytest.raises(RateLimitedError) as refusal:
        limits.take(clock.now(), ALICE, CALL, PHONE)
    assert refusal.value.code is ErrorCode.SLOW_DOWN
    limits.take(clock.now(), BOB, CALL, LAPTOP)


def test_hour_slides_and_the_refusal_tells_when_to_return(clock: ManualClock) -> None:
    limits = MintLimits(per_hour=2)
    limits.take(clock.now(), ALICE, CALL, PHONE)
    clock.advance(timedelta(minutes=20))
    limits.take(clock.now(), ALICE, CALL, PHONE)
    with pytest.raises(RateLimitedError) as refusal:
        limits.take(clock.now(), ALICE, CALL, PHONE)
    assert refusal.value.retry_after_s == 40 * 60 + 1
    clock.advance(timedelta(minutes=40))
    limits.take(clock.now(), ALICE, CALL, PHONE)
    with pytest.raises(RateLimitedError):
        limits.take(clock.now(), ALICE, CALL, PHONE)


def test_device_gets_eight_in_a_call(clock: ManualClock) -> None:
    limits = MintLimits()
    for _ in range(8):
        limits.take(clock.now(), ALICE, CALL, PHONE)
    with pytest.raises(RefusedError) as refusal:
        limits.take(clock.now(), ALICE, CALL, PHONE)
    assert refusal.value.code is ErrorCode.SLOW_DOWN
    limits.take(clock.now(), ALICE, CALL, LAPTOP)
    limits.take(clock.now(), ALICE, OTHER_CALL, PHONE)


def test_refused_request_counts_for_nothing(clock: ManualClock) -> None:
    limits = MintLimits(per_hour=3, per_call_and_device=1)
    limits.take(clock.now(), ALICE, CALL, PHONE)
    for _ in range(5):
        with pytest.raises(RefusedError):
            limits.take(clock.now(), ALICE, CALL, PHONE)
    limits.take(clock.now(), ALICE, CALL, LAPTOP)
    limits.take(clock.now(), ALICE, OTHER_CALL, PHONE)


def test_ended_call_is_forgotten(clock: ManualClock) -> None:
    limits = MintLimits(per_call_and_device=1)
    limits.take(clock.now(), ALICE, CALL, PHONE)
    limits.call_ended(CALL)
    limits.call_ended(OTHER_CALL)
    limits.take(clock.now(), ALICE, CALL, PHONE)
