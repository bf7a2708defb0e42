"""How does an event of a feature become a message for its clients?

Each feature registers its events here. One without a message stays in the house. A message that
differs from connection to connection is a function of the asker; all others are written once.
"""

from collections.abc import Callable
from functools import singledispatch

from bobwhite.accounts.model import Asker
from bobwhite.delivery import Event
from bobwhite.wire.base import Message
from bobwhite.wire.envelope import encode
from bobwhite.wire.timeline import TimelineItem

Personal = Callable[[Asker], Message]
Outgoing = str | Callable[[Asker], str]
"""A frame, or how to write it for one connection."""


@singledispatch
def to_wire(_event: Event, _seq: int | None) -> Message | Personal | None:
    """Return the message for an event, or null for one that stays in the house."""
    return None


@singledispatch
def timeline_item(item: object) -> TimelineItem:
    """Return what stands at one place of a thread; features register their kinds."""
    raise TypeError(f"nothing writes {type(item).__name__}")


def outgoing(event: Event, seq: int | None) -> Outgoing | None:
    """Return the frame for an event, or null for one that stays in the house."""
    message = to_wire(event, seq)
    if message is None or isinstance(message, Message):
        return None if message is None else encode(message)
    personal = message
    return lambda asker: encode(personal(asker))


def frame_for(frame: Outgoing, asker: Asker) -> str:
    """Return the frame as one connection gets it."""
    return frame if isinstance(frame, str) else frame(asker)
