"""When each door opens and shuts, and to whose eyes."""

from datetime import datetime, timedelta

import pytest

from bobwhite.calls.permission.decision import Arrival, PrivateReason
from bobwhite.calls.permission.doors import call_back_door
from bobwhite.calls.permission.facts import DoorKind
from bobwhite.calls.permission.policy import decide
from bobwhite.errors import ErrorCode
from tests.core.permission.cases import NOW, alice, arrival, open_door, pair

TICK = timedelta(microseconds=1)
SPAN = timedelta(minutes=30)
FREE = alice(plan_in_force=False)
STRANGERS = {"callee_follows_caller": False, "callee_wrote": False}


def rings(kind: DoorKind, now: datetime) -> bool:
    door = open_door(kind, opens_at=NOW, shuts_at=NOW + SPAN)
    decision = decide(FREE, pair(doors=(door,), **STRANGERS), arrival(), now)
    assert decision.reason in {PrivateReason.RING, PrivateReason.NO_ENTITLEMENT}
    return decision.arrival is Arrival.RING


@pytest.mark.promise("2.13")
@pytest.mark.parametrize("kind", DoorKind)
def test_door_opens_at_its_start_and_shuts_at_its_end(kind: DoorKind) -> None:
    assert not rings(kind, NOW - TICK)
    assert rings(kind, NOW)
    assert rings(kind, NOW + SPAN - TICK)
    assert not rings(kind, NOW + SPAN)


@pytest.mark.promise("2.13")
def test_call_back_is_open_for_24_hours_after_the_call() -> None:
    door = call_back_door(NOW)

    assert door.kind is DoorKind.CALL_BACK
    assert door.opens_at == NOW
    assert door.shuts_at == NOW + timedelta(hours=24)


@pytest.mark.promise("2.13")
def test_only_a_booking_inside_its_slot_passes_the_pace_limit() -> None:
    hurried = alice(rate_limited=True)
    for kind in DoorKind:
        decision = decide(hurried, pair(doors=(open_door(kind),)), arrival(), NOW)
        assert decision.refused is (kind is not DoorKind.BOOKING)
    late = open_door(DoorKind.BOOKING, shuts_at=NOW)
    decision = decide(hurried, pair(doors=(late,)), arrival(), NOW)
    assert decision.code is ErrorCode.SLOW_DOWN


@pytest.mark.promise("2.8", "2.13")
@pytest.mark.parametrize("kind", DoorKind)
def test_forgetting_shuts_every_door_but_a_booking_and_stays_unseen(kind: DoorKind) -> None:
    facts = pair(doors=(open_door(kind, forgotten=True),), **STRANGERS)
    decision = decide(FREE, facts, arrival(), NOW)

    if kind is DoorKind.BOOKING:
        assert decision.arrival is Arrival.RING
    else:
        assert decision.reason is PrivateReason.NOT_IN_AUDIENCE
        assert decision.code is ErrorCode.NOT_AVAILABLE


@pytest.mark.promise("2.11", "2.13")
@pytest.mark.parametrize(
    ("caller_minor", "callee_minor", "reason"),
    [
        (False, False, PrivateReason.RING),
        (True, False, PrivateReason.NO_ENTITLEMENT),
        (True, True, PrivateReason.NO_ENTITLEMENT),
    ],
)
def test_paid_booking_with_a_minor_caller_opens_no_door(
    caller_minor: bool, callee_minor: bool, reason: PrivateReason
) -> None:
    facts = pair(
        doors=(open_door(DoorKind.BOOKING, paid=True),),
        caller_minor=caller_minor,
        callee_minor=callee_minor,
        **STRANGERS,
    )
    assert decide(FREE, facts, arrival(), NOW).reason is reason


@pytest.mark.promise("2.11", "2.13")
@pytest.mark.parametrize(
    ("paid", "reason"), [(True, PrivateReason.NO_PRIOR_MESSAGE), (False, PrivateReason.RING)]
)
def test_paid_booking_with_a_minor_callee_opens_no_door_and_stage_a_stays_silent(
    paid: bool, reason: PrivateReason
) -> None:
    facts = pair(
        doors=(open_door(DoorKind.BOOKING, paid=paid),), callee_minor=True, callee_wrote=False
    )
    assert decide(FREE, facts, arrival(), NOW).reason is reason
