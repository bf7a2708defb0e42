"""Which connections are there, and how does an event reach those it is for?

The registry lives in the memory of this process and may be lost: rows and sequence numbers are not.
"""

import secrets
from collections.abc import Callable, Sequence

import structlog

from bobwhite.accounts.events import SessionEnded
from bobwhite.delivery import Address, Delivery
from bobwhite.gateway.faults import fault
from bobwhite.gateway.link import Link
from bobwhite.gateway.resume import KEPT_S, ResumeBuffer
from bobwhite.gateway.wheel import Handle, TimerWheel
from bobwhite.ids import AccountId, DeviceId
from bobwhite.presenters.base import to_wire
from bobwhite.wire.close_codes import CloseCode
from bobwhite.wire.envelope import encode

MAX_LINKS = 64
"""Connections of one account: ten devices with a few tabs each."""

Listener = Callable[[Delivery], None]

_log = structlog.get_logger()


class _Place:
    """What the registry knows of one account."""

    def __init__(self) -> None:
        self.links: dict[str, Link] = {}
        self.buffer = ResumeBuffer()
        self.forget: Handle | None = None


class Fanout:
    """Implements ``Bus`` on the connections of this process."""

    def __init__(self, wheel: TimerWheel) -> None:
        self._wheel = wheel
        self._places: dict[AccountId, _Place] = {}
        self._listeners: list[Listener] = []
        self._epoch = secrets.token_urlsafe(16)

    def listen(self, listener: Listener) -> None:
        """Call ``listener`` with every delivery, after the connections; it must not wait."""
        self._listeners.append(listener)

    def publish(self, deliveries: Sequence[Delivery]) -> None:
        """Hand over ``deliveries`` in order; never waits, never raises for a slow reader."""
        for delivery in deliveries:
            place = self._places.get(delivery.to.account)
            if place is not None:
                self._deliver(place, delivery)
        for delivery in deliveries:
            for listener in self._listeners:
                listener(delivery)

    def attach(self, link: Link) -> bool:
        """Add a connection; it gets events from now on. False where the account has too many.

        An older connection of the same tab is replaced.
        """
        place = self._places.setdefault(link.asker.account, _Place())
        older = place.links.get(link.asker.tab)
        if older is None and len(place.links) >= MAX_LINKS:
            return False
        if older is not None:
            older.replaced = True
            link.entered = older.entered
            older.close(CloseCode.REPLACED)
        place.links[link.asker.tab] = link
        if place.forget is not None:
            self._wheel.cancel(place.forget)
            place.forget = None
        return True

    def detach(self, link: Link) -> None:
        """Remove a connection; what its account may have missed is kept for a while."""
        account = link.asker.account
        place = self._places.get(account)
        if place is None or place.links.get(link.asker.tab) is not link:
            return
        del place.links[link.asker.tab]
        if not place.links:
            place.forget = self._wheel.schedule(KEPT_S, lambda: self._forget(account))

    def resume_key(self, account: AccountId) -> str:
        """Return what a client shows to go on: whose events, and from which run of the server."""
        return f"{account}.{self._epoch}"

    def is_own_key(self, account: AccountId, key: str) -> bool:
        """Tell whether a key was given to this account, by any run of the server."""
        return key.partition(".")[0] == account

    def missed(self, account: AccountId, key: str, seq: int) -> list[tuple[int, str]] | None:
        """Return the durable frames behind ``seq``, or null where this process cannot tell."""
        place = self._places.get(account)
        if place is None or key != self.resume_key(account):
            return None
        return place.buffer.after(seq)

    def reachable(self, account: AccountId) -> list[DeviceId]:
        """Return the devices of an account that have a connection in use."""
        devices = (link.asker.device for link in self._ready(account))
        return list(dict.fromkeys(device for device in devices if device is not None))

    def tabs(self, account: AccountId, device: DeviceId) -> set[str]:
        """Return the tabs of a device that have a connection in use."""
        return {link.asker.tab for link in self._ready(account) if link.asker.device == device}

    def is_online(self, account: AccountId) -> bool:
        """Tell whether the account has any connection in use."""
        return bool(self._ready(account))

    def links(self) -> list[Link]:
        """Return all connections."""
        return [link for place in self._places.values() for link in place.links.values()]

    def _ready(self, account: AccountId) -> list[Link]:
        place = self._places.get(account)
        links = place.links.values() if place else ()
        # A tab that comes back stays reachable while its new connection says hello.
        return [link for link in links if link.entered and link.close_code is None]

    def _deliver(self, place: _Place, delivery: Delivery) -> None:
        if isinstance(delivery.event, SessionEnded):
            self._end(place, delivery.event)
            return
        links = [link for link in place.links.values() if _is_for(delivery.to, link)]
        if not links and delivery.seq is None:
            return
        frame = _frame(delivery)
        if frame is None:
            return
        if delivery.seq is not None:
            place.buffer.append(delivery.seq, frame)
        for link in links:
            link.deliver(delivery.seq, frame)

    def _end(self, place: _Place, ended: SessionEnded) -> None:
        for link in place.links.values():
            if link.asker.session == ended.session:
                link.signed_out = True
                link.close(CloseCode.SIGNED_OUT)

    def _forget(self, account: AccountId) -> None:
        place = self._places.get(account)
        if place is not None and not place.links:
            del self._places[account]


def _frame(delivery: Delivery) -> str | None:
    kind = type(delivery.event).__name__
    try:
        message = to_wire(delivery.event, delivery.seq)
        frame = None if message is None else encode(message)
    except Exception as error:
        # One event that cannot be written must not keep the others from leaving.
        _log.error("event_unwritable", kind=kind, **fault(error))
        return None
    if frame is None and delivery.seq is not None:
        # Its number is missing for every client, which will start again.
        _log.error("event_unregistered", kind=kind)
    return frame


def _is_for(to: Address, link: Link) -> bool:
    return (to.device is None or to.device == link.asker.device) and (
        to.tab is None or to.tab == link.asker.tab
    )
