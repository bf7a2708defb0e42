"""What is a call between two people, and what does each part of it know?

A call has participants, a ring for each device that it tries to reach, and a leg for each device
that takes part. Objects are frozen; ``machine`` makes the next one. Nothing here has a ``repr``
that shows a statement or the token of a tab.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bobwhite.calls.signals import Role
from bobwhite.ids import AccountId, CallId, ConversationId, DeviceId, LegId, SessionId


class Medium(StrEnum):
    """What a call carries."""

    AUDIO = "audio"
    VIDEO = "video"


class Phase(StrEnum):
    """How far a call has come."""

    PLACED = "placed"
    RINGING = "ringing"
    """A device of the callee has told that its ring is on screen."""
    ACCEPTED = "accepted"
    ENDED = "ended"


class CallArrival(StrEnum):
    """How the call came to the callee's end."""

    RING = "ring"
    SILENT = "silent"
    """Rings nowhere and looks unreachable to the caller."""
    BUSY = "busy"
    """Rings nowhere; the caller is told as soon as the call stands."""
    UNREACHABLE = "unreachable"
    """No device could be rung so far."""
    WITHDRAWN = "withdrawn"
    """The rings were taken back before any device alerted; looks unreachable to the caller."""

    @property
    def takes_more_devices(self) -> bool:
        """Whether a device that becomes reachable later may still ring."""
        return self in {CallArrival.RING, CallArrival.UNREACHABLE}


class RingOutcome(StrEnum):
    """What became of the attempt to reach one device."""

    SENT = "sent"
    ALERTING = "alerting"
    SILENCED = "silenced"
    ANSWERED = "answered"
    DECLINED = "declined"
    ELSEWHERE = "elsewhere"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    FAILED = "failed"
    """The device can no longer be rung: it was signed out."""

    @property
    def open(self) -> bool:
        """Whether the device may still answer."""
        return self in {RingOutcome.SENT, RingOutcome.ALERTING, RingOutcome.SILENCED}


class EndReason(StrEnum):
    """Why a call is over; every ended call has exactly one."""

    HUNG_UP = "hung_up"
    DECLINED = "declined"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    NOT_REACHED = "not_reached"
    CANCELLED = "cancelled"
    SET_UP_FAILED = "set_up_failed"
    NOT_PRIVATE = "not_private"
    CONNECTION_LOST = "connection_lost"
    REPLACED = "replaced"
    ENDED_BY_RULE = "ended_by_rule"
    REFUSED = "refused"
    """Never placed: a rule said no. It stands in the caller's own list only."""


class Timer(StrEnum):
    """The deadlines that a call may have; each expires as an input of the machine."""

    BUSY = "busy"
    GRACE = "grace"
    SET_UP = "set_up"
    LOST = "lost"
    RING = "ring"


@dataclass(frozen=True, slots=True)
class Participant:
    """An account's part in a call."""

    account: AccountId
    role: Role


@dataclass(frozen=True, slots=True)
class Ring:
    """The attempt to reach one device."""

    account: AccountId
    device: DeviceId
    outcome: RingOutcome = RingOutcome.SENT


@dataclass(frozen=True, slots=True)
class Seat:
    """The connection from which somebody takes part: a tab of a device, under a session."""

    account: AccountId
    device: DeviceId
    tab: str = field(repr=False)
    session: SessionId = field(repr=False)


@dataclass(frozen=True, slots=True)
class Leg:
    """The part of a call on one device, owned by one tab.

    Both ends of a link share the id. Both get a new one when a page takes its leg up again, so that
    nothing of the old link counts. ``flowing`` is the owner's last word on whether media of the
    other side arrives, and null when it has said nothing since it connected.
    """

    id: LegId
    seat: Seat
    connected: bool = True
    flowing: bool | None = None

    def may_return(self, seat: Seat) -> bool:
        """Tell whether a page at ``seat`` may take this leg up, its own or one that was given up."""
        return self.seat.device == seat.device and (self.seat.tab == seat.tab or not self.connected)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A timer of a call that is set; it is kept with the call and survives a restart."""

    call: CallId
    timer: Timer
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """One conversation from first ring to end."""

    id: CallId
    participants: tuple[Participant, ...]
    media: frozenset[Medium]
    placed_at: datetime
    ring_expires_at: datetime
    arrival: CallArrival
    phase: Phase = Phase.PLACED
    rings: tuple[Ring, ...] = ()
    legs: tuple[Leg, ...] = ()
    conv: ConversationId | None = None
    pos: int | None = None
    """Where the call stands in the thread of the two."""
    jws: str | None = field(default=None, repr=False)
    """The caller's statement, passed on exactly as received."""
    rang_at: datetime | None = None
    """When a ring was first sent."""
    answered_at: datetime | None = None
    answer_media: frozenset[Medium] | None = None
    """What the callee answered with, out of ``media``."""
    set_up: bool = False
    """Whether media has flowed both ways at once."""
    held: bool = False
    """Reserved: no call can be held yet."""
    ended_at: datetime | None = None
    reason: EndReason | None = None
    version: int = 0
    """Counts stored changes, so that of two concurrent ones only the first is kept."""

    @property
    def live(self) -> bool:
        """Whether the call is unfinished."""
        return self.phase is not Phase.ENDED

    @property
    def unanswered(self) -> bool:
        """Whether the call waits for an answer."""
        return self.phase in {Phase.PLACED, Phase.RINGING}

    @property
    def duration(self) -> timedelta | None:
        """How long the two talked; null for a call that was not answered or is not over."""
        if self.answered_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.answered_at

    @property
    def at_risk(self) -> bool:
        """Whether a party reports no media, or has neither a connection nor media that arrives.

        What the other side receives proves a party alive, so a lost connection alone is no risk.
        """
        if self.phase is not Phase.ACCEPTED:
            return False
        return any(
            leg.flowing is False
            or (not leg.connected and not any(o.flowing for o in self.legs if o is not leg))
            for leg in self.legs
        )

    @property
    def media_flows(self) -> bool:
        """Whether the two hear each other, as far as they report."""
        return self.phase is Phase.ACCEPTED and self.set_up and not self.at_risk

    def account(self, role: Role) -> AccountId:
        """Return the account that has ``role``."""
        return next(p.account for p in self.participants if p.role is role)

    def role_of(self, account: AccountId) -> Role | None:
        """Return the role of ``account``, or None for somebody else's call."""
        return next((p.role for p in self.participants if p.account == account), None)

    def peer_of(self, account: AccountId) -> AccountId:
        """Return the other side of ``account``."""
        return next(p.account for p in self.participants if p.account != account)

    def ring_of(self, device: DeviceId) -> Ring | None:
        """Return the ring of ``device``, or None if it was never rung."""
        return next((ring for ring in self.rings if ring.device == device), None)

    def leg_of(self, account: AccountId) -> Leg | None:
        """Return the leg of ``account``, or None while it has none."""
        return next((leg for leg in self.legs if leg.seat.account == account), None)

    def engages(self, account: AccountId) -> bool:
        """Tell whether ``account`` counts as being in a call because of this one."""
        if not self.live:
            return False
        if self.phase is Phase.ACCEPTED or self.role_of(account) is Role.CALLER:
            return True
        return any(ring.outcome in _SOUNDING for ring in self.rings)


_SOUNDING = frozenset({RingOutcome.SENT, RingOutcome.ALERTING})


def common_media(first: Iterable[Medium], second: Iterable[Medium]) -> frozenset[Medium]:
    """Return what both chose; sound is always among it."""
    return (frozenset(first) & frozenset(second)) | {Medium.AUDIO}
