"""Facts under which alice may ring bob, and the smallest change that makes each row apply."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from bobwhite.calls.permission.audience import DEFAULT_AUDIENCE
from bobwhite.calls.permission.decision import Arrival, PrivateReason
from bobwhite.calls.permission.facts import (
    ArrivalFacts,
    CalleeState,
    CallerFacts,
    Door,
    DoorKind,
    PairFacts,
    PlacingPolicy,
)
from bobwhite.errors import ErrorCode

NOW = datetime(2026, 3, 14, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOBODY_KNOWN: dict[str, Any] = {
    "callee_follows_caller": False,
    "callee_saved_caller": False,
    "caller_verified": False,
    "contact_match": False,
}

_ALICE = CallerFacts(
    signed_in=True,
    is_self=False,
    calls_on=True,
    blocks_callee=False,
    call_blocks_callee=False,
    placing=PlacingPolicy.SUBSCRIBERS,
    plan_in_force=True,
    verified=False,
    rate_limited=False,
)
_ALICE_AND_BOB = PairFacts(
    callee=CalleeState.PRESENT,
    callee_blocks=False,
    callee_call_blocks=False,
    callee_calls_on=True,
    caller_new=False,
    caller_verified=False,
    callee_saved_caller=False,
    callee_follows_caller=True,
    audience=DEFAULT_AUDIENCE,
    message_rule=True,
    callee_wrote=True,
)
_BOB_IS_HERE = ArrivalFacts(engagements=0, reachable=True)


def alice(**changes: Any) -> CallerFacts:
    """Return a signed-in subscriber, changed."""
    return replace(_ALICE, **changes)


def pair(**changes: Any) -> PairFacts:
    """Return what lies between alice and bob, who follows her and wrote to her, changed."""
    return replace(_ALICE_AND_BOB, **changes)


def arrival(**changes: Any) -> ArrivalFacts:
    """Return bob's end, free and reachable, changed."""
    return replace(_BOB_IS_HERE, **changes)


def open_door(kind: DoorKind, **changes: Any) -> Door:
    """Return a door of this kind that is open at ``NOW``, changed."""
    return replace(Door(kind=kind, opens_at=NOW - HOUR, shuts_at=NOW + HOUR), **changes)


class Facts(NamedTuple):
    """One case, in the order in which the policy takes it."""

    caller: CallerFacts
    pair: PairFacts
    arrival: ArrivalFacts
    now: datetime = NOW


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """What makes one row of the specification's table apply, and what the row then says."""

    row: str
    name: str
    reason: PrivateReason
    code: ErrorCode | None = None
    arrival: Arrival | None = None
    caller_changes: dict[str, Any] = field(default_factory=dict)
    pair_changes: dict[str, Any] = field(default_factory=dict)
    arrival_changes: dict[str, Any] = field(default_factory=dict)


def with_rows(*triggers: Trigger) -> Facts:
    """Return facts under which all these rows apply; where two disagree the first has its way."""
    callers: dict[str, Any] = {}
    pairs: dict[str, Any] = {}
    arrivals: dict[str, Any] = {}
    for trigger in triggers:
        callers = trigger.caller_changes | callers
        doors = pairs.get("doors", ()) + trigger.pair_changes.get("doors", ())
        pairs = trigger.pair_changes | pairs | {"doors": doors}
        arrivals = trigger.arrival_changes | arrivals
    return Facts(alice(**callers), pair(**pairs), arrival(**arrivals))


def _a(row: str, name: str, reason: PrivateReason, code: ErrorCode, **changes: Any) -> Trigger:
    return Trigger(row=row, name=name, reason=reason, code=code, caller_changes=changes)


def _b(row: str, name: str, reason: PrivateReason, **changes: Any) -> Trigger:
    code = ErrorCode.NOT_AVAILABLE
    return Trigger(row=row, name=name, reason=reason, code=code, pair_changes=changes)


def _door(kind: DoorKind, reason: PrivateReason) -> Trigger:
    changes = {"doors": (open_door(kind),)}
    return Trigger(row="B7", name=kind.value, reason=reason, pair_changes=changes)


