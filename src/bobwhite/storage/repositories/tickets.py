"""Which one-time secrets are still good?"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.accounts.tickets import Purpose, Ticket
from bobwhite.ids import AccountId
from bobwhite.storage.tables.accounts import tickets as table


class Tickets:
    """Secrets that are good for one use, by the hash of the secret."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, secret_hash: bytes, ticket: Ticket) -> None:
        """Insert a ticket."""
        await self._connection.execute(
            table.insert().values(
                secret_hash=secret_hash,
                purpose=ticket.purpose.value,
                account=ticket.account,
                payload=ticket.payload,
                expires_at=ticket.expires_at,
            )
        )

    async def look(self, secret_hash: bytes) -> Ticket | None:
        """Return the ticket and leave it good."""
        statement = select(table).where(table.c.secret_hash == secret_hash)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _ticket(row)

    async def take(self, secret_hash: bytes) -> Ticket | None:
        """Remove and return the ticket; only one of two takers gets it."""
        statement = delete(table).where(table.c.secret_hash == secret_hash).returning(table)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _ticket(row)

    async def drop(self, purpose: Purpose, account: AccountId | None) -> None:
        """Remove all tickets of this purpose for the account, or for nobody."""
        theirs = table.c.account.is_(None) if account is None else table.c.account == account
        await self._connection.execute(
            delete(table).where(table.c.purpose == purpose.value, theirs)
        )

    async def drop_over(self, now: datetime) -> None:
        """Remove every ticket whose time is over."""
        await self._connection.execute(delete(table).where(table.c.expires_at <= now))


def _ticket(row: Row[Any]) -> Ticket:
    return Ticket(
        purpose=Purpose(row.purpose),
        account=None if row.account is None else AccountId(row.account),
        expires_at=row.expires_at,
        payload=row.payload,
    )
