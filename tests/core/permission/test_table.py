"""Every row of the decision table, and every two rows at once: the first that applies wins."""

from itertools import combinations

import pytest

from bobwhite.calls.permission import table
from bobwhite.calls.permission.decision import Decision, PrivateReason, Stage
from bobwhite.calls.permission.doors import doors_in_callers_eyes, open_doors
from bobwhite.calls.permission.facts import Audience, DoorKind
from bobwhite.calls.permission.policy import decide, stage_a, stage_b, stage_c
from bobwhite.errors import ErrorCode
from tests.core.permission.cases import (
    NOW,
    TRIGGERS,
    Facts,
    Trigger,
    alice,
    arrival,
    open_door,
    pair,
    with_rows,
)


def trigger_name(trigger: Trigger) -> str:
    return f"{trigger.row}-{trigger.name}".replace(" ", "-")


def never_together(first: Trigger, second: Trigger) -> bool:
    """Tell whether the words of two rows exclude each other."""
    pair_of_rows = (first.row, second.row)
    return (
        # Two causes of one row; more than one door may be open.
        (first.row == second.row != "B7")
        # "and no open door"
        or pair_of_rows == ("A7", "B7")
        # "no guest link" and "no booking inside its slot"
        or (pair_of_rows == ("A1", "B7") and second.name == DoorKind.GUEST_LINK)
        or (pair_of_rows == ("A8", "B7") and second.name == DoorKind.BOOKING)
        # Bookings and accepted requests pass floods and quiet.
        or (
            pair_of_rows in {("B7", "C0"), ("B7", "C1")}
            and first.name in {DoorKind.BOOKING, DoorKind.REQUEST}
        )
    )


PAIRS = [
    pytest.param(first, second, id=f"{trigger_name(first)}+{trigger_name(second)}")
    for first, second in combinations(TRIGGERS, 2)
    if not never_together(first, second)
]


def row_applies(trigger: Trigger, facts: Facts) -> bool:
    """Ask the row itself, past all others."""
    seen = table.Moment(facts.now, doors_in_callers_eyes(facts.pair, facts.now))
    real = table.Moment(facts.now, open_doors(facts.pair, facts.now))
    return (
        any(r.reason is trigger.reason and r.when(facts.caller, seen) for r in table.STAGE_A)
        or any(r.reason is trigger.reason and r.when(facts.pair, real) for r in table.STAGE_B)
        or any(r.reason is trigger.reason and r.when(facts.arrival, real) for r in table.STAGE_C)
    )


def assert_says(decision: Decision | None, trigger: Trigger) -> None:
    assert decision is not None
    assert decision.reason is trigger.reason
    assert decision.row == trigger.row
    assert decision.stage == trigger.row[0]
    assert decision.code is trigger.code
    assert decision.arrival is trigger.arrival
    assert decision.refused is (trigger.code is not None)


@pytest.mark.promise("2.1")
@pytest.mark.parametrize("trigger", TRIGGERS, ids=trigger_name)
def test_row_says_what_the_table_says(trigger: Trigger) -> None:
    facts = with_rows(trigger)
    if trigger.row == "B7":
        assert_says(stage_b(facts.pair, NOW), trigger)
        assert decide(*facts).reason is PrivateReason.RING
        assert decide(*facts).grant == trigger.name
    else:
        assert_says(decide(*facts), trigger)


@pytest.mark.promise("2.1")
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_first_of_two_rows_wins(first: Trigger, second: Trigger) -> None:
    facts = with_rows(first, second)

    assert row_applies(first, facts)
    assert row_applies(second, facts)
    if first.row != "B7":
        assert_says(decide(*facts), first)
        return
    assert_says(stage_b(facts.pair, NOW), first)
    final = decide(*facts)
    assert final.stage is Stage.C
    assert final.reason is (second.reason if second.row[0] == "C" else PrivateReason.RING)
    assert final.grant == first.name


@pytest.mark.promise("2.1")
def test_each_private_reason_belongs_to_a_row() -> None:
    assert {trigger.reason for trigger in TRIGGERS} == set(PrivateReason)


@pytest.mark.promise("2.1")
def test_rows_stand_in_the_order_of_the_specification() -> None:
    rows = [r.number for stage in (table.STAGE_A, table.STAGE_B, table.STAGE_C) for r in stage]
    assert list(dict.fromkeys(rows)) == list(dict.fromkeys(t.row for t in TRIGGERS))


@pytest.mark.promise("2.1", "2.2")
@pytest.mark.parametrize(
    "trigger", [t for t in TRIGGERS if t.row[0] == "B" and t.row != "B7"], ids=trigger_name
)
def test_every_refusal_of_stage_b_looks_alike(trigger: Trigger) -> None:
    decision = decide(*with_rows(trigger))

    assert decision.code is ErrorCode.NOT_AVAILABLE
    assert (
        str(decision)
        == repr(decision)
        == "Decision(stage=<Stage.B: 'B'>, " + ("code=<ErrorCode.NOT_AVAILABLE: 'not_available'>)")
    )


@pytest.mark.promise("2.1")
@pytest.mark.parametrize("trigger", [t for t in TRIGGERS if t.row[0] == "A"], ids=trigger_name)
@pytest.mark.parametrize(
    "callee",
    [t for t in TRIGGERS if t.row[0] == "B" and t.row != "B7"],
    ids=trigger_name,
)
def test_stage_a_tells_nothing_about_the_callee(trigger: Trigger, callee: Trigger) -> None:
    alone, both = with_rows(trigger), with_rows(trigger, callee)
    assert stage_a(alone.caller, alone.pair, NOW) == stage_a(both.caller, both.pair, NOW)


@pytest.mark.promise("2.1")
@pytest.mark.parametrize("facts", [alice(), pair(), open_door(DoorKind.BOOKING), arrival()])
def test_facts_and_reasons_stay_out_of_any_repr(facts: object) -> None:
    assert "=" not in repr(facts)


@pytest.mark.promise("2.1")
def test_grants_come_in_the_order_of_the_specification() -> None:
    every = pair(
        doors=tuple(open_door(kind) for kind in reversed(DoorKind)),
        audience=frozenset(Audience),
        callee_saved_caller=True,
        caller_verified=True,
    )
    decision = stage_c(every, arrival(), NOW)

    assert decision.grants == (
        "booking",
        "guestLink",
        "request",
        "callBack",
        "addressBook",
        "follows",
        "verified",
        "everyone",
    )
    assert decision.grant == "booking"


@pytest.mark.promise("2.1")
@pytest.mark.parametrize("row", ["B8", "B10"])
def test_audience_is_no_grant_where_only_a_door_let_the_caller_in(row: str) -> None:
    trigger = next(t for t in TRIGGERS if t.row == row)
    facts = with_rows(trigger, next(t for t in TRIGGERS if t.name == DoorKind.REQUEST))

    assert decide(*facts).grants == ("request",)


def test_decision_before_stage_c_has_no_grant() -> None:
    assert decide(alice(is_self=True), pair(), arrival(), NOW).grant is None
