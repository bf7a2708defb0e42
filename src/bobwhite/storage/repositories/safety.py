"""Who closed what to whom?"""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.ids import AccountId
from bobwhite.safety.model import NO_RESTRICTIONS, Restrictions
from bobwhite.storage.sql import upsert
from bobwhite.storage.tables.safety import restrictions as table


class Safety:
    """Blocks and call-blocks of all accounts."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def restrictions(self, owner: AccountId, other: AccountId) -> Restrictions:
        """Return what ``owner`` closed to ``other``."""
        statement = select(table).where(table.c.owner == owner, table.c.other == other)
        row = (await self._connection.execute(statement)).one_or_none()
        return NO_RESTRICTIONS if row is None else Restrictions(row.blocks, row.call_blocks)

    async def restrict(
        self, owner: AccountId, other: AccountId, value: Restrictions, now: datetime
    ) -> None:
        """Replace what ``owner`` closes to ``other``."""
        if value == NO_RESTRICTIONS:
            await self._connection.execute(
                delete(table).where(table.c.owner == owner, table.c.other == other)
            )
            return
        values = {
            "owner": owner,
            "other": other,
            "blocks": value.blocks,
            "call_blocks": value.call_blocks,
            "changed_at": now,
        }
        await upsert(self._connection, table, values, key=["owner", "other"])

    async def remove_all(self, account: AccountId) -> None:
        """Remove what the account closed, and what others closed to it."""
        await self._connection.execute(
            delete(table).where(or_(table.c.owner == account, table.c.other == account))
        )
