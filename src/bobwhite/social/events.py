"""What does an account's own doing tell its other devices?"""

from dataclasses import dataclass
from typing import ClassVar

from bobwhite.delivery import Event
from bobwhite.ids import AccountId
from bobwhite.social.model import Relation


@dataclass(frozen=True)
class RelationChanged(Event):
    """The account followed, saved or blocked somebody, or lifted it; told to itself alone."""

    durable: ClassVar[bool] = True
    other: AccountId
    relation: Relation
