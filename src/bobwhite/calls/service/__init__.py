"""What can people do with calls, and what happens to calls by itself?"""

from datetime import datetime, timedelta
from ipaddress import IPv4Address

from bobwhite.accounts.events import FactsChanged, SessionEnded
from bobwhite.accounts.model import Asker
from bobwhite.calls.ports import CallsUnits, DeviceReach, TurnCredentials
from bobwhite.calls.service.answering import Answering
from bobwhite.calls.service.connections import Connections
from bobwhite.calls.service.deadlines import DeadlineRunner
from bobwhite.calls.service.ending import Ending
from bobwhite.calls.service.exchange import Exchange
from bobwhite.calls.service.lists import CallNeighbour, Lists
from bobwhite.calls.service.live import Live
from bobwhite.calls.service.placing import Placing
from bobwhite.calls.service.signalling import Signalling
from bobwhite.calls.views import Calling, LiveView
from bobwhite.clock import Clock
from bobwhite.delivery import Bus
from bobwhite.ids import AccountId

__all__ = ["CallNeighbour", "CallService"]


class CallService:
    """Calls between two people: one part for each side of them, and what keeps them going."""

    def __init__(
        self,
        units: CallsUnits,
        clock: Clock,
        bus: Bus,
        reach: DeviceReach,
        turn: TurnCredentials,
        *,
        pool: frozenset[IPv4Address],
        ring_time: timedelta,
        new_account_period: timedelta,
    ) -> None:
        """``pool`` holds the addresses that the relay hands out."""
        self._deadlines = DeadlineRunner(units, clock)
        exchange = Exchange(
            units=units,
            clock=clock,
            bus=bus,
            reach=reach,
            turn=turn,
            ring_time=ring_time,
            new_account_period=new_account_period,
            wake=self._deadlines.wake,
        )
        self.answering = Answering(exchange)
        self.placing = Placing(exchange, self.answering)
        self.ending = Ending(exchange)
        self.signalling = Signalling(exchange, pool)
        self.lists = Lists(exchange)
        self._live = Live(exchange)
        self._connections = Connections(exchange)

    async def start(self) -> None:
        """Take up the calls of an earlier run and begin to watch; before anybody connects."""
        await self._connections.restart()
        self._deadlines.start(self.ending.expire)

    async def stop(self) -> None:
        """Stop watching; every call stays as it is."""
        await self._deadlines.stop()

    async def run_due(self, now: datetime) -> int:
        """Let every timer run out that is due at ``now``; return how many that were."""
        return await self._deadlines.run_due(now, self.ending.expire)

    async def connected(self, asker: Asker) -> None:
        """Take note of a connection that is ready."""
        await self._connections.connected(asker)

    async def gone(self, asker: Asker, *, signed_out: bool) -> None:
        """Take note of a connection that has closed."""
        await self._connections.gone(asker, signed_out=signed_out)

    async def facts_changed(self, fact: FactsChanged) -> None:
        """Ask again whether live calls may go on (product 2.16)."""
        await self.ending.facts_changed(fact.account, fact.other)

    async def session_ended(self, ended: SessionEnded) -> None:
        """Hang up what the session takes part in."""
        await self._connections.session_ended(ended.session)

    async def live_for(self, asker: Asker) -> list[LiveView]:
        """Return the unfinished calls that this connection is to show, oldest first."""
        return await self._live.live_for(asker)

    async def missed_count(self, account: AccountId) -> int:
        """Return how many missed calls the account has not looked at, at most 99."""
        return await self.lists.missed_count(account)

    async def calling(self, account: AccountId, other: AccountId) -> Calling:
        """Tell whether the call icon towards ``other`` shows, and if not why (product 2.20)."""
        return await self._live.calling(account, other)
