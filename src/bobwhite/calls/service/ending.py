"""How does a call end by somebody's wish, and when what permitted it changes?"""

from datetime import datetime

from bobwhite.accounts.model import Asker
from bobwhite.calls.events import CallOver
from bobwhite.calls.machine import advance
from bobwhite.calls.model import Call, EndReason, Timer
from bobwhite.calls.ports import CallsUnit
from bobwhite.calls.service.exchange import Exchange, seat_of
from bobwhite.calls.service.facts import objection_to
from bobwhite.calls.service.signalling import own_leg
from bobwhite.calls.service.telling import Extra, tab_of
from bobwhite.calls.signals import Role
from bobwhite.calls.steps import Cancel, Expire, Fail, HangUp, Input, Object
from bobwhite.errors import NotFoundError, RefusedError
from bobwhite.ids import AccountId, CallId


class Ending:
    """Everything that ends a call but an answer."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def cancel(self, asker: Asker, call: CallId) -> None:
        """Withdraw a call from any device of the caller; one that lost to an accept hangs up."""
        await self._end(asker, call, Cancel(), only=Role.CALLER)

    async def hang_up(self, asker: Asker, call: CallId, jws: str | None = None) -> None:
        """End an accepted call, from any device of either side."""
        await self._end(asker, call, HangUp(), jws=jws)

    async def fail(self, asker: Asker, call: CallId, reason: EndReason) -> None:
        """End an accepted call that its client could not set up or keep."""
        await self._end(asker, call, Fail(reason), owner=True)

    async def facts_changed(self, account: AccountId, other: AccountId | None) -> None:
        """Ask again whether the live calls of ``account``, with ``other`` or all, may go on."""
        async with self._exchange.units.read() as unit:
            live = await unit.calls.unfinished(account)
        for call in live:
            if other is None or call.role_of(other) is not None:
                await self._recheck(call.id)

    async def expire(self, call: CallId, timer: Timer) -> None:
        """Let a timer of a call run out, if it is still set and due."""

        async def work(unit: CallsUnit, now: datetime) -> None:
            due_at = await unit.calls.deadline(call, timer)
            if due_at is None or due_at > now:
                return
            before = await self._exchange.load(unit, call)
            try:
                step = advance(before, Expire(timer), now)
            except RefusedError:
                await unit.calls.disarm(call, [timer])
                await unit.commit()
                return
            await self._exchange.keep(unit, before, step, now)

        await self._exchange.run(await self._exchange.parties(call), work)

    async def _end(
        self,
        asker: Asker,
        call: CallId,
        happened: Input,
        *,
        only: Role | None = None,
        owner: bool = False,
        jws: str | None = None,
    ) -> None:
        seat = seat_of(asker)

        async def work(unit: CallsUnit, now: datetime) -> None:
            before = await self._exchange.load(unit, call)
            if only is not None and before.role_of(seat.account) is not only:
                raise NotFoundError
            if before.reason is not None:
                # Whoever loses a race sees the final state and no error.
                over = CallOver(call, before.reason, before.duration)
                unit.tell(tab_of(seat), over)
                await unit.commit()
                return
            if owner:
                own_leg(before, seat)
            words = jws if _may_sign(before, asker) else None
            step = advance(before, happened, now)
            await self._exchange.keep(unit, before, step, now, Extra(seat.account, words))

        await self._exchange.run(await self._exchange.parties(call, seat.account), work)

    async def _recheck(self, call: CallId) -> None:
        async def work(unit: CallsUnit, now: datetime) -> None:
            before = await self._exchange.load(unit, call)
            if not before.live:
                return
            objection = await objection_to(unit, before, now, self._exchange.new_account_period)
            if objection is not None:
                step = advance(before, Object(objection), now)
                await self._exchange.keep(unit, before, step, now)

        await self._exchange.run(await self._exchange.parties(call), work)


def _may_sign(call: Call, asker: Asker) -> bool:
    """Tell whether the asker's statement about the end is passed on (``e2ee`` §9)."""
    if call.role_of(asker.account) is Role.CALLER:
        return True
    leg = call.leg_of(asker.account)
    return leg is not None and leg.seat.device == asker.device
