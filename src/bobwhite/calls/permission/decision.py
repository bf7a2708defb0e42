"""What does the policy answer, and how much of the answer may anybody else see?

Only ``code`` may leave the server. Reason, grants and arrival are for the audit, for the code that
carries the call out, and for the callee; the ``repr`` of a decision leaves them out.
"""

from dataclasses import dataclass, field
from enum import StrEnum, auto

from bobwhite.errors import ErrorCode


class Stage(StrEnum):
    """Whose knowledge decided: the caller's own, the pair's, or the callee's end of it."""

    A = "A"
    B = "B"
    C = "C"


class PrivateReason(StrEnum):
    """Why a row of the table applied; never told to the caller."""

    NOT_SIGNED_IN = auto()
    SELF = auto()
    CALLER_SANCTIONED = auto()
    CALLER_COHORT = auto()
    CALLER_OFF = auto()
    CALLER_BLOCKS = auto()
    NO_ENTITLEMENT = auto()
    RATE_LIMIT = auto()
    NO_ACCOUNT = auto()
    BLOCKED = auto()
    CALL_BLOCKED = auto()
    CALLS_OFF = auto()
    CALLEE_COHORT = auto()
    AGE_LIMIT = auto()
    DOOR_BOOKING = auto()
    DOOR_GUEST = auto()
    DOOR_REQUEST = auto()
    DOOR_CALLBACK = auto()
    NEW_ACCOUNT = auto()
    NOT_IN_AUDIENCE = auto()
    NO_PRIOR_MESSAGE = auto()
    FLOOD = auto()
    QUIET = auto()
    BUSY = auto()
    WAITING = auto()
    UNREACHABLE = auto()
    RING = auto()


class Arrival(StrEnum):
    """What becomes of a call that may be placed."""

    RING = auto()
    BANNER = auto()
    """Rings as a banner over the conversation that the callee is in."""
    SILENT_MISSED = auto()
    """Rings nowhere and leaves a missed entry; to the caller it looks like ``UNREACHABLE``."""
    BUSY = auto()
    """Rings nowhere and leaves a missed entry; the caller is told."""
    UNREACHABLE = auto()
    """Rings nowhere for now and leaves a missed entry."""


class GrantReason(StrEnum):
    """Why a call was let through, first reason first; spelled as doors and audiences are."""

    BOOKING = "booking"
    GUEST_LINK = "guestLink"
    REQUEST = "request"
    CALL_BACK = "callBack"
    ADDRESS_BOOK = "addressBook"
    FOLLOWS = "follows"
    VERIFIED = "verified"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The row that applied, and what follows from it.

    A refusal has a ``code``, an outcome of stage C an ``arrival``; the open door of row B7 has
    neither, since it only leads on to stage C.
    """

    stage: Stage
    code: ErrorCode | None = None
    """What the caller may be told: its own next step, or one code for every cause in stage B."""
    row: str = field(repr=False)
    """The number in the table, such as ``B9``."""
    reason: PrivateReason = field(repr=False)
    arrival: Arrival | None = field(default=None, repr=False)
    grants: tuple[GrantReason, ...] = field(default=(), repr=False)
    """Every reason that alone would have let the call through, in order; empty before stage C."""

    @property
    def refused(self) -> bool:
        """Whether a row said no."""
        return self.code is not None

    @property
    def grant(self) -> GrantReason | None:
        """The first of the grants, or None before stage C."""
        return self.grants[0] if self.grants else None
