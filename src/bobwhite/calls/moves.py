"""What does each permitted input of a call do, besides moving its phase?

``machine`` asks its table first, then ``check``, then either ``end`` or ``carry_out``.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bobwhite.calls import rings
from bobwhite.calls.model import (
    Call,
    CallArrival,
    EndReason,
    Leg,
    Phase,
    Ring,
    RingOutcome,
    Seat,
    Timer,
)
from bobwhite.calls.numbers import GRACE, LOST_AFTER, RETURN_TIME, SET_UP_TIME
from bobwhite.calls.rings import RingInput
from bobwhite.calls.signals import Role
from bobwhite.calls.steps import (
    Accept,
    Alert,
    Answered,
    Arm,
    Disarm,
    Effect,
    Ended,
    Expire,
    FirstAlert,
    Happening,
    Input,
    LegSignedOut,
    Object,
    Reach,
    Rejoin,
    ReportMedia,
    Restart,
    Returned,
    RingSent,
    RingSignedOut,
    RingStopped,
    Silence,
    Step,
    TabBack,
    TabGone,
)
from bobwhite.errors import ErrorCode, RefusedError
from bobwhite.ids import AccountId, DeviceId

_AT_THE_END: Mapping[EndReason, RingInput] = {
    EndReason.DECLINED: RingInput.DECLINE,
    EndReason.NO_ANSWER: RingInput.EXPIRE,
    EndReason.NOT_REACHED: RingInput.EXPIRE,
}


def check(call: Call, happened: Input, now: datetime) -> None:
    """Raise ``RefusedError`` where the phase would permit ``happened`` but the call's parts do not."""
    match happened:
        case Alert(device) | Silence(device) | RingSignedOut(device):
            _open_ring(call, device)
        case Accept(seat, media, consent):
            if not consent:
                _open_ring(call, seat.device)
            if call.role_of(seat.account) is not Role.CALLEE or not media <= call.media:
                raise RefusedError(ErrorCode.NOT_ALLOWED_NOW)
        case ReportMedia(account) | LegSignedOut(account) | TabGone(account) | TabBack(account):
            _leg(call, account)
        case Rejoin(seat):
            _returnable_leg(call, seat)
        case Expire(timer) if not _may_expire(call, timer, now):
            raise RefusedError(ErrorCode.NOT_ALLOWED_NOW)


# One arm for each input: splitting them would hide the list.
def carry_out(call: Call, happened: Input, now: datetime) -> Step:  # noqa: C901
    """Return the step of an input that does not end the call, without its phase."""
    match happened:
        case Alert(device):
            return _alert(call, device)
        case Silence(device):
            return _move_ring(call, device, RingInput.SILENCE)
        case RingSignedOut(device):
            return _move_ring(call, device, RingInput.FAIL)
        case Accept():
            return _accept(call, happened, now)
        case Reach(device):
            return _reach(call, device, now)
        case ReportMedia(account, flowing):
            return _report(call, account, flowing, now)
        case TabGone(account):
            return _lose_tab(call, account, now)
        case TabBack(account):
            return _regain_tab(call, account, now)
        case Rejoin():
            return _rejoin(call, happened, now)
        case Object():
            return _withdraw(call)
        case Restart():
            return _restart(call, now)
        case _:
            raise AssertionError(f"{type(happened).__name__} ends a call or is refused")


def end(call: Call, reason: EndReason, now: datetime) -> Step:
    """Return the last step: every open ring ends, every timer is dropped."""
    ended, stopped = _stop_rings(call, _AT_THE_END.get(reason, RingInput.CANCEL))
    return Step(
        replace(ended, phase=Phase.ENDED, reason=reason, ended_at=now),
        (*stopped, Ended(reason)),
        tuple(Disarm(timer) for timer in Timer),
    )


def _may_expire(call: Call, timer: Timer, now: datetime) -> bool:
    match timer:
        case Timer.BUSY:
            return call.arrival is CallArrival.BUSY
        case Timer.RING:
            return now >= call.ring_expires_at
        case Timer.GRACE:
            return not _leg(call, call.account(Role.CALLER)).connected
        case Timer.SET_UP:
            return not call.set_up
        case Timer.LOST:
            return call.at_risk
        case _:
            assert_never(timer)


def _open_ring(call: Call, device: DeviceId) -> Ring:
    ring = call.ring_of(device)
    if ring is None:
        raise RefusedError(ErrorCode.NOT_ALLOWED_NOW)
    if not ring.outcome.open:
        raise RefusedError(ErrorCode.CALL_ENDED)
    return ring


def _leg(call: Call, account: AccountId) -> Leg:
    leg = call.leg_of(account)
    if leg is None:
        raise RefusedError(ErrorCode.NOT_ALLOWED_NOW)
    return leg


def _returnable_leg(call: Call, seat: Seat) -> None:
    if _leg(call, seat.account).may_return(seat):
        # Before media ever flowed there is nothing that could be taken up again.
        if call.set_up:
            return
        raise RefusedError(ErrorCode.NOT_ALLOWED_NOW)
    same_device = _leg(call, seat.account).seat.device == seat.device
    raise RefusedError(ErrorCode.IN_ANOTHER_TAB if same_device else ErrorCode.NOT_ALLOWED_NOW)


def _with_ring(call: Call, ring: Ring) -> Call:
    others = tuple(r for r in call.rings if r.device != ring.device)
    return replace(call, rings=(*others, ring))


