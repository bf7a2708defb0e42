"""How does an account's stream of durable events get its numbers?"""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.ids import AccountId
from bobwhite.storage.tables.sequence import account_sequences as table


class Sequences:
    """The counters of all accounts; a number is taken inside the transaction that needs it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, account: AccountId, count: int) -> int:
        """Take the next ``count`` numbers of ``account`` and return the first of them."""
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        statement = dialect.insert(table).values(account=account, seq=count)
        statement = statement.on_conflict_do_update(
            index_elements=["account"], set_={"seq": table.c.seq + count}
        )
        result = await self._connection.execute(statement.returning(table.c.seq))
        return int(result.scalar_one()) - count + 1

    async def current(self, account: AccountId) -> int:
        """Return the last number given out, 0 for none."""
        result = await self._connection.execute(
            select(table.c.seq).where(table.c.account == account)
        )
        return int(result.scalar_one_or_none() or 0)
