"""What do calls need from the database, from the relay, and from those who know who is connected?"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from bobwhite.accounts.model import Device, Instance
from bobwhite.calls.history import Bookmark, Entry, Filter, WayBack
from bobwhite.calls.ice import IceServer
from bobwhite.calls.limits import Attempt
from bobwhite.calls.model import Call, Deadline, Timer
from bobwhite.ids import AccountId, CallId, ConversationId, DeviceId, SessionId
from bobwhite.messages.ports import MessagesUnit


class DeviceReach(Protocol):
    """Knows who is connected at this moment."""

    def reachable(self, account: AccountId) -> Sequence[DeviceId]:
        """Return the devices of ``account`` that are connected now."""
        ...

    def tabs(self, account: AccountId, device: DeviceId) -> set[str]:
        """Return the connected tabs of one device."""
        ...


class TurnCredentials(Protocol):
    """Lets the parties of a call use the relay."""

    def mint(self, uid: AccountId, ttl: timedelta) -> IceServer:
        """Return a credential for ``uid`` that the relay takes for ``ttl``.

        Raises ``RefusedError`` with ``relay_unavailable`` while there is no relay.
        """
        ...


class CallJournal(Protocol):
    """Keeps calls, so that each survives a restart and no two changes of one are both kept."""

    async def hold(self, *accounts: AccountId) -> None:
        """Keep other units that hold one of ``accounts`` waiting until this one ends."""
        ...

    async def get(self, call: CallId) -> Call | None:
        """Return the call, or null."""
        ...

    async def unfinished(self, account: AccountId) -> list[Call]:
        """Return the unfinished calls of an account, oldest first."""
        ...

    async def unfinished_of(self, session: SessionId) -> list[Call]:
        """Return the unfinished calls in which a session has a leg."""
        ...

    async def all_unfinished(self) -> list[CallId]:
        """Return the ids of every unfinished call."""
        ...

    async def add(self, call: Call) -> None:
        """Insert a call whose id is not known yet."""
        ...

    async def save(self, before: Call, after: Call) -> bool:
        """Write what has changed; false, and nothing written, if ``before`` is no longer true."""
        ...

    async def rung_since(self, account: AccountId, since: datetime) -> int:
        """Return how many calls to ``account`` began to ring after ``since``."""
        ...

    async def last_answer(self, a: AccountId, b: AccountId, since: datetime) -> datetime | None:
        """Return when the latest call of the two tried after ``since`` was answered, if it was."""
        ...

    async def arm(self, deadline: Deadline) -> None:
        """Set a deadline, in place of one with the same name."""
        ...

    async def disarm(self, call: CallId, timers: Iterable[Timer]) -> None:
        """Drop deadlines, where they are set."""
        ...

    async def deadline(self, call: CallId, timer: Timer) -> datetime | None:
        """Return when a timer runs out, or null where it is not set."""
        ...

    async def due(self, now: datetime, limit: int) -> list[Deadline]:
        """Return the deadlines that have run out, earliest first."""
        ...

    async def next_due(self) -> datetime | None:
        """Return when the next deadline runs out, or null."""
        ...

    async def attempt(self, account: AccountId, call: CallId) -> Attempt | None:
        """Return what the account tried under this id, or null."""
        ...

    async def attempts(self, account: AccountId, since: datetime) -> list[Attempt]:
        """Return what the account tried after ``since``."""
        ...

    async def note_attempt(self, attempt: Attempt) -> None:
        """Keep a try."""
        ...

    async def drop_attempts(self, account: AccountId, before: datetime) -> None:
        """Drop tries that are too old to count."""
        ...


class CallHistory(Protocol):
    """Keeps what each account sees of its calls."""

    async def add_entry(self, entry: Entry) -> None:
        """Insert an entry."""
        ...

    async def update_entry(self, entry: Entry) -> None:
        """Write how the call stands now; whether the peer forgot it stays."""
        ...

    async def entry(self, account: AccountId, call: CallId) -> Entry | None:
        """Return one entry, or null."""
        ...

    async def remove_entry(self, account: AccountId, call: CallId) -> bool:
        """Remove an entry from this account's history; false where there was none."""
        ...

    async def entries(
        self,
        account: AccountId,
        which: Filter,
        after: Bookmark | None,
        limit: int,
        query: str | None = None,
    ) -> list[Entry]:
        """Return entries, newest first, from behind ``after``, of people whom ``query`` names."""
        ...

    async def entries_in(
        self, account: AccountId, conv: ConversationId, from_pos: int, to_pos: int
    ) -> list[Entry]:
        """Return the account's entries at these places of a thread, both included, in order."""
        ...

    async def unseen(self, account: AccountId) -> int:
        """Return how many missed calls the account has not looked at, at most 99."""
        ...

    async def mark_seen(self, account: AccountId, up_to: datetime) -> bool:
        """Clear the mark of missed calls that started up to then; false where none had it."""
        ...

    async def way_back(self, account: AccountId, peer: AccountId) -> WayBack | None:
        """Return the latest ended call from ``peer`` in the account's history, or null."""
        ...

    async def forget(self, owner: AccountId, other: AccountId) -> None:
        """Note that ``owner`` forgot ``other``: its earlier calls open no way back."""
        ...

    async def who_called(self, account: AccountId) -> list[AccountId]:
        """Return the accounts in whose history ``account`` stands."""
        ...

    async def erase(self, account: AccountId) -> None:
        """Remove the whole history of an account."""
        ...


class CallStore(CallJournal, CallHistory, Protocol):
    """The calls and their histories, in one transaction."""


class Devices(Protocol):
    """The devices, as calls read them."""

    async def of(self, account: AccountId) -> list[Device]:
        """Return the devices of an account."""
        ...

    async def get(self, account: AccountId, did: DeviceId) -> Device | None:
        """Return the device if it belongs to the account, else null."""
        ...


class Plans(Protocol):
    """The plans, as calls read them."""

    async def in_force(self, account: AccountId, now: datetime) -> str | None:
        """Return the name of the plan that the account holds at ``now``, or null."""
        ...


class Instances(Protocol):
    """The operator's choices, as calls read them."""

    async def get(self) -> Instance:
        """Return the choices in force."""
        ...


class CallsUnit(MessagesUnit, Protocol):
    """A transaction with the stores that calls use; words of a decline go into the thread."""

    @property
    def calls(self) -> CallStore:
        """The calls."""
        ...

    @property
    def devices(self) -> Devices:
        """The devices."""
        ...

    @property
    def plans(self) -> Plans:
        """The plans."""
        ...

    @property
    def instance(self) -> Instances:
        """The operator's choices."""
        ...


class CallsUnits(Protocol):
    """Makes transactions."""

    def write(self) -> AbstractAsyncContextManager[CallsUnit]:
        """Open one that may change things."""
        ...

    def read(self) -> AbstractAsyncContextManager[CallsUnit]:
        """Open one that only reads."""
        ...
