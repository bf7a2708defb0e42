"""Does each ending leave in both histories what the rules say?"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bobwhite.calls.history import Direction, entry_of, is_merged, is_missed
from bobwhite.calls.model import Call, CallArrival, EndReason, Timer
from bobwhite.calls.steps import (
    Alert,
    Cancel,
    Decline,
    Expire,
    HangUp,
    Object,
    Objection,
    Replace,
)
from tests.core.calls.stories import (
    ALICE,
    BOB,
    BOB_PHONE,
    NOW,
    RING_TIME,
    accepted,
    after,
    placed,
    talking,
)

LATE = NOW + RING_TIME
ENDINGS: list[tuple[str, Callable[[], Call], bool]] = [
    ("hung_up", lambda: after(talking(), HangUp()), False),
    ("declined", lambda: after(placed().call, Decline()), False),
    ("busy", lambda: after(placed(CallArrival.BUSY).call, Expire(Timer.BUSY)), True),
    ("no_answer", lambda: after(placed().call, Alert(BOB_PHONE), Expire(Timer.RING), at=LATE), True),
    ("not_reached", lambda: after(placed().call, Expire(Timer.RING), at=LATE), True),
    ("cancelled", lambda: after(placed().call, Cancel()), True),
    ("set_up_failed", lambda: after(accepted(), Expire(Timer.SET_UP)), False),
    ("ended_by_rule", lambda: after(placed().call, Object(Objection.SANCTION)), True),
    ("ended_by_rule", lambda: after(talking(), Object(Objection.SANCTION)), False),
]  # fmt: skip


@pytest.mark.promise("3.13", "3.3")
@pytest.mark.parametrize(("reason", "make", "missed"), ENDINGS, ids=lambda value: str(value)[:13])
def test_the_callee_missed_what_it_did_not_get_to_answer(
    reason: str, make: Callable[[], Call], missed: bool
) -> None:
    call = make()
    called = entry_of(call, BOB)
    assert (called.reason, called.missed, called.seen) == (EndReason(reason), missed, not missed)
    placed_by = entry_of(call, ALICE)
    assert (placed_by.reason, placed_by.missed, placed_by.seen) == (call.reason, False, True)
    assert (called.direction, placed_by.direction) == (Direction.INCOMING, Direction.OUTGOING)
    assert (called.duration, called.started_at) == (placed_by.duration, placed_by.started_at)


def test_an_unfinished_call_is_not_missed_yet() -> None:
    assert not is_missed(placed().call, BOB)


@pytest.mark.promise("2.16")
def test_a_call_kept_from_ringing_by_a_block_leaves_an_entry_and_no_notice() -> None:
    withdrawn = after(placed().call, Object(Objection.CALLEE))
    entry = entry_of(after(withdrawn, Expire(Timer.RING), at=LATE), BOB)
    assert (entry.missed, entry.seen) == (True, True)


@pytest.mark.promise("3.12")
def test_a_replaced_call_stays_only_when_it_was_answered() -> None:
    assert is_merged(after(placed().call, Replace()))
    kept = after(talking(), Replace(), at=NOW + timedelta(minutes=3))
    assert not is_merged(kept)
    assert entry_of(kept, BOB).duration == timedelta(minutes=3)
