"""Who has whom on screen, and what are they told when that person comes, goes or changes?

A watch lasts as long as its connection. Changes are gathered for a moment, so that a reload is no
coming and going. Somebody who may not be seen looks exactly like somebody away.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from bobwhite.accounts.events import FactsChanged
from bobwhite.accounts.model import Asker, Status
from bobwhite.calls.events import EntryChanged
from bobwhite.calls.views import Calling
from bobwhite.delivery import Address, Bus, Delivery, Event
from bobwhite.gateway.wheel import TimerWheel
from bobwhite.ids import AccountId
from bobwhite.messages.model import State
from bobwhite.messages.ports import MessagesUnit
from bobwhite.social.presence import PresenceFacts, is_presence_shown

SETTLE_S = 3.0
"""How long a change of presence may wait for the next: longer hides reloads, shorter is more exact."""


@dataclass(frozen=True)
class Watched:
    """A person on screen: here or not, and whether a call is possible."""

    account: AccountId
    online: bool
    calling: Calling


@dataclass(frozen=True)
class WatchedChanged(Event):
    """Somebody on screen came, went, or can be called or not."""

    watched: Watched


class PresenceUnits(Protocol):
    """Makes transactions."""

    def read(self) -> AbstractAsyncContextManager[MessagesUnit]:
        """Open one that only reads."""
        ...


class Online(Protocol):
    """Knows who is connected."""

    def is_online(self, account: AccountId) -> bool:
        """Tell whether the account has any connection in use."""
        ...


_Tab = tuple[AccountId, str]


class _Watch:
    """Whom one connection looks at, and what it was told of each last."""

    def __init__(self, accounts: Sequence[AccountId]) -> None:
        self.people: dict[AccountId, Watched | None] = dict.fromkeys(accounts)
        # Looking takes a while: without an order an older look could be told after a newer one.
        self.order = asyncio.Lock()


class PresenceWatch:
    """The watches of all connections; a hook of them and a reaction to changed facts."""

    def __init__(
        self,
        units: PresenceUnits,
        calling: Callable[[AccountId, AccountId], Awaitable[Calling]],
        online: Online,
        bus: Bus,
        wheel: TimerWheel,
    ) -> None:
        self._units = units
        self._calling = calling
        self._online = online
        self._bus = bus
        self._wheel = wheel
        self._watches: dict[_Tab, _Watch] = {}
        self._watchers: dict[AccountId, set[_Tab]] = {}
        self._settling: set[AccountId] = set()

    async def watch(self, asker: Asker, accounts: Sequence[AccountId]) -> list[Watched]:
        """Replace whom this connection watches; return how each stands now."""
        tab = (asker.account, asker.tab)
        self._drop(tab)
        watch = _Watch(accounts)
        async with watch.order:
            if watch.people:
                # Entered before anything is read: what changes meanwhile is told after this.
                self._watches[tab] = watch
                for account in watch.people:
                    self._watchers.setdefault(account, set()).add(tab)
            found = [await self._look(asker.account, account) for account in watch.people]
            watch.people.update({watched.account: watched for watched in found})
        return found

    async def connected(self, asker: Asker) -> None:
        """Begin with an empty watch, and show those who look that the account is here."""
        self._drop((asker.account, asker.tab))
        self._settle(asker.account)

    async def gone(self, asker: Asker, *, signed_out: bool) -> None:
        """End the connection's watch, and show those who look that the account may be away."""
        self._drop((asker.account, asker.tab))
        self._settle(asker.account)

    async def facts_changed(self, fact: FactsChanged) -> None:
        """Tell at once where a changed fact changes what is seen or whom one can call."""
        if fact.other is None:
            await self._refresh(fact.account)
            for tab in [tab for tab in self._watches if tab[0] == fact.account]:
                for watched in list(self._watches[tab].people) if tab in self._watches else ():
                    await self._update(tab, watched)
            return
        await self._refresh(fact.other, watcher=fact.account)
        await self._refresh(fact.account, watcher=fact.other)

    async def entry_changed(self, changed: EntryChanged) -> None:
        """Tell where a call that ended opens a way back."""
        entry = changed.view.entry
        if entry.ended_at is not None:
            await self._refresh(entry.peer, watcher=entry.account)

    async def _look(self, watcher: AccountId, watched: AccountId) -> Watched:
        calling = await self._calling(watcher, watched)
        shown = self._online.is_online(watched) and await self._is_shown(watcher, watched)
        return Watched(watched, shown, calling)

    async def _is_shown(self, watcher: AccountId, watched: AccountId) -> bool:
        async with self._units.read() as unit:
            return is_presence_shown(await _facts(unit, watcher, watched))

    async def _update(self, tab: _Tab, account: AccountId) -> None:
        watch = self._watches.get(tab)
        if watch is None or account not in watch.people:
            return
        async with watch.order:
            watched = await self._look(tab[0], account)
            if self._watches.get(tab) is not watch or watch.people[account] == watched:
                return
            watch.people[account] = watched
        self._bus.publish([Delivery(Address(tab[0], tab=tab[1]), WatchedChanged(watched))])

    async def _refresh(self, account: AccountId, *, watcher: AccountId | None = None) -> None:
        for tab in list(self._watchers.get(account, ())):
            if watcher in {None, tab[0]}:
                await self._update(tab, account)

    def _settle(self, account: AccountId) -> None:
        if account in self._settling or account not in self._watchers:
            return

        async def tell() -> None:
            self._settling.discard(account)
            await self._refresh(account)

        self._settling.add(account)
        self._wheel.schedule(SETTLE_S, tell)

    def _drop(self, tab: _Tab) -> None:
        watch = self._watches.pop(tab, None)
        for account in watch.people if watch else ():
            watchers = self._watchers[account]
            watchers.discard(tab)
            if not watchers:
                del self._watchers[account]


async def _facts(unit: MessagesUnit, watcher: AccountId, watched: AccountId) -> PresenceFacts:
    account = await unit.accounts.get(watched)
    ties = await unit.social.ties(watched, watcher)
    blocks = [
        (await unit.safety.restrictions(owner, other)).blocks
        for owner, other in ((watched, watcher), (watcher, watched))
    ]
    return PresenceFacts(
        active=account is not None and account.status is Status.ACTIVE,
        calls_on=account is not None and account.calls_on,
        follows=ties.follows,
        has_written=await unit.messages.has_written(watched, watcher),
        thread_open=await _is_open(unit, watcher, watched),
        apart=any(blocks),
    )


async def _is_open(unit: MessagesUnit, a: AccountId, b: AccountId) -> bool:
    conv = await unit.messages.thread_of(a, b)
    if conv is None:
        return False
    members = [await unit.messages.member(conv, account) for account in (a, b)]
    return all(member is not None and member.state is State.OPEN for member in members)
