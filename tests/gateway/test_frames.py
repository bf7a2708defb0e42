"""What becomes of frames that no honest client sends?"""

import json
import random

import pytest
from structlog.testing import capture_logs

from bobwhite.gateway.session import FRAME_BURST, HEARTBEAT_S
from bobwhite.ids import encode_bytes
from bobwhite.wire.base import MAX_FRAME_BYTES
from bobwhite.wire.close_codes import CloseCode
from tests.gateway.client import Client, new_id
from tests.gateway.server import GatewayServer, Person


async def test_a_malformed_command_gets_an_error_and_the_connection_goes_on(
    server: GatewayServer, alice: Person
) -> None:
    client = await alice.open()
    error = await client.ask("message.send", to="nobody", mid="x")
    assert (error["type"], error["code"]) == ("error", "malformed")
    await client.say("not json")
    await client.say("[]")
    await client.sync()
    await client.leave()


async def test_noise_closes_with_malformed(server: GatewayServer, alice: Person) -> None:
    client = await alice.open()
    for _ in range(11):
        await client.say("{")
    assert await client.close_code() == CloseCode.MALFORMED
    assert [event["code"] for event in client.events] == ["malformed"] * 11


async def test_a_binary_frame_closes_with_malformed(server: GatewayServer, alice: Person) -> None:
    for client in (await alice.open(), await alice.socket()):
        await client.say(b"\x00\x01")
        assert await client.close_code() == CloseCode.MALFORMED


@pytest.mark.parametrize("size", [MAX_FRAME_BYTES + 1, 1024 * 1024])
async def test_an_oversized_frame_closes_at_the_frame_layer(
    server: GatewayServer, alice: Person, size: int
) -> None:
    client = await alice.open()
    await client.say("x" * size)
    assert await client.close_code() == CloseCode.TOO_LARGE


async def test_a_body_over_the_limit_is_refused_and_the_largest_is_taken(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    client = await alice.open()

    def message(size: int) -> dict[str, str]:
        body = encode_bytes(bytes(size))
        return {"to": bob.account, "mid": new_id(), "contentType": "text/plain", "body": body}

    error = await client.ask("message.send", **message(64 * 1024 + 1))
    assert (error["code"], error["field"]) == ("too_large", "body")
    assert (await client.ask("message.send", **message(64 * 1024)))["type"] == "message.sent"
    await client.leave()


async def test_a_body_that_is_no_canonical_base64url_is_refused(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    client = await alice.open()
    for body in ("A", "AB", "AA==", "+/", "Ä"):
        error = await client.ask(
            "message.send", to=bob.account, mid=new_id(), contentType="text/plain", body=body
        )
        assert (error["code"], error["field"]) == ("malformed", "body")
    await client.leave()


async def test_a_flood_closes_with_too_many(server: GatewayServer, alice: Person) -> None:
    client = await alice.open()
    for _ in range(int(FRAME_BURST) + 5):
        await client.say('{"type":"pong"}')
    assert await client.close_code() == CloseCode.TOO_MANY


async def test_a_client_that_answers_no_ping_is_left_and_one_that_does_stays(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    silent, lively = await alice.open(), await bob.open()
    for _ in range(3):
        await server.pass_time(HEARTBEAT_S)
        assert (await lively.hear())["type"] == "ping"
        await lively.say({"type": "pong"})
        await lively.sync()
    assert await silent.close_code() == CloseCode.SILENT
    assert [event["type"] for event in silent.events] == ["ping", "ping"]
    await lively.leave()


async def test_a_thousand_malformed_frames_break_nothing(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    """Broken pieces of real commands, and noise, on as many connections as it takes."""
    dice = random.Random(8)
    good = [
        {"type": "message.send", "rid": "1", "to": bob.account, "mid": new_id()},
        {"type": "message.read", "rid": "1", "conv": new_id(), "upTo": 1},
        {"type": "call.start", "rid": "1", "call": new_id(), "to": bob.account, "media": ["audio"]},
        {"type": "call.signal", "rid": "1", "call": new_id(), "leg": new_id(), "kind": "offer"},
        {"type": "presence.watch", "rid": "1", "accounts": [bob.account] * 60},
    ]
    honest = await bob.open()
    sent = 0
    with capture_logs() as logs:
        while sent < 1000:
            client = await alice.open(f"noise {sent % 7}")
            for _ in range(10):
                await client.say(broken(dice, json.dumps(dice.choice(good))))
                sent += 1
            await client.leave()
    assert [log for log in logs if log["log_level"] == "error"] == []
    assert (await honest.ask("presence.watch", accounts=[]))["type"] == "presence.watched"
    await honest.leave()


def broken(dice: random.Random, frame: str) -> str:
    """Return the frame with some damage."""
    at = dice.randrange(len(frame))
    noise = "".join(chr(dice.choice([0, 34, 92, 123, 125, 0x202E, 0x1F600])) for _ in range(3))
    match dice.randrange(4):
        case 0:
            return frame[:at]
        case 1:
            return frame[:at] + noise + frame[at:]
        case 2:
            return "[" * dice.randrange(5000) + frame
        case _:
            return frame.replace('"', dice.choice(["'", "", '""']), 3)


async def test_ids_of_others_look_like_ids_of_nobody(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    carol = await server.join("carol")
    writer, stranger = await alice.open(), await carol.open()
    mid = new_id()
    sent = await writer.ask(
        "message.send", to=bob.account, mid=mid, contentType="text/plain", body="aGk"
    )

    async def answers(conv: str, mid: str) -> list[tuple[str, str]]:
        commands: list[tuple[str, dict[str, object]]] = [
            ("message.read", {"conv": conv, "upTo": 1}),
            ("message.received", {"conv": conv, "upTo": 1}),
            ("message.typing", {"conv": conv}),
            ("message.delete", {"conv": conv, "mid": mid}),
            ("conversation.accept", {"conv": conv}),
            ("conversation.decline", {"conv": conv}),
        ]
        replies = [await stranger.ask(kind, **members) for kind, members in commands]
        return [(reply["type"], reply["code"]) for reply in replies]

    foreign = await answers(sent["conv"], mid)
    assert foreign == await answers(new_id(), new_id()) == [("error", "not_found")] * 6
    await close_all(writer, stranger)


async def close_all(*clients: Client) -> None:
    for client in clients:
        await client.leave()
