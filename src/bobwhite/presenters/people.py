"""How do accounts and people look on the wire, and what do clients hear when they change?"""

from bobwhite.accounts.events import MeChanged, PersonChanged, SettingsChanged
from bobwhite.accounts.model import Account, Asker, Audience, Card, Device
from bobwhite.accounts.service import Myself
from bobwhite.presenters.base import numbered, to_wire
from bobwhite.social.events import RelationChanged
from bobwhite.social.model import Relation
from bobwhite.wire import people as wire
from bobwhite.wire import presence
from bobwhite.wire.base import Message

AVATAR_PATH = "/api/v1/avatars/{name}.webp"


def person(card: Card) -> wire.Person:
    """Return what others may see of an account."""
    return wire.Person(
        account=card.account,
        handle=card.handle,
        display_name=card.display_name,
        avatar=None if card.avatar is None else AVATAR_PATH.format(name=card.avatar),
        verified=card.verified,
        plan=card.plan,
        gone=card.gone,
    )


def relation(value: Relation) -> wire.Relation:
    """Return what the asker did towards a person."""
    return wire.Relation(
        following=value.following,
        saved=value.saved,
        blocked=value.blocked,
        call_blocked=value.call_blocked,
    )


def me(value: Myself, asker: Asker) -> wire.Me:
    """Return the asker's own account, seen from its session."""
    return wire.Me(
        person=person(value.card),
        operator=value.operator,
        has_password=value.has_password,
        session=asker.session,
        device=asker.device,
    )


def settings(account: Account) -> wire.Settings:
    """Return an account's own rules, audiences in a stable order."""
    return wire.Settings(
        calls_on=account.calls_on,
        audience=[audience.value for audience in Audience if audience in account.audience],
        quick_texts=list(account.quick_texts),
    )


def device_settings(device: Device) -> wire.DeviceSettings:
    """Return the rules of one device."""
    return wire.DeviceSettings(rings=device.rings)


@to_wire.register
def _(event: PersonChanged, seq: int | None) -> Message:
    return presence.PersonChanged(seq=numbered(seq), person=person(event.card))


@to_wire.register
def _(event: RelationChanged, seq: int | None) -> Message:
    told = relation(event.relation)
    return presence.RelationChanged(seq=numbered(seq), account=event.other, relation=told)


@to_wire.register
def _(event: MeChanged, seq: int | None) -> Message:
    return presence.MeChanged(
        seq=numbered(seq),
        person=person(event.card),
        operator=event.operator,
        has_password=event.has_password,
    )


@to_wire.register
def _(event: SettingsChanged, seq: int | None) -> Message:
    return presence.SettingsChanged(seq=numbered(seq), settings=settings(event.account))
