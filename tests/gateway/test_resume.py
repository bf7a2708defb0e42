"""Does a client that was away go on where it stood, or know that it must start again?"""

import pytest

from bobwhite.gateway.resume import KEPT_S, MAX_FRAMES
from bobwhite.ids import MessageId, encode_bytes
from bobwhite.wire.close_codes import CloseCode
from tests.gateway.client import Client, new_id
from tests.gateway.server import GatewayServer, Person


async def write(client: Client, to: Person, text: str = "hello") -> dict[str, object]:
    reply = await client.ask(
        "message.send",
        to=to.account,
        mid=new_id(),
        contentType="text/plain",
        body=encode_bytes(text.encode()),
    )
    assert reply["type"] == "message.sent"
    return reply


@pytest.fixture
async def friends(server: GatewayServer, alice: Person, bob: Person) -> tuple[Client, Client]:
    """Both with a connection, and a thread that both opened."""
    first, second = await alice.open(), await bob.open()
    await write(first, bob)
    await write(second, alice)
    await first.sync()
    await second.sync()
    return first, second


async def test_a_short_break_is_resumed_with_what_was_missed(
    friends: tuple[Client, Client], alice: Person, bob: Person
) -> None:
    first, second = friends
    await second.drop()
    for text in ("one", "two"):
        await write(first, bob, text)
    back = await bob.open(resume=second.resume)
    assert back.start["type"] == "resumed"
    assert back.start["seq"] == second.seq
    missed = await back.sync()
    assert [event["type"] for event in missed] == ["message.new"] * 2
    assert [event["seq"] for event in missed] == [second.seq + 1, second.seq + 2]
    await write(first, bob, "three")
    (live,) = await back.sync()
    assert live["seq"] == second.seq + 3


async def test_nothing_missed_is_resumed_with_nothing(
    friends: tuple[Client, Client], alice: Person, bob: Person
) -> None:
    _, second = friends
    await second.drop()
    back = await bob.open(resume=second.resume)
    assert back.start["type"] == "resumed"
    assert await back.sync() == []


async def test_a_break_too_long_begins_with_a_snapshot(
    server: GatewayServer, friends: tuple[Client, Client], bob: Person
) -> None:
    first, second = friends
    await second.drop()
    await write(first, bob)
    await first.drop()
    await server.pass_time(KEPT_S + 1)
    back = await bob.open(resume=second.resume)
    assert back.start["type"] == "ready"
    assert back.start["seq"] == second.seq + 1


async def test_more_missed_than_is_kept_begins_with_a_snapshot(
    server: GatewayServer, friends: tuple[Client, Client], alice: Person, bob: Person
) -> None:
    _, second = friends
    await second.drop()
    for _ in range(MAX_FRAMES + 1):
        mid = MessageId(new_id())
        await server.messages.send(alice.asker, bob.account, mid, "text/plain", b"x")
    back = await bob.open(resume=second.resume)
    assert back.start["type"] == "ready"


async def test_a_number_from_the_future_begins_with_a_snapshot(
    friends: tuple[Client, Client], bob: Person
) -> None:
    _, second = friends
    back = await bob.open("2", resume={**second.resume, "seq": second.seq + 1})
    assert back.start["type"] == "ready"


async def test_the_key_of_another_account_begins_with_a_snapshot(
    server: GatewayServer, friends: tuple[Client, Client], alice: Person, bob: Person
) -> None:
    first, second = friends
    mixed = {"key": first.start["resumeKey"], "seq": second.seq}
    assert (await bob.open("2", resume=mixed)).start["type"] == "ready"
    await server.restart()
    assert (await bob.open("2", resume=mixed)).start["type"] == "ready"


async def test_after_a_restart_nothing_missed_is_resumed(
    server: GatewayServer, friends: tuple[Client, Client], bob: Person
) -> None:
    _, second = friends
    await server.restart()
    assert await second.close_code() == CloseCode.RESTART
    (goodbye,) = second.events
    assert (goodbye["type"], goodbye["action"]) == ("goodbye", "resume")
    assert 0 <= goodbye["afterMs"] < 2000
    back = await bob.open(resume=second.resume)
    assert back.start["type"] == "resumed"
    assert back.start["resumeKey"] != second.start["resumeKey"]


async def test_after_a_restart_something_missed_begins_with_a_snapshot(
    server: GatewayServer, friends: tuple[Client, Client], alice: Person, bob: Person
) -> None:
    _, second = friends
    await server.restart()
    await write(await alice.open(), bob)
    back = await bob.open(resume=second.resume)
    assert back.start["type"] == "ready"
    assert back.start["seq"] == second.seq + 1
    (conversation,) = back.start["snapshot"]["conversations"]
    assert conversation["lastPos"] == 3


async def test_a_change_made_beside_the_server_is_noticed_as_a_gap(
    server: GatewayServer, friends: tuple[Client, Client], alice: Person, bob: Person
) -> None:
    first, second = friends
    async with server.units.write() as unit:
        await unit.sequences.take(bob.account, 1)
        await unit._connection.commit()
    await write(first, bob)
    (event,) = await second.sync()
    assert event["seq"] == second.start["seq"]
    known = second.seq - 2
    back = await bob.open("2", resume={**second.resume, "seq": known})
    assert back.start["type"] == "ready"


async def test_every_hello_is_told_which_client_is_served(
    server: GatewayServer, friends: tuple[Client, Client], bob: Person
) -> None:
    _, second = friends
    assert second.start["clientBuild"] == "/assets/index-1.js"
    server.client_build = "/assets/index-2.js"
    back = await bob.open(resume=second.resume)
    assert (back.start["type"], back.start["clientBuild"]) == ("resumed", "/assets/index-2.js")
    fresh = await bob.open("2")
    assert (fresh.start["type"], fresh.start["clientBuild"]) == ("ready", "/assets/index-2.js")
