"""How do signals pass between the two ends of a link, and how do both keep or regain a way?"""

from collections import Counter
from datetime import datetime
from ipaddress import IPv4Address

from bobwhite.accounts.model import Asker
from bobwhite.calls.events import SignalPassed
from bobwhite.calls.ice import IN_CALL_LIFETIME, RINGING_LIFETIME, IceServer
from bobwhite.calls.machine import advance
from bobwhite.calls.model import Call, Leg, Phase, Seat
from bobwhite.calls.ports import CallsUnit
from bobwhite.calls.service.exchange import Exchange, seat_of
from bobwhite.calls.service.facts import objection_to
from bobwhite.calls.service.telling import tab_of
from bobwhite.calls.signals import (
    Role,
    Signal,
    SignalKind,
    SignalPhase,
    check_content,
    check_passes,
)
from bobwhite.calls.steps import Object, Rejoin, ReportMedia
from bobwhite.calls.views import Joined
from bobwhite.delivery import Delivery
from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.ids import CallId, LegId, new_leg_id

_PHASES = {
    Phase.PLACED: SignalPhase.BEFORE_ACCEPT,
    Phase.RINGING: SignalPhase.BEFORE_ACCEPT,
    Phase.ACCEPTED: SignalPhase.ACCEPTED,
    Phase.ENDED: SignalPhase.ENDED,
}


def own_leg(call: Call, seat: Seat, leg: LegId | None = None) -> Leg:
    """Return the leg that this connection owns.

    Raises ``RefusedError`` with ``in_another_tab`` for another tab of its device, else with
    ``not_allowed_now``; ``NotFoundError`` for another leg's id.
    """
    found = call.leg_of(seat.account)
    if found is None or found.seat.device != seat.device:
        raise RefusedError(ErrorCode.NOT_ALLOWED_NOW)
    if found.seat.tab != seat.tab:
        raise RefusedError(ErrorCode.IN_ANOTHER_TAB)
    if leg is not None and found.id != leg:
        raise NotFoundError
    return found


class Signalling:
    """What the two ends of a link say to each other and to the server while they talk."""

    def __init__(self, exchange: Exchange, pool: frozenset[IPv4Address]) -> None:
        self._exchange = exchange
        self._pool = pool

    async def signal(self, asker: Asker, call: CallId, leg: LegId, signal: Signal) -> None:
        """Pass ``signal`` to the other end, exactly as it came.

        Raises ``RefusedError`` (``signal_not_allowed``, ``candidate_not_allowed``,
        ``in_another_tab``), ``InvalidError`` for content that may not pass, ``NotFoundError``.
        """
        seat = seat_of(asker)
        async with self._exchange.units.read() as unit:
            found = await unit.calls.get(call)
        role = None if found is None else found.role_of(seat.account)
        if found is None or role is None:
            raise NotFoundError
        check_passes(_PHASES[found.phase], role, signal.kind)
        own_leg(found, seat, leg)
        sent = self._exchange.candidates.setdefault(call, Counter())
        check_content(signal, pool=self._pool, sent=sent[seat.account])
        if signal.kind is SignalKind.OFFER:
            sent.clear()
        if signal.kind is SignalKind.CANDIDATE:
            sent[seat.account] += 1
        other = found.leg_of(found.peer_of(seat.account))
        if other is not None:
            passed = SignalPassed(call, leg, signal)
            self._exchange.bus.publish([Delivery(tab_of(other.seat), passed)])

    async def report_media(self, asker: Asker, call: CallId, leg: LegId, flowing: bool) -> None:
        """Note whether media of the other side arrives on this connection's leg."""
        seat = seat_of(asker)

        async def work(unit: CallsUnit, now: datetime) -> None:
            before = await self._exchange.load(unit, call)
            own_leg(before, seat, leg)
            step = advance(before, ReportMedia(seat.account, flowing), now)
            await self._exchange.keep(unit, before, step, now)

        await self._exchange.run(await self._exchange.parties(call, seat.account), work)

    async def rejoin(self, asker: Asker, call: CallId) -> Joined:
        """Take the device's leg up from this connection, under a new id that both ends share.

        Raises ``RefusedError`` with ``in_another_tab`` while another tab has the leg, ``call_ended``,
        ``not_allowed_now`` for another device or before media ever flowed, or ``slow_down``.
        """
        seat = seat_of(asker)

        async def work(unit: CallsUnit, now: datetime) -> Joined | None:
            before = await self._exchange.load(unit, call)
            step = advance(before, Rejoin(seat, new_leg_id()), now)
            objection = await objection_to(unit, before, now, self._exchange.new_account_period)
            if objection is not None:
                ended = advance(before, Object(objection), now)
                await self._exchange.keep(unit, before, ended, now)
                return None
            back = own_leg(step.call, seat)
            ice = self._exchange.mint(now, call, seat, IN_CALL_LIFETIME)
            await self._exchange.keep(unit, before, step, now)
            role = step.call.role_of(seat.account) or Role.CALLEE
            media = step.call.answer_media or step.call.media
            return Joined(call=call, leg=back.id, role=role, media=media, ice=ice)

        parties = await self._exchange.parties(call, seat.account)
        joined = await self._exchange.run(parties, work)
        if joined is None:
            raise RefusedError(ErrorCode.CALL_ENDED)
        return joined

    async def renew_ice(self, asker: Asker, call: CallId) -> IceServer:
        """Return fresh relay credentials for the owner of a leg, if the call may still go on.

        Raises ``RefusedError`` with ``call_ended`` where it may not, ``in_another_tab``,
        ``not_allowed_now``, or beyond the limits on credentials ``slow_down``.
        """
        seat = seat_of(asker)

        async def work(unit: CallsUnit, now: datetime) -> IceServer | None:
            before = await self._exchange.load(unit, call)
            if not before.live:
                return None
            own_leg(before, seat)
            objection = await objection_to(unit, before, now, self._exchange.new_account_period)
            if objection is not None:
                step = advance(before, Object(objection), now)
                await self._exchange.keep(unit, before, step, now)
                return None
            lifetime = RINGING_LIFETIME if before.unanswered else IN_CALL_LIFETIME
            return self._exchange.mint(now, call, seat, lifetime)

        parties = await self._exchange.parties(call, seat.account)
        ice = await self._exchange.run(parties, work)
        if ice is None:
            raise RefusedError(ErrorCode.CALL_ENDED)
        return ice
