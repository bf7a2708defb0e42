"""Who is told what, once a call has moved?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bobwhite.calls.events import (
    CallAlerts,
    CallAnswered,
    CallOver,
    CallRings,
    EntryChanged,
    EntryRemoved,
    PeerReturned,
    RingOver,
)
from bobwhite.calls.history import entry_of, is_merged
from bobwhite.calls.ice import IceServer
from bobwhite.calls.model import Call, RingOutcome, Seat
from bobwhite.calls.ports import CallsUnit, DeviceReach
from bobwhite.calls.signals import Role
from bobwhite.calls.steps import (
    Answered,
    Ended,
    FirstAlert,
    Returned,
    RingSent,
    RingStopped,
    Step,
)
from bobwhite.calls.views import EntryView, RingView
from bobwhite.delivery import Address
from bobwhite.ids import AccountId
from bobwhite.social.model import Relation


@dataclass(frozen=True)
class Extra:
    """What an input carried besides, for the other side only."""

    sender: AccountId | None = None
    jws: str | None = field(default=None, repr=False)
    ice: IceServer | None = None
    """The caller's way to the relay, once its call is answered."""


def tab_of(seat: Seat) -> Address:
    """Return the address of the tab that owns a leg."""
    return Address(seat.account, seat.device, seat.tab)


def remaining(call: Call, now: datetime) -> timedelta:
    """Return how much of the ring time is left."""
    return max(call.ring_expires_at - now, timedelta(0)) if call.unanswered else timedelta(0)


async def tell_step(
    unit: CallsUnit, reach: DeviceReach, step: Step, now: datetime, extra: Extra
) -> None:
    """Tell what happened in a step to those whom it concerns."""
    call = step.call
    callee = call.account(Role.CALLEE)
    ring: RingView | None = None
    for happened in step.happened:
        match happened:
            case RingSent(device):
                ring = ring or await ring_view(unit, call, now)
                unit.tell(Address(callee, device), CallRings(ring))
            case RingStopped(device, outcome) if outcome is not RingOutcome.FAILED:
                unit.tell(Address(callee, device), RingOver(call.id, outcome))
            case FirstAlert():
                unit.tell(tab_of(seat_in(call, Role.CALLER)), CallAlerts(call.id))
            case Answered():
                _tell_answer(unit, reach, call, extra)
            case Returned(account):
                other = call.leg_of(call.peer_of(account))
                if other is not None:
                    media = call.answer_media or call.media
                    unit.tell(tab_of(other.seat), PeerReturned(call.id, other.id, media))
            case Ended(reason):
                for leg in call.legs:
                    jws = extra.jws if leg.seat.account != extra.sender else None
                    over = CallOver(call.id, reason, call.duration, jws)
                    unit.tell(tab_of(leg.seat), over)


async def tell_entries(unit: CallsUnit, call: Call, accounts: Sequence[AccountId]) -> None:
    """Tell accounts how the call stands in their history now."""
    if is_merged(call):
        for account in accounts:
            unit.tell(account, EntryRemoved(call.id))
        return
    cards = await unit.accounts.cards([call.peer_of(account) for account in accounts])
    for account in accounts:
        entry = entry_of(call, account)
        unit.tell(account, EntryChanged(EntryView(entry, cards[entry.peer])))


async def ring_view(unit: CallsUnit, call: Call, now: datetime) -> RingView:
    """Return what the ring screen of the person called shows."""
    caller, callee = call.account(Role.CALLER), call.account(Role.CALLEE)
    ties = await unit.social.ties(callee, caller)
    closed = await unit.safety.restrictions(callee, caller)
    return RingView(
        call=call.id,
        caller=await unit.accounts.card(caller),
        relation=Relation(
            following=ties.follows,
            saved=ties.saved,
            blocked=closed.blocks,
            call_blocked=closed.call_blocks,
        ),
        messages=0 if call.conv is None else await unit.messages.count(call.conv),
        media=call.media,
        conversation=call.conv,
        remaining=remaining(call, now),
        server_time=now,
        jws=call.jws,
    )


def _tell_answer(unit: CallsUnit, reach: DeviceReach, call: Call, extra: Extra) -> None:
    callee = seat_in(call, Role.CALLEE)
    if extra.ice is not None:
        answered = CallAnswered(
            call=call.id,
            leg=call.legs[0].id,
            role=Role.CALLER,
            media=call.answer_media or call.media,
            ice=extra.ice,
            jws=extra.jws,
        )
        unit.tell(tab_of(seat_in(call, Role.CALLER)), answered)
    for tab in other_tabs(reach, callee):
        unit.tell(
            Address(callee.account, callee.device, tab),
            RingOver(call.id, RingOutcome.ELSEWHERE),
        )


def other_tabs(reach: DeviceReach, seat: Seat) -> list[str]:
    """Return the connected tabs of a device besides the one that owns a leg."""
    return sorted(reach.tabs(seat.account, seat.device) - {seat.tab})


def seat_in(call: Call, role: Role) -> Seat:
    """Return where a side takes part; raises ``LookupError`` while it does not."""
    leg = call.leg_of(call.account(role))
    if leg is None:
        raise LookupError(f"the {role.value} has no leg")
    return leg.seat
