"""How does an account read and tidy its history of calls?"""

from datetime import datetime

from bobwhite.accounts.model import Asker
from bobwhite.calls.events import EntriesSeen, EntryRemoved
from bobwhite.calls.history import Bookmark, Filter
from bobwhite.calls.ports import CallsUnit
from bobwhite.calls.service.exchange import Exchange
from bobwhite.calls.views import EntryPage, EntryView
from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.ids import AccountId, CallId
from bobwhite.social.model import fold_query

MOST_ENTRIES = 100


class Lists:
    """The call list of an account, alike on all its devices."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def entries(
        self,
        asker: Asker,
        which: Filter = Filter.ALL,
        after: Bookmark | None = None,
        limit: int = 30,
        text: str | None = None,
    ) -> EntryPage:
        """Return a page of the asker's call list, newest first; at most 100 entries.

        With ``text`` it holds calls with people whose handle or a word of whose name begins so.
        """
        query = None if text is None else fold_query(text)
        if query == "":
            return EntryPage((), None)
        limit = max(1, min(limit, MOST_ENTRIES))
        async with self._exchange.units.read() as unit:
            found = await unit.calls.entries(asker.account, which, after, limit + 1, query)
            shown = found[:limit]
            cards = await unit.accounts.cards([entry.peer for entry in shown])
        views = tuple(EntryView(entry, cards[entry.peer]) for entry in shown)
        last = shown[-1] if len(found) > limit else None
        return EntryPage(views, None if last is None else Bookmark(last.started_at, last.call))

    async def remove(self, asker: Asker, call: CallId) -> None:
        """Remove an entry from the asker's own history; the other side keeps its own.

        Raises ``NotFoundError`` for an unknown entry, ``RefusedError`` with ``not_allowed_now``
        while the call goes on.
        """
        async with self._exchange.units.write() as unit:
            entry = await unit.calls.entry(asker.account, call)
            if entry is None:
                raise NotFoundError
            if entry.reason is None:
                raise RefusedError(ErrorCode.NOT_ALLOWED_NOW)
            await unit.calls.remove_entry(asker.account, call)
            unit.tell(asker.account, EntryRemoved(call))
            await unit.commit()

    async def mark_seen(self, asker: Asker, up_to: datetime) -> None:
        """Clear the mark of the missed calls that started up to then, on all devices."""
        up_to = min(up_to, self._exchange.clock.now())
        async with self._exchange.units.write() as unit:
            if await unit.calls.mark_seen(asker.account, up_to):
                unit.tell(asker.account, EntriesSeen(up_to))
                await unit.commit()

    async def missed_count(self, account: AccountId) -> int:
        """Return how many missed calls the account has not looked at, at most 99."""
        async with self._exchange.units.read() as unit:
            return await unit.calls.unseen(account)

    async def forget(self, account: AccountId, other: AccountId) -> None:
        """Let calls that ``account`` placed to ``other`` open no way back (product 2.8)."""
        async with self._exchange.units.write() as unit:
            await unit.calls.forget(account, other)
            await unit.commit()


class CallNeighbour:
    """What calls keep about accounts, for the features below."""

    async def who_know(self, unit: CallsUnit, account: AccountId) -> list[AccountId]:
        """Return the accounts in whose call lists this one stands."""
        return await unit.calls.who_called(account)

    async def erase(self, unit: CallsUnit, account: AccountId) -> None:
        """Remove the history of an account that is being deleted; others keep theirs."""
        await unit.calls.erase(account)
