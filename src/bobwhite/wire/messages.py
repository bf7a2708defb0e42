"""How do messages, read state and typing travel?"""

from bobwhite.wire.base import AccountIdText, Body, ByteId, Command, ContentType, Message, Position
from bobwhite.wire.timeline import Conversation, MessageItem


class MessageSend(Command, frozen=True, kw_only=True, tag="message.send"):
    """Send one message to a person; ``mid`` is the idempotency key. Answered by ``message.sent``."""

    to: AccountIdText
    mid: ByteId
    content_type: ContentType
    body: Body


class MessageDelete(Command, frozen=True, kw_only=True, tag="message.delete"):
    """Empty an own message for both sides; its place stays."""

    conv: ByteId
    mid: ByteId


class MessageReceived(Command, frozen=True, kw_only=True, tag="message.received"):
    """This device holds everything of the thread up to ``upTo``."""

    conv: ByteId
    up_to: Position


class MessageRead(Command, frozen=True, kw_only=True, tag="message.read"):
    """The account has seen everything of the thread up to ``upTo``."""

    conv: ByteId
    up_to: Position


class MessageTyping(Command, frozen=True, kw_only=True, tag="message.typing"):
    """The account types in the thread; repeated every few seconds while it does."""

    conv: ByteId


class ConversationAccept(Command, frozen=True, kw_only=True, tag="conversation.accept"):
    """Accept a message request: both may write. It counts as no message (product 2.8)."""

    conv: ByteId


class ConversationDecline(Command, frozen=True, kw_only=True, tag="conversation.decline"):
    """Put a message request out of sight; the sender is not told."""

    conv: ByteId


class MessageSent(Message, frozen=True, kw_only=True, tag="message.sent"):
    """The message stands, in this thread at this place."""

    rid: str
    conv: ByteId
    item: MessageItem


class MessageNew(Message, frozen=True, kw_only=True, tag="message.new"):
    """A message stands in a thread of this account, from either side."""

    seq: Position
    conv: ByteId
    item: MessageItem


class MessageDeleted(Message, frozen=True, kw_only=True, tag="message.deleted"):
    """A message of a thread was emptied by its sender."""

    seq: Position
    conv: ByteId
    mid: ByteId


class MessageMarks(Message, frozen=True, kw_only=True, tag="message.marks"):
    """Read and received marks of a thread, both sides, after a change."""

    seq: Position
    conv: ByteId
    read_up_to: Position
    peer_read_up_to: Position
    peer_received_up_to: Position


class ConversationChanged(Message, frozen=True, kw_only=True, tag="conversation.changed"):
    """A thread is new for this account, or its state or peer changed."""

    seq: Position
    conversation: Conversation


class ConversationGone(Message, frozen=True, kw_only=True, tag="conversation.gone"):
    """A thread left this account's inbox."""

    seq: Position
    conv: ByteId


class TypingHappened(Message, frozen=True, kw_only=True, tag="message.typed"):
    """The other side types; forget it after a few seconds."""

    conv: ByteId
    account: AccountIdText
