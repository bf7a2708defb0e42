"""Can a client that was away a short while go on where it stood?

The newest durable frames of each account are kept in memory. They may be lost at any time: then the
client gets a fresh snapshot instead.
"""

from collections import OrderedDict, deque

from bobwhite.ids import AccountId

FRAMES_PER_ACCOUNT = 200
BYTES_PER_ACCOUNT = 256 * 1024
ACCOUNTS = 20_000
"""More costs memory, fewer costs snapshots after a short break of many."""


class ResumeBuffers:
    """The newest durable frames of the accounts that were active last."""

    def __init__(self) -> None:
        self._accounts: OrderedDict[AccountId, deque[tuple[int, str]]] = OrderedDict()

    def keep(self, account: AccountId, seq: int, frame: str) -> None:
        """Remember the frame that carried ``seq``."""
        frames = self._accounts.setdefault(account, deque())
        if frames and frames[-1][0] != seq - 1:
            frames.clear()
        frames.append((seq, frame))
        while len(frames) > FRAMES_PER_ACCOUNT or _size(frames) > BYTES_PER_ACCOUNT:
            frames.popleft()
        self._accounts.move_to_end(account)
        if len(self._accounts) > ACCOUNTS:
            self._accounts.popitem(last=False)

    def since(self, account: AccountId, seq: int, current: int) -> list[str] | None:
        """Return the frames after ``seq`` up to ``current``, or None when some are missing."""
        if seq == current:
            return []
        if seq > current:
            return None
        missed = [
            frame for number, frame in self._accounts.get(account, ()) if seq < number <= current
        ]
        return missed if len(missed) == current - seq else None


def _size(frames: deque[tuple[int, str]]) -> int:
    return sum(len(frame) for _, frame in frames)
