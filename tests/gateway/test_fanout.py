"""Which connections does an event reach?"""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from bobwhite.accounts.events import SessionEnded
from bobwhite.accounts.model import Asker
from bobwhite.delivery import Address, Delivery, Event
from bobwhite.gateway.fanout import MAX_LINKS, Fanout
from bobwhite.gateway.link import Link
from bobwhite.gateway.resume import KEPT_S
from bobwhite.gateway.wheel import TimerWheel
from bobwhite.ids import AccountId, DeviceId, SessionId
from bobwhite.presenters.base import to_wire
from bobwhite.wire.base import Message
from bobwhite.wire.close_codes import CloseCode
from bobwhite.wire.envelope import Ok

ALICE = AccountId("acc_alice")
BOB = AccountId("acc_bob")
LAPTOP, PHONE = DeviceId("laptop"), DeviceId("phone")


@dataclass(frozen=True)
class Lasting(Event):
    durable: ClassVar[bool] = True
    text: str = ""


@dataclass(frozen=True)
class Unwritable(Event):
    durable: ClassVar[bool] = True


@dataclass(frozen=True)
class House(Event):
    """Nobody registered it."""


@to_wire.register
def _lasting(event: Lasting, seq: int | None) -> Message:
    return Ok(rid=f"{event.text} {seq}")


@to_wire.register
def _unwritable(event: Unwritable, seq: int | None) -> Message:
    raise ValueError("secret text")


