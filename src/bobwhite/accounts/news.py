"""Who is told when an account changes?"""

from collections.abc import Sequence

from bobwhite.accounts.events import FactsChanged, MeChanged, PersonChanged
from bobwhite.accounts.ports import AccountsUnit, Neighbour
from bobwhite.ids import AccountId

MAX_TOLD = 1000
"""Bounds the work of one change; whoever is not told sees it at the next visit."""


class AccountNews:
    """Tells changes of an account to itself, to those that know it, and to the call decision."""

    def __init__(self, neighbours: Sequence[Neighbour]) -> None:
        self._neighbours = neighbours

    async def changed(self, unit: AccountsUnit, account: AccountId, *, facts: bool = False) -> None:
        """Tell what others see of the account as it stands in ``unit``.

        ``facts``: the call decision reads what changed.
        """
        loaded = await unit.accounts.get(account)
        if loaded is None:
            return
        card = await unit.accounts.card(account)
        has_password = await unit.accounts.password_hash(account) is not None
        unit.tell(account, MeChanged(card, loaded.operator, has_password))
        for other in await self.who_know(unit, account):
            unit.tell(other, PersonChanged(card))
        if facts:
            unit.tell(account, FactsChanged(account))

    async def who_know(self, unit: AccountsUnit, account: AccountId) -> list[AccountId]:
        """Return whom a change of the account concerns, without itself, in a bounded number."""
        found: dict[AccountId, None] = {}
        for neighbour in self._neighbours:
            found.update(dict.fromkeys(await neighbour.who_know(unit, account)))
        found.pop(account, None)
        return list(found)[:MAX_TOLD]

    async def erased(self, unit: AccountsUnit, account: AccountId) -> None:
        """Let every neighbour forget the account, then tell those who knew it that it is gone."""
        knew = await self.who_know(unit, account)
        for neighbour in self._neighbours:
            await neighbour.erase(unit, account)
        card = await unit.accounts.card(account)
        for other in knew:
            unit.tell(other, PersonChanged(card))
        unit.tell(account, FactsChanged(account))
