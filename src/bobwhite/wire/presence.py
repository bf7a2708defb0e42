"""Who is looking at whom, and what are they told?"""

from typing import Annotated

from msgspec import Meta

from bobwhite.wire.base import AccountIdText, Command, Message, Position, Shape
from bobwhite.wire.people import Calling, Person, Presence, Relation, Settings

MAX_WATCHED = 50


class PresenceWatch(Command, frozen=True, kw_only=True, tag="presence.watch"):
    """Replace the set of people that this connection has on screen; empty stops it."""

    accounts: Annotated[list[AccountIdText], Meta(max_length=MAX_WATCHED)]


class Watched(Shape, frozen=True, kw_only=True):
    """One person on screen: present or not, and whether a call is possible."""

    account: AccountIdText
    presence: Presence
    calling: Calling


class PresenceWatched(Message, frozen=True, kw_only=True, tag="presence.watched"):
    """The present state of everybody asked for."""

    rid: str
    people: list[Watched]


class PresenceChanged(Message, frozen=True, kw_only=True, tag="presence.changed"):
    """Somebody on screen came, went, or the call decision towards them changed."""

    watched: Watched


class PersonChanged(Message, frozen=True, kw_only=True, tag="person.changed"):
    """Name, picture, badge or plan of somebody this account knows changed."""

    seq: Position
    person: Person


class RelationChanged(Message, frozen=True, kw_only=True, tag="relation.changed"):
    """This account itself followed, saved or blocked somebody, on some device."""

    seq: Position
    account: AccountIdText
    relation: Relation


class MeChanged(Message, frozen=True, kw_only=True, tag="me.changed"):
    """The own account changed, as it sees itself."""

    seq: Position
    person: Person
    operator: bool
    has_password: bool


class SettingsChanged(Message, frozen=True, kw_only=True, tag="settings.changed"):
    """The own settings changed on some device."""

    seq: Position
    settings: Settings
