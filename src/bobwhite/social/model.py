"""What did an account do towards another?"""

from dataclasses import dataclass


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
