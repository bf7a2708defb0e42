"""How does a connection begin, go on after a break, and end?

The client opens a WebSocket with subprotocol ``bobwhite.v1`` and the session cookie, sends ``hello``
first, and gets ``ready`` (with a snapshot) or ``resumed`` (with what it missed behind it).
"""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from bobwhite.wire.base import ByteId, Command, Message, Milliseconds, Position, Shape
from bobwhite.wire.calls import LiveCall
from bobwhite.wire.people import DeviceSettings, Me, Settings
from bobwhite.wire.timeline import Conversation

SUBPROTOCOL = "bobwhite.v1"


class Resume(Shape, frozen=True, kw_only=True):
    """Where a broken connection stood: the key of its ``ready`` and the last number it applied."""

    key: Annotated[str, Meta(min_length=16, max_length=64)]
    seq: Position


class Hello(Command, frozen=True, kw_only=True, tag="hello"):
    """The first message. ``tab`` is random per tab and survives its reload, so that a leg is kept."""

    tab: ByteId
    resume: Resume | None = None


class Snapshot(Shape, frozen=True, kw_only=True):
    """Everything a client shows at first, true at ``seq`` of its ``ready``."""

    me: Me
    settings: Settings
    device_settings: DeviceSettings
    conversations: list[Conversation]
    conversations_cursor: str | None
    calls: list[LiveCall]
    missed: int
    """Missed calls not yet seen, up to 99."""


class Ready(Message, frozen=True, kw_only=True, tag="ready"):
    """A fresh start."""

    rid: str
    resume_key: str
    seq: Position
    heartbeat_ms: Milliseconds
    server_time: datetime
    features: list[str]
    snapshot: Snapshot
    client_build: str | None = None
    """Path of the first script of the browser client served here; a page that began with another one
    is out of date. Null without a built client."""


class Resumed(Message, frozen=True, kw_only=True, tag="resumed"):
    """Nothing is lost: the missed events follow in order; live calls are told anew."""

    rid: str
    resume_key: str
    seq: Position
    heartbeat_ms: Milliseconds
    server_time: datetime
    calls: list[LiveCall]
    client_build: str | None = None
    """As in ``ready``."""


class Goodbye(Message, frozen=True, kw_only=True, tag="goodbye"):
    """The server is about to close; what the client should do next."""

    action: Literal["reconnect", "resume", "stop"]
    after_ms: Milliseconds


class Ping(Message, frozen=True, kw_only=True, tag="ping"):
    """Heartbeat of the server; a client that hears nothing for two of them reconnects."""


class Pong(Message, frozen=True, kw_only=True, tag="pong"):
    """The client's answer to ``ping``; it gets no reply."""
