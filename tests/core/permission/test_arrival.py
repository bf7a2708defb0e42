"""How an allowed call arrives: floods, quiet, and who passes both."""

from datetime import timedelta
from typing import Any

import pytest

from bobwhite.calls.permission.decision import Arrival, PrivateReason
from bobwhite.calls.permission.facts import DoorKind
from bobwhite.calls.permission.policy import stage_c
from tests.core.permission.cases import NOW, arrival, open_door, pair

TICK = timedelta(microseconds=1)
REPEAT = timedelta(minutes=3)


def reason(doors: tuple[DoorKind, ...] = (), **changes: Any) -> PrivateReason:
    facts = pair(doors=tuple(open_door(kind) for kind in doors))
    return stage_c(facts, arrival(**changes), NOW).reason


@pytest.mark.promise("2.14")
@pytest.mark.parametrize("kind", DoorKind)
def test_booking_and_request_ring_through_quiet(kind: DoorKind) -> None:
    through = kind in {DoorKind.BOOKING, DoorKind.REQUEST}
    assert reason((kind,), quiet=True) is (PrivateReason.RING if through else PrivateReason.QUIET)


@pytest.mark.promise("2.14")
def test_favourite_rings_through_quiet_while_the_switch_is_on() -> None:
    assert reason(quiet=True, favourite=True) is PrivateReason.RING
    assert reason(quiet=True, favourite=True, favourites_ring=False) is PrivateReason.QUIET


@pytest.mark.promise("2.14")
@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (-TICK, PrivateReason.QUIET),
        (timedelta(0), PrivateReason.RING),
        (REPEAT - TICK, PrivateReason.RING),
        (REPEAT, PrivateReason.QUIET),
    ],
)
def test_trusted_person_rings_on_a_second_call_within_three_minutes(
    ago: timedelta, expected: PrivateReason
) -> None:
    assert reason(quiet=True, trusted=True, silenced_at=NOW - ago) is expected


@pytest.mark.promise("2.14")
@pytest.mark.parametrize(
    "changes",
    [
        {"trusted": False, "silenced_at": NOW},
        {"trusted": True, "silenced_at": None},
        {"trusted": True, "silenced_at": NOW, "trusted_repeat": False},
    ],
)
def test_repeat_needs_trust_a_silenced_call_and_the_switch(changes: dict[str, Any]) -> None:
    assert reason(quiet=True, **changes) is PrivateReason.QUIET


@pytest.mark.promise("2.14")
def test_quiet_and_unreachable_both_leave_a_missed_entry_without_a_refusal() -> None:
    quiet = stage_c(pair(), arrival(quiet=True), NOW)
    away = stage_c(pair(), arrival(reachable=False), NOW)

    assert (quiet.arrival, away.arrival) == (Arrival.SILENT_MISSED, Arrival.UNREACHABLE)
    assert quiet.code is away.code is None
    assert repr(quiet) == repr(away)


@pytest.mark.promise("9.9")
@pytest.mark.parametrize("kind", DoorKind)
def test_flood_stops_neither_bookings_nor_accepted_requests(kind: DoorKind) -> None:
    through = kind in {DoorKind.BOOKING, DoorKind.REQUEST}
    assert reason((kind,), flooded=True) is (PrivateReason.RING if through else PrivateReason.FLOOD)


@pytest.mark.promise("9.9")
@pytest.mark.parametrize(
    "changes",
    [
        {"favourite": True, "favourites_ring": False},
        {"trusted": True, "trusted_repeat": False},
    ],
)
def test_flood_stops_neither_favourites_nor_trusted_people_whatever_their_switch(
    changes: dict[str, Any],
) -> None:
    assert reason(flooded=True, **changes) is PrivateReason.RING


@pytest.mark.promise("2.1")
@pytest.mark.parametrize(
    ("engagements", "waiting", "expected"),
    [
        (0, False, Arrival.RING),
        (0, True, Arrival.RING),
        (1, False, Arrival.BUSY),
        (1, True, Arrival.BANNER),
        (2, False, Arrival.BUSY),
        (2, True, Arrival.BUSY),
        (3, True, Arrival.BUSY),
    ],
)
def test_second_call_knocks_only_with_call_waiting_and_a_third_meets_busy(
    engagements: int, waiting: bool, expected: Arrival
) -> None:
    facts = arrival(engagements=engagements, waiting=waiting)
    assert stage_c(pair(), facts, NOW).arrival is expected
