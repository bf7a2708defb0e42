"""Whatever people do in whatever order: does every history stay whole?

Alice and bob have two devices each, carol has one; all may call each other. Commands are random,
repeated, and mixed with lost connections, blocks and time.
"""

import asyncio
import tempfile
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from bobwhite.accounts.events import FactsChanged
from bobwhite.accounts.model import Asker
from bobwhite.calls.events import EntriesSeen, EntryChanged, EntryRemoved
from bobwhite.calls.history import Entry, is_merged
from bobwhite.calls.model import EndReason, Phase, RingOutcome
from bobwhite.calls.signals import Role
from bobwhite.clock import ManualClock
from bobwhite.errors import BobwhiteError, ErrorCode
from bobwhite.ids import AccountId, CallId, LegId
from bobwhite.safety.model import Restrictions
from bobwhite.storage.engine import Database
from bobwhite.storage.tables import metadata
from bobwhite.storage.unit_of_work import Units
from tests.conftest import RecordingBus
from tests.services.calls.house import VIDEO, VOICE, House, Person, new_call

people = st.integers(0, 2)
devices = st.integers(0, 1)
recent = st.sampled_from((0, 0, 0, 1, 2))
sides = st.sampled_from(("caller", "callee", "callee", "anybody"))


class Calling(RuleBasedStateMachine):
    """The service under random commands."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.placed: list[CallId] = []
        self.bus = RecordingBus()
        self.run(self.build())

    async def build(self) -> None:
        self.database = Database(f"sqlite:///{Path(self.folder.name)}/calls.db")
        async with self.database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        self.house = House(Units(self.database, self.bus), ManualClock(), self.bus)
        await self.house.let_all_place()
        self.people = [
            await self.house.person("alice", ("phone", "laptop")),
            await self.house.person("bob", ("phone", "laptop")),
            await self.house.person("carol"),
        ]
        for host in self.people:
            for guest in self.people:
                if host is not guest:
                    await self.house.welcome(host, guest)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def asker(self, person: int, device: int) -> Asker:
        askers = self.people[person].askers
        return askers[device % len(askers)]

    def call(self, back: int) -> CallId:
        return self.placed[-1 - back % len(self.placed)]

    def at(self, back: int, side: str, device: int) -> tuple[Asker, CallId]:
        """One of the recent calls, and a device of one who takes part in it, or of anybody."""
        call = self.call(back)
        if side == "anybody":
            return self.asker(device * 2, device), call
        account = self.run(self.house.call(call)).account(Role(side))
        person = next(n for n, p in enumerate(self.people) if p.account == account)
        return self.asker(person, device), call

    def command(self, work: Coroutine[Any, Any, Any]) -> None:
        """Carry a command out; one that is refused must have changed nothing."""
        self.run(self._command(work))

    async def _command(self, work: Coroutine[Any, Any, Any]) -> None:
        before = await self.rows()
        try:
            await work
        except BobwhiteError as error:
            # A refusal on the callee's side stands in the caller's own list.
            if error.code is not ErrorCode.NOT_AVAILABLE:
                assert await self.rows() == before

    async def rows(self) -> dict[str, list[Any]]:
        async with self.database.read() as connection:
            return {
                table.name: sorted(map(str, (await connection.execute(select(table))).all()))
                for table in metadata.sorted_tables
                if table.name.startswith(("call", "thread", "message", "account_sequences"))
            }

    @initialize(caller=people, device=devices, video=st.booleans())
    def first_start(self, caller: int, device: int, video: bool) -> None:
        self.start(caller, device, 1, video)

    @rule(caller=people, device=devices, step=st.sampled_from((1, 1, 2, 0)), video=st.booleans())
    def start(self, caller: int, device: int, step: int, video: bool) -> None:
        call, callee = new_call(), (caller + step) % 3
        media = VIDEO if video else VOICE
        other = self.people[callee].account
        asker = self.asker(caller, device)
        self.command(self.house.calls.placing.start(asker, call, other, media))
        if self.run(self.exists(call)):
            self.placed.append(call)

    async def exists(self, call: CallId) -> bool:
        async with self.house.units.read() as unit:
            return await unit.calls.get(call) is not None

    @precondition(lambda self: self.placed)
    @rule(caller=people, device=devices, callee=people, back=recent)
    def start_again(self, caller: int, device: int, callee: int, back: int) -> None:
        asker, other = self.asker(caller, device), self.people[callee].account
        self.command(self.house.calls.placing.start(asker, self.call(back), other, VOICE))

    @precondition(lambda self: self.placed)
    @rule(side=sides, device=devices, back=recent, twice=st.booleans(),
          what=st.sampled_from(("alerting", "silence", "accept", "accept", "decline")))  # fmt: skip
    def answer(self, side: str, device: int, back: int, twice: bool, what: str) -> None:
        asker, call = self.at(back, side, device)
        answering = self.house.calls.answering
        for _ in range(2 if twice else 1):
            if what == "accept":
                self.command(answering.accept(asker, call, VOICE))
            else:
                self.command(getattr(answering, what)(asker, call))

    @precondition(lambda self: self.placed)
    @rule(side=sides, device=devices, back=recent,
          what=st.sampled_from(("cancel", "hang_up", "set_up_failed", "connection_lost")))  # fmt: skip
    def end(self, side: str, device: int, back: int, what: str) -> None:
        asker, call = self.at(back, side, device)
        ending = self.house.calls.ending
        if what in {"cancel", "hang_up"}:
            self.command(getattr(ending, what)(asker, call))
        else:
            self.command(ending.fail(asker, call, EndReason(what)))

    @precondition(lambda self: self.placed)
    @rule(side=sides, device=devices, back=recent, flowing=st.booleans())
    def report(self, side: str, device: int, back: int, flowing: bool) -> None:
        asker, call = self.at(back, side, device)
        leg: LegId = self.run(self.house.call(call)).legs[0].id
        self.command(self.house.calls.signalling.report_media(asker, call, leg, flowing))

    @precondition(lambda self: self.placed)
    @rule(back=recent)
    def talk(self, back: int) -> None:
        call = self.run(self.house.call(self.call(back)))
        for leg in call.legs:
            asker = Asker(leg.seat.account, leg.seat.session, leg.seat.device, leg.seat.tab)
            self.command(self.house.calls.signalling.report_media(asker, call.id, leg.id, True))

    @rule(person=people, device=devices, signed_out=st.booleans())
    def vanish(self, person: int, device: int, signed_out: bool) -> None:
        self.run(self.house.vanish(self.asker(person, device), signed_out=signed_out))

    @rule(person=people, device=devices)
    def connect(self, person: int, device: int) -> None:
        self.run(self.house.connect(self.asker(person, device)))

    @rule(owner=people, other=people, blocks=st.booleans())
    def block(self, owner: int, other: int, blocks: bool) -> None:
        one, two = self.people[owner], self.people[other]
        if one is not two:
            self.run(self._block(one, two, Restrictions(call_blocks=blocks)))

    async def _block(self, owner: Person, other: Person, value: Restrictions) -> None:
        await self.house.restrict(owner, other, value)
        await self.house.calls.facts_changed(FactsChanged(owner.account, other.account))

    @rule(seconds=st.sampled_from((1, 5, 9, 14, 29, 44, 600)))
    def wait(self, seconds: int) -> None:
        self.run(self.house.later(timedelta(seconds=seconds)))

    @rule(person=people)
    def look(self, person: int) -> None:
        asker = self.people[person].phone
        self.command(self.house.calls.lists.mark_seen(asker, self.house.clock.now()))

    @rule()
    def restart(self) -> None:
        self.run(self._restart())

    async def _restart(self) -> None:
        self.house.calls = self.house.new_service()
        await self.house.calls.start()
        await self.house.calls.stop()
        for account, device, tab in sorted(self.house.tabs.open):
            for person in self.people:
                for asker in person.askers:
                    if (asker.account, asker.device, asker.tab) == (account, device, tab):
                        await self.house.calls.connected(asker)

    @invariant()
    def at_most_one_device_answers(self) -> None:
        for call in self.placed[-4:]:
            found = self.run(self.house.call(call))
            answered = [r for r in found.rings if r.outcome is RingOutcome.ANSWERED]
            assert len(answered) == (1 if found.answered_at else 0)
            assert (found.reason is not None) is (found.phase is Phase.ENDED)

    @invariant()
    def sequence_numbers_have_no_gap(self) -> None:
        for person in self.people:
            numbers = [
                delivery.seq
                for delivery in self.bus.deliveries
                if delivery.to.account == person.account and delivery.seq is not None
            ]
            assert numbers == list(range(1, len(numbers) + 1))

    def teardown(self) -> None:
        try:
            self.run(self.let_everything_end())
        finally:
            self.run(self.database.close())
            self.runner.close()
            self.folder.cleanup()

    async def let_everything_end(self) -> None:
        for person in self.people:
            for asker in person.askers:
                await self.house.vanish(asker)
        await self.house.later(timedelta(minutes=10))
        shown = {person.account: await self.house.entries(person) for person in self.people}
        told = {person.account: self.retold(person.account) for person in self.people}
        for call in self.placed:
            found = await self.house.call(call)
            assert found.reason is not None, "every call ends once time has run out"
            entries = [e for owned in shown.values() for e in owned if e.call == call]
            assert len(entries) == (0 if is_merged(found) else 2)
            assert len({(e.reason, e.duration, e.started_at, e.pos) for e in entries}) <= 1
        for account, entries in shown.items():
            assert told[account] == {entry.call: entry for entry in entries}

    def retold(self, account: AccountId) -> dict[CallId, Entry]:
        """The history as a client has it that heard every event and asked for nothing."""
        history: dict[CallId, Entry] = {}
        for delivery in self.bus.deliveries:
            if delivery.to.account != account:
                continue
            match delivery.event:
                case EntryChanged(view):
                    history[view.entry.call] = view.entry
                case EntryRemoved(call):
                    del history[call]
                case EntriesSeen(up_to):
                    for entry in list(history.values()):
                        if entry.missed and entry.started_at <= up_to:
                            history[entry.call] = replace(entry, seen=True)
        return history


@pytest.mark.promise("3.1", "3.11", "3.12", "3.13", "3.15")
def test_every_history_stays_whole_whatever_people_do() -> None:
    run_state_machine_as_test(
        Calling,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
