"""Which doors are open at an instant, and to whose eyes?

The caller knows the span of a door and its own age. That the callee forgot it or is a minor it
cannot know, so stage A counts doors that stage B finds shut: else a refusal for want of a plan
would tell what the callee did.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bobwhite.calls.permission.facts import Door, DoorKind, PairFacts

CALL_BACK_SPAN = timedelta(hours=24)
"""How long a call in one's list opens the way back."""


def call_back_door(ended_at: datetime) -> Door:
    """Return the door towards the person whose call ended at ``ended_at`` and left an entry."""
    return Door(kind=DoorKind.CALL_BACK, opens_at=ended_at, shuts_at=ended_at + CALL_BACK_SPAN)


def doors_in_callers_eyes(pair: PairFacts, now: datetime) -> frozenset[DoorKind]:
    """Return the doors that the caller must believe open at ``now``."""
    return frozenset(
        door.kind for door in _in_span(pair, now) if not (door.paid and pair.caller_minor)
    )


def open_doors(pair: PairFacts, now: datetime) -> frozenset[DoorKind]:
    """Return the doors that are truly open at ``now``.

    Forgetting shuts a door unless it is a booking; a paid booking never opens to or from a minor.
    """
    minor = pair.caller_minor or pair.callee_minor
    return frozenset(
        door.kind
        for door in _in_span(pair, now)
        if not (door.paid and minor) and (door.kind is DoorKind.BOOKING or not door.forgotten)
    )


def _in_span(pair: PairFacts, now: datetime) -> Iterator[Door]:
    return (door for door in pair.doors if door.opens_at <= now < door.shuts_at)
