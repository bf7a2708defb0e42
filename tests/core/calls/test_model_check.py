"""Does every order of inputs keep what must always hold? All of them are tried.

Two devices of the callee, a caller, and every timer: the states are few enough to visit each one.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bobwhite.calls.machine import advance
from bobwhite.calls.model import Call, CallArrival, EndReason, Phase, RingOutcome, Timer
from bobwhite.calls.steps import (
    Accept,
    Alert,
    Arm,
    Cancel,
    Decline,
    Ended,
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
    RingSignedOut,
    Silence,
    Step,
    TabBack,
    TabGone,
)
from bobwhite.errors import RefusedError
from tests.core.calls.stories import (
    ALICE,
    ALICE_SEAT,
    BOB,
    BOB_LAPTOP,
    BOB_LAPTOP_SEAT,
    BOB_PHONE,
    BOB_SEAT,
    NEXT_LEG,
    NOW,
    RING_TIME,
    VOICE,
    placed,
)

LATE = NOW + RING_TIME
State = tuple[Call, frozenset[Timer]]

PEOPLE_AND_SERVER: list[Input] = [
    *(make(device) for make in (Alert, Silence, Reach, RingSignedOut) for device in (BOB_PHONE, BOB_LAPTOP)),
    Accept(BOB_SEAT, VOICE),
    Accept(BOB_LAPTOP_SEAT, VOICE),
    Accept(BOB_SEAT, VOICE, consent=True),
    Decline(),
    Cancel(),
    Replace(),
    HangUp(),
    Fail(EndReason.SET_UP_FAILED),
    Fail(EndReason.CONNECTION_LOST),
    *(ReportMedia(account, flowing) for account in (ALICE, BOB) for flowing in (True, False)),
    *(make(account) for make in (TabGone, TabBack, LegSignedOut) for account in (ALICE, BOB)),
    *(Object(by) for by in Objection),
    *(Rejoin(back, NEXT_LEG) for back in (ALICE_SEAT, BOB_SEAT)),
    Restart(),
]  # fmt: skip


def canonical(call: Call) -> Call:
    """The call without the order of its parts, which means nothing."""
    return replace(
        call,
        rings=tuple(sorted(call.rings, key=lambda ring: ring.device)),
        legs=tuple(sorted(call.legs, key=lambda leg: leg.seat.account)),
    )


def settle(step: Step, armed: frozenset[Timer]) -> State:
    for effect in step.effects:
        armed = armed | {effect.timer} if isinstance(effect, Arm) else armed - {effect.timer}
    return canonical(step.call), armed


def explore(arrival: CallArrival) -> Iterator[tuple[State, Input, Step | None]]:
    """Every state that can be reached, with every input and what came of it."""
    start = settle(placed(arrival, devices=(BOB_PHONE,)), frozenset())
    seen, waiting = {start}, deque([start])
    while waiting:
        state = waiting.popleft()
        call, armed = state
        for happened in [*PEOPLE_AND_SERVER, *(Expire(timer) for timer in armed)]:
            try:
                step = advance(call, happened, LATE)
            except RefusedError:
                yield state, happened, None
                continue
            yield state, happened, step
            reached = settle(step, armed)
            if reached not in seen:
                seen.add(reached)
                waiting.append(reached)


@pytest.mark.promise("3.1", "3.11", "3.5")
@pytest.mark.parametrize("arrival", list(CallArrival))
def test_every_order_of_inputs_keeps_the_rules(arrival: CallArrival) -> None:
    reasons, states = set(), set()
    for (call, armed), happened, step in explore(arrival):
        states.add(call)
        if isinstance(happened, Expire):
            assert step is not None, "a timer that is set may always run out"
        if call.phase is Phase.ENDED:
            assert step is None, "an end is final"
            assert not armed
            assert call.reason is not None
            reasons.add(call.reason)
        else:
            check_live(call, armed)
        if step is not None:
            check_step(call, step)
    assert len(states) > 50
    assert {EndReason.CANCELLED, EndReason.HUNG_UP, EndReason.REPLACED} <= reasons
    assert (EndReason.BUSY in reasons) is (arrival is CallArrival.BUSY)


def check_live(call: Call, armed: frozenset[Timer]) -> None:
    """Whatever waits for something has a timer, so that every call ends."""
    assert call.reason is None
    caller = call.leg_of(ALICE)
    assert caller is not None
    if call.unanswered:
        assert Timer.RING in armed
        assert (Timer.GRACE in armed) is not caller.connected
        assert not armed & {Timer.SET_UP, Timer.LOST}
    else:
        assert (Timer.SET_UP in armed) is not call.set_up
        assert (Timer.LOST in armed) is call.at_risk
        assert not armed & {Timer.RING, Timer.GRACE, Timer.BUSY}


def check_step(before: Call, step: Step) -> None:
    call = step.call
    answered = [ring for ring in call.rings if ring.outcome is RingOutcome.ANSWERED]
    assert len(answered) == (1 if call.answered_at else 0)
    assert (call.phase is Phase.ENDED) is (call.reason is not None)
    order = list(Phase)
    assert order.index(call.phase) >= order.index(before.phase)
    if call.phase in {Phase.ACCEPTED, Phase.ENDED}:
        assert not any(ring.outcome.open for ring in call.rings)
    ends = [told for told in step.happened if isinstance(told, Ended)]
    assert len(ends) == (1 if call.phase is Phase.ENDED else 0)
    if before.phase is call.phase is Phase.ACCEPTED:
        assert call.rings == before.rings
