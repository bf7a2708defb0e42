"""How does each account's history of calls come out of rows?"""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.accounts.model import Status
from bobwhite.calls.history import Bookmark, Direction, Entry, Filter, WayBack
from bobwhite.calls.numbers import MISSED_COUNTED
from bobwhite.ids import AccountId, CallId, ConversationId
from bobwhite.storage.repositories.accounts import is_named
from bobwhite.storage.repositories.call_rows import entry_columns, to_entry
from bobwhite.storage.tables.accounts import accounts
from bobwhite.storage.tables.calls import call_entries as table

_SHOWN = {
    Filter.ALL: (),
    Filter.MISSED: (table.c.missed,),
    Filter.INCOMING: (table.c.direction == Direction.INCOMING.value,),
    Filter.OUTGOING: (table.c.direction == Direction.OUTGOING.value,),
}


class CallHistoryRows:
    """The entries of all accounts."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_entry(self, entry: Entry) -> None:
        """Insert an entry."""
        await self._connection.execute(
            table.insert().values(
                account=entry.account, call=entry.call, forgotten=False, **entry_columns(entry)
            )
        )

    async def update_entry(self, entry: Entry) -> None:
        """Write how the call stands now; whether the peer forgot it stays."""
        statement = update(table).where(_this(entry.account, entry.call))
        await self._connection.execute(statement.values(entry_columns(entry)))

    async def entry(self, account: AccountId, call: CallId) -> Entry | None:
        """Return one entry, or null."""
        statement = select(table).where(_this(account, call))
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else to_entry(row)

    async def remove_entry(self, account: AccountId, call: CallId) -> bool:
        """Remove an entry from this account's history; false where there was none."""
        result = await self._connection.execute(delete(table).where(_this(account, call)))
        return bool(result.rowcount)

    async def entries(
        self,
        account: AccountId,
        which: Filter,
        after: Bookmark | None,
        limit: int,
        query: str | None = None,
    ) -> list[Entry]:
        """Return entries, newest first, from behind ``after``, of people whom ``query`` names."""
        columns = table.c
        statement = select(table).where(columns.account == account, *_SHOWN[which])
        if query is not None:
            statement = statement.where(_with_named(query))
        if after is not None:
            same_instant = and_(columns.started_at == after.at, columns.call < after.call)
            statement = statement.where(or_(columns.started_at < after.at, same_instant))
        rows = await self._connection.execute(
            statement.order_by(columns.started_at.desc(), columns.call.desc()).limit(limit)
        )
        return [to_entry(row) for row in rows]

    async def entries_in(
        self, account: AccountId, conv: ConversationId, from_pos: int, to_pos: int
    ) -> list[Entry]:
        """Return the account's entries at these places of a thread, both included, in order."""
        rows = await self._connection.execute(
            select(table)
            .where(
                table.c.account == account,
                table.c.conv == conv,
                table.c.pos.between(from_pos, to_pos),
            )
            .order_by(table.c.pos)
        )
        return [to_entry(row) for row in rows]

    async def unseen(self, account: AccountId) -> int:
        """Return how many missed calls the account has not looked at, at most 99."""
        unseen = select(table.c.call).where(*_unseen(account)).limit(MISSED_COUNTED)
        statement = select(func.count()).select_from(unseen.subquery())
        return int((await self._connection.execute(statement)).scalar_one())

    async def mark_seen(self, account: AccountId, up_to: datetime) -> bool:
        """Clear the mark of missed calls that started up to then; false where none had it."""
        theirs = and_(*_unseen(account), table.c.started_at <= up_to)
        result = await self._connection.execute(update(table).where(theirs).values(seen=True))
        return bool(result.rowcount)

    async def way_back(self, account: AccountId, peer: AccountId) -> WayBack | None:
        """Return the latest ended call from ``peer`` in the account's history, or null."""
        statement = (
            select(table.c.ended_at, table.c.forgotten)
            .where(_from(account, peer), table.c.ended_at.is_not(None))
            .order_by(table.c.ended_at.desc())
            .limit(1)
        )
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else WayBack(row.ended_at, row.forgotten)

    async def forget(self, owner: AccountId, other: AccountId) -> None:
        """Note that ``owner`` forgot ``other``: its earlier calls open no way back."""
        await self._connection.execute(
            update(table).where(_from(other, owner)).values(forgotten=True)
        )

    async def who_called(self, account: AccountId) -> list[AccountId]:
        """Return the accounts in whose history ``account`` stands."""
        statement = select(table.c.account).where(table.c.peer == account).distinct()
        return [AccountId(uid) for uid in (await self._connection.execute(statement)).scalars()]

    async def erase(self, account: AccountId) -> None:
        """Remove the whole history of an account."""
        await self._connection.execute(delete(table).where(table.c.account == account))


def _this(account: AccountId, call: CallId) -> Any:
    return and_(table.c.account == account, table.c.call == call)


def _from(account: AccountId, peer: AccountId) -> Any:
    incoming = table.c.direction == Direction.INCOMING.value
    return and_(table.c.account == account, table.c.peer == peer, incoming)


def _with_named(query: str) -> Any:
    active = accounts.c.status != Status.DELETED.value
    return exists().where(accounts.c.uid == table.c.peer, active, is_named(query))


def _unseen(account: AccountId) -> tuple[Any, ...]:
    return (table.c.account == account, table.c.missed, ~table.c.seen)
