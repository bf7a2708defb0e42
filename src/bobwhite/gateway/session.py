"""What does one connection do with each frame and each tick, without touching a socket?

Frames and instants go in, actions come out; the shell carries them out in order. Nothing here waits.
"""

from dataclasses import dataclass
from enum import Enum, auto

from bobwhite.errors import ErrorCode, InvalidError
from bobwhite.wire.base import Command, Message
from bobwhite.wire.close_codes import CloseCode
from bobwhite.wire.envelope import Error, decode_client, readable_rid
from bobwhite.wire.handshake import Hello, Ping, Pong

HEARTBEAT_S = 25.0
"""Between two pings. Longer notices a dead network later, shorter wakes sleeping radios more often."""

MISSED_PINGS = 2
"""Pings in a row that may stay without any frame from the client before it counts as silent."""

HELLO_LIMIT_S = 9.0
"""How long a new connection may take to say hello."""

FRAMES_PER_S = 40.0
FRAME_BURST = 120.0
"""Candidates of two sides and key presses come in bursts; what is beyond this is no person's doing."""

MALFORMED_PER_S = 0.1
MALFORMED_BURST = 10.0
"""A client with one bad command lives on with an error reply; one that sends noise does not."""


@dataclass(frozen=True)
class Send:
    """Write this message."""

    message: Message


@dataclass(frozen=True)
class Close:
    """Write what is queued, then close with this code."""

    code: CloseCode


@dataclass(frozen=True)
class Start:
    """Answer the hello with ``ready`` or ``resumed``, then call ``started``."""

    hello: Hello


@dataclass(frozen=True)
class Run:
    """Carry out a command and send its one reply before anything that came later."""

    command: Command


Action = Send | Close | Start | Run


class Phase(Enum):
    """How far a connection is."""

    HELLO = auto()
    STARTING = auto()
    READY = auto()
    CLOSED = auto()


class GatewaySession:
    """The rules of one connection. ``now`` is in monotonic seconds."""

    def __init__(self, now: float) -> None:
        self.phase = Phase.HELLO
        self._hello_until = now + HELLO_LIMIT_S
        self._unanswered = 0
        self._frames = _Bucket(FRAMES_PER_S, FRAME_BURST, now)
        self._malformed = _Bucket(MALFORMED_PER_S, MALFORMED_BURST, now)

    def text(self, frame: str, now: float) -> list[Action]:
        """Take a text frame."""
        if self.phase is Phase.CLOSED:
            return []
        self._unanswered = 0
        if not self._frames.take(now):
            return self._close(CloseCode.TOO_MANY)
        try:
            message = decode_client(frame)
        except InvalidError as error:
            return self._unreadable(frame, error, now)
        if self.phase is Phase.HELLO:
            return self._first(message)
        if isinstance(message, Pong):
            return []
        if isinstance(message, Hello):
            return self._refuse(message.rid, InvalidError(field="type"), now)
        return [Run(message)]

    def binary(self) -> list[Action]:
        """Take a binary frame: the protocol has none."""
        if self.phase is Phase.CLOSED:
            return []
        return self._close(CloseCode.MALFORMED)

    def started(self) -> None:
        """Note that the hello was answered."""
        if self.phase is Phase.STARTING:
            self.phase = Phase.READY

    def closed(self) -> None:
        """Note that the connection ends for a reason from outside."""
        self.phase = Phase.CLOSED

    def wake_after(self) -> float:
        """Return in how many seconds ``tick`` wants to be called next."""
        return HELLO_LIMIT_S if self.phase is Phase.HELLO else HEARTBEAT_S

    def tick(self, now: float) -> list[Action]:
        """Let time pass: a missing hello or a silent client ends the connection."""
        if self.phase is Phase.HELLO and now >= self._hello_until:
            return self._close(CloseCode.HELLO_EXPECTED)
        if self.phase is not Phase.READY:
            return []
        if self._unanswered >= MISSED_PINGS:
            return self._close(CloseCode.SILENT)
        self._unanswered += 1
        return [Send(Ping())]

    def _first(self, message: object) -> list[Action]:
        if not isinstance(message, Hello):
            return self._close(CloseCode.HELLO_EXPECTED)
        self.phase = Phase.STARTING
        return [Start(message)]

    def _unreadable(self, frame: str, error: InvalidError, now: float) -> list[Action]:
        if error.code is ErrorCode.TOO_LARGE:
            return self._close(CloseCode.TOO_LARGE)
        if self.phase is Phase.HELLO:
            return self._close(CloseCode.HELLO_EXPECTED)
        return self._refuse(readable_rid(frame), error, now)

    def _refuse(self, rid: str | None, error: InvalidError, now: float) -> list[Action]:
        refusal = Send(Error(rid=rid, code=error.code, field=error.field))
        if self._malformed.take(now):
            return [refusal]
        return [refusal, *self._close(CloseCode.MALFORMED)]

    def _close(self, code: CloseCode) -> list[Action]:
        self.phase = Phase.CLOSED
        return [Close(code)]


class _Bucket:
    """Holds up to ``burst`` tokens and gains ``rate`` a second."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._tokens = burst
        self._at = now

    def take(self, now: float) -> bool:
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
