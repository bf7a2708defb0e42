"""What is the decision table?

Three stages of rows, and in each the first row that applies decides. Stage A reads what the caller
knows, so its refusals may name the caller's next step. Every refusal of stage B carries one code.
Stage C says how a call that may be placed arrives. The sets below name the rows that a question
leaves out or asks again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bobwhite.calls.permission.audience import chose_caller, passing_audiences
from bobwhite.calls.permission.decision import Arrival
from bobwhite.calls.permission.decision import PrivateReason as Why
from bobwhite.calls.permission.facts import (
    ArrivalFacts,
    CalleeState,
    CallerFacts,
    DoorKind,
    PairFacts,
    PlacingPolicy,
)
from bobwhite.errors import ErrorCode as Say

REPEAT_SPAN = timedelta(minutes=3)
"""How soon after a silenced call a trusted person's next one rings through quiet."""

Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True)
class Moment:
    """What depends on the clock: the instant, and the doors that are open at it."""

    now: datetime
    doors: frozenset[DoorKind]

    @property
    def expected(self) -> bool:
        """Whether the two made a date: a booking inside its slot or a request inside its window."""
        return bool(self.doors & {DoorKind.BOOKING, DoorKind.REQUEST})


@dataclass(frozen=True, slots=True)
class Row(Generic[Facts]):
    """One line of the table: it applies when ``when`` holds of its stage's facts at a moment."""

    number: str
    reason: Why
    answer: Say | Arrival | None
    """A refusal in stages A and B, an arrival in stage C, None for the open doors of B7."""
    when: Callable[[Facts, Moment], bool]


def _nobody_in_particular(caller: CallerFacts, at: Moment) -> bool:
    return not caller.signed_in and DoorKind.GUEST_LINK not in at.doors


def _blocks_callee(caller: CallerFacts, _: Moment) -> bool:
    return caller.blocks_callee or caller.call_blocks_callee


def _lacks_plan(caller: CallerFacts, at: Moment) -> bool:
    return caller.placing == PlacingPolicy.SUBSCRIBERS and not caller.plan_in_force and not at.doors


def _lacks_badge(caller: CallerFacts, at: Moment) -> bool:
    return caller.placing == PlacingPolicy.VERIFIED and not caller.verified and not at.doors


def _too_fast(caller: CallerFacts, at: Moment) -> bool:
    return caller.rate_limited and DoorKind.BOOKING not in at.doors


def _nobody_there(pair: PairFacts, _: Moment) -> bool:
    return pair.callee is not CalleeState.PRESENT


def _unknown_adult_to_minor(pair: PairFacts, _: Moment) -> bool:
    return pair.callee_minor and not pair.caller_minor and not chose_caller(pair)


def _new_and_unknown(pair: PairFacts, _: Moment) -> bool:
    return pair.caller_new and not chose_caller(pair)


def _never_wrote(pair: PairFacts, _: Moment) -> bool:
    return pair.message_rule and not pair.callee_wrote


def _flood_stops(arrival: ArrivalFacts, at: Moment) -> bool:
    return arrival.flooded and not (at.expected or arrival.favourite or arrival.trusted)


def _quiet_stops(arrival: ArrivalFacts, at: Moment) -> bool:
    favourite = arrival.favourite and arrival.favourites_ring
    repeats = (
        arrival.trusted
        and arrival.trusted_repeat
        and arrival.silenced_at is not None
        and arrival.silenced_at <= at.now < arrival.silenced_at + REPEAT_SPAN
    )
    return arrival.quiet and not (at.expected or favourite or repeats)


def _busy(arrival: ArrivalFacts, _: Moment) -> bool:
    return arrival.engagements > (1 if arrival.waiting else 0)


