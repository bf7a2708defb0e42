"""What do calls tell, and to whom?

Rings go to a device, what concerns a running call to the tab that owns the leg, and what lasts to
the whole account. Nothing here has a ``repr`` that shows a statement or a description.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from bobwhite.calls.ice import IceServer
from bobwhite.calls.model import EndReason, Medium, RingOutcome
from bobwhite.calls.signals import Role, Route, Signal
from bobwhite.calls.views import EntryView, RingView
from bobwhite.delivery import Event
from bobwhite.ids import CallId, LegId


@dataclass(frozen=True)
class CallRings(Event):
    """A call rings on this device."""

    ring: RingView


@dataclass(frozen=True)
class CallAlerts(Event):
    """A device of the other side alerts; told to the caller's tab, once."""

    call: CallId


@dataclass(frozen=True)
class CallAnswered(Event):
    """The other side answered; told to the caller's tab."""

    call: CallId
    leg: LegId
    role: Role
    media: frozenset[Medium]
    ice: IceServer
    jws: str | None = field(default=None, repr=False)
    route: Route = Route.RELAY


@dataclass(frozen=True)
class PeerReturned(Event):
    """The other side took its leg up with a new page; told to the tab at this end."""

    call: CallId
    leg: LegId
    media: frozenset[Medium]


@dataclass(frozen=True)
class RingOver(Event):
    """The ring of this device is over or quiet."""

    call: CallId
    outcome: RingOutcome


@dataclass(frozen=True)
class SignalPassed(Event):
    """A signal from the other end of this tab's leg, exactly as sent."""

    call: CallId
    leg: LegId
    signal: Signal


@dataclass(frozen=True)
class CallOver(Event):
    """The call is over; told to the tabs that own its legs."""

    call: CallId
    reason: EndReason
    duration: timedelta | None
    jws: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class EntryChanged(Event):
    """An entry of this account's history is new or has changed."""

    durable: ClassVar[bool] = True
    view: EntryView


@dataclass(frozen=True)
class EntryRemoved(Event):
    """An entry left this account's history."""

    durable: ClassVar[bool] = True
    call: CallId


@dataclass(frozen=True)
class EntriesSeen(Event):
    """The account looked at all missed calls that started up to then."""

    durable: ClassVar[bool] = True
    up_to: datetime
