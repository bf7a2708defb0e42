"""What becomes of ten thousand frames and bodies that no honest client sends?

They are damaged real ones and hand-picked ones, always the same, over real sockets to the whole
server. Each must get the answer or the close code that its damage deserves; an honest person beside
them is answered while the noise is on its way.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bobwhite.wire.base import MAX_FRAME_BYTES
from bobwhite.wire.close_codes import CloseCode
from tests.gateway.access import TABLE, nothing
from tests.gateway.client import Client
from tests.http.access import TABLE as ROUTES
from tests.http.browser import device_keys
from tests.support.raw_socket import LIMIT_S, Opcode, close, fragments, frame
from tests.support.served import Served, Visitor

TEXTS, FRAMES, BODIES = 5000, 2500, 2500  # Ten thousand together.


def as_many(size: int) -> pytest.MarkDecorator:
    """Say how many a test tries: ``size`` of them, and twenty times as many in a soak."""
    return pytest.mark.parametrize("size", [size, pytest.param(20 * size, marks=pytest.mark.soak)])


A_CONNECTION = 15
"""Texts on one connection: more than it forgives."""

NASTY = (
    r"null",
    r"true",
    r"-1",
    r"1.5",
    r"1e400",
    r"-0.0",
    r"18446744073709551616",
    r"9007199254740993",
    r"NaN",
    r"{}",
    r"[]",
    r"[[]]",
    r"[null]",
    r'""',
    r'"\u0000"',
    r'"\ud800"',
    r'"\u202e"',
    r'"acc_"',
    r'"%00"',
    r'"../.."',
    r'{"type":"pong"}',
)
"""Values in JSON's spelling, or nearly, that fit hardly anywhere."""

NO_HTTP = (
    b"\r\n\r\n\r\n\x00",
    b"BREW /pot HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: \x00\r\n\r\n",
    b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
)
"""What no HTTP parser may take for a request; the last begins a TLS handshake."""


@pytest.fixture
async def mallory(served: Served) -> Visitor:
    return await served.visitor().join("mallory", device_keys())


@pytest.fixture
async def honest(served: Served) -> AsyncIterator[Client]:
    """Alice, who is connected all the time; nothing may break while she is."""
    alice = await served.visitor().join("alice", device_keys())
    client = await alice.open()
    with capture_logs() as logs:
        yield client
        assert await is_served(client)
    await client.leave()
    assert [log for log in logs if log["log_level"] == "error"] == []


OFTEN = 25
"""Between two questions of Alice's; more of them would be a flood of their own."""


async def is_served(client: Client) -> bool:
    """Tell whether the gateway answers her."""
    reply = await client.ask("presence.watch", accounts=[])
    client.taken()
    return bool(reply["type"] == "presence.watched")


@as_many(TEXTS)
async def test_damaged_messages_get_an_error_and_then_the_close_they_deserve(
    size: int, mallory: Visitor, honest: Client
) -> None:
    damaged = damaged_messages(random.Random(8), mallory.account)
    for at in range(0, size, A_CONNECTION):
        client = await mallory.open(f"{at}")
        for _ in range(A_CONNECTION):
            await client.say(next(damaged))
        assert await is_served(honest), "while the noise is unread"
        assert await client.close_code() == CloseCode.MALFORMED
        codes = {event["code"] for event in client.events if event["type"] == "error"}
        assert "malformed" in codes
        assert "broken" not in codes


@as_many(FRAMES)
async def test_damaged_frames_get_the_close_code_of_their_damage(
    size: int, mallory: Visitor, honest: Client
) -> None:
    dice = random.Random(6455)
    for at in range(size):
        data, code = damaged_frame(dice)
        socket = await mallory.raw()
        socket.send(data)
        if at % OFTEN == 0:
            assert await is_served(honest), "while the noise is unread"
        assert await socket.close_code() == code, data[:64]
        socket.drop()


async def test_bytes_by_chance_break_nothing(mallory: Visitor, honest: Client) -> None:
    dice = random.Random(13)
    for at in range(500):
        socket = await mallory.raw()
        socket.send(dice.randbytes(dice.randrange(1, 200)))
        if at % 10 == 0:
            assert await is_served(honest), "while the noise is unread"
        socket.drop()


