"""How do people follow, save, block and find each other?

No answer depends on whether the other side blocks the asker: a follow looks accepted, a profile shows
what a stranger sees, a search finds alike (product 9.1).
"""

from collections.abc import Iterable
from dataclasses import replace

from bobwhite.accounts.events import FactsChanged
from bobwhite.accounts.model import Account, Asker, Status
from bobwhite.accounts.names import fold_handle
from bobwhite.accounts.news import MAX_TOLD
from bobwhite.clock import Clock
from bobwhite.errors import InvalidError, NotFoundError
from bobwhite.ids import AccountId
from bobwhite.social.events import RelationChanged
from bobwhite.social.model import (
    MAX_FOUND,
    MIN_PREFIX,
    PAGE,
    Bookmark,
    Contact,
    ContactCounts,
    ContactKind,
    ContactPage,
    Mark,
    Profile,
    Relation,
    fold_query,
)
from bobwhite.social.ports import SocialUnit, SocialUnits


class PeopleService:
    """Shows people to an asker and changes what the asker does towards them."""

    def __init__(self, units: SocialUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    async def profile(self, asker: Asker, other: AccountId) -> Profile:
        """Return a person; raises ``NotFoundError`` for one that is unknown or gone."""
        async with self._units.read() as unit:
            return await _profile(unit, asker, await unit.accounts.get(other))

    async def profile_by_handle(self, asker: Asker, handle: str) -> Profile:
        """Return the person with this handle; raises like ``profile``."""
        async with self._units.read() as unit:
            account = await unit.accounts.by_handle(fold_handle(handle) or "")
            return await _profile(unit, asker, account)

    async def mark(self, asker: Asker, other: AccountId, mark: Mark, *, on: bool) -> Relation:
        """Follow, save, block or call-block a person, or lift it; again changes nothing.

        Raises ``NotFoundError`` for a person that is unknown or gone, ``InvalidError`` for oneself.
        """
        if other == asker.account:
            raise InvalidError
        async with self._units.write() as unit:
            _present(await unit.accounts.get(other))
            before = await relation(unit, asker.account, other)
            await self._write(unit, asker.account, other, mark, on=on)
            after = await relation(unit, asker.account, other)
            if after == before:
                # Not committed: a follow made again keeps its day, and whether it was swallowed.
                return before
            unit.tell(asker.account, RelationChanged(other, after))
            unit.tell(asker.account, FactsChanged(asker.account, other))
            await unit.commit()
        return after

    async def contacts(
        self, asker: Asker, kind: ContactKind, after: Bookmark | None = None
    ) -> ContactPage:
        """Return the next part of one of the asker's lists, by name."""
        async with self._units.read() as unit:
            found = await unit.directory.contacts(asker.account, kind, after, PAGE + 1)
        shown = found[:PAGE]
        if len(found) <= PAGE:
            return ContactPage(shown, None)
        last = shown[-1].card
        return ContactPage(shown, Bookmark(last.display_name.casefold(), last.account))

    async def counts(self, asker: Asker) -> ContactCounts:
        """Return how many people each of the asker's lists holds."""
        async with self._units.read() as unit:
            return await unit.directory.counts(asker.account)

    async def search(self, asker: Asker, text: str) -> list[Contact]:
        """Return people by exact handle, or by the beginning of a name among the asker's own.

        One's own are those followed and saved, and those that follow; at most 20.
        """
        query = fold_query(text)
        if not query:
            return []
        prefix = len(query) >= MIN_PREFIX
        async with self._units.read() as unit:
            return await unit.directory.search(asker.account, query, prefix=prefix, limit=MAX_FOUND)

    async def _write(
        self, unit: SocialUnit, owner: AccountId, other: AccountId, mark: Mark, *, on: bool
    ) -> None:
        now = self._clock.now()
        match mark:
            case Mark.FOLLOW if not on:
                await unit.social.unfollow(owner, other)
            case Mark.FOLLOW:
                blocked = (await unit.safety.restrictions(other, owner)).blocks
                await unit.social.follow(owner, other, now, swallowed=blocked)
            case Mark.SAVED if not on:
                await unit.social.unsave(owner, other)
            case Mark.SAVED:
                await unit.social.save(owner, other, now)
            case Mark.BLOCK:
                closed = await unit.safety.restrictions(owner, other)
                await unit.safety.restrict(owner, other, replace(closed, blocks=on), now)
            case Mark.CALL_BLOCK:
                closed = await unit.safety.restrictions(owner, other)
                await unit.safety.restrict(owner, other, replace(closed, call_blocks=on), now)


class PeopleRecords:
    """What the social feature keeps about accounts: a ``Neighbour`` of accounts."""

    async def who_know(self, unit: SocialUnit, account: AccountId) -> Iterable[AccountId]:
        """Return those that follow or saved the account, blocked or not."""
        return await unit.social.keepers(account, MAX_TOLD)

    async def erase(self, unit: SocialUnit, account: AccountId) -> None:
        """Forget all ties and blocks from and to an account that is being deleted."""
        await unit.social.remove_all(account)
        await unit.safety.remove_all(account)


async def relation(unit: SocialUnit, owner: AccountId, other: AccountId) -> Relation:
    """Return everything that ``owner`` itself did towards ``other``."""
    ties = await unit.social.ties(owner, other)
    closed = await unit.safety.restrictions(owner, other)
    return Relation(ties.follows, ties.saved, closed.blocks, closed.call_blocks)


async def _profile(unit: SocialUnit, asker: Asker, account: Account | None) -> Profile:
    uid = _present(account).uid
    card = await unit.accounts.card(uid)
    return Profile(card, await relation(unit, asker.account, uid), uid == asker.account)


def _present(account: Account | None) -> Account:
    if account is None or account.status is Status.DELETED:
        raise NotFoundError
    return account
