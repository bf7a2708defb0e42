"""Who has an account here, with which sessions and devices, and who is asking?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bobwhite.ids import AccountId, DeviceId, SessionId


class Audience(StrEnum):
    """The groups of which an account ticks those that may ring it (product 2.5)."""

    ADDRESS_BOOK = "addressBook"
    FOLLOWS = "follows"
    VERIFIED = "verified"
    EVERYONE = "everyone"


DEFAULT_AUDIENCE = frozenset({Audience.ADDRESS_BOOK, Audience.FOLLOWS})


class PlacingPolicy(StrEnum):
    """Whom an instance lets place calls (product 2.9)."""

    SUBSCRIBERS = "subscribers"
    VERIFIED = "verified"
    EVERYONE = "everyone"


class Status(StrEnum):
    """Whether an account may be used; a deleted one keeps its id so that histories stay whole."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    DELETED = "deleted"


@dataclass(frozen=True)
class Account:
    """A person's place on this instance, with the rules that they set for themselves."""

    uid: AccountId
    handle: str
    display_name: str
    created_at: datetime
    verified: bool = False
    operator: bool = False
    status: Status = Status.ACTIVE
    calls_on: bool = True
    audience: frozenset[Audience] = DEFAULT_AUDIENCE
    quick_texts: tuple[str, ...] = ()
    """Own decline texts; empty for the client's words."""
    avatar: str | None = None
    """Id of the picture among the stored ones."""


@dataclass(frozen=True)
class Card:
    """An account as others may see it; one that is gone keeps its id and nothing else."""

    account: AccountId
    handle: str
    display_name: str
    avatar: str | None
    verified: bool
    plan: str | None
    gone: bool = False


@dataclass(frozen=True)
class Device:
    """An installation with its own keys; the tabs of one browser share it."""

    did: DeviceId
    account: AccountId
    signing_key: bytes
    """Raw Ed25519 public key, 32 bytes."""
    encryption_key: bytes
    """Raw X25519 public key, 32 bytes."""
    label: str
    rings: bool
    created_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True)
class Session:
    """A browser that is signed in; its secret is known to the browser alone."""

    id: SessionId
    account: AccountId
    label: str
    created_at: datetime
    last_seen_at: datetime
    device: DeviceId | None = None


@dataclass(frozen=True)
class Passkey:
    """A public key that signs an account in, bound to the host it was made on."""

    credential: str
    """Credential id in base64url."""
    account: AccountId
    public_key: bytes
    sign_count: int
    rp_id: str
    label: str
    created_at: datetime
    last_used_at: datetime | None = None


@dataclass(frozen=True)
class Instance:
    """What an operator decided about this server."""

    name: str = "Bobwhite"
    sign_up_open: bool = True
    placing_policy: PlacingPolicy = PlacingPolicy.SUBSCRIBERS
    message_rule: bool = True
    set_up: bool = False
    """An operator opened the set-up link."""


@dataclass(frozen=True)
class Asker:
    """Who stands behind a request: a session of an account, on a device, in one tab.

    ``device`` is null until the browser has registered its keys; ``tab`` is empty outside the
    gateway.
    """

    account: AccountId
    session: SessionId
    device: DeviceId | None = None
    tab: str = ""
