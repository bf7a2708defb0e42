"""In which order do messages and other entries stand in a thread, and how many are carried?"""

from collections.abc import Iterable

from bobwhite.messages.model import RECENT_BYTES, Entry, Message, Timeline


def merged(items: Iterable[Message | Entry], limit: int) -> Timeline:
    """Return the newest ``limit`` of the items by their place, oldest first."""
    ordered = sorted(items, key=_place)
    return Timeline(tuple(ordered[-limit:]), more=len(ordered) > limit)


def recent(timeline: Timeline) -> tuple[Message | Entry, ...]:
    """Return the newest items whose bodies fit a list; at least one."""
    kept: list[Message | Entry] = []
    size = 0
    for item in reversed(timeline.items):
        size += len(item.content.body) if isinstance(item, Message) else 0
        if kept and size > RECENT_BYTES:
            break
        kept.append(item)
    return tuple(reversed(kept))


def _place(item: Message | Entry) -> int:
    return item.pos or 0
