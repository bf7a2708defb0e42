"""Which browsers are signed in?"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.accounts.model import Session
from bobwhite.ids import AccountId, DeviceId, SessionId
from bobwhite.storage.tables.accounts import sessions as table


class Sessions:
    """The sessions of all accounts, found by the hash of their secret."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, session: Session, token_hash: bytes) -> None:
        """Insert the session with the SHA-256 of its secret."""
        await self._connection.execute(
            table.insert().values(**vars(session), token_hash=token_hash)
        )

    async def by_token(self, token_hash: bytes) -> Session | None:
        """Return the session with this secret's hash, expired or not, or null."""
        statement = select(table).where(table.c.token_hash == token_hash)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _session(row)

    async def get(self, account: AccountId, session: SessionId) -> Session | None:
        """Return the session if it belongs to the account, else null."""
        statement = select(table).where(table.c.id == session, table.c.account == account)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _session(row)

    async def of(self, account: AccountId) -> list[Session]:
        """Return the sessions of an account, the one used last first."""
        statement = select(table).where(table.c.account == account)
        rows = await self._connection.execute(
            statement.order_by(table.c.last_seen_at.desc(), table.c.id)
        )
        return [_session(row) for row in rows]

    async def bind(self, session: SessionId, device: DeviceId | None) -> None:
        """Say on which device the session runs, or on none that is known."""
        await self._connection.execute(
            update(table).where(table.c.id == session).values(device=device)
        )

    async def seen(self, session: SessionId, at: datetime) -> None:
        """Note that the session was used."""
        await self._connection.execute(
            update(table).where(table.c.id == session).values(last_seen_at=at)
        )

    async def remove(self, session: SessionId) -> None:
        """End one session."""
        await self._connection.execute(delete(table).where(table.c.id == session))


def _session(row: Row[Any]) -> Session:
    return Session(
        id=SessionId(row.id),
        account=AccountId(row.account),
        label=row.label,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        device=None if row.device is None else DeviceId(row.device),
    )
