"""What stands in a thread and in the call list?"""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from bobwhite.wire.base import AccountIdText, Body, ByteId, ContentType, Message, Position, Shape
from bobwhite.wire.people import Person

Media = Literal["audio", "video"]
MediaList = Annotated[list[Media], Meta(min_length=1, max_length=2)]
EndReasonText = Literal[
    "hung_up",
    "declined",
    "busy",
    "no_answer",
    "not_reached",
    "cancelled",
    "set_up_failed",
    "not_private",
    "connection_lost",
    "replaced",
    "ended_by_rule",
    "refused",
]


class MessageItem(Message, frozen=True, kw_only=True, tag="message"):
    """One message of a thread; the body is opaque to the server.

    ``pos`` orders a thread and only grows. A deleted message keeps its place with an empty body.
    """

    pos: Position
    mid: ByteId
    sender: AccountIdText
    device: ByteId
    content_type: ContentType
    body: Body
    origin: Literal["typed", "decline"]
    sent_at: datetime
    deleted: bool


class CallItem(Message, frozen=True, kw_only=True, tag="call"):
    """One call as this account saw it; the entry changes in place while the call goes on.

    ``reason`` is null while the call is unfinished; ``missed`` is the history's word for the
    endings of product rule 3.13. ``pos`` is null where the two have no thread.
    """

    pos: Position | None
    call: ByteId
    direction: Literal["incoming", "outgoing"]
    media: MediaList
    reason: EndReasonText | None
    missed: bool
    seen: bool
    started_at: datetime
    duration_ms: int | None


TimelineItem = MessageItem | CallItem


class CallEntry(Shape, frozen=True, kw_only=True):
    """A row of the call list: the call, with whom, and in which thread."""

    item: CallItem
    peer: Person
    conversation: str | None


class Conversation(Shape, frozen=True, kw_only=True):
    """A thread of two as one of them sees it.

    ``state``: ``open``; ``request`` (a stranger wrote, not yet accepted); ``requested`` (this
    account wrote first and may add nothing until accepted or answered). ``recent`` holds the newest
    items, oldest first, from which the client makes preview and unread.
    """

    conv: ByteId
    peer: Person
    state: Literal["open", "request", "requested"]
    read_up_to: Position
    peer_read_up_to: Position
    peer_received_up_to: Position
    last_pos: Position
    recent: list[TimelineItem]


class TimelinePage(Shape, frozen=True, kw_only=True):
    """Items of a thread, oldest first; ``more`` tells whether older ones exist."""

    items: list[TimelineItem]
    more: bool


class ConversationPage(Shape, frozen=True, kw_only=True):
    """Threads, newest activity first; ``cursor`` asks for the next page and is null at the end."""

    conversations: list[Conversation]
    cursor: str | None


class ConversationOpening(Shape, frozen=True, kw_only=True):
    """Asks for the thread with a person."""

    to: AccountIdText


class OpenedConversation(Shape, frozen=True, kw_only=True):
    """A person and the thread with them; null until something stands in it."""

    peer: Person
    conversation: Conversation | None


class CallPage(Shape, frozen=True, kw_only=True):
    """Call list entries, newest first; ``cursor`` asks for the next page and is null at the end."""

    entries: list[CallEntry]
    cursor: str | None
