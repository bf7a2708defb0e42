"""A house with people who may call each other, on a real database and with a clock held still."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from ipaddress import IPv4Address
from typing import Any, TypeVar

from bobwhite.accounts.model import Asker, Instance, PlacingPolicy
from bobwhite.calls.history import Entry, Filter
from bobwhite.calls.model import Call, Medium
from bobwhite.calls.service import CallService
from bobwhite.calls.views import Joined, Placed
from bobwhite.clock import ManualClock
from bobwhite.delivery import Address, Event
from bobwhite.ids import AccountId, CallId, DeviceId, SessionId, encode_bytes
from bobwhite.integrations.turn.credentials import DayKeys, RestTurnCredentials
from bobwhite.safety.model import Restrictions
from bobwhite.storage.unit_of_work import Units
from tests.conftest import RecordingBus
from tests.support.people import enrol, give_device

POOL = frozenset({IPv4Address("127.0.0.1")})
RING_TIME = timedelta(seconds=45)
SECOND = timedelta(seconds=1)
VOICE = frozenset({Medium.AUDIO})
VIDEO = frozenset({Medium.AUDIO, Medium.VIDEO})

Told = TypeVar("Told", bound=Event)


def new_call() -> CallId:
    return CallId(encode_bytes(secrets.token_bytes(16)))


@dataclass
class OpenTabs:
    """Who is connected; the part of the gateway that calls ask."""

    open: set[tuple[AccountId, DeviceId, str]] = field(default_factory=set)

    def reachable(self, account: AccountId) -> Sequence[DeviceId]:
        return sorted({device for owner, device, _ in self.open if owner == account})

    def tabs(self, account: AccountId, device: DeviceId) -> set[str]:
        return {tab for owner, did, tab in self.open if (owner, did) == (account, device)}


@dataclass
class Person:
    """Somebody with devices, each with one tab open."""

    account: AccountId
    askers: list[Asker]

    @property
    def phone(self) -> Asker:
        return self.askers[0]

    @property
    def laptop(self) -> Asker:
        return self.askers[1]


class House:
    """The call service with its neighbours; several may share one database."""

    def __init__(self, units: Units, clock: ManualClock, bus: RecordingBus) -> None:
        self.units, self.clock, self.bus = units, clock, bus
        self.tabs = OpenTabs()
        self.calls = self.new_service()

    def new_service(self, turn: Any = None) -> CallService:
        """A service on the same rows, as after a restart."""
        relay = RestTurnCredentials(["s"], ["turn:127.0.0.1:3478"], DayKeys(self.clock), self.clock)
        return CallService(
            self.units,
            self.clock,
            self.bus,
            self.tabs,
            turn or relay,
            pool=POOL,
            ring_time=RING_TIME,
            new_account_period=timedelta(days=7),
        )

    async def person(
        self, handle: str, devices: Sequence[str] = ("phone",), **changes: Any
    ) -> Person:
        account = await enrol(self.units, handle, **changes)
        askers = []
        for number, name in enumerate(devices):
            device = await give_device(self.units, account, name)
            session = SessionId(f"ses_{handle}{number}")
            askers.append(Asker(account, session, device, encode_bytes(secrets.token_bytes(16))))
        person = Person(account, askers)
        for asker in askers:
            self.open(asker)
        return person

    def open(self, asker: Asker) -> None:
        assert asker.device is not None
        self.tabs.open.add((asker.account, asker.device, asker.tab))

    def shut(self, asker: Asker) -> None:
        assert asker.device is not None
        self.tabs.open.discard((asker.account, asker.device, asker.tab))

    async def connect(self, asker: Asker) -> None:
        self.open(asker)
        await self.calls.connected(asker)

    async def vanish(self, asker: Asker, *, signed_out: bool = False) -> None:
        self.shut(asker)
        await self.calls.gone(asker, signed_out=signed_out)

    async def let_all_place(self) -> None:
        async with self.units.write() as unit:
            await unit.instance.save(Instance(placing_policy=PlacingPolicy.EVERYONE, set_up=True))
            await unit.commit()

    async def welcome(self, host: Person, guest: Person) -> None:
        """``host`` follows ``guest`` and wrote to them, so that the guest may ring."""
        async with self.units.write() as unit:
            now = self.clock.now()
            await unit.social.follow(host.account, guest.account, now, swallowed=False)
            await unit.messages.note_first_written(host.account, guest.account, now)
            await unit.commit()

    async def restrict(self, owner: Person, other: Person, value: Restrictions) -> None:
        async with self.units.write() as unit:
            await unit.safety.restrict(owner.account, other.account, value, self.clock.now())
            await unit.commit()

    async def change_account(self, person: Person, **changes: Any) -> None:
        async with self.units.write() as unit:
            account = await unit.accounts.get(person.account)
            assert account is not None
            assert await unit.accounts.save(replace(account, **changes))
            await unit.commit()

    async def place(
        self,
        caller: Asker,
        callee: Person,
        call: CallId | None = None,
        media: frozenset[Medium] = VOICE,
    ) -> CallId:
        call = call or new_call()
        await self.calls.placing.start(caller, call, callee.account, media)
        return call

    async def start(self, caller: Asker, callee: Person, call: CallId | None = None) -> Placed:
        return await self.calls.placing.start(caller, call or new_call(), callee.account, VOICE)

    async def answer(self, asker: Asker, call: CallId) -> Joined:
        return await self.calls.answering.accept(asker, call, VOICE)

    async def talk(self, caller: Asker, callee: Asker, person: Person) -> CallId:
        """Place, answer, and let media flow both ways."""
        call = await self.place(caller, person)
        joined = await self.answer(callee, call)
        for asker in (caller, callee):
            await self.calls.signalling.report_media(asker, call, joined.leg, True)
        return call

    async def later(self, by: timedelta) -> None:
        """Let time pass, and every timer run out at its moment."""
        end = self.clock.now() + by
        while self.clock.now() < end:
            async with self.units.read() as unit:
                next_due = await unit.calls.next_due() or end
            self.clock.advance(max(min(next_due, end) - self.clock.now(), timedelta(0)))
            await self.calls.run_due(self.clock.now())

    async def call(self, call: CallId) -> Call:
        async with self.units.read() as unit:
            found = await unit.calls.get(call)
        assert found is not None
        return found

    async def entries(self, person: Person, which: Filter = Filter.ALL) -> list[Entry]:
        page = await self.calls.lists.entries(person.phone, which)
        return [view.entry for view in page.entries]

    async def entry(self, person: Person, call: CallId) -> Entry:
        return next(entry for entry in await self.entries(person) if entry.call == call)

    def told(self, kind: type[Told], to: Person | Asker) -> list[Told]:
        """What was told of a kind to a person, or to a device or tab of theirs."""
        return [
            delivery.event
            for delivery in self.bus.deliveries
            if isinstance(delivery.event, kind) and reaches(delivery.to, to)
        ]


def reaches(address: Address, to: Person | Asker) -> bool:
    """Whether a delivery to ``address`` gets to a person, or to one tab of theirs."""
    if address.account != to.account:
        return False
    if isinstance(to, Person):
        return True
    return address.device in {None, to.device} and address.tab in {None, to.tab}
