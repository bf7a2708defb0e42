"""What is a thread of two, and what does each of them see of it?"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bobwhite.accounts.model import Card
from bobwhite.ids import AccountId, ConversationId, DeviceId, MessageId

MAX_BODY_BYTES = 64 * 1024
"""Largest body of a message; more would let one message fill a client's memory."""

RECENT = 15
"""Items that a thread carries in a list: more cost bytes at each start, fewer show less unread."""

RECENT_BYTES = 4 * 1024
"""Bodies beyond this shorten the recent items of a thread; the newest item always stays."""

PAGE = 20
"""Threads in one page of the list: more make a start heavier, fewer make scrolling ask more."""

MAX_POSITION = 2**53 - 1
"""Above every place in a thread; the largest number that every client can hold."""

MAX_TIMELINE = 100
"""Items in one page of a thread."""


class State(StrEnum):
    """How one of the two stands to the thread.

    ``NEW``: nobody wrote yet, only calls lie in it. ``REQUESTED``: wrote first as a stranger and may
    add nothing. ``REQUEST``: a stranger wrote. ``DECLINED``: put that request out of sight.
    """

    NEW = "new"
    OPEN = "open"
    REQUEST = "request"
    REQUESTED = "requested"
    DECLINED = "declined"


class Origin(StrEnum):
    """How a message came to be; only typed ones count as having written (product 2.8)."""

    TYPED = "typed"
    DECLINE = "decline"


@dataclass(frozen=True)
class Content:
    """What the sender wrote: bytes that the server never reads, and their kind."""

    content_type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Message:
    """One message at its place. ``swallowed``: the reader blocked the sender and never sees it."""

    conv: ConversationId
    pos: int
    mid: MessageId
    sender: AccountId
    device: DeviceId
    content: Content
    origin: Origin
    sent_at: datetime
    deleted: bool = False
    swallowed: bool = False


@dataclass(frozen=True)
class Member:
    """One side of a thread.

    The ``peer_…`` marks are what this side was told of the other, not where the other truly stands;
    so a peer that blocks or has not accepted keeps its marks to itself.
    """

    conv: ConversationId
    account: AccountId
    peer: AccountId
    state: State = State.NEW
    read_up_to: int = 0
    received_up_to: int = 0
    peer_read_up_to: int = 0
    peer_received_up_to: int = 0
    hidden: bool = False
    """Out of the inbox because this side blocked the other."""
    last_at: datetime | None = None
    """When the newest item that this side sees came; null while it sees none."""

    @property
    def listed(self) -> bool:
        """Whether the thread stands in this side's inbox."""
        return self.last_at is not None and not self.hidden and self.state is not State.DECLINED


class Entry(Protocol):
    """Something beside messages that has a place in a thread, such as a call."""

    @property
    def pos(self) -> int | None:
        """Its place, or null where it has none."""
        ...


@dataclass(frozen=True)
class Conversation:
    """A thread as one of the two sees it; ``recent`` holds the newest items, oldest first."""

    member: Member
    peer: Card
    recent: tuple[Message | Entry, ...]


@dataclass(frozen=True)
class Bookmark:
    """A place in the list of threads: the next page begins behind it."""

    at: datetime
    conv: ConversationId


@dataclass(frozen=True)
class ConversationPage:
    """Threads, newest activity first; ``after`` is null at the end."""

    conversations: tuple[Conversation, ...]
    after: Bookmark | None


@dataclass(frozen=True)
class Timeline:
    """Items of a thread, oldest first; ``more`` tells whether older ones exist."""

    items: tuple[Message | Entry, ...]
    more: bool


@dataclass(frozen=True)
class Opened:
    """A person with the thread that the asker has with them, if any."""

    peer: Card
    conversation: Conversation | None
