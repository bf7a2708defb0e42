"""What does safety need from the database?"""

from datetime import datetime
from typing import Protocol

from bobwhite.ids import AccountId
from bobwhite.safety.model import Restrictions


class SafetyStore(Protocol):
    """Blocks and call-blocks of all accounts."""

    async def restrictions(self, owner: AccountId, other: AccountId) -> Restrictions:
        """Return what ``owner`` closed to ``other``."""
        ...

    async def restrict(
        self, owner: AccountId, other: AccountId, value: Restrictions, now: datetime
    ) -> None:
        """Replace what ``owner`` closes to ``other``."""
        ...

    async def remove_all(self, account: AccountId) -> None:
        """Remove what the account closed, and what others closed to it."""
        ...
