"""What did the operator decide about this server?"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.accounts.model import Instance, PlacingPolicy
from bobwhite.storage.sql import upsert
from bobwhite.storage.tables.accounts import instance as table

_ONLY = 1


class Instances:
    """The one row about this server; before the first start its defaults hold."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self) -> Instance:
        """Return the choices in force."""
        row = (await self._connection.execute(select(table))).one_or_none()
        if row is None:
            return Instance()
        return Instance(
            name=row.name,
            sign_up_open=row.sign_up_open,
            placing_policy=PlacingPolicy(row.placing_policy),
            message_rule=row.message_rule,
            set_up=row.set_up,
        )

    async def save(self, instance: Instance) -> None:
        """Replace the choices."""
        await upsert(self._connection, table, {"id": _ONLY, **vars(instance)}, key=["id"])