class Desk:
    """A fan-out with time in our hands."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.wheel = TimerWheel(lambda: self.seconds)
        self.fanout = Fanout(self.wheel)

    def connect(
        self, account: AccountId = ALICE, device: DeviceId = LAPTOP, tab: str = "1"
    ) -> Link:
        asker = Asker(account, SessionId(f"ses_{device}"), device, tab)
        link = Link(asker, lambda: None)
        assert self.fanout.attach(link)
        link.begin("ready", 0, [])
        link.entered = True
        frames(link)
        return link

    def tell(self, to: Address, text: str, seq: int | None = None) -> None:
        self.fanout.publish([Delivery(to, Lasting(text), seq)])


def frames(link: Link) -> list[str]:
    found = []
    while (frame := link.next_frame()) is not None:
        found.append(frame)
        link.written()
    return found


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_event_reaches_every_connection_of_its_account_and_no_other(desk: Desk) -> None:
    own = [desk.connect(), desk.connect(tab="2"), desk.connect(device=PHONE, tab="3")]
    other = desk.connect(BOB)
    desk.tell(Address(ALICE), "hi", 1)
    assert all(len(frames(link)) == 1 for link in own)
    assert frames(other) == []


def test_an_event_for_a_device_or_a_tab_reaches_just_that(desk: Desk) -> None:
    first, second = desk.connect(), desk.connect(tab="2")
    phone = desk.connect(device=PHONE, tab="3")
    desk.tell(Address(ALICE, LAPTOP), "ring")
    assert [len(frames(link)) for link in (first, second, phone)] == [1, 1, 0]
    desk.tell(Address(ALICE, LAPTOP, "2"), "signal")
    assert [len(frames(link)) for link in (first, second, phone)] == [0, 1, 0]
    desk.tell(Address(ALICE, tab="3"), "presence")
    assert [len(frames(link)) for link in (first, second, phone)] == [0, 0, 1]


def test_what_nobody_writes_stays_in_the_house_but_is_heard_there(desk: Desk) -> None:
    link = desk.connect()
    heard: list[Delivery] = []
    desk.fanout.listen(heard.append)
    delivery = Delivery(Address(ALICE), House())
    desk.fanout.publish([delivery])
    assert frames(link) == []
    assert heard == [delivery]


def test_an_event_that_cannot_be_written_keeps_no_other_from_leaving(desk: Desk) -> None:
    link = desk.connect()
    desk.fanout.publish(
        [Delivery(Address(ALICE), Unwritable(), 1), Delivery(Address(ALICE), Lasting("hi"), 2)]
    )
    assert len(frames(link)) == 1


def test_the_same_tab_replaces_its_older_connection_and_stays_reachable(desk: Desk) -> None:
    older = desk.connect()
    newer = Link(older.asker, lambda: None)
    assert desk.fanout.attach(newer)
    assert older.close_code is CloseCode.REPLACED
    assert older.replaced
    assert desk.fanout.tabs(ALICE, LAPTOP) == {"1"}
    desk.fanout.detach(older)
    newer.begin("ready", 0, [])
    desk.tell(Address(ALICE), "hi", 1)
    assert len(frames(newer)) == 2


def test_who_is_reachable_follows_the_connections(desk: Desk) -> None:
    assert not desk.fanout.is_online(ALICE)
    link, phone = desk.connect(), desk.connect(device=PHONE, tab="2")
    assert desk.fanout.reachable(ALICE) == [LAPTOP, PHONE]
    assert desk.fanout.tabs(ALICE, PHONE) == {"2"}
    desk.fanout.detach(link)
    phone.close(CloseCode.SILENT)
    assert desk.fanout.reachable(ALICE) == []
    assert not desk.fanout.is_online(ALICE)


def test_a_connection_that_has_not_said_hello_is_not_reachable(desk: Desk) -> None:
    link = Link(Asker(ALICE, SessionId("s"), LAPTOP, "1"), lambda: None)
    assert desk.fanout.attach(link)
    assert desk.fanout.reachable(ALICE) == []


def test_a_session_that_ends_closes_its_connections_alone(desk: Desk) -> None:
    laptop, phone = desk.connect(), desk.connect(device=PHONE, tab="2")
    desk.fanout.publish([Delivery(Address(ALICE), SessionEnded(laptop.asker.session))])
    assert laptop.close_code is CloseCode.SIGNED_OUT
    assert laptop.signed_out
    assert phone.close_code is None


async def test_missed_events_are_kept_for_a_while_after_the_last_connection(desk: Desk) -> None:
    link = desk.connect()
    desk.tell(Address(ALICE), "a", 1)
    desk.fanout.detach(link)
    desk.tell(Address(ALICE), "b", 2)
    key = desk.fanout.resume_key(ALICE)
    missed = desk.fanout.missed(ALICE, key, 1)
    assert missed is not None
    assert [seq for seq, _ in missed] == [2]
    desk.seconds += KEPT_S + 1
    await desk.wheel.run_due()
    assert desk.fanout.missed(ALICE, key, 1) is None


async def test_coming_back_keeps_the_missed_events(desk: Desk) -> None:
    desk.fanout.detach(desk.connect())
    link = desk.connect()
    desk.seconds += KEPT_S + 1
    await desk.wheel.run_due()
    desk.tell(Address(ALICE), "a", 1)
    assert len(frames(link)) == 1


def test_a_resume_key_belongs_to_one_account_and_one_run(desk: Desk) -> None:
    desk.connect()
    desk.tell(Address(ALICE), "a", 1)
    key = desk.fanout.resume_key(ALICE)
    earlier = Fanout(desk.wheel).resume_key(ALICE)
    assert desk.fanout.missed(ALICE, key, 0) is not None
    assert desk.fanout.missed(ALICE, earlier, 0) is None
    assert desk.fanout.is_own_key(ALICE, earlier)
    assert not desk.fanout.is_own_key(BOB, key)
    assert 16 <= len(key) <= 64


def test_an_account_has_so_many_connections_and_no_more(desk: Desk) -> None:
    for number in range(MAX_LINKS):
        desk.connect(tab=str(number))
    extra = Link(Asker(ALICE, SessionId("s"), LAPTOP, "extra"), lambda: None)
    assert not desk.fanout.attach(extra)
    same = Link(Asker(ALICE, SessionId("s"), LAPTOP, "0"), lambda: None)
    assert desk.fanout.attach(same)


def test_one_account_s_slow_reader_does_not_touch_another(desk: Desk) -> None:
    slow, fast = desk.connect(), desk.connect(BOB)
    for seq in range(1, 400):
        desk.tell(Address(ALICE), "x" * 1000, seq)
        desk.tell(Address(BOB), "x" * 1000, seq)
        assert len(frames(fast)) == 1
    assert slow.close_code is CloseCode.TOO_SLOW
    assert fast.close_code is None