STAGE_A: tuple[Row[CallerFacts], ...] = (
    Row("A1", Why.NOT_SIGNED_IN, Say.SIGN_IN, _nobody_in_particular),
    Row("A2", Why.SELF, Say.SELF_TEST, lambda c, _: c.is_self),
    Row("A3", Why.CALLER_SANCTIONED, Say.SUSPENDED, lambda c, _: c.sanctioned),
    Row("A4", Why.CALLER_COHORT, Say.NOT_ENABLED, lambda c, _: not c.in_cohort),
    Row("A5", Why.CALLER_OFF, Say.TURN_CALLS_ON, lambda c, _: not c.calls_on),
    Row("A6", Why.CALLER_BLOCKS, Say.YOU_BLOCKED, _blocks_callee),
    Row("A7", Why.NO_ENTITLEMENT, Say.NEEDS_PLAN, _lacks_plan),
    Row("A7", Why.NO_ENTITLEMENT, Say.NEEDS_VERIFICATION, _lacks_badge),
    Row("A8", Why.RATE_LIMIT, Say.SLOW_DOWN, _too_fast),
)

STAGE_B: tuple[Row[PairFacts], ...] = (
    Row("B1", Why.NO_ACCOUNT, Say.NOT_AVAILABLE, _nobody_there),
    Row("B2", Why.BLOCKED, Say.NOT_AVAILABLE, lambda p, _: p.callee_blocks),
    Row("B3", Why.CALL_BLOCKED, Say.NOT_AVAILABLE, lambda p, _: p.callee_call_blocks),
    Row("B4", Why.CALLS_OFF, Say.NOT_AVAILABLE, lambda p, _: not p.callee_calls_on),
    Row("B5", Why.CALLEE_COHORT, Say.NOT_AVAILABLE, lambda p, _: not p.callee_in_cohort),
    Row("B6", Why.AGE_LIMIT, Say.NOT_AVAILABLE, _unknown_adult_to_minor),
    Row("B7", Why.DOOR_BOOKING, None, lambda _, at: DoorKind.BOOKING in at.doors),
    Row("B7", Why.DOOR_GUEST, None, lambda _, at: DoorKind.GUEST_LINK in at.doors),
    Row("B7", Why.DOOR_REQUEST, None, lambda _, at: DoorKind.REQUEST in at.doors),
    Row("B7", Why.DOOR_CALLBACK, None, lambda _, at: DoorKind.CALL_BACK in at.doors),
    Row("B8", Why.NEW_ACCOUNT, Say.NOT_AVAILABLE, _new_and_unknown),
    Row("B9", Why.NOT_IN_AUDIENCE, Say.NOT_AVAILABLE, lambda p, _: not passing_audiences(p)),
    Row("B10", Why.NO_PRIOR_MESSAGE, Say.NOT_AVAILABLE, _never_wrote),
)

STAGE_C: tuple[Row[ArrivalFacts], ...] = (
    Row("C0", Why.FLOOD, Arrival.SILENT_MISSED, _flood_stops),
    Row("C1", Why.QUIET, Arrival.SILENT_MISSED, _quiet_stops),
    Row("C2", Why.BUSY, Arrival.BUSY, _busy),
    Row("C3", Why.WAITING, Arrival.BANNER, lambda a, _: a.engagements > 0),
    Row("C4", Why.UNREACHABLE, Arrival.UNREACHABLE, lambda a, _: not a.reachable),
    Row("C5", Why.RING, Arrival.RING, lambda _, __: True),
)

EVERY_ROW = frozenset(row.number for stage in (STAGE_A, STAGE_B, STAGE_C) for row in stage)

NEED_AN_ACCOUNT = frozenset({"A2", "A3", "A4", "A5", "A6", "A7", "B2", "B3"})
"""Rows that spare a guest: it has no account that could be suspended, blocked or without a plan."""

SKIPPED_BY_DOORS = frozenset({"B8", "B9", "B10"})
"""Rows of stage B that B7 stands before; without an open door they decide who is let in."""

NOT_FOR_ICONS = frozenset({"A8"})
"""A limit passes in minutes, so it hides no icon."""

UNTIL_ANSWERED = frozenset({"A3", "A6", "B1", "B2", "B3", "B4", "B6"})
"""Rows that run again while a call rings and when it is answered."""

ONCE_ANSWERED = frozenset({"A3", "A6", "B1", "B2", "B3"})
"""Rows that run again whenever media access is issued later."""
