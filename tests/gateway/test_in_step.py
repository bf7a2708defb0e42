"""Do all tabs and devices know the same as a fresh snapshot, whatever happened?"""

import random
from typing import Any

import pytest

from bobwhite.ids import encode_bytes
from bobwhite.social.model import Mark
from tests.gateway.client import Client, new_id
from tests.gateway.model import Model
from tests.gateway.server import GatewayServer, Person

STEPS = 60


class Seat:
    """One open tab with what it knows."""

    def __init__(self, person: Person, client: Client) -> None:
        self.person = person
        self.client = client
        self.model = Model(client.start)

    async def catch_up(self) -> None:
        """Apply everything that was on its way."""
        for event in await self.client.sync():
            self.model.apply(event)


class Life:
    """Three people, one of them on two devices with three tabs, doing things at random."""

    def __init__(self, server: GatewayServer, seed: int) -> None:
        self.server = server
        self.dice = random.Random(seed)
        self.seats: list[Seat] = []
        self.done: list[str] = []

    async def begin(self) -> None:
        await self.server.let_all_place()
        people = [await self.server.join(name) for name in ("alice", "bob", "carol")]
        devices = [people[0], await self.server.another_device(people[0]), *people]
        for number, person in enumerate(devices):
            self.seats.append(Seat(person, await person.open(f"tab {number}")))

    async def befriend(self) -> None:
        """Let everybody write to everybody and follow them, so that all may call all."""
        for seat in self.seats:
            for other in {s.person.account: s.person for s in self.seats}.values():
                if other.account != seat.person.account:
                    follow = self.server.house.people.mark
                    await follow(seat.person.asker, other.account, Mark.FOLLOW, on=True)
                    await self.write(seat, other)

    async def step(self) -> None:
        """Let somebody do something; refusals are part of life."""
        seat = self.dice.choice(self.seats)
        others = [s.person for s in self.seats if s.person.account != seat.person.account]
        other = self.dice.choice(others)
        deeds = [self.write] * 6 + [self.read] * 2
        deeds += [self.delete, self.answer, self.tie, self.switch, self.call, self.wait, self.look]
        deed = self.dice.choice(deeds)
        self.done.append(f"{deed.__name__} {seat.person.account[4:7]} {other.account[4:7]}")
        await deed(seat, other)
        await self.server.settle()

    async def write(self, seat: Seat, other: Person) -> None:
        size = self.dice.choice([3, 40, 3000])
        await seat.client.ask(
            "message.send",
            to=other.account,
            mid=new_id(),
            contentType="text/plain",
            body=encode_bytes(bytes(size)),
        )

    async def read(self, seat: Seat, other: Person) -> None:
        for thread in self.threads(seat):
            kind = self.dice.choice(["message.read", "message.received"])
            await seat.client.ask(kind, conv=thread["conv"], upTo=thread["lastPos"])

    async def delete(self, seat: Seat, other: Person) -> None:
        for thread in self.threads(seat):
            own = [i for i in thread["recent"] if i.get("sender") == seat.person.account]
            if own:
                mid = self.dice.choice(own)["mid"]
                await seat.client.ask("message.delete", conv=thread["conv"], mid=mid)

    async def answer(self, seat: Seat, other: Person) -> None:
        for thread in self.threads(seat):
            if thread["state"] == "request":
                kind = self.dice.choice(["conversation.accept", "conversation.decline"])
                await seat.client.ask(kind, conv=thread["conv"])

    async def tie(self, seat: Seat, other: Person) -> None:
        mark, on = self.dice.choice(list(Mark)), self.dice.random() < 0.5
        await self.server.house.people.mark(seat.person.asker, other.account, mark, on=on)

    async def switch(self, seat: Seat, other: Person) -> None:
        on = self.dice.random() < 0.7
        await self.server.house.accounts.change_settings(seat.person.asker, calls_on=on)
        await self.server.house.accounts.rename(
            seat.person.asker, handle=None, display_name=f"Name {self.dice.randrange(99)}"
        )

    async def call(self, seat: Seat, other: Person) -> None:
        call = new_id()
        placed = await seat.client.ask("call.start", call=call, to=other.account, media=["audio"])
        if placed["type"] != "call.placed":
            return
        there = next(s for s in self.seats if s.person.account == other.account)
        match self.dice.randrange(4):
            case 0:
                await seat.client.ask("call.cancel", call=call)
            case 1:
                words = {"mid": new_id(), "contentType": "text/plain", "body": "aGk"}
                await there.client.ask("call.decline", call=call, message=words)
            case 2:
                await there.client.ask("call.accept", call=call, media=["audio"])
                await there.client.ask("call.hangUp", call=call)
            case _:
                await self.server.pass_time(20)

    async def wait(self, seat: Seat, other: Person) -> None:
        await self.server.pass_time(self.dice.choice([1, 10]))
        await self.server.calls.run_due(self.server.clock.now())

    async def look(self, seat: Seat, other: Person) -> None:
        at = self.server.clock.now().isoformat().replace("+00:00", "Z")
        await seat.client.ask("call.markSeen", upTo=at)

    def threads(self, seat: Seat) -> list[dict[str, Any]]:
        """Return a random one of the threads that a tab knows, if any."""
        known = list(seat.model.threads.values())
        return [self.dice.choice(known)] if known else []

    async def check(self) -> None:
        """Every tab knows what a fresh one would be told."""
        for number, seat in enumerate(self.seats):
            await seat.catch_up()
            fresh = await seat.person.open(f"fresh {number}")
            await fresh.sync()
            differences = seat.model.differences(fresh.start)
            assert differences == [], "\n".join([*self.done, *differences])
            await fresh.leave()


@pytest.mark.promise("12.4")
@pytest.mark.parametrize("seed", range(6))
async def test_snapshot_plus_events_equals_a_fresh_snapshot(
    server: GatewayServer, seed: int
) -> None:
    life = Life(server, seed)
    await life.begin()
    if seed % 2:
        await life.befriend()
    for number in range(STEPS):
        await life.step()
        for seat in life.seats:
            await seat.catch_up()
        if number % 20 == 19:
            await life.check()
