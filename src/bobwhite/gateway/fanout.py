"""Which connections are open, and what reaches each of them?

The one place that knows who is connected. It is the bus of a single process: deliveries come in after
each commit, a durable frame is written once per account, and listeners of the house hear everything.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from bobwhite.accounts.events import SessionEnded
from bobwhite.accounts.model import Asker
from bobwhite.delivery import Address, Delivery
from bobwhite.gateway.outgoing.base import to_wire
from bobwhite.gateway.resume import ResumeBuffers
from bobwhite.ids import AccountId, DeviceId
from bobwhite.wire.close_codes import CloseCode
from bobwhite.wire.envelope import encode

BACKLOG_BYTES = 256 * 1024
BACKLOG_AGE = timedelta(seconds=10)

Listener = Callable[[Delivery], None]


class Connection:
    """One open socket as the house sees it; ``wake`` tells its shell that there is work."""

    def __init__(self, asker: Asker, wake: Callable[[], None]) -> None:
        self.asker = asker
        self.closing: CloseCode | None = None
        self._wake = wake
        self._frames: deque[str] = deque()
        self._backlog = 0
        self._waiting_since: datetime | None = None
        self._held: list[tuple[int | None, str]] | None = []

    def push(self, frame: str, seq: int | None = None) -> None:
        """Queue a frame; before ``release`` it is held back behind the snapshot."""
        if self._held is not None:
            self._held.append((seq, frame))
            return
        self._queue(frame)

    def release(self, first: Sequence[str], seq: int) -> None:
        """Send ``first``, then what came meanwhile and is not part of it already."""
        held, self._held = self._held or [], None
        for frame in first:
            self._queue(frame)
        for number, frame in held:
            if number is None or number > seq:
                self._queue(frame)

    def reply(self, frame: str) -> None:
        """Queue a frame past the snapshot: replies and heartbeats."""
        self._queue(frame)

    def close(self, code: CloseCode) -> None:
        """End the connection after what is queued, or at once for a slow reader."""
        if self.closing is None:
            self.closing = code
            self._wake()

    def take(self) -> list[str]:
        """Return everything queued, for the shell to write."""
        frames = list(self._frames)
        self._frames.clear()
        self._backlog = 0
        self._waiting_since = None
        return frames

    def check_backlog(self, now: datetime) -> None:
        """Cut a reader whose oldest frame waits too long."""
        if not self._frames:
            self._waiting_since = None
        elif self._waiting_since is None:
            self._waiting_since = now
        elif now - self._waiting_since >= BACKLOG_AGE:
            self._cut()

    def _queue(self, frame: str) -> None:
        if self.closing is not None:
            return
        self._frames.append(frame)
        self._backlog += len(frame)
        if self._backlog > BACKLOG_BYTES:
            self._cut()
        else:
            self._wake()

    def _cut(self) -> None:
        self._frames.clear()
        self.close(CloseCode.TOO_SLOW)


class Fanout:
    """The registry of connections; implements ``Bus`` and tells which devices can be reached."""

    def __init__(self) -> None:
        self._accounts: dict[AccountId, list[Connection]] = {}
        self._listeners: list[Listener] = []
        self.buffers = ResumeBuffers()

    def listen(self, listener: Listener) -> None:
        """Call ``listener`` with every delivery, after the connections."""
        self._listeners.append(listener)

    def add(self, connection: Connection) -> None:
        """Enter a connection; an older one of the same tab is closed."""
        asker = connection.asker
        for older in self._matching(Address(asker.account, asker.device, asker.tab)):
            older.close(CloseCode.REPLACED)
        self._accounts.setdefault(asker.account, []).append(connection)

    def remove(self, connection: Connection) -> None:
        """Forget a connection; harmless when it is not entered."""
        open_ones = self._accounts.get(connection.asker.account, [])
        if connection in open_ones:
            open_ones.remove(connection)
        if not open_ones:
            self._accounts.pop(connection.asker.account, None)

    def publish(self, deliveries: Sequence[Delivery]) -> None:
        """Hand over ``deliveries`` in order; never waits, never raises for a slow reader."""
        for delivery in deliveries:
            self._deliver(delivery)
        for delivery in deliveries:
            for listener in self._listeners:
                listener(delivery)

    def reachable(self, account: AccountId) -> list[DeviceId]:
        """Return the devices of ``account`` that are connected now, longest connected first."""
        devices = (c.asker.device for c in self._accounts.get(account, []) if c.closing is None)
        return list(dict.fromkeys(device for device in devices if device is not None))

    def tabs(self, account: AccountId, device: DeviceId) -> set[str]:
        """Return the connected tabs of one device."""
        return {c.asker.tab for c in self._matching(Address(account, device))}

    def online(self, account: AccountId) -> bool:
        """Tell whether any connection of ``account`` is open."""
        return bool(self.reachable(account))

    def connections(self) -> list[Connection]:
        """Return every open connection."""
        return [c for open_ones in self._accounts.values() for c in open_ones]

    def _deliver(self, delivery: Delivery) -> None:
        if isinstance(delivery.event, SessionEnded):
            self._end_session(delivery.to.account, delivery.event)
            return
        message = to_wire(delivery.event, delivery.seq)
        if message is None:
            return
        frame = encode(message)
        if delivery.seq is not None:
            self.buffers.keep(delivery.to.account, delivery.seq, frame)
        for connection in self._matching(delivery.to):
            connection.push(frame, delivery.seq)

    def _end_session(self, account: AccountId, event: SessionEnded) -> None:
        for connection in list(self._matching(Address(account))):
            if connection.asker.session == event.session:
                connection.close(CloseCode.SIGNED_OUT)

    def _matching(self, to: Address) -> Iterator[Connection]:
        for connection in self._accounts.get(to.account, []):
            asker = connection.asker
            if (
                (to.device is None or asker.device == to.device)
                and (to.tab is None or asker.tab == to.tab)
                and connection.closing is None
            ):
                yield connection
