"""How does somebody on screen read on the wire?"""

from bobwhite.gateway.presence import Watched, WatchedChanged
from bobwhite.presenters.base import to_wire
from bobwhite.wire import presence as wire
from bobwhite.wire.base import Message
from bobwhite.wire.people import Calling, Presence


def watched(value: Watched) -> wire.Watched:
    """Return one person on screen. When somebody was last here is told of nobody yet."""
    return wire.Watched(
        account=value.account,
        presence=Presence(online=value.online, last_seen_at=None),
        calling=Calling(allowed=value.calling.allowed, code=value.calling.code),
    )


@to_wire.register
def _changed(event: WatchedChanged, _seq: int | None) -> Message:
    return wire.PresenceChanged(watched=watched(event.watched))
