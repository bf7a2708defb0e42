"""May this caller call that callee, how would the call arrive, and does an earlier answer hold?

One table answers for icons, calls, previews and everything else that can ring a person. ``now`` is
given; nothing here waits, reads a clock or changes anything.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from bobwhite.calls.permission.audience import passing_audiences
from bobwhite.calls.permission.decision import Arrival, Decision, GrantReason, Stage
from bobwhite.calls.permission.doors import doors_in_callers_eyes, open_doors
from bobwhite.calls.permission.facts import ArrivalFacts, CallerFacts, DoorKind, PairFacts
from bobwhite.calls.permission.table import (
    EVERY_ROW,
    NEED_AN_ACCOUNT,
    NOT_FOR_ICONS,
    ONCE_ANSWERED,
    SKIPPED_BY_DOORS,
    STAGE_A,
    STAGE_B,
    STAGE_C,
    UNTIL_ANSWERED,
    Facts,
    Moment,
    Row,
)
from bobwhite.errors import ErrorCode


class Recheck(Enum):
    """The occasions on which an earlier permission is asked for again, by the rows that then run."""

    UNTIL_ANSWERED = UNTIL_ANSWERED
    """A fact changed while the callee is being rung, or the callee answers."""
    ONCE_ANSWERED = ONCE_ANSWERED
    """Access to media is issued later, or a fact changed while the two talk."""


def decide(caller: CallerFacts, pair: PairFacts, arrival: ArrivalFacts, now: datetime) -> Decision:
    """Return what becomes of a call placed at ``now``: a refusal, or how it arrives."""
    return _refusal(caller, pair, now, EVERY_ROW) or stage_c(pair, arrival, now)


def icon_refusal(caller: CallerFacts, pair: PairFacts, now: datetime) -> Decision | None:
    """Return what hides the call icon, or None where it shows; limits on pace hide nothing."""
    return _refusal(caller, pair, now, EVERY_ROW - NOT_FOR_ICONS)


def may_show_icon(caller: CallerFacts, pair: PairFacts, now: datetime) -> bool:
    """Tell whether the call icon shows."""
    return icon_refusal(caller, pair, now) is None


def recheck(
    caller: CallerFacts, pair: PairFacts, now: datetime, occasion: Recheck
) -> Decision | None:
    """Return what withdraws a permission given earlier, or None while it holds."""
    return _refusal(caller, pair, now, occasion.value)


def can_ring_me(pair: PairFacts, arrival: ArrivalFacts, now: datetime) -> Decision:
    """Return what the callee may see of a call at ``now``, whatever holds the caller back."""
    verdict = stage_b(pair, now)
    if verdict is not None and verdict.refused:
        return verdict
    return stage_c(pair, arrival, now)


def stage_a(
    caller: CallerFacts, pair: PairFacts, now: datetime, among: frozenset[str] = EVERY_ROW
) -> Decision | None:
    """Return the caller's own obstacle among the numbered rows, or None.

    Of ``pair`` only the doors and the caller's age are read, which the caller knows too.
    """
    at = Moment(now, doors_in_callers_eyes(pair, now))
    return _first(STAGE_A, caller, at, _met_by(caller, among))


def stage_b(pair: PairFacts, now: datetime, among: frozenset[str] = EVERY_ROW) -> Decision | None:
    """Return the refusal or the open door between the two among the numbered rows, or None."""
    return _first(STAGE_B, pair, Moment(now, open_doors(pair, now)), among)


def stage_c(pair: PairFacts, arrival: ArrivalFacts, now: datetime) -> Decision:
    """Return how a call that stages A and B let through arrives, with its grants."""
    at = Moment(now, open_doors(pair, now))
    row = next(row for row in STAGE_C if row.when(arrival, at))
    return _decision(row, _grants(pair, at))


def _refusal(
    caller: CallerFacts, pair: PairFacts, now: datetime, among: frozenset[str]
) -> Decision | None:
    verdict = stage_a(caller, pair, now, among) or stage_b(pair, now, _met_by(caller, among))
    return verdict if verdict is not None and verdict.refused else None


def _met_by(caller: CallerFacts, rows: frozenset[str]) -> frozenset[str]:
    return rows if caller.signed_in else rows - NEED_AN_ACCOUNT


def _first(
    rows: Sequence[Row[Facts]], facts: Facts, at: Moment, among: frozenset[str]
) -> Decision | None:
    for row in rows:
        if row.number in among and row.when(facts, at):
            return _decision(row)
    return None


def _decision(row: Row[Facts], grants: tuple[GrantReason, ...] = ()) -> Decision:
    return Decision(
        stage=Stage(row.number[0]),
        code=row.answer if isinstance(row.answer, ErrorCode) else None,
        row=row.number,
        reason=row.reason,
        arrival=row.answer if isinstance(row.answer, Arrival) else None,
        grants=grants,
    )


def _grants(pair: PairFacts, at: Moment) -> tuple[GrantReason, ...]:
    doors = tuple(GrantReason(kind.value) for kind in DoorKind if kind in at.doors)
    if _first(STAGE_B, pair, at, SKIPPED_BY_DOORS) is not None:
        return doors
    return doors + tuple(GrantReason(audience.value) for audience in passing_audiences(pair))
