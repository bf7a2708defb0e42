"""Which calls go on, seen from one connection, and may one account call another?"""

from datetime import datetime

from bobwhite.accounts.model import Asker, Card
from bobwhite.calls.model import Call, Phase, Ring, RingOutcome
from bobwhite.calls.permission.policy import icon_refusal
from bobwhite.calls.ports import CallsUnit
from bobwhite.calls.service.exchange import Exchange, seat_of
from bobwhite.calls.service.facts import load_facts
from bobwhite.calls.service.telling import remaining, ring_view
from bobwhite.calls.signals import Role
from bobwhite.calls.views import Calling, LiveView, Place
from bobwhite.ids import AccountId


class Live:
    """Answers about this moment; changes nothing."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def live_for(self, asker: Asker) -> list[LiveView]:
        """Return the unfinished calls that this connection is to show, oldest first."""
        now = self._exchange.clock.now()
        async with self._exchange.units.read() as unit:
            calls = await unit.calls.unfinished(asker.account)
            shown = [call for call in calls if _shows(call, asker)]
            cards = await unit.accounts.cards([call.peer_of(asker.account) for call in shown])
            return [
                await self._view(unit, call, asker, cards[call.peer_of(asker.account)], now)
                for call in shown
            ]

    async def calling(self, account: AccountId, other: AccountId) -> Calling:
        """Tell whether the call icon towards ``other`` shows, and if not why."""
        now = self._exchange.clock.now()
        async with self._exchange.units.read() as unit:
            facts = await load_facts(
                unit, account, other, now, new_account_period=self._exchange.new_account_period
            )
        refusal = icon_refusal(facts.caller, facts.pair, now)
        return Calling(None if refusal is None else refusal.code)

    async def _view(
        self, unit: CallsUnit, call: Call, asker: Asker, peer: Card, now: datetime
    ) -> LiveView:
        role = call.role_of(asker.account) or Role.CALLEE
        place = _place(call, asker)
        leg = call.leg_of(asker.account) if place is Place.HERE else None
        ring = _ring(call, asker)
        sounds = ring is not None and ring.outcome is not RingOutcome.SILENCED
        return LiveView(
            call=call.id,
            role=role,
            phase=call.phase,
            peer=peer,
            media=call.answer_media or call.media,
            place=place,
            leg=leg.id if leg is not None and call.phase is Phase.ACCEPTED else None,
            remaining=remaining(call, now),
            accepted_at=call.answered_at,
            held=call.held,
            may_return=_may_return(call, asker),
            ring=await ring_view(unit, call, now) if sounds else None,
        )


def _shows(call: Call, asker: Asker) -> bool:
    if call.phase is Phase.ACCEPTED or call.role_of(asker.account) is Role.CALLER:
        return True
    return _ring(call, asker) is not None


def _ring(call: Call, asker: Asker) -> Ring | None:
    """Return the ring of the asker's device, if it is open."""
    ring = None if asker.device is None else call.ring_of(asker.device)
    return ring if ring is not None and ring.outcome.open else None


def _may_return(call: Call, asker: Asker) -> bool:
    leg = call.leg_of(asker.account)
    if leg is None or asker.device is None or not call.set_up:
        return False
    return call.phase is Phase.ACCEPTED and leg.may_return(seat_of(asker))


def _place(call: Call, asker: Asker) -> Place:
    leg = call.leg_of(asker.account)
    if leg is None:
        return Place.NOWHERE
    if leg.seat.device != asker.device:
        return Place.ANOTHER_DEVICE
    return Place.HERE if leg.seat.tab == asker.tab else Place.ANOTHER_TAB
