"""What did an account do towards others, and which lists follow from it?"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bobwhite.accounts.model import Card

MIN_PREFIX = 2
"""Shorter beginnings would list half of one's contacts."""
MAX_FOUND = 20
MAX_QUERY_CHARS = 100
PAGE = 50


@dataclass(frozen=True)
class Ties:
    """Whether an owner follows another account, and whether it saved it by hand."""

    follows: bool = False
    saved: bool = False


NO_TIES = Ties()


@dataclass(frozen=True)
class Relation:
    """Everything that an owner itself did towards another; never the other direction."""

    following: bool = False
    saved: bool = False
    blocked: bool = False
    call_blocked: bool = False


class Mark(StrEnum):
    """What an owner can set or lift towards another."""

    FOLLOW = "follow"
    SAVED = "saved"
    BLOCK = "block"
    CALL_BLOCK = "call-block"


class ContactKind(StrEnum):
    """The lists of people that an owner can look through."""

    SAVED = "saved"
    FOLLOWING = "following"
    FOLLOWERS = "followers"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Contact:
    """A person with the owner's relation to it."""

    card: Card
    relation: Relation


@dataclass(frozen=True)
class Bookmark:
    """Where a list of contacts, ordered by name, goes on."""

    name: str
    account: str


@dataclass(frozen=True)
class ContactPage:
    """A part of a list; ``next`` is null at its end."""

    contacts: list[Contact]
    next: Bookmark | None


@dataclass(frozen=True)
class ContactCounts:
    """How many people each list holds."""

    saved: int
    following: int
    followers: int
    blocked: int


@dataclass(frozen=True)
class Profile:
    """A person as an owner sees it."""

    card: Card
    relation: Relation
    is_self: bool


def fold_query(text: str) -> str:
    """Return the spelling in which a search compares handles and names."""
    text = text[:MAX_QUERY_CHARS].strip().removeprefix("@")
    # No name holds what cannot be printed, and not every database takes it.
    return unicodedata.normalize("NFC", text).casefold() if text.isprintable() else ""
