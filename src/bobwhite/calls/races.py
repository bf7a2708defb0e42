"""How does a new call stand to what the two already have with each other, and what is to be done?

A start is classified first, then looked up in ``ACTIONS``, then executed by the use case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bobwhite.calls.limits import Attempt
from bobwhite.calls.model import Call, Medium, Phase, Seat
from bobwhite.calls.signals import Role
from bobwhite.ids import AccountId, CallId


class Situation(StrEnum):
    """How a start stands to earlier ones, most telling first."""

    REPEATED = "repeated"
    """The same start has come before: same caller, id and content."""
    DIFFERS = "differs"
    """The caller has used the id for another start."""
    FOREIGN = "foreign"
    """The id names somebody else's call."""
    CONNECTED = "connected"
    """The two talk already, on another connection of the one who starts."""
    GLARE = "glare"
    """The other side is calling and waits for an answer."""
    RECALL = "recall"
    """The same caller has an unfinished call to the same person."""
    UNSETTLED = "unsettled"
    """The other side's call was answered, and no media flows."""
    FRESH = "fresh"
    """The two share no unfinished call."""


class Action(StrEnum):
    """What is to be done with a start."""

    REPEAT_REPLY = "repeat_reply"
    REFUSE = "refuse"
    POINT_THERE = "point_there"
    """Say where the call runs; nothing is placed and nothing recorded."""
    JOIN = "join"
    """Take the start as an answer to the other side's call; if that is refused, decide."""
    REPLACE = "replace"
    """Ask the decision table; only if the new call is placed, the old one ends."""
    DECIDE = "decide"
    """Ask the decision table."""


ACTIONS: Mapping[Situation, Action] = {
    Situation.REPEATED: Action.REPEAT_REPLY,
    Situation.DIFFERS: Action.REFUSE,
    Situation.FOREIGN: Action.REFUSE,
    Situation.CONNECTED: Action.POINT_THERE,
    Situation.GLARE: Action.JOIN,
    Situation.RECALL: Action.REPLACE,
    Situation.UNSETTLED: Action.DECIDE,
    Situation.FRESH: Action.DECIDE,
}


@dataclass(frozen=True, slots=True)
class Start:
    """What a caller asks for."""

    call: CallId
    seat: Seat
    to: AccountId
    media: frozenset[Medium]
    jws: str | None = field(default=None, repr=False)


def classify(
    start: Start, content: str, attempt: Attempt | None, known: Call | None, shared: Sequence[Call]
) -> tuple[Situation, Call | None]:
    """Return the situation of ``start`` and the shared call that makes it so.

    ``content`` stands for what the start asks for, ``attempt`` is what the caller asked for under
    the same id before, ``known`` the call of that id, ``shared`` the unfinished calls of the two.
    """
    if attempt is not None:
        same = attempt.content == content
        return (Situation.REPEATED if same else Situation.DIFFERS), known
    if known is not None:
        return Situation.FOREIGN, None
    found = {_standing(start.seat, call): call for call in shared}
    for situation in Situation:
        if situation in found:
            return situation, found[situation]
    return Situation.FRESH, None


def _standing(seat: Seat, call: Call) -> Situation:
    own = call.leg_of(seat.account)
    if call.role_of(seat.account) is Role.CALLER:
        elsewhere = own is not None and own.seat.device != seat.device
        return Situation.CONNECTED if elsewhere and call.media_flows else Situation.RECALL
    if call.phase is not Phase.ACCEPTED:
        return Situation.GLARE
    return Situation.CONNECTED if call.media_flows else Situation.UNSETTLED