def _c(row: str, name: str, reason: PrivateReason, outcome: Arrival, **changes: Any) -> Trigger:
    return Trigger(row=row, name=name, reason=reason, arrival=outcome, arrival_changes=changes)


_R, _E = PrivateReason, ErrorCode

TRIGGERS = (
    _a("A1", "not signed in", _R.NOT_SIGNED_IN, _E.SIGN_IN, signed_in=False),
    _a("A2", "self", _R.SELF, _E.SELF_TEST, is_self=True),
    _a("A3", "sanctioned", _R.CALLER_SANCTIONED, _E.SUSPENDED, sanctioned=True),
    _a("A4", "caller cohort", _R.CALLER_COHORT, _E.NOT_ENABLED, in_cohort=False),
    _a("A5", "caller off", _R.CALLER_OFF, _E.TURN_CALLS_ON, calls_on=False),
    _a("A6", "blocks", _R.CALLER_BLOCKS, _E.YOU_BLOCKED, blocks_callee=True),
    _a("A6", "call-blocks", _R.CALLER_BLOCKS, _E.YOU_BLOCKED, call_blocks_callee=True),
    _a("A7", "no plan", _R.NO_ENTITLEMENT, _E.NEEDS_PLAN, plan_in_force=False),
    _a(
        "A7",
        "no badge",
        _R.NO_ENTITLEMENT,
        _E.NEEDS_VERIFICATION,
        placing=PlacingPolicy.VERIFIED,
    ),
    _a("A8", "too fast", _R.RATE_LIMIT, _E.SLOW_DOWN, rate_limited=True),
    _b("B1", "unknown", _R.NO_ACCOUNT, callee=CalleeState.UNKNOWN),
    _b("B1", "deleted", _R.NO_ACCOUNT, callee=CalleeState.DELETED),
    _b("B1", "suspended", _R.NO_ACCOUNT, callee=CalleeState.SUSPENDED),
    _b("B2", "blocked", _R.BLOCKED, callee_blocks=True),
    _b("B3", "call-blocked", _R.CALL_BLOCKED, callee_call_blocks=True),
    _b("B4", "calls off", _R.CALLS_OFF, callee_calls_on=False),
    _b("B5", "callee cohort", _R.CALLEE_COHORT, callee_in_cohort=False),
    _b(
        "B6",
        "unknown adult to minor",
        _R.AGE_LIMIT,
        callee_minor=True,
        callee_follows_caller=False,
        contact_match=True,
    ),
    _door(DoorKind.BOOKING, _R.DOOR_BOOKING),
    _door(DoorKind.GUEST_LINK, _R.DOOR_GUEST),
    _door(DoorKind.REQUEST, _R.DOOR_REQUEST),
    _door(DoorKind.CALL_BACK, _R.DOOR_CALLBACK),
    _b(
        "B8",
        "new and unknown",
        _R.NEW_ACCOUNT,
        caller_new=True,
        callee_follows_caller=False,
        contact_match=True,
    ),
    _b("B9", "no audience", _R.NOT_IN_AUDIENCE, audience=frozenset()),
    _b("B10", "never wrote", _R.NO_PRIOR_MESSAGE, callee_wrote=False),
    _c("C0", "flood", _R.FLOOD, Arrival.SILENT_MISSED, flooded=True),
    _c("C1", "quiet", _R.QUIET, Arrival.SILENT_MISSED, quiet=True),
    _c("C2", "waiting off", _R.BUSY, Arrival.BUSY, engagements=1, waiting=False),
    _c("C2", "third call", _R.BUSY, Arrival.BUSY, engagements=2, waiting=True),
    _c("C3", "second call", _R.WAITING, Arrival.BANNER, engagements=1, waiting=True),
    _c("C4", "unreachable", _R.UNREACHABLE, Arrival.UNREACHABLE, reachable=False),
    _c("C5", "ring", _R.RING, Arrival.RING),
)
