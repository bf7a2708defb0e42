"""What do messages tell the two people of a thread?"""

from dataclasses import dataclass
from typing import ClassVar

from bobwhite.delivery import Event
from bobwhite.ids import AccountId, ConversationId, MessageId
from bobwhite.messages.model import Conversation, Member, Message


@dataclass(frozen=True)
class MessageStands(Event):
    """A message has its place in a thread of this account, from either side."""

    durable: ClassVar[bool] = True
    message: Message


@dataclass(frozen=True)
class MessageEmptied(Event):
    """A sender emptied a message."""

    durable: ClassVar[bool] = True
    conv: ConversationId
    mid: MessageId


@dataclass(frozen=True)
class MarksMoved(Event):
    """Something was read or received by one of the two; ``member`` is the side that is told."""

    durable: ClassVar[bool] = True
    member: Member


@dataclass(frozen=True)
class ConversationStands(Event):
    """A thread is new in this account's inbox, or its state changed."""

    durable: ClassVar[bool] = True
    conversation: Conversation


@dataclass(frozen=True)
class ConversationLeft(Event):
    """A thread left this account's inbox."""

    durable: ClassVar[bool] = True
    conv: ConversationId


@dataclass(frozen=True)
class Typing(Event):
    """The other side types."""

    conv: ConversationId
    account: AccountId