def _with_leg(call: Call, leg: Leg) -> Call:
    others = tuple(o for o in call.legs if o.seat.account != leg.seat.account)
    return replace(call, legs=(*others, leg))


def _stop_rings(call: Call, how: RingInput) -> tuple[Call, tuple[Happening, ...]]:
    stopped: list[Happening] = []
    for ring in call.rings:
        if ring.outcome.open:
            outcome = rings.advance(ring.outcome, how)
            call = _with_ring(call, replace(ring, outcome=outcome))
            stopped.append(RingStopped(ring.device, outcome))
    return call, tuple(stopped)


def _alert(call: Call, device: DeviceId) -> Step:
    ring = _open_ring(call, device)
    outcome = rings.advance(ring.outcome, RingInput.ALERT)
    if outcome is ring.outcome:
        return Step(call)
    first = () if call.phase is Phase.RINGING else (FirstAlert(),)
    return Step(_with_ring(call, replace(ring, outcome=outcome)), first)


def _move_ring(call: Call, device: DeviceId, how: RingInput) -> Step:
    ring = _open_ring(call, device)
    outcome = rings.advance(ring.outcome, how)
    if outcome is ring.outcome:
        return Step(call)
    return Step(_with_ring(call, replace(ring, outcome=outcome)), (RingStopped(device, outcome),))


def _accept(call: Call, accept: Accept, now: datetime) -> Step:
    seat = accept.seat
    ring = call.ring_of(seat.device) or Ring(seat.account, seat.device)
    answered = _with_ring(call, replace(ring, outcome=RingOutcome.ANSWERED))
    answered, stopped = _stop_rings(answered, RingInput.ELSEWHERE)
    link = _leg(call, call.account(Role.CALLER)).id
    answered = _with_leg(answered, Leg(link, seat))
    answered = replace(answered, phase=Phase.ACCEPTED, answered_at=now, answer_media=accept.media)
    dropped = tuple(Disarm(timer) for timer in (Timer.RING, Timer.GRACE, Timer.BUSY))
    return Step(
        answered,
        (*stopped, Answered()),
        (*dropped, Arm(Timer.SET_UP, now + SET_UP_TIME), *_about_risk(call, answered, now)),
    )


def _reach(call: Call, device: DeviceId, now: datetime) -> Step:
    if call.ring_of(device) is not None or not call.arrival.takes_more_devices:
        return Step(call)
    rung = _with_ring(call, Ring(call.account(Role.CALLEE), device))
    rung = replace(rung, arrival=CallArrival.RING, rang_at=call.rang_at or now)
    return Step(rung, (RingSent(device),))


def _report(call: Call, account: AccountId, flowing: bool, now: datetime) -> Step:
    leg = _leg(call, account)
    if leg.flowing is flowing:
        return Step(call)
    told = _with_leg(call, replace(leg, flowing=flowing))
    effects = _about_risk(call, told, now)
    if not call.set_up and all(leg.flowing for leg in told.legs):
        told = replace(told, set_up=True)
        effects = (Disarm(Timer.SET_UP), *effects)
    return Step(told, (), effects)


def _lose_tab(call: Call, account: AccountId, now: datetime) -> Step:
    leg = _leg(call, account)
    if not leg.connected:
        return Step(call)
    # Its last report is no longer news: on its return the tab reports anew.
    lost = _with_leg(call, replace(leg, connected=False, flowing=None))
    if call.unanswered:
        return Step(lost, (), (Arm(Timer.GRACE, now + GRACE),))
    return Step(lost, (), _about_risk(call, lost, now))


def _regain_tab(call: Call, account: AccountId, now: datetime) -> Step:
    leg = _leg(call, account)
    if leg.connected:
        return Step(call)
    back = _with_leg(call, replace(leg, connected=True))
    if call.unanswered:
        return Step(back, (), (Disarm(Timer.GRACE),))
    return Step(back, (), _about_risk(call, back, now))


def _rejoin(call: Call, rejoin: Rejoin, now: datetime) -> Step:
    # Nothing flows on the new link until both report it, and it has the full time to come up.
    legs = tuple(replace(leg, id=rejoin.link, flowing=False) for leg in call.legs)
    back = _with_leg(
        replace(call, legs=legs), Leg(rejoin.link, rejoin.seat, connected=True, flowing=False)
    )
    return Step(back, (Returned(rejoin.seat.account),), (Arm(Timer.LOST, now + LOST_AFTER),))


def _withdraw(call: Call) -> Step:
    if not call.arrival.takes_more_devices:
        return Step(call)
    withdrawn, stopped = _stop_rings(call, RingInput.CANCEL)
    return Step(replace(withdrawn, arrival=CallArrival.WITHDRAWN), stopped)


def _restart(call: Call, now: datetime) -> Step:
    alone = call
    for leg in call.legs:
        alone = _with_leg(alone, replace(leg, connected=False, flowing=None))
    back_by = now + RETURN_TIME
    if call.unanswered:
        return Step(alone, (), (Arm(Timer.GRACE, back_by),))
    pending = () if call.set_up else (Arm(Timer.SET_UP, back_by),)
    return Step(alone, (), (*pending, Arm(Timer.LOST, back_by)))


def _about_risk(before: Call, after: Call, now: datetime) -> tuple[Effect, ...]:
    if after.at_risk == before.at_risk:
        return ()
    return (Arm(Timer.LOST, now + LOST_AFTER) if after.at_risk else Disarm(Timer.LOST),)
