"""Do both databases keep calls alike: nothing lost, nothing doubled, the first change wins?"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bobwhite.calls.history import Bookmark, Filter, WayBack, entry_of
from bobwhite.calls.limits import Attempt
from bobwhite.calls.machine import advance, place
from bobwhite.calls.model import Call, CallArrival, Deadline, Medium, Seat, Timer
from bobwhite.calls.steps import Accept, Alert, Cancel, Input, ReportMedia
from bobwhite.clock import ManualClock
from bobwhite.errors import ErrorCode
from bobwhite.ids import AccountId, CallId, DeviceId, SessionId, encode_bytes, new_leg_id
from bobwhite.storage.repositories.calls import Calls
from bobwhite.storage.unit_of_work import Units
from tests.support.people import enrol

NOW = ManualClock().now()
SECOND = timedelta(seconds=1)
VOICE = frozenset({Medium.AUDIO})
VIDEO = frozenset({Medium.AUDIO, Medium.VIDEO})
SESSION = SessionId("ses_" + "a" * 20)


def byte_id() -> str:
    return encode_bytes(secrets.token_bytes(16))


class Pair:
    """Alice and bob, with a device each."""

    def __init__(self, alice: AccountId, bob: AccountId) -> None:
        self.alice, self.bob = alice, bob
        self.seat = Seat(alice, DeviceId(byte_id()), byte_id(), SESSION)
        self.phone = Seat(bob, DeviceId(byte_id()), byte_id(), SessionId("ses_b"))
        self.laptop = Seat(bob, DeviceId(byte_id()), byte_id(), SessionId("ses_c"))

    def call(self, at: timedelta = timedelta(0), *, turned: bool = False) -> Call:
        seat, callee = (self.phone, self.alice) if turned else (self.seat, self.bob)
        devices = [] if turned else [self.phone.device, self.laptop.device]
        return place(
            CallId(byte_id()),
            seat,
            callee,
            VIDEO,
            NOW + at,
            arrival=CallArrival.RING,
            devices=devices,
            leg=new_leg_id(),
            ring_time=45 * SECOND,
            jws="exactly.as.received",
        ).call


@pytest.fixture
async def pair(both_units: Units) -> Pair:
    return Pair(await enrol(both_units, "alice"), await enrol(both_units, "bob"))


def plain(call: Call) -> Call:
    """A call with its parts in one order and without its version."""
    return replace(
        call,
        version=0,
        participants=tuple(sorted(call.participants, key=lambda part: part.role)),
        rings=tuple(sorted(call.rings, key=lambda ring: ring.device)),
        legs=tuple(sorted(call.legs, key=lambda leg: leg.seat.account)),
    )


async def keep(units: Units, *calls: Call) -> None:
    async with units.write() as unit:
        for call in calls:
            await unit.calls.add(call)
        await unit.commit()


async def get(units: Units, call: CallId) -> Call:
    async with units.read() as unit:
        found = await unit.calls.get(call)
    assert found is not None
    return found


async def test_a_call_comes_back_as_it_was_at_every_step(both_units: Units, pair: Pair) -> None:
    call = pair.call()
    await keep(both_units, call)
    inputs: list[Input] = [
        Alert(pair.phone.device),
        Accept(pair.phone, VOICE),
        ReportMedia(pair.alice, True),
        Cancel(),
    ]
    for happened in inputs:
        before = await get(both_units, call.id)
        after = advance(before, happened, NOW).call
        async with both_units.write() as unit:
            assert await unit.calls.save(before, after)
            await unit.commit()
        assert plain(await get(both_units, call.id)) == plain(after)
    ended = await get(both_units, call.id)
    assert (ended.jws, ended.answer_media) == ("exactly.as.received", VOICE)


async def test_what_is_not_committed_is_not_kept(both_units: Units, pair: Pair) -> None:
    call = pair.call()
    async with both_units.write() as unit:
        await unit.calls.add(call)
    async with both_units.read() as unit:
        assert await unit.calls.get(call.id) is None


@pytest.mark.promise("3.11", "3.5")
async def test_of_two_changes_only_the_first_is_kept(both_units: Units, pair: Pair) -> None:
    call = pair.call()
    await keep(both_units, call)
    before = await get(both_units, call.id)

    async def accept(seat: Seat) -> bool:
        after = advance(before, Accept(seat, VOICE), NOW).call
        async with both_units.write() as unit:
            kept = await unit.calls.save(before, after)
            await unit.commit()
        return kept

    kept = await asyncio.gather(accept(pair.phone), accept(pair.laptop))
    assert sorted(kept) == [False, True]
    winner = (pair.phone, pair.laptop)[kept.index(True)]
    leg = (await get(both_units, call.id)).leg_of(pair.bob)
    assert leg is not None
    assert leg.seat == winner


class Interrupted(Calls):
    """Reads a call while somebody else changes it after the first of the statements."""

    change: Callable[[], Awaitable[None]] | None = None

    async def _parts(self, *arguments: Any) -> Any:
        change, self.change = self.change, None
        if change is not None:
            await change()
        return await super()._parts(*arguments)


@pytest.mark.promise("3.11")
async def test_a_call_that_changes_while_it_is_read_is_old_or_new_but_not_both(
    both_units: Units, pair: Pair
) -> None:
    call = pair.call()
    await keep(both_units, call)
    before = await get(both_units, call.id)
    after = advance(before, Accept(pair.phone, VOICE), NOW).call

    async def accept() -> None:
        async with both_units.write() as unit:
            assert await unit.calls.save(before, after)
            await unit.commit()

    async with both_units.read() as unit:
        reader = Interrupted(unit._connection)
        reader.change = accept
        found = await reader.get(call.id)
    assert found is not None
    assert plain(found) in {plain(before), plain(after)}


async def test_unfinished_calls_are_found_by_account_and_by_session(
    both_units: Units, pair: Pair
) -> None:
    first, second = pair.call(), pair.call(SECOND, turned=True)
    over = advance(pair.call(), Cancel(), NOW).call
    await keep(both_units, second, first, over)
    async with both_units.read() as unit:
        for account in (pair.alice, pair.bob):
            found = [call.id for call in await unit.calls.unfinished(account)]
            assert found == [first.id, second.id]
        assert {call.id for call in await unit.calls.unfinished_of(SESSION)} == {first.id}
        assert set(await unit.calls.all_unfinished()) == {first.id, second.id}


async def test_deadlines_are_replaced_dropped_and_found_in_their_order(
    both_units: Units, pair: Pair
) -> None:
    call = pair.call()
    await keep(both_units, call)
    async with both_units.write() as unit:
        calls = unit.calls
        await calls.arm(Deadline(call.id, Timer.RING, NOW + 45 * SECOND))
        await calls.arm(Deadline(call.id, Timer.GRACE, NOW + 10 * SECOND))
        await calls.arm(Deadline(call.id, Timer.GRACE, NOW + 20 * SECOND))
        assert await calls.next_due() == NOW + 20 * SECOND
        assert await calls.due(NOW + 19 * SECOND, 10) == []
        due = await calls.due(NOW + 60 * SECOND, 10)
        assert [(d.timer, d.due_at) for d in due] == [
            (Timer.GRACE, NOW + 20 * SECOND),
            (Timer.RING, NOW + 45 * SECOND),
        ]
        assert await calls.deadline(call.id, Timer.RING) == NOW + 45 * SECOND
        await calls.disarm(call.id, list(Timer))
        assert await calls.next_due() is None
        await unit.commit()


async def test_tries_are_kept_until_they_are_too_old(both_units: Units, pair: Pair) -> None:
    tries = [
        Attempt(
            account=pair.alice,
            call=CallId(byte_id()),
            to=AccountId("acc_" + "z" * 20),
            content="0" * 64,
            at=NOW + n * SECOND,
            stranger=True,
            exempt=n == 1,
            refused=ErrorCode.NOT_AVAILABLE if n == 2 else None,
            joined=CallId(byte_id()) if n == 1 else None,
        )
        for n in range(3)
    ]
    async with both_units.write() as unit:
        for tried in tries:
            await unit.calls.note_attempt(tried)
        assert await unit.calls.attempt(pair.alice, tries[1].call) == tries[1]
        assert await unit.calls.attempt(pair.bob, tries[1].call) is None
        later = await unit.calls.attempts(pair.alice, NOW)
        assert sorted(later, key=lambda tried: tried.at) == tries[1:]
        await unit.calls.drop_attempts(pair.alice, NOW + 2 * SECOND)
        left = await unit.calls.attempts(pair.alice, NOW - SECOND)
        assert left == tries[2:]
        await unit.commit()


async def tried(units: Units, account: AccountId, to: AccountId, call: Call) -> None:
    attempt = Attempt(account, call.id, to, "0" * 64, call.placed_at, stranger=False, exempt=False)
    async with units.write() as unit:
        await unit.calls.note_attempt(attempt)
        await unit.commit()


async def test_the_latest_answer_of_a_pair_and_the_rings_of_a_minute(
    both_units: Units, pair: Pair
) -> None:
    answered = advance(pair.call(), Accept(pair.phone, VOICE), NOW + SECOND).call
    unanswered = pair.call(5 * SECOND, turned=True)
    await keep(both_units, answered)
    await tried(both_units, pair.alice, pair.bob, answered)
    async with both_units.read() as unit:
        last = await unit.calls.last_answer(pair.bob, pair.alice, NOW - SECOND)
        assert last == NOW + SECOND
        assert await unit.calls.last_answer(pair.alice, pair.bob, NOW) is None
        assert await unit.calls.rung_since(pair.bob, NOW - SECOND) == 1
        assert await unit.calls.rung_since(pair.alice, NOW - SECOND) == 0
    await keep(both_units, unanswered)
    await tried(both_units, pair.bob, pair.alice, unanswered)
    async with both_units.read() as unit:
        assert await unit.calls.last_answer(pair.alice, pair.bob, NOW - SECOND) is None


async def test_histories_are_filtered_paged_and_marked(both_units: Units, pair: Pair) -> None:
    missed = [advance(pair.call(n * SECOND), Cancel(), NOW + n * SECOND).call for n in range(3)]
    placed = advance(pair.call(9 * SECOND, turned=True), Cancel(), NOW + 9 * SECOND).call
    async with both_units.write() as unit:
        for call in (*missed, placed):
            await unit.calls.add_entry(entry_of(call, pair.bob))
        await unit.commit()
    async with both_units.write() as unit:
        calls = unit.calls
        every = await calls.entries(pair.bob, Filter.ALL, None, 10)
        assert [entry.call for entry in every] == [placed.id, *(c.id for c in missed[::-1])]
        assert every[1] == entry_of(missed[2], pair.bob)
        rest = await calls.entries(
            pair.bob, Filter.ALL, Bookmark(every[1].started_at, every[1].call), 10
        )
        assert rest == every[2:]
        assert await calls.entries(pair.bob, Filter.OUTGOING, None, 10) == every[:1]
        for query in ("ali", "alice"):
            assert await calls.entries(pair.bob, Filter.ALL, None, 10, query) == every
        for query in ("lice", "%", "bob"):
            assert await calls.entries(pair.bob, Filter.ALL, None, 10, query) == []
        assert await calls.unseen(pair.bob) == 3
        assert await calls.mark_seen(pair.bob, NOW + SECOND)
        assert not await calls.mark_seen(pair.bob, NOW + SECOND)
        assert await calls.unseen(pair.bob) == 1
        assert await calls.way_back(pair.bob, pair.alice) == WayBack(NOW + 2 * SECOND, False)
        await calls.forget(pair.alice, pair.bob)
        assert await calls.way_back(pair.bob, pair.alice) == WayBack(NOW + 2 * SECOND, True)
        assert await calls.way_back(pair.alice, pair.bob) is None
        assert await calls.remove_entry(pair.bob, placed.id)
        assert not await calls.remove_entry(pair.alice, placed.id)
        assert await calls.who_called(pair.alice) == [pair.bob]
        await calls.erase(pair.bob)
        assert await calls.entries(pair.bob, Filter.ALL, None, 10) == []
        await unit.commit()


async def test_entries_stand_in_their_thread_by_place(both_units: Units, pair: Pair) -> None:
    async with both_units.write() as unit:
        conv = await unit.messages.ensure_thread(pair.alice, pair.bob, NOW)
        for pos in (7, 3, 5):
            call = replace(pair.call(), conv=conv, pos=pos)
            for account in (pair.alice, pair.bob):
                await unit.calls.add_entry(entry_of(call, account))
        found = await unit.calls.entries_in(pair.bob, conv, 3, 5)
        assert [entry.pos for entry in found] == [3, 5]
        assert {entry.account for entry in found} == {pair.bob}
        await unit.commit()
