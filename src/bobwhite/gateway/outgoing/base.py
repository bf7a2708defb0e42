"""How does an event of a feature become a message of the wire?

Features register their events; an event nobody registered is for the house alone and is not sent.
"""

from functools import singledispatch

from bobwhite.delivery import Event
from bobwhite.wire.base import Message


@singledispatch
def to_wire(_event: Event, _seq: int | None) -> Message | None:
    """Return the message for an event and its number, or None for one that clients do not get."""
    return None
