"""How do threads and messages come out of rows?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, delete, func, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.ids import (
    AccountId,
    ConversationId,
    DeviceId,
    MessageId,
    new_conversation_id,
)
from bobwhite.messages.model import Bookmark, Content, Member, Message, Origin, State
from bobwhite.storage.sql import insert_new
from bobwhite.storage.tables.messages import first_written, thread_members, threads
from bobwhite.storage.tables.messages import messages as table

MOST_COUNTED = 99


class Messages:
    """The threads of all accounts."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ensure_thread(self, a: AccountId, b: AccountId, now: datetime) -> ConversationId:
        """Return the thread of the two, in either order; make it where there is none."""
        known = await self.thread_of(a, b)
        if known is not None:
            return known
        conv = new_conversation_id()
        low, high = sorted((a, b))
        row = {"conv": conv, "low": low, "high": high, "last_pos": 0, "created_at": now}
        if not await insert_new(self._connection, threads, row, key=["low", "high"]):
            known = await self.thread_of(a, b)
            assert known is not None  # noqa: S101 - the row that was in the way
            return known
        for account, peer in ((a, b), (b, a)):
            await self._connection.execute(
                thread_members.insert().values(vars(Member(conv, account, peer)))
            )
        return conv

    async def thread_of(self, a: AccountId, b: AccountId) -> ConversationId | None:
        """Return the thread of the two, in either order, or null."""
        low, high = sorted((a, b))
        statement = select(threads.c.conv).where(threads.c.low == low, threads.c.high == high)
        conv = (await self._connection.execute(statement)).scalar_one_or_none()
        return None if conv is None else ConversationId(conv)

    async def next_position(
        self, conv: ConversationId, *, seen_by: Iterable[AccountId] = (), at: datetime | None = None
    ) -> int:
        """Take the next place of a thread; it holds the thread until the unit ends.

        The item at ``at`` moves the thread up in the inbox of those who see it.
        """
        statement = update(threads).where(threads.c.conv == conv)
        statement = statement.values(last_pos=threads.c.last_pos + 1)
        taken = await self._connection.execute(statement.returning(threads.c.last_pos))
        seers = list(seen_by)
        if seers and at is not None:
            theirs = thread_members.c.account.in_(seers) & (thread_members.c.conv == conv)
            await self._connection.execute(update(thread_members).where(theirs).values(last_at=at))
        return int(taken.scalar_one())

    async def member(self, conv: ConversationId, account: AccountId) -> Member | None:
        """Return one side of a thread, or null where the account is none of the two."""
        statement = select(thread_members).where(
            thread_members.c.conv == conv, thread_members.c.account == account
        )
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _member(row)

    async def save_member(self, member: Member) -> None:
        """Write everything of a side that can change."""
        this = (thread_members.c.conv == member.conv) & (thread_members.c.account == member.account)
        await self._connection.execute(update(thread_members).where(this).values(vars(member)))

    async def hold(self, conv: ConversationId) -> int:
        """Keep other units off the thread until this one ends; return the last place taken or 0."""
        statement = select(threads.c.last_pos).where(threads.c.conv == conv).with_for_update()
        return int((await self._connection.execute(statement)).scalar_one_or_none() or 0)

    async def add(self, message: Message) -> bool:
        """Insert a message; false where its sender used the ``mid`` before."""
        return await insert_new(
            self._connection,
            table,
            {
                "conv": message.conv,
                "pos": message.pos,
                "mid": message.mid,
                "sender": message.sender,
                "device": message.device,
                "content_type": message.content.content_type,
                "body": message.content.body,
                "origin": message.origin.value,
                "sent_at": message.sent_at,
                "deleted": message.deleted,
                "swallowed": message.swallowed,
            },
            key=["sender", "mid"],
        )

    async def sent(self, sender: AccountId, mid: MessageId) -> Message | None:
        """Return the sender's own message with this id, or null."""
        statement = select(table).where(table.c.sender == sender, table.c.mid == mid)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _message(row)

    async def empty(self, message: Message) -> None:
        """Remove the body and leave the place."""
        this = (table.c.conv == message.conv) & (table.c.pos == message.pos)
        await self._connection.execute(update(table).where(this).values(body=b"", deleted=True))

    async def before(
        self, account: AccountId, conv: ConversationId, pos: int, limit: int
    ) -> list[Message]:
        """Return the newest messages that the account sees below ``pos``, oldest first."""
        statement = _visible(account, conv).where(table.c.pos < pos)
        rows = await self._connection.execute(statement.order_by(table.c.pos.desc()).limit(limit))
        return [_message(row) for row in rows][::-1]

    async def newest(
        self, account: AccountId, convs: Sequence[ConversationId], limit: int
    ) -> dict[ConversationId, list[Message]]:
        """Return the newest messages that the account sees in each thread, oldest first."""
        found: dict[ConversationId, list[Message]] = {conv: [] for conv in convs}
        if not convs:
            return found
        # One bounded walk down the key for each thread, in one statement.
        parts = [
            select(_visible(account, conv).order_by(table.c.pos.desc()).limit(limit).subquery())
            for conv in convs
        ]
        for row in await self._connection.execute(union_all(*parts)):
            found[ConversationId(row.conv)].append(_message(row))
        return {conv: sorted(items, key=_position) for conv, items in found.items()}

    async def listed(self, account: AccountId, after: Bookmark | None, limit: int) -> list[Member]:
        """Return the account's side of the threads in its inbox, newest activity first."""
        columns = thread_members.c
        statement = select(thread_members).where(columns.account == account, _is_listed())
        if after is not None:
            same_instant = and_(columns.last_at == after.at, columns.conv < after.conv)
            statement = statement.where(or_(columns.last_at < after.at, same_instant))
        rows = await self._connection.execute(
            statement.order_by(columns.last_at.desc(), columns.conv.desc()).limit(limit)
        )
        return [_member(row) for row in rows]

    async def note_first_written(self, writer: AccountId, reader: AccountId, at: datetime) -> bool:
        """Note that ``writer`` wrote to ``reader``; false where that was known."""
        row = {"writer": writer, "reader": reader, "at": at}
        return await insert_new(self._connection, first_written, row, key=["writer", "reader"])

    async def has_written(self, writer: AccountId, reader: AccountId) -> bool:
        """Tell whether ``writer`` wrote to ``reader`` by hand and did not forget them since."""
        statement = select(first_written.c.at).where(_pair(writer, reader))
        return (await self._connection.execute(statement)).first() is not None

    async def forget(self, writer: AccountId, reader: AccountId) -> bool:
        """Set what ``writer`` wrote to ``reader`` to none; false where it was."""
        result = await self._connection.execute(delete(first_written).where(_pair(writer, reader)))
        return bool(result.rowcount)

    async def forget_all(self, account: AccountId) -> None:
        """Set what ``account`` wrote to anybody, and anybody to it, to none."""
        either = or_(first_written.c.writer == account, first_written.c.reader == account)
        await self._connection.execute(delete(first_written).where(either))

    async def who_list(self, account: AccountId) -> list[AccountId]:
        """Return the accounts in whose inbox a thread with ``account`` stands."""
        statement = select(thread_members.c.account).where(thread_members.c.peer == account)
        rows = await self._connection.execute(statement.where(_is_listed()))
        return [AccountId(row.account) for row in rows]

    async def count(self, conv: ConversationId) -> int:
        """Return how many messages both sides saw in a thread, at most 99."""
        seen = select(table.c.pos).where(table.c.conv == conv, ~table.c.swallowed)
        statement = select(func.count()).select_from(seen.limit(MOST_COUNTED).subquery())
        return int((await self._connection.execute(statement)).scalar_one())


