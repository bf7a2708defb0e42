"""How is a hello answered: from a snapshot, or from where the client stood?"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from bobwhite.accounts.model import Asker
from bobwhite.clock import Clock
from bobwhite.gateway.fanout import Fanout
from bobwhite.gateway.session import HEARTBEAT_S
from bobwhite.ids import AccountId
from bobwhite.wire.base import Message
from bobwhite.wire.calls import LiveCall
from bobwhite.wire.handshake import Hello, Ready, Resume, Resumed, Snapshot

FEATURES = ["messages", "presence", "calls"]


@dataclass(frozen=True)
class Begun:
    """The answer to a hello, the number at which it is true, and the frames behind that."""

    answer: Message
    seq: int
    missed: list[tuple[int, str]] = field(default_factory=list)


class Starter(Protocol):
    """Answers hellos."""

    async def start(self, asker: Asker, hello: Hello) -> Begun:
        """Return the answer for a connection that gets events already."""
        ...


class Snapshots(Protocol):
    """Knows what a client shows at first."""

    async def snapshot(self, asker: Asker) -> Snapshot:
        """Return everything, as it stands now."""
        ...

    async def live_calls(self, asker: Asker) -> list[LiveCall]:
        """Return the unfinished calls, as this tab stands to them."""
        ...


class SequenceStore(Protocol):
    """The counters of durable events."""

    async def current(self, account: AccountId) -> int:
        """Return the last number given out, 0 for none."""
        ...


class SequenceUnit(Protocol):
    """A transaction, as the handshake sees it."""

    @property
    def sequences(self) -> SequenceStore:
        """The counters."""
        ...


class SequenceUnits(Protocol):
    """Makes transactions."""

    def read(self) -> AbstractAsyncContextManager[SequenceUnit]:
        """Open one that only reads."""
        ...


class HelloStarter:
    """Resumes where that loses nothing, else gives a snapshot; ``build`` names the served client."""

    def __init__(
        self,
        units: SequenceUnits,
        fanout: Fanout,
        snapshots: Snapshots,
        clock: Clock,
        build: Callable[[], str | None],
    ) -> None:
        self._units = units
        self._fanout = fanout
        self._snapshots = snapshots
        self._clock = clock
        self._build = build

    async def start(self, asker: Asker, hello: Hello) -> Begun:
        """Return ``resumed`` with what was missed, or ``ready`` with a snapshot.

        The number is read before the snapshot: what changes in between is in both, and applying it
        twice changes nothing.
        """
        resumed = hello.resume and await self._resumed(asker, hello, hello.resume)
        if resumed:
            return resumed
        seq = await self._current(asker.account)
        ready = Ready(
            rid=hello.rid,
            resume_key=self._fanout.resume_key(asker.account),
            seq=seq,
            heartbeat_ms=int(HEARTBEAT_S * 1000),
            server_time=self._clock.now(),
            features=FEATURES,
            snapshot=await self._snapshots.snapshot(asker),
            client_build=self._build(),
        )
        return Begun(ready, seq)

    async def _resumed(self, asker: Asker, hello: Hello, resume: Resume) -> Begun | None:
        missed = self._fanout.missed(asker.account, resume.key, resume.seq)
        if missed is None:
            # The memory of this process does not reach back; the rows tell whether anything is lost.
            own = self._fanout.is_own_key(asker.account, resume.key)
            if not own or await self._current(asker.account) != resume.seq:
                return None
            missed = []
        answer = Resumed(
            rid=hello.rid,
            resume_key=self._fanout.resume_key(asker.account),
            seq=resume.seq,
            heartbeat_ms=int(HEARTBEAT_S * 1000),
            server_time=self._clock.now(),
            calls=await self._snapshots.live_calls(asker),
            client_build=self._build(),
        )
        return Begun(answer, resume.seq, missed)

    async def _current(self, account: AccountId) -> int:
        async with self._units.read() as unit:
            return await unit.sequences.current(account)
