"""How do lists of people come out of rows?"""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.accounts.model import Status
from bobwhite.ids import AccountId
from bobwhite.social.model import Bookmark, Contact, ContactCounts, ContactKind, Relation
from bobwhite.storage.repositories.accounts import cards_query, is_named, to_card
from bobwhite.storage.tables.accounts import accounts
from bobwhite.storage.tables.safety import restrictions
from bobwhite.storage.tables.social import ties

_own = ties.alias("own_ties")
_theirs = ties.alias("their_ties")


class People:
    """People, as one owner may list and find them."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def contacts(
        self, owner: AccountId, kind: ContactKind, after: Bookmark | None, limit: int
    ) -> list[Contact]:
        """Return a part of a list, by name; deleted accounts are in none."""
        place = tuple_(accounts.c.search_name, accounts.c.uid)
        statement = _query(owner).where(_MEMBERS[kind])
        if after is not None:
            statement = statement.where(place > tuple_(after.name, after.account))
        return await self._contacts(
            statement.order_by(accounts.c.search_name, accounts.c.uid).limit(limit)
        )

    async def counts(self, owner: AccountId) -> ContactCounts:
        """Return how many people each list holds."""
        numbers = {}
        for kind, members in _MEMBERS.items():
            inner = _query(owner).where(members).subquery()
            result = await self._connection.execute(select(func.count()).select_from(inner))
            numbers[kind.value] = int(result.scalar_one())
        return ContactCounts(**numbers)

    async def search(
        self, owner: AccountId, query: str, *, prefix: bool, limit: int
    ) -> list[Contact]:
        """Return the account with exactly this handle, then contacts whose names begin so."""
        exact = accounts.c.handle == query
        wanted: ColumnElement[bool] = exact
        if prefix:
            own = or_(*(_MEMBERS[kind] for kind in _FINDABLE))
            wanted = or_(exact, and_(is_named(query), own))
        found = _query(owner).where(
            wanted, accounts.c.uid != owner, accounts.c.status == Status.ACTIVE.value
        )
        order = (exact.desc(), accounts.c.search_name, accounts.c.uid)
        return await self._contacts(found.order_by(*order).limit(limit))

    async def _contacts(self, statement: Select[Any]) -> list[Contact]:
        return [_contact(row) for row in await self._connection.execute(statement)]


_MEMBERS: dict[ContactKind, ColumnElement[bool]] = {
    ContactKind.SAVED: _own.c.saved_at.is_not(None),
    ContactKind.FOLLOWING: _own.c.followed_at.is_not(None),
    # Who follows while blocked counts for nothing, and so does whoever the owner blocked since.
    ContactKind.FOLLOWERS: and_(
        _theirs.c.followed_at.is_not(None),
        _theirs.c.swallowed.is_(False),
        func.coalesce(restrictions.c.blocks, False).is_(False),
    ),
    ContactKind.BLOCKED: restrictions.c.owner.is_not(None),
}
_FINDABLE = (ContactKind.SAVED, ContactKind.FOLLOWING, ContactKind.FOLLOWERS)


def _query(owner: AccountId) -> Select[Any]:
    return (
        cards_query()
        .add_columns(
            _own.c.followed_at, _own.c.saved_at, restrictions.c.blocks, restrictions.c.call_blocks
        )
        .outerjoin(_own, and_(_own.c.owner == owner, _own.c.other == accounts.c.uid))
        .outerjoin(_theirs, and_(_theirs.c.owner == accounts.c.uid, _theirs.c.other == owner))
        .outerjoin(
            restrictions,
            and_(restrictions.c.owner == owner, restrictions.c.other == accounts.c.uid),
        )
        .where(accounts.c.status != Status.DELETED.value)
    )


def _contact(row: Row[Any]) -> Contact:
    relation = Relation(
        following=row.followed_at is not None,
        saved=row.saved_at is not None,
        blocked=bool(row.blocks),
        call_blocked=bool(row.call_blocks),
    )
    return Contact(to_card(row), relation)
