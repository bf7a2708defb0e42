"""When is a call placed, ringing, accepted or over, and why is it over?

Inputs, by origin:

- the caller: ``CANCEL``, and ``REPLACE`` by calling the same person again;
- the callee's devices: ``ALERT``, ``SILENCE``, ``ACCEPT``, ``DECLINE``, and ``REACH`` when one that
  may ring comes within reach;
- either side: ``HANG_UP``, ``MEDIA`` (a report), ``FAIL_SET_UP``, ``FAIL_CONNECTION``;
- connections and sessions: ``TAB_GONE``, ``TAB_BACK``, ``REJOIN`` (a page takes a leg up again),
  ``LEG_SIGNED_OUT``, ``RING_SIGNED_OUT``;
- the policy, when facts change: ``CALLEE_OBJECTS``, ``CALLER_OBJECTS``, ``SANCTIONED``, ``GONE``;
- timers: ``BUSY_TOLD``, ``RING_EXPIRED``, ``GRACE_EXPIRED``, ``SET_UP_EXPIRED``, ``LOST_EXPIRED``;
- the server: ``RESTART``.

Whether media flows is another question and only decides about timers. What ``TABLE`` does not list
is refused and changes nothing; ``moves`` holds what a permitted input does besides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum, auto

from bobwhite.calls import moves
from bobwhite.calls.model import (
    Call,
    CallArrival,
    EndReason,
    Leg,
    Medium,
    Participant,
    Phase,
    Ring,
    Seat,
    Timer,
)
from bobwhite.calls.signals import Role
from bobwhite.calls.steps import (
    Accept,
    Alert,
    Arm,
    Cancel,
    Decline,
    Effect,
    Expire,
    Fail,
    HangUp,
    Input,
    LegSignedOut,
    Object,
    Objection,
    Reach,
    Rejoin,
    Replace,
    ReportMedia,
    Restart,
    RingSent,
    RingSignedOut,
    Silence,
    Step,
    TabBack,
    TabGone,
)
from bobwhite.errors import ErrorCode, RefusedError
from bobwhite.ids import AccountId, CallId, ConversationId, DeviceId, LegId


class Move(StrEnum):
    """Every kind of input, as the table knows it."""

    ALERT = auto()
    SILENCE = auto()
    ACCEPT = auto()
    DECLINE = auto()
    REACH = auto()
    CANCEL = auto()
    REPLACE = auto()
    HANG_UP = auto()
    MEDIA = auto()
    FAIL_SET_UP = auto()
    FAIL_CONNECTION = auto()
    TAB_GONE = auto()
    TAB_BACK = auto()
    REJOIN = auto()
    LEG_SIGNED_OUT = auto()
    RING_SIGNED_OUT = auto()
    CALLEE_OBJECTS = auto()
    CALLER_OBJECTS = auto()
    SANCTIONED = auto()
    GONE = auto()
    BUSY_TOLD = auto()
    RING_EXPIRED = auto()
    GRACE_EXPIRED = auto()
    SET_UP_EXPIRED = auto()
    LOST_EXPIRED = auto()
    RESTART = auto()


Next = Phase | EndReason
"""The phase that follows; an end reason stands for "ended", and says why."""

_PLACED, _RINGING, _ACCEPTED = Phase.PLACED, Phase.RINGING, Phase.ACCEPTED
_STAYS_UNANSWERED: Mapping[Phase, Next] = {_PLACED: _PLACED, _RINGING: _RINGING}
_STAYS: Mapping[Phase, Next] = {**_STAYS_UNANSWERED, _ACCEPTED: _ACCEPTED}


def _unanswered(following: Next, accepted: Next | None = None) -> Mapping[Phase, Next]:
    row: dict[Phase, Next] = {_PLACED: following, _RINGING: following}
    return row if accepted is None else {**row, _ACCEPTED: accepted}


TABLE: Mapping[Move, Mapping[Phase, Next]] = {
    Move.ALERT: _unanswered(_RINGING),
    Move.SILENCE: _STAYS_UNANSWERED,
    Move.ACCEPT: _unanswered(_ACCEPTED),
    Move.DECLINE: _unanswered(EndReason.DECLINED),
    Move.REACH: _STAYS_UNANSWERED,
    Move.CANCEL: _unanswered(EndReason.CANCELLED, EndReason.HUNG_UP),
    Move.REPLACE: _unanswered(EndReason.REPLACED, EndReason.REPLACED),
    Move.HANG_UP: {_ACCEPTED: EndReason.HUNG_UP},
    Move.MEDIA: {_ACCEPTED: _ACCEPTED},
    Move.FAIL_SET_UP: {_ACCEPTED: EndReason.SET_UP_FAILED},
    Move.FAIL_CONNECTION: {_ACCEPTED: EndReason.CONNECTION_LOST},
    Move.TAB_GONE: _STAYS,
    Move.TAB_BACK: _STAYS,
    Move.REJOIN: {_ACCEPTED: _ACCEPTED},
    Move.LEG_SIGNED_OUT: _unanswered(EndReason.CANCELLED, EndReason.HUNG_UP),
    Move.RING_SIGNED_OUT: _STAYS_UNANSWERED,
    Move.CALLEE_OBJECTS: {
        _PLACED: _PLACED,
        _RINGING: EndReason.DECLINED,
        _ACCEPTED: EndReason.HUNG_UP,
    },
    Move.CALLER_OBJECTS: _unanswered(EndReason.CANCELLED, EndReason.HUNG_UP),
    Move.SANCTIONED: _unanswered(EndReason.ENDED_BY_RULE, EndReason.ENDED_BY_RULE),
    Move.GONE: {
        _PLACED: _PLACED,
        _RINGING: EndReason.DECLINED,
        _ACCEPTED: EndReason.ENDED_BY_RULE,
    },
    Move.BUSY_TOLD: {_PLACED: EndReason.BUSY},
    Move.RING_EXPIRED: {_PLACED: EndReason.NOT_REACHED, _RINGING: EndReason.NO_ANSWER},
    Move.GRACE_EXPIRED: _unanswered(EndReason.CANCELLED),
    Move.SET_UP_EXPIRED: {_ACCEPTED: EndReason.SET_UP_FAILED},
    Move.LOST_EXPIRED: {_ACCEPTED: EndReason.CONNECTION_LOST},
    Move.RESTART: _STAYS,
}

_BY_TIMER: Mapping[Timer, Move] = {
    Timer.BUSY: Move.BUSY_TOLD,
    Timer.RING: Move.RING_EXPIRED,
    Timer.GRACE: Move.GRACE_EXPIRED,
    Timer.SET_UP: Move.SET_UP_EXPIRED,
    Timer.LOST: Move.LOST_EXPIRED,
}
_BY_OBJECTION: Mapping[Objection, Move] = {
    Objection.CALLEE: Move.CALLEE_OBJECTS,
    Objection.CALLER: Move.CALLER_OBJECTS,
    Objection.SANCTION: Move.SANCTIONED,
    Objection.GONE: Move.GONE,
}
_BY_FAILURE: Mapping[EndReason, Move] = {
    EndReason.SET_UP_FAILED: Move.FAIL_SET_UP,
    EndReason.CONNECTION_LOST: Move.FAIL_CONNECTION,
}
_BY_CLASS: Mapping[type[Input], Move] = {
    Alert: Move.ALERT,
    Silence: Move.SILENCE,
    Accept: Move.ACCEPT,
    Decline: Move.DECLINE,
    Reach: Move.REACH,
    Cancel: Move.CANCEL,
    Replace: Move.REPLACE,
    HangUp: Move.HANG_UP,
    ReportMedia: Move.MEDIA,
    TabGone: Move.TAB_GONE,
    TabBack: Move.TAB_BACK,
    Rejoin: Move.REJOIN,
    LegSignedOut: Move.LEG_SIGNED_OUT,
    RingSignedOut: Move.RING_SIGNED_OUT,
    Restart: Move.RESTART,
}


def place(
    call: CallId,
    seat: Seat,
    callee: AccountId,
    media: frozenset[Medium],
    now: datetime,
    *,
    arrival: CallArrival,
    devices: Iterable[DeviceId],
    leg: LegId,
    ring_time: timedelta,
    conv: ConversationId | None = None,
    pos: int | None = None,
    jws: str | None = None,
) -> Step:
    """Return the first step of a call that may be placed, ringing ``devices`` where it arrives so."""
    rung = tuple(devices) if arrival is CallArrival.RING else ()
    expires_at = now + ring_time
    effects: tuple[Effect, ...] = (Arm(Timer.RING, expires_at),)
    if arrival is CallArrival.BUSY:
        # By a timer that is due at once, so that the caller learns first that the call stands.
        effects += (Arm(Timer.BUSY, now),)
    return Step(
        Call(
            id=call,
            participants=(Participant(seat.account, Role.CALLER), Participant(callee, Role.CALLEE)),
            media=media,
            placed_at=now,
            ring_expires_at=expires_at,
            arrival=arrival,
            rings=tuple(Ring(callee, device) for device in rung),
            legs=(Leg(leg, seat),),
            conv=conv,
            pos=pos,
            jws=jws,
            rang_at=now if rung else None,
        ),
        tuple(RingSent(device) for device in rung),
        effects,
    )


def move_of(happened: Input) -> Move:
    """Return the row of the table that ``happened`` belongs to."""
    if isinstance(happened, Expire):
        return _BY_TIMER[happened.timer]
    if isinstance(happened, Object):
        return _BY_OBJECTION[happened.by]
    if isinstance(happened, Fail):
        return _BY_FAILURE[happened.reason]
    return _BY_CLASS[type(happened)]


def advance(call: Call, happened: Input, now: datetime) -> Step:
    """Return what ``happened`` at ``now`` makes of ``call``.

    A repeated report returns the same call. Raises ``RefusedError`` for what is not permitted:
    ``call_ended``, ``answered_elsewhere``, or ``not_allowed_now``.
    """
    following = TABLE[move_of(happened)].get(call.phase)
    if following is None:
        raise RefusedError(_refusal(call, happened))
    moves.check(call, happened, now)
    if isinstance(following, EndReason):
        return moves.end(call, following, now)
    step = moves.carry_out(call, happened, now)
    if step.call is call:
        return step
    return replace(step, call=replace(step.call, phase=following))


def _refusal(call: Call, happened: Input) -> ErrorCode:
    if call.phase is Phase.ENDED:
        return ErrorCode.CALL_ENDED
    if call.phase is Phase.ACCEPTED and isinstance(happened, Accept | Alert | Silence | Decline):
        return ErrorCode.ANSWERED_ELSEWHERE
    return ErrorCode.NOT_ALLOWED_NOW
