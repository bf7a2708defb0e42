"""What can happen to a call, and what follows from it?

``Input``s go into the machine. A ``Step`` comes out: the next call, what happened (for those who
must be told) and what is to be done (timers).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bobwhite.calls.model import (
    Call,
    EndReason,
    Medium,
    RingOutcome,
    Seat,
    Timer,
)
from bobwhite.ids import AccountId, DeviceId, LegId


class Objection(StrEnum):
    """Whose doing it is that a call which was permitted is permitted no longer."""

    CALLEE = "callee"
    """The callee blocked, switched calls off, or may not be rung by this caller."""
    CALLER = "caller"
    """The caller blocked the callee."""
    SANCTION = "sanction"
    """The caller's account is suspended or deleted."""
    GONE = "gone"
    """The callee's account is suspended or deleted."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A device of the callee has its ring on screen."""

    device: DeviceId


@dataclass(frozen=True, slots=True)
class Silence:
    """A device of the callee goes quiet; it may still answer."""

    device: DeviceId


@dataclass(frozen=True, slots=True)
class Accept:
    """The callee answers. With ``consent`` by calling back at once (glare), which needs no ring."""

    seat: Seat
    media: frozenset[Medium]
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Decline:
    """The callee says no, for all devices."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """The caller withdraws the call, from any device."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """Either side ends the accepted call."""


@dataclass(frozen=True, slots=True)
class Fail:
    """The client of a leg gave up: ``set_up_failed`` or ``connection_lost``."""

    reason: EndReason


@dataclass(frozen=True, slots=True)
class ReportMedia:
    """The owner of a leg tells whether media of the other side arrives."""

    account: AccountId
    flowing: bool


@dataclass(frozen=True, slots=True)
class TabGone:
    """The tab that owns the account's leg has lost its connection."""

    account: AccountId


@dataclass(frozen=True, slots=True)
class TabBack:
    """The tab that owns the account's leg is connected again."""

    account: AccountId


@dataclass(frozen=True, slots=True)
class Rejoin:
    """A page of the same device takes a leg up again; both ends then share a new ``link``."""

    seat: Seat
    link: LegId


@dataclass(frozen=True, slots=True)
class LegSignedOut:
    """The session behind a leg was signed out or revoked."""

    account: AccountId


@dataclass(frozen=True, slots=True)
class RingSignedOut:
    """A device of the callee was signed out while it rang."""

    device: DeviceId


@dataclass(frozen=True, slots=True)
class Reach:
    """A device of the callee that may ring has become reachable."""

    device: DeviceId


@dataclass(frozen=True, slots=True)
class Expire:
    """A timer has run out."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class Object:
    """The permission of the call no longer holds."""

    by: Objection


@dataclass(frozen=True, slots=True)
class Replace:
    """The caller calls the same person again."""


@dataclass(frozen=True, slots=True)
class Restart:
    """The server was away; nobody is connected yet."""


Input = (
    Alert
    | Silence
    | Accept
    | Decline
    | Cancel
    | HangUp
    | Fail
    | ReportMedia
    | TabGone
    | TabBack
    | Rejoin
    | LegSignedOut
    | RingSignedOut
    | Reach
    | Expire
    | Object
    | Replace
    | Restart
)


@dataclass(frozen=True, slots=True)
class RingSent:
    """A device is to be rung."""

    device: DeviceId


@dataclass(frozen=True, slots=True)
class FirstAlert:
    """The call rings somewhere; for the caller it becomes "ringing"."""


@dataclass(frozen=True, slots=True)
class RingStopped:
    """The ring of a device is over or quiet."""

    device: DeviceId
    outcome: RingOutcome


@dataclass(frozen=True, slots=True)
class Answered:
    """A device of the callee took the call."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A side took its leg up again; the other end is to make its link anew."""

    account: AccountId


@dataclass(frozen=True, slots=True)
class Ended:
    """The call is over."""

    reason: EndReason


Happening = RingSent | FirstAlert | RingStopped | Answered | Returned | Ended


@dataclass(frozen=True, slots=True)
class Arm:
    """Set a timer of the call, in place of the one with the same name."""

    timer: Timer
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Disarm:
    """Drop a timer of the call, if it is set."""

    timer: Timer


Effect = Arm | Disarm


@dataclass(frozen=True, slots=True)
class Step:
    """The next call, what happened on the way, and what is to be done."""

    call: Call
    happened: tuple[Happening, ...] = ()
    effects: tuple[Effect, ...] = ()
