"""What do messages need from the database, and from the features below and beside them?"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bobwhite.accounts.model import Account, Card
from bobwhite.delivery import Unit
from bobwhite.ids import AccountId, ConversationId, MessageId
from bobwhite.messages.model import Bookmark, Entry, Member, Message
from bobwhite.safety.model import Restrictions
from bobwhite.social.model import Ties


class MessageStore(Protocol):
    """Threads, their members, messages, and who wrote to whom first."""

    async def ensure_thread(self, a: AccountId, b: AccountId, now: datetime) -> ConversationId:
        """Return the thread of the two, in either order; make it where there is none."""
        ...

    async def thread_of(self, a: AccountId, b: AccountId) -> ConversationId | None:
        """Return the thread of the two, in either order, or null."""
        ...

    async def next_position(
        self, conv: ConversationId, *, seen_by: Iterable[AccountId] = (), at: datetime | None = None
    ) -> int:
        """Take the next place of a thread; it holds the thread until the unit ends.

        The item at ``at`` moves the thread up in the inbox of those who see it.
        """
        ...

    async def member(self, conv: ConversationId, account: AccountId) -> Member | None:
        """Return one side of a thread, or null where the account is none of the two."""
        ...

    async def save_member(self, member: Member) -> None:
        """Write everything of a side that can change."""
        ...

    async def hold(self, conv: ConversationId) -> int:
        """Keep other units off the thread until this one ends; return the last place taken or 0."""
        ...

    async def add(self, message: Message) -> bool:
        """Insert a message; false where its sender used the ``mid`` before."""
        ...

    async def sent(self, sender: AccountId, mid: MessageId) -> Message | None:
        """Return the sender's own message with this id, or null."""
        ...

    async def empty(self, message: Message) -> None:
        """Remove the body and leave the place."""
        ...

    async def before(
        self, account: AccountId, conv: ConversationId, pos: int, limit: int
    ) -> list[Message]:
        """Return the newest messages that the account sees below ``pos``, oldest first."""
        ...

    async def newest(
        self, account: AccountId, convs: Sequence[ConversationId], limit: int
    ) -> dict[ConversationId, list[Message]]:
        """Return the newest messages that the account sees in each thread, oldest first."""
        ...

    async def listed(self, account: AccountId, after: Bookmark | None, limit: int) -> list[Member]:
        """Return the account's side of the threads in its inbox, newest activity first."""
        ...

    async def note_first_written(self, writer: AccountId, reader: AccountId, at: datetime) -> bool:
        """Note that ``writer`` wrote to ``reader``; false where that was known."""
        ...

    async def has_written(self, writer: AccountId, reader: AccountId) -> bool:
        """Tell whether ``writer`` wrote to ``reader`` by hand and did not forget them since."""
        ...

    async def forget(self, writer: AccountId, reader: AccountId) -> bool:
        """Set what ``writer`` wrote to ``reader`` to none; false where it was."""
        ...

    async def forget_all(self, account: AccountId) -> None:
        """Set what ``account`` wrote to anybody, and anybody to it, to none."""
        ...

    async def who_list(self, account: AccountId) -> list[AccountId]:
        """Return the accounts in whose inbox a thread with ``account`` stands."""
        ...

    async def count(self, conv: ConversationId) -> int:
        """Return how many messages both sides saw in a thread, at most 99."""
        ...


class Accounts(Protocol):
    """The accounts, as messages read them."""

    async def get(self, uid: AccountId) -> Account | None:
        """Return the account, in whatever state, or null."""
        ...

    async def card(self, uid: AccountId) -> Card:
        """Return what others may see of an account."""
        ...

    async def cards(self, uids: Iterable[AccountId]) -> dict[AccountId, Card]:
        """Return a card for each account asked for."""
        ...


class Safety(Protocol):
    """The blocks, as messages read them."""

    async def restrictions(self, owner: AccountId, other: AccountId) -> Restrictions:
        """Return what ``owner`` closed to ``other``."""
        ...


class Social(Protocol):
    """The ties, as messages read them."""

    async def ties(self, owner: AccountId, other: AccountId) -> Ties:
        """Return what ``owner`` did towards ``other``."""
        ...


class Entries(Protocol):
    """What other features put into threads."""

    async def entries_in(
        self, account: AccountId, conv: ConversationId, from_pos: int, to_pos: int
    ) -> Sequence[Entry]:
        """Return what the account sees at these places, both included."""
        ...


class MessagesUnit(Unit, Protocol):
    """A transaction with the stores that messages use."""

    @property
    def messages(self) -> MessageStore:
        """The threads."""
        ...

    @property
    def accounts(self) -> Accounts:
        """The accounts."""
        ...

    @property
    def safety(self) -> Safety:
        """The blocks."""
        ...

    @property
    def social(self) -> Social:
        """The ties."""
        ...

    @property
    def calls(self) -> Entries:
        """The calls that stand in threads."""
        ...


class MessagesUnits(Protocol):
    """Makes transactions."""

    def write(self) -> AbstractAsyncContextManager[MessagesUnit]:
        """Open one that may change things."""
        ...

    def read(self) -> AbstractAsyncContextManager[MessagesUnit]:
        """Open one that only reads."""
        ...
