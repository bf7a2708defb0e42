"""Does the call list show each call once, alike on all devices, and let its owner tidy it?"""

from datetime import timedelta

import pytest

from bobwhite.calls.events import EntriesSeen, EntryRemoved
from bobwhite.calls.history import Direction, Filter
from bobwhite.calls.model import EndReason
from bobwhite.calls.service import CallNeighbour
from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.ids import CallId
from bobwhite.messages.events import ConversationStands
from tests.services.calls.house import RING_TIME, SECOND, House, Person, new_call

MINUTE = timedelta(minutes=1)


async def missed_call(house: House, caller: Person, callee: Person) -> CallId:
    call = await house.place(caller.phone, callee)
    await house.calls.ending.cancel(caller.phone, call)
    house.clock.advance(10 * MINUTE)
    return call


@pytest.mark.promise("3.14", "3.13")
async def test_the_filters_show_what_they_name(house: House, alice: Person, bob: Person) -> None:
    await house.welcome(alice, bob)
    missed = await missed_call(house, alice, bob)
    talked = await house.talk(alice.phone, bob.phone, bob)
    await house.calls.ending.hang_up(bob.phone, talked)
    house.clock.advance(SECOND)
    outgoing = await missed_call(house, bob, alice)
    shown = {which: [e.call for e in await house.entries(bob, which)] for which in Filter}
    assert shown == {
        Filter.ALL: [outgoing, talked, missed],
        Filter.MISSED: [missed],
        Filter.INCOMING: [talked, missed],
        Filter.OUTGOING: [outgoing],
    }
    entry = await house.entry(bob, outgoing)
    assert (entry.direction, entry.peer) == (Direction.OUTGOING, alice.account)


@pytest.mark.promise("3.14")
async def test_pages_follow_each_other_without_gap_or_repetition(
    house: House, alice: Person, bob: Person
) -> None:
    made = [await missed_call(house, alice, bob) for _ in range(5)]
    seen, after = [], None
    for _ in range(3):
        page = await house.calls.lists.entries(bob.laptop, Filter.ALL, after, 2)
        seen += [view.entry.call for view in page.entries]
        after = page.after
    assert seen == made[::-1]
    assert after is None
    assert {view.peer.handle for view in page.entries} == {"alice"}


@pytest.mark.promise("3.14")
async def test_a_search_finds_calls_by_the_name_or_handle_of_the_other_side(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    await house.welcome(carol, bob)
    by_alice = [await missed_call(house, alice, bob) for _ in range(3)]
    to_carol = await missed_call(house, bob, carol)

    async def found(text: str, which: Filter = Filter.ALL) -> list[CallId]:
        page = await house.calls.lists.entries(bob.phone, which, text=text)
        return [view.entry.call for view in page.entries]

    for text in ("alice", " ALI", "@alice"):
        assert await found(text) == by_alice[::-1]
    assert await found("carol") == [to_carol]
    assert await found("carol", Filter.MISSED) == []
    for text in ("bob", "lice", "%", "", " @", "a\0"):
        assert await found(text) == []
    first = await house.calls.lists.entries(bob.phone, limit=2, text="ali")
    rest = await house.calls.lists.entries(bob.phone, after=first.after, limit=2, text="ali")
    assert [view.entry.call for view in (*first.entries, *rest.entries)] == by_alice[::-1]
    assert rest.after is None


@pytest.mark.promise("3.13")
async def test_looking_once_clears_the_mark_everywhere(
    house: House, alice: Person, bob: Person
) -> None:
    for _ in range(2):
        await missed_call(house, alice, bob)
    older = (await house.entries(bob))[1].started_at
    assert await house.calls.missed_count(bob.account) == 2
    await house.calls.lists.mark_seen(bob.phone, older)
    assert await house.calls.missed_count(bob.account) == 1
    await house.calls.lists.mark_seen(bob.laptop, house.clock.now() + MINUTE)
    assert await house.calls.missed_count(bob.account) == 0
    assert house.told(EntriesSeen, bob) == [EntriesSeen(older), EntriesSeen(house.clock.now())]
    assert all(entry.missed for entry in await house.entries(bob))
    await house.calls.lists.mark_seen(bob.phone, house.clock.now())
    assert len(house.told(EntriesSeen, bob)) == 2


@pytest.mark.promise("3.14")
async def test_an_entry_is_removed_for_oneself_alone(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    with pytest.raises(RefusedError) as refused:
        await house.calls.lists.remove(bob.phone, call)
    assert refused.value.code is ErrorCode.NOT_ALLOWED_NOW
    await house.calls.ending.cancel(alice.phone, call)
    await house.calls.lists.remove(bob.phone, call)
    assert await house.entries(bob) == []
    assert len(await house.entries(alice)) == 1
    assert house.told(EntryRemoved, bob) == [EntryRemoved(call)]
    for unknown in (call, new_call()):
        with pytest.raises(NotFoundError):
            await house.calls.lists.remove(bob.phone, unknown)


@pytest.mark.promise("3.15")
async def test_a_call_stands_at_one_place_in_the_thread_of_both(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    entry = await house.entry(bob, call)
    assert entry.conv is not None
    for person in (alice, bob):
        (stands,) = house.told(ConversationStands, person)
        assert stands.conversation.member.conv == entry.conv
        async with house.units.read() as unit:
            (found,) = await unit.calls.entries_in(person.account, entry.conv, 0, 100)
        assert (found.call, found.pos) == (call, entry.pos)


@pytest.mark.promise("3.13")
async def test_a_missed_call_is_counted_once_whatever_happens_after(
    house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    await house.later(RING_TIME)
    await house.calls.ending.cancel(alice.phone, call)
    await house.calls.run_due(house.clock.now() + SECOND)
    (entry,) = await house.entries(bob, Filter.MISSED)
    assert entry.reason is EndReason.NOT_REACHED
    assert await house.calls.missed_count(bob.account) == 1


async def test_deleting_an_account_takes_its_own_history_alone(
    house: House, alice: Person, bob: Person
) -> None:
    await missed_call(house, alice, bob)
    neighbour = CallNeighbour()
    async with house.units.write() as unit:
        assert await neighbour.who_know(unit, alice.account) == [bob.account]
        await neighbour.erase(unit, alice.account)
        await unit.commit()
    assert await house.entries(alice) == []
    assert len(await house.entries(bob)) == 1