def _visible(account: AccountId, conv: ConversationId) -> Select[Any]:
    seen = or_(~table.c.swallowed, table.c.sender == account)
    return select(table).where(table.c.conv == conv, seen)


def _is_listed() -> Any:
    columns = thread_members.c
    return and_(
        columns.last_at.is_not(None), ~columns.hidden, columns.state != State.DECLINED.value
    )


def _pair(writer: AccountId, reader: AccountId) -> Any:
    return and_(first_written.c.writer == writer, first_written.c.reader == reader)


def _position(message: Message) -> int:
    return message.pos


def _member(row: Row[Any]) -> Member:
    return Member(
        conv=ConversationId(row.conv),
        account=AccountId(row.account),
        peer=AccountId(row.peer),
        state=State(row.state),
        read_up_to=row.read_up_to,
        received_up_to=row.received_up_to,
        peer_read_up_to=row.peer_read_up_to,
        peer_received_up_to=row.peer_received_up_to,
        hidden=row.hidden,
        last_at=row.last_at,
    )


def _message(row: Row[Any]) -> Message:
    return Message(
        conv=ConversationId(row.conv),
        pos=row.pos,
        mid=MessageId(row.mid),
        sender=AccountId(row.sender),
        device=DeviceId(row.device),
        content=Content(row.content_type, row.body),
        origin=Origin(row.origin),
        sent_at=row.sent_at,
        deleted=row.deleted,
        swallowed=row.swallowed,
    )
