"""What waits to be written on one connection, and when is its reader too slow?

Between hello and its answer events are held back: those that the snapshot covers are then dropped.
"""

from collections.abc import Callable

from bobwhite.accounts.model import Asker
from bobwhite.wire.close_codes import CloseCode

MAX_BACKLOG_CHARS = 256 * 1024
"""Unwritten characters at which a reader counts as too slow: more lets few clients hold much memory."""

MAX_STALL_S = 10.0
"""How long one frame may wait for the network."""


class Link:
    """The outgoing side of one connection; ``wake`` is called when there is something to do."""

    def __init__(self, asker: Asker, wake: Callable[[], None]) -> None:
        self.asker = asker
        self.ready = False
        self.entered = False
        """The house was told of this tab; true as well when it replaced one that was entered."""
        self.replaced = False
        self.signed_out = False
        self.close_code: CloseCode | None = None
        self._wake = wake
        self._held: list[tuple[int | None, str]] = []
        self._frames: list[str] = []
        self._chars = 0

    def deliver(self, seq: int | None, frame: str) -> None:
        """Queue an event; while the hello is unanswered it is held back."""
        if self.close_code is not None:
            return
        if not self.ready:
            self._held.append((seq, frame))
            return
        self.write(frame)

    def write(self, frame: str) -> None:
        """Queue a frame; a backlog over the limit closes the connection instead."""
        if self.close_code is not None:
            return
        self._frames.append(frame)
        self._chars += len(frame)
        # The first is on its way and may be large, as a snapshot is; what piles up behind it counts.
        if self._chars - len(self._frames[0]) > MAX_BACKLOG_CHARS:
            self.close(CloseCode.TOO_SLOW)
        self._wake()

    def begin(self, first: str, seq: int, missed: list[tuple[int, str]]) -> None:
        """Answer the hello: ``first``, what was ``missed``, then what was held back above ``seq``."""
        self.ready = True
        self.write(first)
        for number, frame in missed:
            seq = number
            self.deliver(number, frame)
        held, self._held = self._held, []
        for held_seq, frame in held:
            if held_seq is None or held_seq > seq:
                self.deliver(held_seq, frame)

    def close(self, code: CloseCode) -> None:
        """Close after what is queued; a reader that is too slow gets none of it."""
        if self.close_code is not None:
            return
        self.close_code = code
        self._held.clear()
        if code is CloseCode.TOO_SLOW:
            self._frames.clear()
        self._wake()

    def next_frame(self) -> str | None:
        """Take the frame that goes out next; it counts as backlog until ``written``."""
        return self._frames[0] if self._frames else None

    def written(self) -> None:
        """Note that the network took the frame."""
        if self._frames:
            self._chars -= len(self._frames.pop(0))
