"""How do accounts, and what others may see of them, come out of rows?"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.accounts.model import Account, Audience, Card, Status
from bobwhite.ids import AccountId
from bobwhite.storage.sql import insert_new, upsert
from bobwhite.storage.tables.accounts import accounts as table
from bobwhite.storage.tables.accounts import passwords
from bobwhite.storage.tables.billing import plans


def cards_query() -> Select[Any]:
    """Return the selection of everything a card needs; its rows are for ``to_card``.

    The plan shown is in force by the database's clock; decisions ask ``Plans.in_force``.
    """
    in_force = or_(plans.c.until.is_(None), plans.c.until > func.now())
    return select(table, plans.c.name.label("plan")).outerjoin(
        plans, (plans.c.account == table.c.uid) & in_force
    )


def is_named(query: str) -> ColumnElement[bool]:
    """Tell which handles, and words of names, begin with a folded ``query``."""
    return or_(
        table.c.handle.startswith(query, autoescape=True),
        table.c.search_name.startswith(query, autoescape=True),
        table.c.search_name.contains(" " + query, autoescape=True),
    )


def to_card(row: Row[Any]) -> Card:
    """Return the card of one row of ``cards_query``."""
    if row.status == Status.DELETED:
        return gone(AccountId(row.uid))
    return Card(
        account=AccountId(row.uid),
        handle=row.handle,
        display_name=row.display_name,
        avatar=row.avatar,
        verified=row.verified,
        plan=row.plan,
    )


def gone(uid: AccountId) -> Card:
    """Return the card of an account that is no more."""
    return Card(uid, "", "", None, verified=False, plan=None, gone=True)


class Accounts:
    """All accounts of the instance."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, uid: AccountId) -> Account | None:
        """Return the account, in whatever state, or null."""
        return await self._one(select(table).where(table.c.uid == uid))

    async def by_handle(self, handle: str) -> Account | None:
        """Return the account with this handle in lower case; a deleted one has none."""
        return await self._one(select(table).where(table.c.handle == handle))

    async def add(self, account: Account) -> bool:
        """Insert the account; false where its handle is taken."""
        values = {"uid": account.uid, "created_at": account.created_at, **_columns(account)}
        return await insert_new(self._connection, table, values, key=["handle"])

    async def save(self, account: Account) -> bool:
        """Write everything that can change; false where the handle is taken."""
        statement = update(table).where(table.c.uid == account.uid).values(_columns(account))
        try:
            async with self._connection.begin_nested():
                await self._connection.execute(statement)
        except IntegrityError:
            return False
        return True

    async def card(self, uid: AccountId) -> Card:
        """Return what others may see; for an unknown account the card of one that is gone."""
        return (await self.cards([uid]))[uid]

    async def cards(self, uids: Iterable[AccountId]) -> dict[AccountId, Card]:
        """Return a card for each account asked for."""
        wanted = list(dict.fromkeys(uids))
        found = {uid: gone(uid) for uid in wanted}
        rows = await self._connection.execute(cards_query().where(table.c.uid.in_(wanted)))
        return found | {AccountId(row.uid): to_card(row) for row in rows}

    async def operator_exists(self) -> bool:
        """Tell whether an active account runs this instance."""
        active = table.c.status == Status.ACTIVE.value
        statement = select(table.c.uid).where(table.c.operator, active).limit(1)
        return (await self._connection.execute(statement)).first() is not None

    async def password_hash(self, uid: AccountId) -> str | None:
        """Return the password's hash, or null where the account has passkeys only."""
        statement = select(passwords.c.hash).where(passwords.c.account == uid)
        return (await self._connection.execute(statement)).scalar_one_or_none()

    async def set_password_hash(self, uid: AccountId, password_hash: str | None) -> None:
        """Replace the password's hash; null removes the password."""
        if password_hash is None:
            await self._connection.execute(delete(passwords).where(passwords.c.account == uid))
            return
        values = {"account": uid, "hash": password_hash}
        await upsert(self._connection, passwords, values, key=["account"])

    async def _one(self, statement: Select[Any]) -> Account | None:
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else _account(row)


def _columns(account: Account) -> Mapping[str, Any]:
    return {
        "handle": None if account.status is Status.DELETED else account.handle,
        "display_name": account.display_name,
        "search_name": account.display_name.casefold(),
        "verified": account.verified,
        "operator": account.operator,
        "status": account.status.value,
        "calls_on": account.calls_on,
        "audience": sorted(account.audience),
        "quick_texts": list(account.quick_texts),
        "avatar": account.avatar,
    }


def _account(row: Row[Any]) -> Account:
    return Account(
        uid=AccountId(row.uid),
        handle=row.handle or "",
        display_name=row.display_name,
        created_at=row.created_at,
        verified=row.verified,
        operator=row.operator,
        status=Status(row.status),
        calls_on=row.calls_on,
        audience=frozenset(Audience(name) for name in row.audience),
        quick_texts=tuple(row.quick_texts),
        avatar=row.avatar,
    )
