"""What can people do with calls, and what happens to calls by itself?"""

import asyncio
import contextlib
from datetime import datetime, timedelta
from ipaddress import IPv4Address

import structlog

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
from bobwhite.calls.views import LiveView
from bobwhite.clock import Clock
from bobwhite.delivery import Bus, Delivery
from bobwhite.errors import ErrorCode
from bobwhite.ids import AccountId

__all__ = ["CallNeighbour", "CallService"]

_log = structlog.get_logger()


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
        self._heard: asyncio.Queue[Delivery] = asyncio.Queue()
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take up the calls of an earlier run and begin to watch; before anybody connects."""
        await self._connections.restart()
        self._deadlines.start(self.ending.expire)
        self._listening = asyncio.create_task(self._listen(), name="call facts")

    async def stop(self) -> None:
        """Stop watching; every call stays as it is."""
        await self._deadlines.stop()
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
            self._listening = None

    async def run_due(self, now: datetime) -> int:
        """Let every timer run out that is due at ``now``; return how many that were."""
        return await self._deadlines.run_due(now, self.ending.expire)

    async def connected(self, asker: Asker) -> None:
        """Take note of a connection that is ready."""
        await self._connections.connected(asker)

    async def gone(self, asker: Asker, *, signed_out: bool) -> None:
        """Take note of a connection that has closed."""
        await self._connections.gone(asker, signed_out=signed_out)

    def hear(self, delivery: Delivery) -> None:
        """Take note of what other features told; it is worked off in order, soon."""
        if isinstance(delivery.event, FactsChanged | SessionEnded):
            self._heard.put_nowait(delivery)

    async def work_off(self) -> None:
        """Work off what was heard so far."""
        while not self._heard.empty():
            await self._follow(self._heard.get_nowait())

    async def live_for(self, asker: Asker) -> list[LiveView]:
        """Return the unfinished calls that this connection is to show, oldest first."""
        return await self._live.live_for(asker)

    async def missed_count(self, account: AccountId) -> int:
        """Return how many missed calls the account has not looked at, at most 99."""
        return await self.lists.missed_count(account)

    async def calling(self, account: AccountId, other: AccountId) -> ErrorCode | None:
        """Return the code that hides the call icon towards ``other``, or None where it shows."""
        return await self._live.calling(account, other)

    async def _listen(self) -> None:
        while True:
            delivery = await self._heard.get()
            try:
                await self._follow(delivery)
            except Exception as error:
                # The type alone: a text could hold what only participants should know.
                _log.error("call_facts_broke", error=type(error).__name__)

    async def _follow(self, delivery: Delivery) -> None:
        match delivery.event:
            case FactsChanged(account, other):
                await self.ending.facts_changed(account, other)
            case SessionEnded(session):
                await self._connections.session_ended(delivery.to.account, session)
