"""Who holds a plan?"""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.ids import AccountId
from bobwhite.storage.sql import upsert
from bobwhite.storage.tables.billing import plans as table


class Plans:
    """The plans of all accounts, at most one each."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def in_force(self, account: AccountId, now: datetime) -> str | None:
        """Return the name of the plan that the account holds at ``now``, or null."""
        lasting = or_(table.c.until.is_(None), table.c.until > now)
        statement = select(table.c.name).where(table.c.account == account, lasting)
        return (await self._connection.execute(statement)).scalar_one_or_none()

    async def grant(self, account: AccountId, name: str, until: datetime | None) -> None:
        """Give the account this plan in place of any other; null ``until`` has no end."""
        values = {"account": account, "name": name, "until": until}
        await upsert(self._connection, table, values, key=["account"])

    async def revoke(self, account: AccountId) -> None:
        """Take the plan away."""
        await self._connection.execute(delete(table).where(table.c.account == account))
