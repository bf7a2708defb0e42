"""How does one use case become one transaction, and when do its events leave?"""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection

from bobwhite.delivery import Address, Bus, Delivery, Event
from bobwhite.errors import UnavailableError
from bobwhite.ids import AccountId
from bobwhite.storage.engine import Database
from bobwhite.storage.repositories.accounts import Accounts
from bobwhite.storage.repositories.calls import Calls
from bobwhite.storage.repositories.devices import Devices
from bobwhite.storage.repositories.directory import People
from bobwhite.storage.repositories.instance import Instances
from bobwhite.storage.repositories.messages import Messages
from bobwhite.storage.repositories.passkeys import Passkeys
from bobwhite.storage.repositories.plans import Plans
from bobwhite.storage.repositories.safety import Safety
from bobwhite.storage.repositories.sequence import Sequences
from bobwhite.storage.repositories.sessions import Sessions
from bobwhite.storage.repositories.social import Social
from bobwhite.storage.repositories.tickets import Tickets

_log = structlog.get_logger()


class SqlUnit:
    """A transaction with a repository for each feature; structural match of every ``…Unit``."""

    def __init__(self, connection: AsyncConnection, bus: Bus) -> None:
        self._connection = connection
        self._bus = bus
        self._told: list[Delivery] = []
        self.sequences = Sequences(connection)
        self.accounts = Accounts(connection)
        self.sessions = Sessions(connection)
        self.devices = Devices(connection)
        self.passkeys = Passkeys(connection)
        self.tickets = Tickets(connection)
        self.instance = Instances(connection)
        self.safety = Safety(connection)
        self.social = Social(connection)
        self.directory = People(connection)
        self.plans = Plans(connection)
        self.messages = Messages(connection)
        self.calls = Calls(connection)

    def tell(self, to: AccountId | Address, event: Event) -> None:
        """Send ``event`` after the commit; a durable one only to a whole account."""
        address = to if isinstance(to, Address) else Address(to)
        if event.durable and (address.device or address.tab):
            raise ValueError("a durable event belongs to the whole account")
        self._told.append(Delivery(address, event))

    async def commit(self) -> None:
        """Number the durable events, commit, then publish everything in the order it was told."""
        numbered = await self._numbered()
        await self._connection.commit()
        self._told = []
        if numbered:
            self._bus.publish(numbered)

    async def _numbered(self) -> list[Delivery]:
        counts = Counter(d.to.account for d in self._told if d.event.durable)
        # Accounts in one fixed order: two units that tell the same pair cannot deadlock.
        next_seq = {a: await self.sequences.take(a, counts[a]) for a in sorted(counts)}
        numbered = []
        for delivery in self._told:
            if delivery.event.durable:
                seq = next_seq[delivery.to.account]
                next_seq[delivery.to.account] = seq + 1
                numbered.append(replace(delivery, seq=seq))
            else:
                numbered.append(delivery)
        return numbered


@asynccontextmanager
async def _kept_or_refused() -> AsyncIterator[None]:
    """Turn a full disk, a long lock or a database that is away into ``UnavailableError``."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError, OSError) as error:
        # Its text quotes the statement with its values.
        _log.error("database_failed", error=type(error).__name__)
        raise UnavailableError from error


class Units:
    """Makes units of work on one database.

    Both raise ``UnavailableError`` when the database cannot keep or tell anything now.
    """

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus

    @asynccontextmanager
    async def write(self) -> AsyncIterator[SqlUnit]:
        """Open a unit that may change things; what is not committed is undone."""
        async with _kept_or_refused(), self._database.write() as connection:
            yield SqlUnit(connection, self._bus)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqlUnit]:
        """Open a unit that only reads."""
        async with _kept_or_refused(), self._database.read() as connection:
            yield SqlUnit(connection, self._bus)
