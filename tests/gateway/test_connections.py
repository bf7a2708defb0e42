"""What do tabs, devices, sign-outs and slow readers do to each other?"""

from contextlib import suppress
from typing import Any

from websockets.exceptions import ConnectionClosed

from bobwhite.gateway.asgi import RECHECK_S
from bobwhite.gateway.link import MAX_STALL_S
from bobwhite.ids import encode_bytes
from bobwhite.wire.close_codes import CloseCode
from tests.gateway.client import Client, new_id
from tests.gateway.server import GatewayServer, Person


async def write(client: Client, to: Person, size: int = 5) -> None:
    body = encode_bytes(bytes(size))
    reply = await client.ask(
        "message.send", to=to.account, mid=new_id(), contentType="text/plain", body=body
    )
    assert reply["type"] == "message.sent", reply


async def test_every_tab_of_every_device_hears_the_same(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    phone = await server.another_device(alice)
    tabs = [await alice.open("1"), await alice.open("2"), await phone.open("3")]
    await write(await bob.open(), alice)
    await write(tabs[0], bob)
    heard = [await tab.sync() for tab in tabs]
    assert heard[0] == heard[1] == heard[2]
    assert [event["type"] for event in heard[0]] == [
        "conversation.changed",
        "message.new",
        "conversation.changed",
        "message.new",
    ]


async def test_an_event_comes_before_the_reply_that_caused_it(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    client = await alice.open()
    await write(client, bob)
    assert [event["type"] for event in client.events] == ["conversation.changed", "message.new"]


async def test_the_same_tab_replaces_its_older_connection(
    server: GatewayServer, alice: Person
) -> None:
    older = await alice.open("1")
    newer = await alice.open("1")
    assert await older.close_code() == CloseCode.REPLACED
    assert (await newer.ask("presence.watch", accounts=[]))["type"] == "presence.watched"


async def test_signing_out_closes_the_session_s_connections_alone(
    server: GatewayServer, alice: Person
) -> None:
    phone = await server.another_device(alice)
    here, there = await alice.open("1"), await phone.open("2")
    await server.house.sessions.revoke(phone.asker, alice.asker.session)
    assert await here.close_code() == CloseCode.SIGNED_OUT
    assert (await there.ask("presence.watch", accounts=[]))["type"] == "presence.watched"
    back = await alice.socket()
    assert await back.close_code() == CloseCode.SIGNED_OUT


async def test_a_session_ended_beside_the_server_is_noticed(
    server: GatewayServer, alice: Person
) -> None:
    client = await alice.open()
    async with server.units.write() as unit:
        await unit.sessions.remove(alice.asker.session)
        await unit.commit()
    with suppress(ConnectionClosed):
        for _ in range(int(RECHECK_S / 20) + 1):
            await server.pass_time(20)
            await client.sync()
    assert await client.close_code() == CloseCode.SIGNED_OUT


async def test_commands_are_carried_out_in_their_order(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    client, other = await alice.open(), await bob.open()
    await write(client, bob)
    await write(other, alice)
    mids = [new_id() for _ in range(20)]
    for number, mid in enumerate(mids):
        await client.say(
            {
                "type": "message.send",
                "rid": f"r{number}",
                "to": bob.account,
                "mid": mid,
                "contentType": "text/plain",
                "body": "aGk",
            }
        )
    replies: list[dict[str, Any]] = []
    while len(replies) < len(mids):
        frame = await client.hear()
        if frame["type"] == "message.sent":
            replies.append(frame)
    assert [reply["rid"] for reply in replies] == [f"r{number}" for number in range(20)]
    assert [reply["item"]["mid"] for reply in replies] == mids


async def test_a_slow_reader_is_cut_while_others_go_on(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    slow, writer = await alice.socket(max_queue=1), await bob.open()
    await slow.hello()
    fast = await alice.open("2")
    await write(writer, alice)
    await write(fast, bob)
    await slow.sync()
    slow.socket.transport.pause_reading()
    for _ in range(120):
        await server.pass_time(0.1)
        await write(writer, alice, 60_000)
        await fast.sync()
        if len(server.fanout.tabs(alice.account, alice.asker.device)) == 1:  # type: ignore[arg-type]
            break
    else:
        raise AssertionError("nobody cut the slow reader")
    await server.pass_time(MAX_STALL_S + 1)
    assert (await fast.ask("presence.watch", accounts=[]))["type"] == "presence.watched"
    slow.socket.transport.resume_reading()
    assert await slow.close_code() == CloseCode.TOO_SLOW
