"""Which devices does an account have?"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.accounts.model import Device
from bobwhite.ids import AccountId, DeviceId
from bobwhite.storage.sql import insert_new
from bobwhite.storage.tables.accounts import devices as table
from bobwhite.storage.tables.accounts import sessions


class Devices:
    """The devices of all accounts; an id names one pair of keys for ever."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of(self, account: AccountId) -> list[Device]:
        """Return the devices of an account, oldest first."""
        statement = select(table).where(table.c.account == account)
        rows = await self._connection.execute(statement.order_by(table.c.created_at, table.c.did))
        return [_device(row) for row in rows]

    async def get(self, account: AccountId, did: DeviceId) -> Device | None:
        """Return the device if it belongs to the account, else null."""
        statement = select(table).where(table.c.account == account, table.c.did == did)
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _device(row)

    async def add(self, device: Device) -> bool:
        """Insert the device; false where it is known already."""
        return await insert_new(self._connection, table, vars(device), key=["did"])

    async def set_rings(self, did: DeviceId, rings: bool) -> None:
        """Let the device ring or not."""
        await self._connection.execute(update(table).where(table.c.did == did).values(rings=rings))

    async def seen(self, did: DeviceId, at: datetime) -> None:
        """Note that the device was here."""
        await self._connection.execute(
            update(table).where(table.c.did == did).values(last_seen_at=at)
        )

    async def remove_signed_out(self, account: AccountId) -> None:
        """Remove every device of the account that no session uses."""
        in_use = exists().where(sessions.c.device == table.c.did)
        await self._connection.execute(delete(table).where(table.c.account == account, ~in_use))


def _device(row: Row[Any]) -> Device:
    return Device(
        did=DeviceId(row.did),
        account=AccountId(row.account),
        signing_key=row.signing_key,
        encryption_key=row.encryption_key,
        label=row.label,
        rings=row.rings,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
    )
