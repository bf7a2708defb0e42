"""Do threads keep their order, their secrets and their one place per pair, on both databases?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bobwhite.clock import ManualClock
from bobwhite.ids import AccountId, ConversationId, DeviceId, MessageId, encode_bytes
from bobwhite.messages.model import Bookmark, Content, Member, Message, Origin, State
from bobwhite.storage.unit_of_work import SqlUnit, Units
from tests.support.people import enrol

DEVICE = DeviceId(encode_bytes(bytes(16)))


def mid(number: int) -> MessageId:
    return MessageId(encode_bytes(number.to_bytes(16)))


async def put(
    unit: SqlUnit, conv: ConversationId, sender: AccountId, number: int, clock: ManualClock
) -> Message:
    pos = await unit.messages.next_position(conv)
    content = Content("text/plain", b"hello")
    message = Message(conv, pos, mid(number), sender, DEVICE, content, Origin.TYPED, clock.now())
    assert await unit.messages.add(message)
    return message


async def test_two_people_have_one_thread_in_either_order(
    both_units: Units, clock: ManualClock
) -> None:
    alice, bob = await enrol(both_units, "alice"), await enrol(both_units, "bob")
    async with both_units.write() as unit:
        assert await unit.messages.thread_of(alice, bob) is None
        conv = await unit.messages.ensure_thread(alice, bob, clock.now())
        assert await unit.messages.ensure_thread(bob, alice, clock.now()) == conv
        await unit.commit()
    async with both_units.read() as unit:
        assert await unit.messages.thread_of(bob, alice) == conv
        assert await unit.messages.member(conv, alice) == Member(conv, alice, bob)


async def test_a_stranger_is_no_member(both_units: Units, clock: ManualClock) -> None:
    people = [await enrol(both_units, name) for name in ("alice", "bob", "carol")]
    async with both_units.write() as unit:
        conv = await unit.messages.ensure_thread(people[0], people[1], clock.now())
        assert await unit.messages.member(conv, people[2]) is None


async def test_a_message_comes_back_as_it_went_in(both_units: Units, clock: ManualClock) -> None:
    alice, bob = await enrol(both_units, "alice"), await enrol(both_units, "bob")
    async with both_units.write() as unit:
        conv = await unit.messages.ensure_thread(alice, bob, clock.now())
        message = replace(
            await put(unit, conv, alice, 1, clock), content=Content("text/plain", b"hello")
        )
        await unit.commit()
    async with both_units.read() as unit:
        assert await unit.messages.sent(alice, mid(1)) == message
        assert await unit.messages.sent(bob, mid(1)) is None


async def test_a_sender_uses_a_mid_once_and_another_may_use_it_too(
    both_units: Units, clock: ManualClock
) -> None:
    alice, bob = await enrol(both_units, "alice"), await enrol(both_units, "bob")
    async with both_units.write() as unit:
        conv = await unit.messages.ensure_thread(alice, bob, clock.now())
        first = await put(unit, conv, alice, 1, clock)
        assert not await unit.messages.add(replace(first, pos=2))
        assert await unit.messages.add(replace(first, pos=2, sender=bob))


async def test_positions_grow_by_one_and_move_the_thread_up_for_those_who_see(
    both_units: Units, clock: ManualClock
) -> None:
    alice, bob = await enrol(both_units, "alice"), await enrol(both_units, "bob")
    async with both_units.write() as unit:
        conv = await unit.messages.ensure_thread(alice, bob, clock.now())
        assert await unit.messages.next_position(conv) == 1
        assert await unit.messages.next_position(conv, seen_by=[alice], at=clock.now()) == 2
        assert await unit.messages.hold(conv) == 2
        assert [m.conv for m in await unit.messages.listed(alice, None, 10)] == [conv]
        assert await unit.messages.listed(bob, None, 10) == []


async def test_a_swallowed_message_is_seen_by_its_sender_alone(
    both_units: Units, clock: ManualClock
) -> None:
    alice, bob = await enrol(both_units, "alice"), await enrol(both_units, "bob")
    async with both_units.write() as unit:
        conv = await unit.messages.ensure_thread(alice, bob, clock.now())
        seen = await put(unit, conv, alice, 1, clock)
        pos = await unit.messages.next_position(conv)
        swallowed = replace(seen, pos=pos, mid=mid(2), swallowed=True)
        await unit.messages.add(swallowed)
        assert await unit.messages.before(alice, conv, 99, 10) == [seen, swallowed]
        assert await unit.messages.before(bob, conv, 99, 10) == [seen]
        assert await unit.messages.newest(bob, [conv], 10) == {conv: [seen]}
        assert await unit.messages.count(conv) == 1


async def test_the_newest_messages_of_many_threads_come_in_their_order(
    both_units: Units, clock: ManualClock
) -> None:
    alice, bob, carol = [await enrol(both_units, name) for name in ("alice", "bob", "carol")]
    async with both_units.write() as unit:
        with_bob = await unit.messages.ensure_thread(alice, bob, clock.now())
        with_carol = await unit.messages.ensure_thread(alice, carol, clock.now())
        for number in range(3):
            await put(unit, with_bob, alice, number, clock)
        await put(unit, with_carol, alice, 3, clock)
        found = await unit.messages.newest(alice, [with_bob, with_carol], 2)
    assert [message.pos for message in found[with_bob]] == [2, 3]
    assert [message.pos for message in found[with_carol]] == [1]


@pytest.mark.promise("2.8")
async def test_having_written_outlives_the_message_and_ends_by_forgetting(
    both_units: Units, clock: ManualClock
) -> None:
    alice, bob = await enrol(both_units, "alice"), await enrol(both_units, "bob")
    async with both_units.write() as unit:
        conv = await unit.messages.ensure_thread(alice, bob, clock.now())
        message = await put(unit, conv, bob, 1, clock)
        assert await unit.messages.note_first_written(bob, alice, clock.now())
        assert not await unit.messages.note_first_written(bob, alice, clock.now())
        await unit.messages.empty(message)
        emptied = await unit.messages.sent(bob, mid(1))
        assert emptied is not None
        assert emptied.deleted
        assert emptied.content.body == b""
        assert await unit.messages.has_written(bob, alice)
        assert not await unit.messages.has_written(alice, bob)
        assert await unit.messages.forget(bob, alice)
        assert not await unit.messages.forget(bob, alice)
        assert not await unit.messages.has_written(bob, alice)


async def test_the_inbox_is_paged_by_activity_without_hidden_or_declined_threads(
    both_units: Units, clock: ManualClock
) -> None:
    alice = await enrol(both_units, "alice")
    peers = [await enrol(both_units, f"peer{n}") for n in range(6)]
    async with both_units.write() as unit:
        sides = []
        for number, peer in enumerate(peers):
            conv = await unit.messages.ensure_thread(alice, peer, clock.now())
            # Threads 1 and 2 share an instant: the id decides, and no page loses one of them.
            at = clock.now() + timedelta(seconds=max(1, number))
            side = Member(conv, alice, peer, State.OPEN, last_at=at)
            sides.append(side)
            await unit.messages.save_member(side)
        await unit.messages.save_member(replace(sides[4], hidden=True))
        await unit.messages.save_member(replace(sides[5], state=State.DECLINED))
        seen: list[Member] = []
        after = None
        while page := await unit.messages.listed(alice, after, 1):
            seen += page
            assert page[0].last_at is not None
            after = Bookmark(page[0].last_at, page[0].conv)
    tied = sorted(sides[:2], key=lambda side: side.conv, reverse=True)
    assert seen == [sides[3], sides[2], *tied]
