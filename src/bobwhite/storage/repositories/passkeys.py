"""Which passkeys sign an account in?"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.accounts.model import Passkey
from bobwhite.ids import AccountId
from bobwhite.storage.sql import insert_new
from bobwhite.storage.tables.accounts import passkeys as table


class Passkeys:
    """The passkeys of all accounts."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, credential: str) -> Passkey | None:
        """Return the passkey with this credential id, or null."""
        statement = select(table).where(table.c.credential == credential)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _passkey(row)

    async def of(self, account: AccountId) -> list[Passkey]:
        """Return the passkeys of an account, oldest first."""
        statement = select(table).where(table.c.account == account)
        rows = await self._connection.execute(
            statement.order_by(table.c.created_at, table.c.credential)
        )
        return [_passkey(row) for row in rows]

    async def add(self, passkey: Passkey) -> bool:
        """Insert the passkey; false where its credential is known already."""
        return await insert_new(self._connection, table, vars(passkey), key=["credential"])

    async def used(self, credential: str, sign_count: int, at: datetime) -> None:
        """Note a sign-in and the counter that came with it."""
        await self._connection.execute(
            update(table)
            .where(table.c.credential == credential)
            .values(sign_count=sign_count, last_used_at=at)
        )

    async def remove(self, account: AccountId, credential: str) -> bool:
        """Remove a passkey of the account; false where it has no such one."""
        result = await self._connection.execute(
            delete(table).where(table.c.account == account, table.c.credential == credential)
        )
        return bool(result.rowcount)


def _passkey(row: Row[Any]) -> Passkey:
    return Passkey(
        credential=row.credential,
        account=AccountId(row.account),
        public_key=row.public_key,
        sign_count=row.sign_count,
        rp_id=row.rp_id,
        label=row.label,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
    )
