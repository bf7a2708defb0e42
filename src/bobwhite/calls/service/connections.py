"""What becomes of calls when connections and sessions come and go?"""

import contextlib
from datetime import datetime

from bobwhite.accounts.model import Asker
from bobwhite.calls.machine import advance
from bobwhite.calls.model import Call, Seat
from bobwhite.calls.ports import CallsUnit
from bobwhite.calls.service.exchange import Exchange
from bobwhite.calls.service.facts import ringing_devices
from bobwhite.calls.signals import Role
from bobwhite.calls.steps import (
    Input,
    LegSignedOut,
    Reach,
    Restart,
    RingSignedOut,
    TabBack,
    TabGone,
)
from bobwhite.errors import RefusedError
from bobwhite.ids import AccountId, CallId, DeviceId, SessionId


class Connections:
    """Keeps legs and rings in step with who is connected."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def connected(self, asker: Asker) -> None:
        """Give a tab its leg back, and let its device ring for calls that wait."""
        account, device = asker.account, asker.device
        if device is None:
            return
        live = await self._unfinished(account)
        for call in live:
            leg = call.leg_of(account)
            if leg is not None and (leg.seat.device, leg.seat.tab) == (device, asker.tab):
                await self._let(call.id, TabBack(account))
        waiting = [
            call for call in live if call.unanswered and call.role_of(account) is Role.CALLEE
        ]
        if waiting and await self._may_ring(account, device):
            await self._ring(account, device, live, waiting)

    async def gone(self, asker: Asker, *, signed_out: bool) -> None:
        """Start the grace of a leg whose tab vanished; after a sign-out hang up at once."""
        account, device = asker.account, asker.device
        if device is None:
            return
        for call in await self._unfinished(account):
            leg = call.leg_of(account)
            if leg is not None and (leg.seat.device, leg.seat.tab) == (device, asker.tab):
                if signed_out:
                    await self._let(call.id, LegSignedOut(account))
                else:
                    await self._lose(call.id, leg.seat)
            elif signed_out and call.ring_of(device) is not None:
                await self._let(call.id, RingSignedOut(device))

    async def session_ended(self, session: SessionId) -> None:
        """Hang up what the session takes part in, also while its tab is away."""
        async with self._exchange.units.read() as unit:
            calls = await unit.calls.unfinished_of(session)
        for call in calls:
            for leg in call.legs:
                if leg.seat.session == session:
                    await self._let(call.id, LegSignedOut(leg.seat.account))

    async def restart(self) -> None:
        """Take it that nobody is connected, and give everybody time to return."""
        async with self._exchange.units.read() as unit:
            calls = await unit.calls.all_unfinished()
        for call in calls:
            await self._let(call, Restart())

    async def _lose(self, call: CallId, seat: Seat) -> None:
        async def work(unit: CallsUnit, now: datetime) -> None:
            # Asked here, where no return of the tab can slip in between.
            if seat.tab in self._exchange.reach.tabs(seat.account, seat.device):
                return
            before = await self._exchange.load(unit, call)
            step = advance(before, TabGone(seat.account), now)
            await self._exchange.keep(unit, before, step, now)

        with contextlib.suppress(RefusedError):
            await self._exchange.run(await self._exchange.parties(call), work)

    async def _unfinished(self, account: AccountId) -> list[Call]:
        """Return the unfinished calls; waits for a start that is under way."""
        async with self._exchange.locks.hold(account), self._exchange.units.read() as unit:
            return await unit.calls.unfinished(account)

    async def _may_ring(self, account: AccountId, device: DeviceId) -> bool:
        async with self._exchange.units.read() as unit:
            return device in await ringing_devices(unit, self._exchange.reach, account)

    async def _ring(
        self, account: AccountId, device: DeviceId, live: list[Call], waiting: list[Call]
    ) -> None:
        for call in waiting:
            # Until a second call may knock, a person in a call is rung by no other.
            if not any(other.engages(account) for other in live if other.id != call.id):
                await self._let(call.id, Reach(device))
                return

    async def _let(self, call: CallId, happened: Input) -> None:
        # The call may have moved on meanwhile; then nothing is left to do.
        with contextlib.suppress(RefusedError):
            await self._exchange.change(call, happened)
