"""Who follows and who saved whom?"""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.ids import AccountId
from bobwhite.social.model import NO_TIES, Ties
from bobwhite.storage.sql import insert_new
from bobwhite.storage.tables.social import ties as table


class Social:
    """The ties of all accounts, each kept by the side that made it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ties(self, owner: AccountId, other: AccountId) -> Ties:
        """Return what ``owner`` did towards ``other``."""
        statement = select(table).where(table.c.owner == owner, table.c.other == other)
        row = (await self._connection.execute(statement)).one_or_none()
        if row is None:
            return NO_TIES
        return Ties(follows=row.followed_at is not None, saved=row.saved_at is not None)

    async def follow(
        self, owner: AccountId, other: AccountId, now: datetime, *, swallowed: bool
    ) -> None:
        """Let ``owner`` follow ``other``; a swallowed follow is unknown to ``other`` for good."""
        await self._change(owner, other, followed_at=now, swallowed=swallowed)

    async def unfollow(self, owner: AccountId, other: AccountId) -> None:
        """End the follow."""
        await self._change(owner, other, followed_at=None, swallowed=False)

    async def save(self, owner: AccountId, other: AccountId, now: datetime) -> None:
        """Put ``other`` into the address book of ``owner``."""
        await self._change(owner, other, saved_at=now)

    async def unsave(self, owner: AccountId, other: AccountId) -> None:
        """Take ``other`` out of the address book of ``owner``."""
        await self._change(owner, other, saved_at=None)

    async def keepers(self, account: AccountId, limit: int) -> list[AccountId]:
        """Return accounts that follow or saved this one."""
        statement = select(table.c.owner).where(table.c.other == account)
        rows = await self._connection.execute(statement.order_by(table.c.owner).limit(limit))
        return [AccountId(uid) for uid in rows.scalars()]

    async def remove_all(self, account: AccountId) -> None:
        """Remove the ties of the account and those of others to it."""
        await self._connection.execute(
            delete(table).where(or_(table.c.owner == account, table.c.other == account))
        )

    async def _change(
        self, owner: AccountId, other: AccountId, **values: datetime | bool | None
    ) -> None:
        blank = {"owner": owner, "other": other, "swallowed": False}
        await insert_new(self._connection, table, blank, key=["owner", "other"])
        this = (table.c.owner == owner) & (table.c.other == other)
        await self._connection.execute(update(table).where(this).values(values))
        await self._connection.execute(
            delete(table).where(this, table.c.followed_at.is_(None), table.c.saved_at.is_(None))
        )
