"""What must be known before anybody can say who may call whom?

Facts are loaded elsewhere and judged here; what is true is a fact, what follows from it is a rule
of this folder. A fact without a default must be loaded by everyone who asks. A fact with a default
has no source yet, and its default changes no answer. No fact has a ``repr``: together they tell who
blocks whom, and how old people are.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PlacingPolicy(StrEnum):
    """Whom an instance lets place calls; receiving is free for everybody."""

    SUBSCRIBERS = "subscribers"
    VERIFIED = "verified"
    EVERYONE = "everyone"


class Audience(StrEnum):
    """The groups of which an account ticks those that may ring it, in the order of grants."""

    ADDRESS_BOOK = "addressBook"
    FOLLOWS = "follows"
    VERIFIED = "verified"
    EVERYONE = "everyone"


class DoorKind(StrEnum):
    """The ways past plans, audience and message rule, in the order of grants."""

    BOOKING = "booking"
    GUEST_LINK = "guestLink"
    REQUEST = "request"
    CALL_BACK = "callBack"


class CalleeState(StrEnum):
    """Whether there is an account to call; to callers all but the first look alike."""

    PRESENT = "present"
    UNKNOWN = "unknown"
    DELETED = "deleted"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Door:
    """A span of time in which this caller may pass towards this callee.

    A guest link counts only if the callee made it. A booking and a request give each side a door,
    a call in one's list gives its receiver one towards the person who called.
    """

    kind: DoorKind
    opens_at: datetime
    """The first instant of the span."""
    shuts_at: datetime
    """The first instant after the span."""
    paid: bool = False
    """A booking for money, which is void with a minor on either side."""
    forgotten: bool = False
    """The callee chose "Forget this person" since; the caller cannot know. Never true of a guest."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CallerFacts:
    """What the caller knows about itself, and its own choices about the callee: stage A."""

    signed_in: bool
    """False for a guest, who has no account: the facts below about an account are then unread."""
    is_self: bool
    """The callee is the caller's own account."""
    calls_on: bool
    blocks_callee: bool
    call_blocks_callee: bool
    placing: PlacingPolicy
    """The rule of this instance."""
    plan_in_force: bool
    verified: bool
    """The operator confirmed who runs the account."""
    rate_limited: bool
    """The verdict of the limiters: this try would be one too many."""
    sanctioned: bool = False
    """Moderation suspended the caller's calling, or the account is suspended or deleted."""
    in_cohort: bool = True
    """The rollout lets the caller place calls."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PairFacts:
    """What the callee chose, and what lies between the two: stage B."""

    callee: CalleeState
    callee_blocks: bool
    callee_call_blocks: bool
    callee_calls_on: bool
    caller_new: bool
    """The caller's account is younger than the new-account period."""
    caller_verified: bool
    callee_saved_caller: bool
    """Saved by hand."""
    callee_follows_caller: bool
    audience: frozenset[Audience]
    """What the callee ticked."""
    message_rule: bool
    """The instance asks that the callee wrote to the caller first."""
    callee_wrote: bool
    """The callee typed the caller a message in their own thread, and did not forget them since."""
    contact_match: bool = False
    """The callee's uploaded contacts name the caller's confirmed address or number."""
    callee_in_cohort: bool = True
    """The rollout lets the callee receive calls."""
    caller_minor: bool = False
    """As callers count: without a declared age an adult."""
    callee_minor: bool = False
    """As callees count. Where sign-up asks for an age, an account without one is a minor."""
    doors: tuple[Door, ...] = ()
    """Every door from this caller to this callee, open now or not."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ArrivalFacts:
    """How things stand at the callee's end this moment: stage C."""

    engagements: int
    """How many conversations the callee is in, by what counts as being in a call."""
    reachable: bool
    """A device that may ring can be reached."""
    waiting: bool = False
    """A second call may knock; without it a second call meets a busy callee."""
    flooded: bool = False
    """The callee's limit on calls from many accounts is reached."""
    quiet: bool = False
    """Do-not-disturb or quiet hours hold."""
    favourite: bool = False
    """The caller is a favourite of the callee."""
    favourites_ring: bool = True
    """The callee's switch "Favourites ring through"."""
    trusted: bool = False
    """The caller is on the callee's list of trusted people."""
    trusted_repeat: bool = True
    """The callee's switch for a repeated call of trusted people."""
    silenced_at: datetime | None = None
    """When the caller placed its latest call to the callee that quiet silenced."""
