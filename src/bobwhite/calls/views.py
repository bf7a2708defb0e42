"""What do the use cases of calls hand back to an edge?"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bobwhite.accounts.model import Card
from bobwhite.calls.history import Bookmark, Entry
from bobwhite.calls.ice import IceServer
from bobwhite.calls.model import Medium, Phase
from bobwhite.calls.signals import Role, Route
from bobwhite.errors import ErrorCode
from bobwhite.ids import CallId, ConversationId, LegId, MessageId
from bobwhite.social.model import Relation


@dataclass(frozen=True)
class Joined:
    """The asking connection owns one end of the link of an answered call."""

    call: CallId
    leg: LegId
    role: Role
    media: frozenset[Medium]
    ice: IceServer
    route: Route = Route.RELAY


@dataclass(frozen=True)
class Placed:
    """A call stands; with ``joined`` it answered the other side's call instead (glare)."""

    call: CallId
    remaining: timedelta
    joined: Joined | None = None


@dataclass(frozen=True)
class RingView:
    """Everything that a ring screen shows, as the person called sees it."""

    call: CallId
    caller: Card
    relation: Relation
    messages: int
    media: frozenset[Medium]
    conversation: ConversationId | None
    remaining: timedelta
    server_time: datetime
    jws: str | None = field(default=None, repr=False)
    route: Route = Route.RELAY


@dataclass(frozen=True)
class Calling:
    """Whether one account may call another now; ``code`` says why not."""

    code: ErrorCode | None = None

    @property
    def allowed(self) -> bool:
        """Whether the call icon shows."""
        return self.code is None


class Place(StrEnum):
    """Where a call runs, seen from one connection."""

    HERE = "here"
    ANOTHER_TAB = "anotherTab"
    ANOTHER_DEVICE = "anotherDevice"
    NOWHERE = "nowhere"
    """It still rings."""


@dataclass(frozen=True)
class LiveView:
    """An unfinished call as one connection stands to it."""

    call: CallId
    role: Role
    phase: Phase
    peer: Card
    media: frozenset[Medium]
    place: Place
    leg: LegId | None
    remaining: timedelta
    accepted_at: datetime | None
    held: bool
    may_return: bool
    """Whether this connection may take its device's leg up again."""
    ring: RingView | None
    """For a device that rings."""


@dataclass(frozen=True)
class EntryView:
    """An entry of a call list, with whom it was."""

    entry: Entry
    peer: Card


@dataclass(frozen=True)
class EntryPage:
    """Entries, newest first; ``after`` is null at the end."""

    entries: tuple[EntryView, ...]
    after: Bookmark | None


@dataclass(frozen=True)
class DeclineWords:
    """Words sent while declining, opaque to the server."""

    mid: MessageId
    content_type: str
    body: bytes = field(repr=False)