@as_many(BODIES)
async def test_damaged_bodies_get_a_problem_and_never_a_fault(
    size: int, mallory: Visitor, honest: Client
) -> None:
    dice = random.Random(9457)
    cookie = {"cookie": mallory.cookie}
    routes = [(method, path, row) for (method, path), row in ROUTES.items() if row.body]
    for at in range(size):
        method, path, row = dice.choice(routes)
        assert row.body is not None
        whole = json.dumps(row.body())
        cut = at % 2 == 0
        body = whole[: dice.randrange(len(whole))] if cut else with_nasty(dice, row.body())
        mallory.http.cookies.clear()
        answer = await mallory.http.request(
            method,
            path,
            content=body.encode(),
            headers={**cookie, "content-type": "application/json"},
        )
        if at % OFTEN == 0:
            assert await is_served(honest)
        assert answer.status_code < 500, (method, path, body)
        if cut:
            assert (answer.status_code, answer.json()["code"]) == (400, "malformed"), (path, body)


async def test_a_body_over_the_limit_is_refused_by_its_size(
    mallory: Visitor, honest: Client
) -> None:
    for content in (b"x" * 65537, b"[" * 2**20):
        answer = await mallory.http.post("/api/v1/sessions", content=content)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
        assert await is_served(honest)


@pytest.mark.parametrize("data", NO_HTTP)
async def test_what_is_no_request_is_turned_away(
    data: bytes, served: Served, honest: Client
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
    writer.write(data)
    async with asyncio.timeout(LIMIT_S):
        answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"Traceback" not in answer
    assert await is_served(honest)


def damaged_messages(dice: random.Random, account: str) -> Iterator[str]:
    """Return messages of every kind, each with damage that leaves nothing valid."""
    while True:
        kind = dice.choice(sorted(TABLE))
        members = TABLE[kind].members(nothing(account))
        whole = {"type": kind, "rid": "1", **members}
        text = json.dumps(whole)
        at = dice.randrange(1, len(text))
        match dice.randrange(5):
            case 0:
                yield text[:at]
            case 1:
                yield text[:at] + "\x00" + text[at:]
            case 2:
                yield "[" * dice.randrange(1, 5000) + text
            case 3:
                yield json.dumps({**whole, "type": kind + dice.choice(["s", " ", ".x", "\u202e"])})
            case _:
                spoilt = dice.choice(["type", *members]) if members else "type"
                values = {name: json.dumps(value) for name, value in whole.items()}
                values[spoilt] = dice.choice(["-1.5", "NaN", "[[{}]]", "1e999", "\x1f", "tru"])
                yield "{" + ",".join(f'"{name}":{value}' for name, value in values.items()) + "}"


def with_nasty(dice: random.Random, body: dict[str, Any]) -> str:
    """Return the body with something else in the place of one member."""
    values = {name: json.dumps(value) for name, value in body.items()}
    values[dice.choice(sorted(values))] = dice.choice(NASTY)
    return "{" + ",".join(f'"{name}":{value}' for name, value in values.items()) + "}"


def damaged_frame(dice: random.Random) -> tuple[bytes, int]:
    """Return bytes that break RFC 6455, and the close code that they deserve."""
    payload = dice.randbytes(dice.randrange(1, 125))
    text = b'{"type":"pong"}'
    control = dice.choice([Opcode.PING, Opcode.PONG])
    broken_text = text + dice.choice([b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"])
    return dice.choice(
        [
            (frame(Opcode.TEXT, text, reserved=dice.randrange(1, 8)), 1002),
            (frame(dice.choice([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), payload), 1002),
            (frame(Opcode.TEXT, text, masked=False), 1002),
            (frame(control, payload, fin=False), 1002),
            (frame(control, bytes(126 + len(payload))), 1002),
            (frame(Opcode.CONTINUATION, payload), 1002),
            (frame(Opcode.TEXT, text, fin=False) + frame(Opcode.TEXT, text), 1002),
            (frame(Opcode.CLOSE, payload[:1]), 1002),
            (close(dice.choice([0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535])), 1002),
            (frame(Opcode.TEXT, broken_text), 1007),
            (b"".join(fragments(Opcode.TEXT, broken_text, [dice.randrange(len(text))])), 1007),
            (close(1000, broken_text), 1007),
            (frame(Opcode.TEXT, length=dice.randrange(MAX_FRAME_BYTES + 1, 2**62)), 1009),
            (frame(Opcode.BINARY, payload), CloseCode.MALFORMED),
            (frame(Opcode.TEXT, text), CloseCode.HELLO_EXPECTED),
        ]
    )
