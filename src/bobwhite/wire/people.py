"""What does one account get to know about another, and about itself?"""

from datetime import datetime
from typing import Literal

from bobwhite.wire.base import AccountIdText, Shape

Audience = Literal["addressBook", "follows", "verified", "everyone"]
PlacingPolicy = Literal["subscribers", "verified", "everyone"]


class Person(Shape, frozen=True, kw_only=True):
    """An account as others may see it."""

    account: AccountIdText
    handle: str
    display_name: str
    avatar: str | None
    """Path of the picture, or null for initials; an account that is gone has neither name nor picture."""
    verified: bool
    plan: str | None
    gone: bool = False


class Relation(Shape, frozen=True, kw_only=True):
    """What the asking account itself did towards a person; never the other direction."""

    following: bool
    saved: bool
    blocked: bool
    call_blocked: bool


class Calling(Shape, frozen=True, kw_only=True):
    """Whether the asking account may call a person now, as icons and menus show it.

    ``code`` is null exactly when the icon shows. ``retryAfterMs`` comes with ``slow_down`` only.
    """

    allowed: bool
    code: str | None


class Profile(Shape, frozen=True, kw_only=True):
    """A person with the asker's own relation and the call decision."""

    person: Person
    relation: Relation
    calling: Calling
    conversation: str | None
    """The thread that the two already have, if any."""
    is_self: bool


class Me(Shape, frozen=True, kw_only=True):
    """The signed-in account as it sees itself."""

    person: Person
    operator: bool
    has_password: bool
    session: str
    device: str | None
    """The ``did`` of this browser once its keys are registered."""


class Settings(Shape, frozen=True, kw_only=True):
    """The account's own rules; they apply at once on every device."""

    calls_on: bool
    audience: list[Audience]
    quick_texts: list[str]
    """The four decline texts; an empty list means the client's own words."""


class DeviceSettings(Shape, frozen=True, kw_only=True):
    """The rules of this one device."""

    rings: bool


class Presence(Shape, frozen=True, kw_only=True):
    """Whether a person is here now; ``lastSeenAt`` is null for somebody unknown or hidden."""

    online: bool
    last_seen_at: datetime | None
