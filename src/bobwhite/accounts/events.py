"""What do accounts tell the rest of the house?"""

from dataclasses import dataclass
from typing import ClassVar

from bobwhite.accounts.model import Account, Card
from bobwhite.delivery import Event
from bobwhite.ids import AccountId, SessionId


@dataclass(frozen=True)
class FactsChanged(Event):
    """A fact that the call decision reads has changed; told to the account whose fact it is.

    ``other`` names the person it concerns, or null where it concerns everybody. Nothing of it
    reaches a client; features of the house listen to it.
    """

    account: AccountId
    other: AccountId | None = None


@dataclass(frozen=True)
class SessionEnded(Event):
    """A session was signed out or revoked; its connections close and its call leg hangs up."""

    session: SessionId


@dataclass(frozen=True)
class PersonChanged(Event):
    """What others may see of an account changed; told to each that knows it."""

    durable: ClassVar[bool] = True
    card: Card


@dataclass(frozen=True)
class MeChanged(Event):
    """The account changed in its own eyes; told to itself."""

    durable: ClassVar[bool] = True
    card: Card
    operator: bool
    has_password: bool


@dataclass(frozen=True)
class SettingsChanged(Event):
    """The account's own rules changed; told to itself."""

    durable: ClassVar[bool] = True
    account: Account
