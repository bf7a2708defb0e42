"""What does one connection do with each frame, and when does it end by itself?

A synchronous object without sockets, tasks or a clock of its own: frames and instants go in, actions
come out, and the shell carries them out in order.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from bobwhite.errors import ErrorCode, InvalidError
from bobwhite.wire.base import Command, Message
from bobwhite.wire.close_codes import CloseCode
from bobwhite.wire.envelope import Error, decode_client, readable_rid
from bobwhite.wire.handshake import Hello, Ping, Pong

HELLO_WITHIN = timedelta(seconds=10)
HEARTBEAT = timedelta(seconds=25)
"""A shorter one finds dead connections sooner, a longer one lets phones sleep."""

COMMANDS_PER_S = 40
BURST = 120
"""Trickled candidates and key presses come in bursts; a flood is more than both sides' candidates."""

MALFORMED_ALLOWED = 10


@dataclass(frozen=True)
class Send:
    """Write this message."""

    message: Message


@dataclass(frozen=True)
class Run:
    """Carry out this command and send its one reply; ``hello`` is one too."""

    command: Command


@dataclass(frozen=True)
class Close:
    """End the connection; nothing follows."""

    code: CloseCode


Action = Send | Run | Close


class _Stage(Enum):
    HELLO = auto()
    OPEN = auto()
    CLOSED = auto()


class Session:
    """The rules of one connection."""

    def __init__(self, now: datetime) -> None:
        self._stage = _Stage.HELLO
        self._opened_at = now
        self._heard_at = now
        self._pinged_at = now
        self._tokens = float(BURST)
        self._refilled_at = now
        self._malformed = 0

    def receive(self, frame: str | None, now: datetime) -> list[Action]:
        """Take one text frame; ``None`` stands for a binary one, which nobody may send."""
        if self._stage is _Stage.CLOSED:
            return []
        self._heard_at = now
        if frame is None:
            return self._close(CloseCode.MALFORMED)
        if not self._take_token(now):
            return self._close(CloseCode.TOO_MANY)
        try:
            message = decode_client(frame)
        except InvalidError as error:
            return self._unreadable(frame, error)
        if isinstance(message, Pong):
            return []
        if self._stage is _Stage.HELLO:
            if not isinstance(message, Hello):
                return self._close(CloseCode.HELLO_EXPECTED)
            self._stage = _Stage.OPEN
            return [Run(message)]
        if isinstance(message, Hello):
            return self._close(CloseCode.MALFORMED)
        return [Run(message)]

    def tick(self, now: datetime) -> list[Action]:
        """Let time pass: a late hello and a silent client end, an idle one is asked."""
        if self._stage is _Stage.HELLO and now - self._opened_at >= HELLO_WITHIN:
            return self._close(CloseCode.HELLO_EXPECTED)
        if self._stage is not _Stage.OPEN:
            return []
        if now - self._heard_at >= 2 * HEARTBEAT:
            return self._close(CloseCode.SILENT)
        if now - self._pinged_at >= HEARTBEAT:
            self._pinged_at = now
            return [Send(Ping())]
        return []

    def _unreadable(self, frame: str, error: InvalidError) -> list[Action]:
        if error.code is ErrorCode.TOO_LARGE:
            return self._close(CloseCode.TOO_LARGE)
        self._malformed += 1
        if self._stage is _Stage.HELLO or self._malformed > MALFORMED_ALLOWED:
            return self._close(CloseCode.MALFORMED)
        return [Send(Error(rid=readable_rid(frame), code=error.code, field=error.field))]

    def _take_token(self, now: datetime) -> bool:
        gained = (now - self._refilled_at).total_seconds() * COMMANDS_PER_S
        self._refilled_at = now
        self._tokens = min(float(BURST), self._tokens + gained) - 1
        return self._tokens >= 0

    def _close(self, code: CloseCode) -> list[Action]:
        self._stage = _Stage.CLOSED
        return [Close(code)]
