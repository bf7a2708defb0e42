"""Which bodies do the HTTP routes of accounts take and give?"""

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, UnsetType

from bobwhite.wire.base import Shape
from bobwhite.wire.people import Audience, Person, PlacingPolicy, Relation

# Looser than the rules: those name the field and the cause, these bound what is looked at.
HandleText = Annotated[str, Meta(max_length=64)]
NameText = Annotated[str, Meta(max_length=400)]
PasswordText = Annotated[str, Meta(max_length=4096)]
Secret = Annotated[str, Meta(min_length=16, max_length=100)]
KeyText = Annotated[str, Meta(min_length=43, max_length=43)]


class InstanceView(Shape, frozen=True, kw_only=True):
    """What anybody may know of this server."""

    name: str
    sign_up_open: bool
    needs_set_up: bool
    placing_policy: PlacingPolicy
    message_rule: bool
    welcome_image: str | None


class SignUp(Shape, frozen=True, kw_only=True):
    """A new account with a password."""

    handle: HandleText
    display_name: NameText
    password: PasswordText


class SignIn(Shape, frozen=True, kw_only=True):
    """A sign-in by password."""

    handle: HandleText
    password: PasswordText


class SetUpLook(Shape, frozen=True, kw_only=True):
    """A set-up link that somebody opened."""

    token: Secret


class SetUp(Shape, frozen=True, kw_only=True):
    """The first run: the operator's account and what the instance is."""

    token: Secret
    handle: HandleText
    display_name: NameText
    password: PasswordText
    name: NameText
    placing_policy: PlacingPolicy
    sign_up_open: bool = True


class PasswordReset(Shape, frozen=True, kw_only=True):
    """A new password by a one-time link."""

    token: Secret
    password: PasswordText


class PasswordChange(Shape, frozen=True, kw_only=True):
    """A new password; the present one proves who asks, where there is one."""

    current: PasswordText | None = None
    new: PasswordText


class Proof(Shape, frozen=True, kw_only=True):
    """The password in front of a grave change."""

    password: PasswordText | None = None


class MeChange(Shape, frozen=True, kw_only=True):
    """Names to change; what is left out stays."""

    handle: HandleText | UnsetType = UNSET
    display_name: NameText | UnsetType = UNSET


class SettingsChange(Shape, frozen=True, kw_only=True):
    """Settings to change; what is left out stays."""

    calls_on: bool | UnsetType = UNSET
    audience: Annotated[list[Audience], Meta(max_length=4)] | UnsetType = UNSET
    quick_texts: Annotated[list[NameText], Meta(max_length=4)] | UnsetType = UNSET


class DeviceKeys(Shape, frozen=True, kw_only=True):
    """The public keys of this browser, raw, in base64url: ``sk`` Ed25519, ``ek`` X25519."""

    sk: KeyText
    ek: KeyText


class DeviceView(Shape, frozen=True, kw_only=True):
    """A registered device."""

    device: str
    rings: bool


class SessionView(Shape, frozen=True, kw_only=True):
    """A signed-in browser of the account."""

    session: str
    label: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


class NewPerson(Shape, frozen=True, kw_only=True):
    """Who somebody wants to be, before a passkey is made."""

    handle: HandleText
    display_name: NameText


class Ceremony(Shape, frozen=True, kw_only=True):
    """Options for the browser's WebAuthn call, in its JSON form (WebAuthn Level 3 §5.1.8)."""

    options: dict[str, Any]


class PasskeySignUp(Shape, frozen=True, kw_only=True):
    """The browser's answer, with the names the ceremony began with."""

    handle: HandleText
    display_name: NameText
    credential: dict[str, Any]


class PasskeyAnswer(Shape, frozen=True, kw_only=True):
    """The browser's answer to a ceremony."""

    credential: dict[str, Any]


class PasskeyView(Shape, frozen=True, kw_only=True):
    """A passkey of the account."""

    passkey: str
    label: str
    created_at: datetime
    last_used_at: datetime | None


class Contact(Shape, frozen=True, kw_only=True):
    """Somebody in one of the account's own lists."""

    person: Person
    relation: Relation


class ContactPage(Shape, frozen=True, kw_only=True):
    """One page of a list; ``cursor`` asks for the next and is null at the end."""

    contacts: list[Contact]
    cursor: str | None


class ContactCounts(Shape, frozen=True, kw_only=True):
    """How many people stand in each group that may ring the account."""

    address_book: int
    follows: int
