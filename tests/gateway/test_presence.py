"""Who learns that somebody is here, and when?"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bobwhite.gateway.presence import SETTLE_S
from bobwhite.social.model import Mark
from tests.gateway.client import Client, new_id
from tests.gateway.server import GatewayServer, Person


async def write(server: GatewayServer, client: Client, to: Person) -> None:
    await client.ask(
        "message.send", to=to.account, mid=new_id(), contentType="text/plain", body="aGk"
    )
    await server.settle()


async def watch(client: Client, *people: Person) -> list[dict[str, Any]]:
    reply = await client.ask("presence.watch", accounts=[person.account for person in people])
    watched: list[dict[str, Any]] = reply["people"]
    return watched


async def is_online(client: Client, person: Person) -> bool:
    (watched,) = await watch(client, person)
    assert watched["account"] == person.account
    assert watched["presence"]["lastSeenAt"] is None
    online: bool = watched["presence"]["online"]
    return online


async def changes(server: GatewayServer, client: Client) -> list[bool]:
    """Return what the client was told about who is here, by something other than a new watch."""
    await server.settle()
    await client.ask("message.typing", conv=new_id())
    events = client.taken()
    told = [event["watched"] for event in events if event["type"] == "presence.changed"]
    return [watched["presence"]["online"] for watched in told]


async def test_a_person_who_wrote_is_seen_to_be_here(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    client, theirs = await alice.open(), await bob.open()
    assert not await is_online(client, bob)
    await write(server, theirs, alice)
    assert await is_online(client, bob)


async def test_following_or_an_accepted_request_shows_presence(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    carol = await server.join("carol")
    client = await alice.open()
    await bob.open()
    theirs = await carol.open()
    await write(server, client, carol)
    assert not await is_online(client, carol)
    conv = (await theirs.sync())[-1]["conv"]
    await theirs.ask("conversation.accept", conv=conv)
    assert await is_online(client, carol)
    await server.house.people.mark(bob.asker, alice.account, Mark.FOLLOW, on=True)
    assert await is_online(client, bob)


@pytest.mark.promise("2.7")
async def test_being_saved_shows_no_presence(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    client = await alice.open()
    await bob.open()
    await server.house.people.mark(bob.asker, alice.account, Mark.SAVED, on=True)
    assert not await is_online(client, bob)


async def block(server: GatewayServer, owner: Person, other: Person) -> None:
    await server.house.people.mark(owner.asker, other.account, Mark.BLOCK, on=True)


async def be_blocked(server: GatewayServer, owner: Person, other: Person) -> None:
    await block(server, other, owner)


async def switch_calls_off(server: GatewayServer, owner: Person, other: Person) -> None:
    await server.house.accounts.change_settings(owner.asker, calls_on=False)


@pytest.mark.promise("2.6", "9.1")
@pytest.mark.parametrize("close", [block, be_blocked, switch_calls_off])
async def test_who_closes_the_door_looks_like_somebody_who_left(
    server: GatewayServer,
    alice: Person,
    bob: Person,
    close: Callable[[GatewayServer, Person, Person], Awaitable[None]],
) -> None:
    client, theirs = await alice.open(), await bob.open()
    await write(server, theirs, alice)
    assert await is_online(client, bob)
    await close(server, bob, alice)
    assert await changes(server, client) == [False]
    assert not await is_online(client, bob)
    await theirs.leave()
    await (await bob.open("2")).sync()
    await server.pass_time(SETTLE_S + 1)
    assert await changes(server, client) == []


async def test_coming_and_going_is_told_once_it_has_settled(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    client, theirs = await alice.open(), await bob.open()
    await write(server, theirs, alice)
    assert await is_online(client, bob)
    await theirs.leave()
    await gone(server, bob)
    assert await changes(server, client) == []
    await server.pass_time(SETTLE_S + 1)
    assert await changes(server, client) == [False]
    await (await bob.open()).sync()
    await server.pass_time(SETTLE_S + 1)
    assert await changes(server, client) == [True]


async def test_a_reload_is_no_coming_and_going(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    client, theirs = await alice.open(), await bob.open()
    await write(server, theirs, alice)
    assert await is_online(client, bob)
    await theirs.leave()
    await gone(server, bob)
    await (await bob.open()).sync()
    await server.pass_time(SETTLE_S + 1)
    assert await changes(server, client) == []


async def gone(server: GatewayServer, person: Person) -> None:
    """Wait until the server noticed that the person's last connection closed."""
    async with asyncio.timeout(5):
        while server.fanout.is_online(person.account):  # noqa: ASYNC110 - the socket decides when
            await asyncio.sleep(0)


async def test_only_those_who_look_are_told(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    client, theirs = await alice.open(), await bob.open()
    await write(server, theirs, alice)
    await watch(client, bob)
    await watch(client)
    await server.house.accounts.change_settings(bob.asker, calls_on=False)
    assert await changes(server, client) == []


async def test_a_new_connection_of_the_tab_watches_nobody(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    client, theirs = await alice.open(), await bob.open()
    await write(server, theirs, alice)
    await watch(client, bob)
    again = await alice.open()
    await server.house.accounts.change_settings(bob.asker, calls_on=False)
    assert await changes(server, again) == []


@pytest.mark.promise("2.20", "2.22")
async def test_the_call_icon_follows_the_decision_while_somebody_looks(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    await server.let_all_place()
    client, theirs = await alice.open(), await bob.open()

    async def told() -> list[dict[str, Any]]:
        await server.settle()
        await client.ask("message.typing", conv=new_id())
        return [e["watched"]["calling"] for e in client.taken() if e["type"] == "presence.changed"]

    (watched,) = await watch(client, bob)
    assert watched["calling"] == {"allowed": False, "code": "not_available"}
    await server.house.people.mark(bob.asker, alice.account, Mark.FOLLOW, on=True)
    await told()
    await write(server, theirs, alice)
    assert (await told())[-1] == {"allowed": True, "code": None}
    await server.house.people.mark(bob.asker, alice.account, Mark.CALL_BLOCK, on=True)
    assert await told() == [{"allowed": False, "code": "not_available"}]
    await server.house.accounts.change_settings(alice.asker, calls_on=False)
    assert await told() == [{"allowed": False, "code": "turn_calls_on"}]


@pytest.mark.promise("2.20", "2.22")
async def test_a_call_that_ended_opens_the_way_back_while_somebody_looks(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    await server.let_all_place()
    client, theirs = await alice.open(), await bob.open()
    await server.house.people.mark(bob.asker, alice.account, Mark.FOLLOW, on=True)
    await write(server, theirs, alice)
    (watched,) = await watch(theirs, alice)
    assert not watched["calling"]["allowed"]
    call = new_id()
    placed = await client.ask("call.start", call=call, to=bob.account, media=["audio"])
    assert placed["type"] == "call.placed"
    await theirs.ask("call.decline", call=call)
    await server.settle()
    await theirs.ask("message.typing", conv=new_id())
    told = [e["watched"]["calling"] for e in theirs.taken() if e["type"] == "presence.changed"]
    assert told == [{"allowed": True, "code": None}]


async def test_unknown_people_look_like_people_away(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    await server.let_all_place()
    client = await alice.open()
    (away,) = await watch(client, bob)
    reply = await client.ask("presence.watch", accounts=[f"acc_{'a' * 20}"])
    (nobody,) = reply["people"]
    assert {**nobody, "account": ""} == {**away, "account": ""}
