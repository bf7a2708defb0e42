"""How does a call stand in the history of each account?

One entry per account and call, changed in place. A refused call stands in the caller's own history
alone; one that was called again before an answer is merged into its successor.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bobwhite.calls.model import Call, CallArrival, EndReason, Medium
from bobwhite.calls.signals import Role
from bobwhite.ids import AccountId, CallId, ConversationId

_MISSED = frozenset(
    {EndReason.BUSY, EndReason.NO_ANSWER, EndReason.NOT_REACHED, EndReason.CANCELLED}
)


class Direction(StrEnum):
    """Whether the account was called or called."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class Filter(StrEnum):
    """Which entries a call list shows."""

    ALL = "all"
    MISSED = "missed"
    INCOMING = "incoming"
    OUTGOING = "outgoing"


@dataclass(frozen=True, slots=True)
class Entry:
    """A call as one account's history shows it."""

    account: AccountId
    call: CallId
    peer: AccountId
    direction: Direction
    media: frozenset[Medium]
    started_at: datetime
    conv: ConversationId | None = None
    pos: int | None = None
    reason: EndReason | None = None
    missed: bool = False
    seen: bool = True
    """False for a missed call that the account has not looked at."""
    answered_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def duration(self) -> timedelta | None:
        """How long the two talked; null for a call that was not answered or is not over."""
        if self.answered_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.answered_at


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place in a call list: the next page begins behind it."""

    at: datetime
    call: CallId


@dataclass(frozen=True, slots=True)
class WayBack:
    """The latest call that somebody else placed and that stands in a history."""

    ended_at: datetime
    forgotten: bool
    """Its caller chose "Forget this person" since."""


def entry_of(call: Call, account: AccountId) -> Entry:
    """Return the entry of ``call`` in the history of its participant ``account``."""
    missed = is_missed(call, account)
    called = call.role_of(account) is Role.CALLEE
    return Entry(
        account=account,
        call=call.id,
        peer=call.peer_of(account),
        direction=Direction.INCOMING if called else Direction.OUTGOING,
        media=call.media,
        started_at=call.placed_at,
        conv=call.conv,
        pos=call.pos,
        reason=call.reason,
        missed=missed,
        # A call that the callee's own change of mind kept from ringing is told to nobody.
        seen=not missed or call.arrival is CallArrival.WITHDRAWN,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
    )


def is_missed(call: Call, account: AccountId) -> bool:
    """Tell whether ``account`` was called and did not get to answer."""
    if call.role_of(account) is not Role.CALLEE or call.reason is None:
        return False
    return call.reason in _MISSED or (
        call.reason is EndReason.ENDED_BY_RULE and call.answered_at is None
    )


def is_merged(call: Call) -> bool:
    """Tell whether the call leaves no entry, because its successor stands for it."""
    return call.reason is EndReason.REPLACED and call.answered_at is None
