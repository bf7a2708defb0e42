"""How do calls and their parts turn into rows, and rows into calls?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from bobwhite.calls.history import Direction, Entry
from bobwhite.calls.limits import Attempt
from bobwhite.calls.model import (
    Call,
    CallArrival,
    EndReason,
    Leg,
    Medium,
    Participant,
    Phase,
    Ring,
    RingOutcome,
    Seat,
)
from bobwhite.calls.signals import Role
from bobwhite.errors import ErrorCode
from bobwhite.ids import (
    AccountId,
    CallId,
    ConversationId,
    DeviceId,
    LegId,
    SessionId,
)


def call_columns(call: Call) -> dict[str, Any]:
    """Return everything of a call that can change."""
    return {
        "version": call.version,
        "phase": call.phase.value,
        "arrival": call.arrival.value,
        "media": _media_text(call.media),
        "answer_media": None if call.answer_media is None else _media_text(call.answer_media),
        "placed_at": call.placed_at,
        "ring_expires_at": call.ring_expires_at,
        "rang_at": call.rang_at,
        "answered_at": call.answered_at,
        "ended_at": call.ended_at,
        "reason": None if call.reason is None else call.reason.value,
        "set_up": call.set_up,
        "held": call.held,
        "conv": call.conv,
        "pos": call.pos,
        "jws": call.jws,
    }


def ring_columns(call: CallId, ring: Ring) -> Mapping[str, Any]:
    """Return the row of a ring."""
    return {
        "call": call,
        "device": ring.device,
        "account": ring.account,
        "outcome": ring.outcome.value,
    }


def leg_columns(call: CallId, leg: Leg) -> Mapping[str, Any]:
    """Return the row of a leg."""
    return {
        "call": call,
        "account": leg.seat.account,
        "leg": leg.id,
        "device": leg.seat.device,
        "tab": leg.seat.tab,
        "session": leg.seat.session,
        "connected": leg.connected,
        "flowing": leg.flowing,
    }


def to_call(
    row: Row[Any],
    participants: Iterable[Row[Any]],
    rings: Iterable[Row[Any]],
    legs: Iterable[Row[Any]],
) -> Call:
    """Return the call that these rows hold."""
    return Call(
        id=CallId(row.call),
        participants=tuple(
            Participant(AccountId(part.account), Role(part.role)) for part in participants
        ),
        media=_media(row.media),
        placed_at=row.placed_at,
        ring_expires_at=row.ring_expires_at,
        arrival=CallArrival(row.arrival),
        phase=Phase(row.phase),
        rings=tuple(
            Ring(AccountId(ring.account), DeviceId(ring.device), RingOutcome(ring.outcome))
            for ring in rings
        ),
        legs=tuple(_leg(leg) for leg in legs),
        conv=None if row.conv is None else ConversationId(row.conv),
        pos=row.pos,
        jws=row.jws,
        rang_at=row.rang_at,
        answered_at=row.answered_at,
        answer_media=None if row.answer_media is None else _media(row.answer_media),
        set_up=row.set_up,
        held=row.held,
        ended_at=row.ended_at,
        reason=None if row.reason is None else EndReason(row.reason),
        version=row.version,
    )


def _leg(row: Row[Any]) -> Leg:
    seat = Seat(AccountId(row.account), DeviceId(row.device), row.tab, SessionId(row.session))
    return Leg(LegId(row.leg), seat, connected=row.connected, flowing=row.flowing)


def attempt_columns(attempt: Attempt) -> Mapping[str, Any]:
    """Return the row of a try."""
    return {
        "account": attempt.account,
        "call": attempt.call,
        "tried": attempt.to,
        "content": attempt.content,
        "at": attempt.at,
        "stranger": attempt.stranger,
        "exempt": attempt.exempt,
        "refused": None if attempt.refused is None else attempt.refused.value,
        "joined": attempt.joined,
    }


def to_attempt(row: Row[Any]) -> Attempt:
    """Return the try that a row holds."""
    return Attempt(
        account=AccountId(row.account),
        call=CallId(row.call),
        to=AccountId(row.tried),
        content=row.content,
        at=row.at,
        stranger=row.stranger,
        exempt=row.exempt,
        refused=None if row.refused is None else ErrorCode(row.refused),
        joined=None if row.joined is None else CallId(row.joined),
    )


def entry_columns(entry: Entry) -> dict[str, Any]:
    """Return everything of an entry that follows from its call."""
    return {
        "peer": entry.peer,
        "direction": entry.direction.value,
        "media": _media_text(entry.media),
        "started_at": entry.started_at,
        "answered_at": entry.answered_at,
        "ended_at": entry.ended_at,
        "reason": None if entry.reason is None else entry.reason.value,
        "missed": entry.missed,
        "seen": entry.seen,
        "conv": entry.conv,
        "pos": entry.pos,
    }


def to_entry(row: Row[Any]) -> Entry:
    """Return the entry that a row holds."""
    return Entry(
        account=AccountId(row.account),
        call=CallId(row.call),
        peer=AccountId(row.peer),
        direction=Direction(row.direction),
        media=_media(row.media),
        started_at=row.started_at,
        conv=None if row.conv is None else ConversationId(row.conv),
        pos=row.pos,
        reason=None if row.reason is None else EndReason(row.reason),
        missed=row.missed,
        seen=row.seen,
        answered_at=row.answered_at,
        ended_at=row.ended_at,
    )


def of_call(call: str, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Return those of the rows that belong to ``call``."""
    return [row for row in rows if row.call == call]


def _media_text(media: Iterable[Medium]) -> str:
    return ",".join(sorted(medium.value for medium in media))


def _media(text: str) -> frozenset[Medium]:
    return frozenset(Medium(name) for name in text.split(","))
