"""What do accounts tell the rest of the house?"""

from dataclasses import dataclass

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
