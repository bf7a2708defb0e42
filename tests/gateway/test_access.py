"""Every message × who tries: what do a stranger, a blocked person and another device get?

The table of ``access`` names every message of the client; a missing one fails the test.
"""

from contextlib import suppress
from typing import get_args

import pytest
from websockets.exceptions import ConnectionClosed

from bobwhite.wire.close_codes import CloseCode
from bobwhite.wire.envelope import ClientMessage
from tests.gateway.access import (
    CONNECTED,
    NO_REPLY,
    OUTSIDE,
    TABLE,
    UNKNOWN_ACCOUNT,
    Names,
    Scene,
    Stage,
    Tries,
    make_stage,
    nothing,
)
from tests.gateway.client import Frame, connect, new_id
from tests.gateway.server import GatewayServer


def test_the_table_names_every_message_of_a_client() -> None:
    assert set(TABLE) == {one.__struct_config__.tag for one in get_args(ClientMessage)}


@pytest.mark.parametrize("kind", TABLE)
async def test_who_may_send_what(server: GatewayServer, kind: str) -> None:
    row = TABLE[kind]
    stage = await make_stage(server)
    for tries in reversed(CONNECTED):
        call = await stage.reach(row.scene)
        names = stage.names(tries, **call)
        if tries in row.answers:
            reply = await say(stage, tries, kind, names)
            assert told(reply) == row.answers[tries], (tries, reply)
            if reply["type"] == "call.placed":
                await stage.clients[tries].ask("call.cancel", call=reply["call"])
        else:
            first, second = [
                await say(stage, tries, kind, tried) for tried in (names, nothing(UNKNOWN_ACCOUNT))
            ]
            assert told(first) == row.hidden, (tries, first)
            assert first == second
        if row.scene is not Scene.NO_CALL:
            await stage.end(call["call"])
    for client in stage.clients.values():
        await client.leave()


@pytest.mark.parametrize("tries", OUTSIDE)
async def test_nobody_who_is_signed_out_gets_a_word(server: GatewayServer, tries: Tries) -> None:
    stage = await make_stage(server)
    call = await stage.reach(Scene.TALKING)
    cookie = stage.expired_cookie if tries is Tries.EXPIRED else None
    for kind, row in TABLE.items():
        client = await connect(server.port, cookie=cookie)
        members = row.members(stage.names(tries, **call))
        with suppress(ConnectionClosed):
            await client.say({"type": kind, "rid": "1", **members})
        assert (kind, await client.close_code()) == (kind, CloseCode.SIGNED_OUT)
        assert client.events == []
    assert (await stage.clients[Tries.OWNER].ask("call.hangUp", **call))["type"] == "ok"
    for connected in stage.clients.values():
        await connected.leave()


@pytest.mark.promise("2.2")
async def test_a_block_changes_no_reply_in_the_thread_of_the_two(server: GatewayServer) -> None:
    """Alice blocks Dora and not Carol, who do and see the same."""
    stage = await make_stage(server)
    heard = {}
    for tries in (Tries.BLOCKED, Tries.STRANGER):
        client = stage.clients[tries]
        alice = stage.people[Tries.OWNER].account
        words = {"to": alice, "contentType": "text/plain", "body": "aGk"}
        sent = await client.ask("message.send", mid=new_id(), **words)
        conv = sent["conv"]
        replies = [sent, await client.ask("message.typing", conv=conv)]
        for kind in ("message.received", "message.read"):
            replies.append(await client.ask(kind, conv=conv, upTo=1))
        for kind in ("conversation.accept", "conversation.decline"):
            replies.append(await client.ask(kind, conv=conv))
        replies.append(await client.ask("message.delete", conv=conv, mid=sent["item"]["mid"]))
        replies.append(await client.ask("call.start", call=new_id(), to=alice, media=["audio"]))
        events = await client.sync()
        heard[tries] = [(told(reply), sorted(reply)) for reply in (*replies, *events)]
    assert heard[Tries.BLOCKED] == heard[Tries.STRANGER]
    for client in stage.clients.values():
        await client.leave()


async def say(stage: Stage, tries: Tries, kind: str, names: Names) -> Frame:
    """Send the message and return its reply without the request id."""
    client, members = stage.clients[tries], TABLE[kind].members(names)
    if NO_REPLY in TABLE[kind].answers.values():
        await client.sync()
        await client.say({"type": kind, **members})
        assert await client.sync() == []
        return {"type": NO_REPLY}
    reply = await client.ask(kind, **members)
    return {name: value for name, value in reply.items() if name != "rid"}


def told(reply: Frame) -> str:
    """Return the type of a reply, or the code of an error."""
    return str(reply["code"] if reply["type"] == "error" else reply["type"])
