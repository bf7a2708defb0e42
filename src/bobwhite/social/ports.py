"""What does the social feature need from the database?"""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bobwhite.accounts.ports import AccountStore
from bobwhite.delivery import Unit
from bobwhite.ids import AccountId
from bobwhite.safety.ports import SafetyStore
from bobwhite.social.model import Bookmark, Contact, ContactCounts, ContactKind, Ties


class SocialStore(Protocol):
    """The ties of all accounts, each kept by the side that made it."""

    async def ties(self, owner: AccountId, other: AccountId) -> Ties:
        """Return what ``owner`` did towards ``other``."""
        ...

    async def follow(
        self, owner: AccountId, other: AccountId, now: datetime, *, swallowed: bool
    ) -> None:
        """Let ``owner`` follow ``other``; a swallowed follow is unknown to ``other`` for good."""
        ...

    async def unfollow(self, owner: AccountId, other: AccountId) -> None:
        """End the follow."""
        ...

    async def save(self, owner: AccountId, other: AccountId, now: datetime) -> None:
        """Put ``other`` into the address book of ``owner``."""
        ...

    async def unsave(self, owner: AccountId, other: AccountId) -> None:
        """Take ``other`` out of the address book of ``owner``."""
        ...

    async def keepers(self, account: AccountId, limit: int) -> list[AccountId]:
        """Return accounts that follow or saved this one."""
        ...

    async def remove_all(self, account: AccountId) -> None:
        """Remove the ties of the account and those of others to it."""
        ...


class Directory(Protocol):
    """People, as one owner may list and find them."""

    async def contacts(
        self, owner: AccountId, kind: ContactKind, after: Bookmark | None, limit: int
    ) -> list[Contact]:
        """Return a part of a list, by name; deleted accounts are in none."""
        ...

    async def counts(self, owner: AccountId) -> ContactCounts:
        """Return how many people each list holds."""
        ...

    async def search(
        self, owner: AccountId, query: str, *, prefix: bool, limit: int
    ) -> list[Contact]:
        """Return the account with exactly this handle, then contacts whose names begin so."""
        ...


class SocialUnit(Unit, Protocol):
    """A transaction, as the social feature sees it."""

    @property
    def accounts(self) -> AccountStore:
        """The accounts."""
        ...

    @property
    def safety(self) -> SafetyStore:
        """The blocks."""
        ...

    @property
    def social(self) -> SocialStore:
        """The ties."""
        ...

    @property
    def directory(self) -> Directory:
        """The lists of people."""
        ...


class SocialUnits(Protocol):
    """Opens transactions."""

    def write(self) -> AbstractAsyncContextManager[SocialUnit]:
        """Open a unit that may change things."""
        ...

    def read(self) -> AbstractAsyncContextManager[SocialUnit]:
        """Open a unit that only reads."""
        ...
