"""How does an event of a feature become a message for its clients?

Each feature registers its events here; an event that nobody registered stays in the house.
"""

from functools import singledispatch

from bobwhite.delivery import Event
from bobwhite.wire.base import Message
from bobwhite.wire.timeline import TimelineItem


@singledispatch
def to_wire(_event: Event, _seq: int | None) -> Message | None:
    """Return the message for an event and its number, or null for one that clients do not get."""
    return None


@singledispatch
def timeline_item(item: object) -> TimelineItem:
    """Return what stands at one place of a thread; features register their kinds."""
    raise TypeError(f"nothing writes {type(item).__name__}")


def numbered(seq: int | None) -> int:
    """Return the number of a durable event, which always has one."""
    if seq is None:
        raise ValueError("a durable event has a number")
    return seq
