"""What do plans need from the database?"""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bobwhite.accounts.ports import AccountsUnit
from bobwhite.ids import AccountId


class PlanStore(Protocol):
    """The plans of all accounts, at most one each."""

    async def in_force(self, account: AccountId, now: datetime) -> str | None:
        """Return the name of the plan that the account holds at ``now``, or null."""
        ...

    async def grant(self, account: AccountId, name: str, until: datetime | None) -> None:
        """Give the account this plan in place of any other; null ``until`` has no end."""
        ...

    async def revoke(self, account: AccountId) -> None:
        """Take the plan away."""
        ...


class PlansUnit(AccountsUnit, Protocol):
    """A transaction, as plans see it."""

    @property
    def plans(self) -> PlanStore:
        """The plans."""
        ...


class PlansUnits(Protocol):
    """Opens transactions."""

    def write(self) -> AbstractAsyncContextManager[PlansUnit]:
        """Open a unit that may change things."""
        ...
