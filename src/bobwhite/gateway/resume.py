"""What did a client miss while its connection was broken?

The last durable frames of an account that is or was just connected, in order and without a gap.
Losing them is allowed: the rows stay, and the client starts again with a snapshot.
"""

from collections import deque

MAX_FRAMES = 256
MAX_CHARS = 128 * 1024
"""Of one account. More survives longer breaks, at that much memory for each busy account."""

KEPT_S = 120.0
"""How long they are kept after the last connection; beyond it a snapshot is as good."""


class ResumeBuffer:
    """The newest durable frames of one account."""

    def __init__(self) -> None:
        self._frames: deque[tuple[int, str]] = deque()
        self._chars = 0

    def append(self, seq: int, frame: str) -> None:
        """Add the frame with this number; after a gap the older ones are worth nothing."""
        if self._frames and seq != self._frames[-1][0] + 1:
            self._frames.clear()
            self._chars = 0
        self._frames.append((seq, frame))
        self._chars += len(frame)
        while len(self._frames) > MAX_FRAMES or self._chars > MAX_CHARS:
            self._chars -= len(self._frames.popleft()[1])

    def after(self, seq: int) -> list[tuple[int, str]] | None:
        """Return everything behind ``seq``, or null where that is not known here."""
        if not self._frames or not self._frames[0][0] - 1 <= seq <= self._frames[-1][0]:
            return None
        return [(number, frame) for number, frame in self._frames if number > seq]
