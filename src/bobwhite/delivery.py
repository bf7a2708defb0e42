"""What is told to whom once a change is committed?

A use case *tells* events while it works; they leave after its commit, never before. A *durable*
event takes the next number of its account's sequence, so that a client which missed it notices the
gap. A transient one (typing, presence, signals, rings of one device) carries no number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from bobwhite.ids import AccountId, DeviceId


@dataclass(frozen=True)
class Event:
    """Base of what features tell; subclasses carry everything that an edge needs to write it."""

    durable: ClassVar[bool] = False


@dataclass(frozen=True)
class Address:
    """Where an event goes: all connections of an account, of one device, or of one tab."""

    account: AccountId
    device: DeviceId | None = None
    tab: str | None = None


@dataclass(frozen=True)
class Delivery:
    """An event on its way; ``seq`` is set exactly when the event is durable."""

    to: Address
    event: Event
    seq: int | None = None


class Bus(Protocol):
    """Carries deliveries to the connections; it may forget, rows and sequence numbers do not."""

    def publish(self, deliveries: Sequence[Delivery]) -> None:
        """Hand over ``deliveries`` in order; never waits, never raises for a slow reader."""
        ...


class Unit(Protocol):
    """One use case's transaction, as every feature sees it; stores are added by its own protocol.

    Leaving the ``async with`` block without ``commit`` undoes everything and tells nothing.
    """

    def tell(self, to: AccountId | Address, event: Event) -> None:
        """Send ``event`` after the commit; a durable one only to a whole account."""
        ...

    async def commit(self) -> None:
        """Make every change lasting, then publish what was told."""
        ...
