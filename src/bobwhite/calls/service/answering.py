"""How does the person called alert, silence, answer and decline?"""

from contextlib import suppress
from datetime import datetime

from bobwhite.accounts.model import Asker
from bobwhite.calls.ice import IN_CALL_LIFETIME
from bobwhite.calls.machine import advance
from bobwhite.calls.model import Call, Medium, Phase, Seat
from bobwhite.calls.ports import CallsUnit
from bobwhite.calls.service.exchange import Exchange, seat_of
from bobwhite.calls.service.facts import objection_to
from bobwhite.calls.service.telling import Extra, seat_in
from bobwhite.calls.signals import Role
from bobwhite.calls.steps import (
    Accept,
    Alert,
    Cancel,
    Decline,
    HangUp,
    Object,
    Silence,
    Step,
)
from bobwhite.calls.views import DeclineWords, Joined
from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.ids import AccountId, CallId
from bobwhite.messages.service import add_decline_text


class Answering:
    """Everything that the callee's devices do with a ring."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def alerting(self, asker: Asker, call: CallId) -> None:
        """Note that this device's ring is on screen; the first report is told to the caller."""
        await self._exchange.change(call, Alert(seat_of(asker).device), asker=asker.account)

    async def silence(self, asker: Asker, call: CallId) -> None:
        """Quiet the ring of this device; the others go on."""
        await self._exchange.change(call, Silence(seat_of(asker).device), asker=asker.account)

    async def accept(
        self, asker: Asker, call: CallId, media: frozenset[Medium], jws: str | None = None
    ) -> Joined:
        """Answer on this connection; the same again repeats the reply.

        Raises ``RefusedError`` with ``answered_elsewhere``, ``in_another_tab``, ``call_ended`` or
        ``not_allowed_now``, and ``NotFoundError`` for a call that does not ring this account.
        """
        seat = seat_of(asker)

        async def work(unit: CallsUnit, now: datetime) -> Joined | None:
            before = await self._load(unit, call, seat.account)
            if before.phase is Phase.ACCEPTED:
                return self.again(before, seat, now)
            step, joined = await self.take(unit, before, Accept(seat, media), now, jws)
            await unit.commit()
            self._exchange.settle(step)
            return joined

        joined = await self._exchange.run(await self._exchange.parties(call, seat.account), work)
        if joined is None:
            raise RefusedError(ErrorCode.CALL_ENDED)
        await self.leave_others(seat.account, call)
        return joined

    async def take(
        self, unit: CallsUnit, before: Call, accept: Accept, now: datetime, jws: str | None
    ) -> tuple[Step, Joined | None]:
        """Answer a call inside a transaction, which the caller of this commits and settles.

        Where the call is permitted no longer, stores what then becomes of it and joins nothing.
        """
        exchange = self._exchange
        step = advance(before, accept, now)
        objection = await objection_to(unit, before, now, exchange.new_account_period)
        if objection is not None:
            step = advance(before, Object(objection), now)
            await exchange.store(unit, before, step, now)
            return step, None
        joined = self._joined(step.call, accept.seat, now)
        caller = seat_in(step.call, Role.CALLER)
        ice = exchange.mint(now, before.id, caller, IN_CALL_LIFETIME)
        await exchange.store(unit, before, step, now, Extra(accept.seat.account, jws, ice))
        return step, joined

    async def decline(self, asker: Asker, call: CallId, words: DeclineWords | None = None) -> None:
        """Decline for all own devices, with ``words`` for the thread if wanted.

        A call that is over stays as it is, without an error, unless words would be lost: then
        raises ``RefusedError`` with ``call_ended`` or ``answered_elsewhere``.
        """
        seat = seat_of(asker)

        async def work(unit: CallsUnit, now: datetime) -> None:
            before = await self._load(unit, call, seat.account)
            try:
                step = advance(before, Decline(), now)
            except RefusedError:
                if words is None or await unit.messages.sent(seat.account, words.mid) is not None:
                    return
                raise
            # The call first, then its thread: two that take the same rows take them in one order.
            await self._exchange.store(unit, before, step, now)
            if words is not None and before.conv is not None:
                await add_decline_text(
                    unit,
                    before.conv,
                    seat.account,
                    device=seat.device,
                    mid=words.mid,
                    content_type=words.content_type,
                    body=words.body,
                    now=now,
                )
            await unit.commit()
            self._exchange.settle(step)

        await self._exchange.run(await self._exchange.parties(call, seat.account), work)

    def again(self, call: Call, seat: Seat, now: datetime) -> Joined:
        """Repeat the reply to the connection that answered.

        Raises ``RefusedError`` with ``answered_elsewhere`` or ``in_another_tab`` for others.
        """
        leg = call.leg_of(seat.account)
        if leg is None or leg.seat.device != seat.device:
            raise RefusedError(ErrorCode.ANSWERED_ELSEWHERE)
        if leg.seat.tab != seat.tab:
            raise RefusedError(ErrorCode.IN_ANOTHER_TAB)
        return self._joined(call, seat, now)

    async def _load(self, unit: CallsUnit, call: CallId, callee: AccountId) -> Call:
        found = await self._exchange.load(unit, call)
        if found.role_of(callee) is not Role.CALLEE:
            raise NotFoundError
        return found

    async def leave_others(self, account: AccountId, call: CallId) -> None:
        """Cancel what ``account`` places and hang up what it talks in, besides ``call``."""
        async with self._exchange.units.read() as unit:
            others = [c for c in await unit.calls.unfinished(account) if c.id != call]
        for other in others:
            if other.engages(account) and (
                other.phase is Phase.ACCEPTED or other.role_of(account) is Role.CALLER
            ):
                await self._leave(other)

    async def _leave(self, call: Call) -> None:
        happened = HangUp() if call.phase is Phase.ACCEPTED else Cancel()
        # It may have ended meanwhile; then nothing is left to leave.
        with suppress(RefusedError):
            await self._exchange.change(call.id, happened)

    def _joined(self, call: Call, seat: Seat, now: datetime) -> Joined:
        leg = call.leg_of(seat.account)
        role = call.role_of(seat.account)
        if leg is None or role is None:
            raise RefusedError(ErrorCode.CALL_ENDED)
        return Joined(
            call=call.id,
            leg=leg.id,
            role=role,
            media=call.answer_media or call.media,
            ice=self._exchange.mint(now, call.id, seat, IN_CALL_LIFETIME),
        )
