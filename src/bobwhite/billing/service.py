"""How does an account get a plan, until people can buy one?"""

from collections.abc import Iterable
from datetime import datetime

from bobwhite.accounts.administration import by_handle
from bobwhite.accounts.names import clean_display_name
from bobwhite.accounts.news import AccountNews
from bobwhite.billing.ports import PlansUnit, PlansUnits
from bobwhite.ids import AccountId


class PlanService:
    """Grants and revokes plans, for the command line."""

    def __init__(self, units: PlansUnits, news: AccountNews) -> None:
        self._units = units
        self._news = news

    async def grant(self, handle: str, name: str, until: datetime | None) -> None:
        """Give the account a plan in place of any other; null ``until`` has no end.

        Raises ``NotFoundError``, or ``InvalidError`` for the plan's name.
        """
        name = clean_display_name(name, "plan")
        async with self._units.write() as unit:
            account = await by_handle(unit, handle)
            await unit.plans.grant(account.uid, name, until)
            await self._news.changed(unit, account.uid, facts=True)
            await unit.commit()

    async def revoke(self, handle: str) -> None:
        """Take the plan away; raises ``NotFoundError``."""
        async with self._units.write() as unit:
            account = await by_handle(unit, handle)
            await unit.plans.revoke(account.uid)
            await self._news.changed(unit, account.uid, facts=True)
            await unit.commit()


class PlanRecords:
    """What plans keep about an account: a ``Neighbour`` of accounts."""

    async def who_know(self, unit: PlansUnit, account: AccountId) -> Iterable[AccountId]:
        """Return nobody: holding a plan makes no acquaintance."""
        return ()

    async def erase(self, unit: PlansUnit, account: AccountId) -> None:
        """Forget the plan of an account that is being deleted."""
        await unit.plans.revoke(account)
