"""How do threads and messages read on the wire?"""

from bobwhite.ids import ConversationId, encode_bytes
from bobwhite.messages.events import (
    ConversationLeft,
    ConversationStands,
    MarksMoved,
    MessageEmptied,
    MessageStands,
    Typing,
)
from bobwhite.messages.model import (
    Bookmark,
    Conversation,
    ConversationPage,
    Message,
    Opened,
    State,
    Timeline,
)
from bobwhite.presenters.base import numbered, timeline_item, to_wire
from bobwhite.presenters.cursors import read_place, write_place
from bobwhite.presenters.people import person
from bobwhite.wire import messages as wire
from bobwhite.wire import timeline
from bobwhite.wire.base import Message as WireMessage

# A declined request that is opened from a profile reads as the request that it was.
_STATES = {
    State.NEW: "open",
    State.OPEN: "open",
    State.REQUEST: "request",
    State.REQUESTED: "requested",
    State.DECLINED: "request",
}


@timeline_item.register
def message_item(message: Message) -> timeline.MessageItem:
    """Return a message; whether it was swallowed shows in nothing."""
    return timeline.MessageItem(
        pos=message.pos,
        mid=message.mid,
        sender=message.sender,
        device=message.device,
        content_type=message.content.content_type,
        body=encode_bytes(message.content.body),
        origin=message.origin.value,
        sent_at=message.sent_at,
        deleted=message.deleted,
    )


def conversation(view: Conversation) -> timeline.Conversation:
    """Return a thread as its member sees it."""
    member = view.member
    items = [timeline_item(item) for item in view.recent]
    return timeline.Conversation(
        conv=member.conv,
        peer=person(view.peer),
        state=_STATES[member.state],  # type: ignore[arg-type]
        read_up_to=member.read_up_to,
        peer_read_up_to=member.peer_read_up_to,
        peer_received_up_to=member.peer_received_up_to,
        last_pos=max((item.pos or 0 for item in items), default=0),
        recent=items,
    )


def opened(value: Opened) -> timeline.OpenedConversation:
    """Return a person with the thread that the asker has with them."""
    shown = value.conversation
    return timeline.OpenedConversation(
        peer=person(value.peer), conversation=None if shown is None else conversation(shown)
    )


def timeline_page(page: Timeline) -> timeline.TimelinePage:
    """Return items of a thread."""
    return timeline.TimelinePage(items=[timeline_item(item) for item in page.items], more=page.more)


def conversation_page(page: ConversationPage) -> timeline.ConversationPage:
    """Return a page of an inbox."""
    after = page.after
    return timeline.ConversationPage(
        conversations=[conversation(view) for view in page.conversations],
        cursor=None if after is None else write_place(after.at, after.conv),
    )


def read_cursor(cursor: str) -> Bookmark:
    """Return the place that a page's cursor stands for; raises ``InvalidError`` for nonsense."""
    at, conv = read_place(cursor)
    return Bookmark(at, ConversationId(conv))


@to_wire.register
def _stands(event: MessageStands, seq: int | None) -> WireMessage:
    message = event.message
    return wire.MessageNew(seq=numbered(seq), conv=message.conv, item=message_item(message))


@to_wire.register
def _emptied(event: MessageEmptied, seq: int | None) -> WireMessage:
    return wire.MessageDeleted(seq=numbered(seq), conv=event.conv, mid=event.mid)


@to_wire.register
def _marks(event: MarksMoved, seq: int | None) -> WireMessage:
    member = event.member
    return wire.MessageMarks(
        seq=numbered(seq),
        conv=member.conv,
        read_up_to=member.read_up_to,
        peer_read_up_to=member.peer_read_up_to,
        peer_received_up_to=member.peer_received_up_to,
    )


@to_wire.register
def _conversation(event: ConversationStands, seq: int | None) -> WireMessage:
    return wire.ConversationChanged(
        seq=numbered(seq), conversation=conversation(event.conversation)
    )


@to_wire.register
def _left(event: ConversationLeft, seq: int | None) -> WireMessage:
    return wire.ConversationGone(seq=numbered(seq), conv=event.conv)


@to_wire.register
def _typing(event: Typing, _seq: int | None) -> WireMessage:
    return wire.TypingHappened(conv=event.conv, account=event.account)
