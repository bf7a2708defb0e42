"""Does the gateway's socket keep to RFC 6455?

The cases follow groups 1–7 and 10 of the Autobahn test suite, which no supported Python runs, and
are named by the sections of the RFC. Autobahn speaks to a server that echoes; here a command that
is answered proves that a message arrived whole.
"""

import json
from typing import Any

import pytest

from bobwhite.wire.close_codes import CloseCode
from tests.gateway.client import ORIGIN, tab_id
from tests.gateway.server import COOKIE, GatewayServer, Person
from tests.support.raw_socket import Opcode, RawSocket, close, fragments, frame, open_raw

WATCH = b'{"type":"presence.watch","rid":"%s","accounts":[]}'
VALID_CODES = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
INVALID_CODES = (0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65535)
NOT_UTF8 = (
    b"\xff",
    b"\x80",
    b"\xc3",
    b"\xc0\xaf",
    b"\xe0\x80\xaf",
    b"\xed\xa0\x80",
    b"\xf0\x80\x80\xaf",
    b"\xf4\x90\x80\x80",
    b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited",
)


def message(size: int = 0, rid: str = "r") -> bytes:
    """Return a command, filled up to this many bytes."""
    return (WATCH % rid.encode()).ljust(size)


@pytest.fixture
async def socket(server: GatewayServer, alice: Person) -> RawSocket:
    """Alice's socket after its hello."""
    opened = await open_raw(server.port, "/api/v1/gateway", ORIGIN, f"{COOKIE}={alice.token}")
    hello = {"type": "hello", "rid": "h", "tab": tab_id("1")}
    opened.send(frame(Opcode.TEXT, json.dumps(hello).encode()))
    assert (await heard(opened))["type"] == "ready"
    return opened


async def heard(socket: RawSocket) -> dict[str, Any]:
    opcode, payload = await socket.hear()
    assert opcode == Opcode.TEXT, (opcode, payload)
    return dict(json.loads(payload))


async def is_answered(socket: RawSocket, rid: str = "r") -> bool:
    reply = await heard(socket)
    return (reply["type"], reply["rid"]) == ("presence.watched", rid)


async def ends(socket: RawSocket, code: int | None) -> bool:
    """Tell whether the server closes with this code and then drops the line."""
    closed = await socket.close_code()
    socket.send(close(code or 1000))
    rest = await socket.at_end()
    socket.drop()
    return (closed, rest) == (code, b"")


@pytest.mark.parametrize("size", [0, 125, 126, 127, 128, 65535, 65536, 96 * 1024])
async def test_5_2_each_way_to_write_a_length_is_read(socket: RawSocket, size: int) -> None:
    socket.send(frame(Opcode.TEXT, message(size)))
    assert await is_answered(socket)
    socket.drop()


async def test_5_2_a_frame_may_come_byte_by_byte(socket: RawSocket) -> None:
    for byte in frame(Opcode.TEXT, message(300)):
        socket.send(bytes([byte]))
        await socket.drain()
    assert await is_answered(socket)
    socket.drop()


@pytest.mark.parametrize("reserved", range(1, 8))
async def test_5_2_reserved_bits_fail_the_connection(socket: RawSocket, reserved: int) -> None:
    socket.send(frame(Opcode.TEXT, message(), reserved=reserved))
    assert await ends(socket, 1002)


@pytest.mark.parametrize("opcode", [3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
async def test_5_2_reserved_opcodes_fail_the_connection(socket: RawSocket, opcode: int) -> None:
    socket.send(frame(opcode, b"x"))
    assert await ends(socket, 1002)


async def test_5_1_an_unmasked_frame_fails_the_connection(socket: RawSocket) -> None:
    socket.send(frame(Opcode.TEXT, message(), masked=False))
    assert await ends(socket, 1002)


async def test_7_1_7_what_came_before_a_violation_is_not_lost(socket: RawSocket) -> None:
    socket.send(frame(Opcode.TEXT, message()))
    assert await is_answered(socket)
    socket.send(frame(Opcode.TEXT, message(), reserved=4), frame(Opcode.TEXT, message()))
    assert await ends(socket, 1002)


@pytest.mark.parametrize("payload", [b"", b"hello", b"\x00\xff\xfe", bytes(125)])
async def test_5_5_2_a_ping_is_answered_with_its_own_bytes(
    socket: RawSocket, payload: bytes
) -> None:
    socket.send(frame(Opcode.PING, payload))
    assert await socket.hear() == (Opcode.PONG, payload)
    socket.send(frame(Opcode.TEXT, message()))
    assert await is_answered(socket)
    socket.drop()


async def test_5_5_2_ten_pings_get_ten_pongs_in_order(socket: RawSocket) -> None:
    socket.send(*(frame(Opcode.PING, b"%d" % number) for number in range(10)))
    for number in range(10):
        assert await socket.hear() == (Opcode.PONG, b"%d" % number)
    socket.drop()


async def test_5_5_3_a_pong_that_nobody_asked_for_changes_nothing(socket: RawSocket) -> None:
    socket.send(frame(Opcode.PONG, b"x"), frame(Opcode.TEXT, message()))
    assert await is_answered(socket)
    socket.drop()


@pytest.mark.parametrize("opcode", [Opcode.PING, Opcode.PONG, Opcode.CLOSE])
async def test_5_5_a_control_frame_is_short_and_whole(
    socket: RawSocket, server: GatewayServer, opcode: Opcode
) -> None:
    for broken in (frame(opcode, bytes(126)), frame(opcode, b"\x03\xe8", fin=False)):
        socket.send(broken)
        assert await ends(socket, 1002)
        alice = await server.another_device(await server.join(f"alice{len(broken)}"))
        cookie = f"{COOKIE}={alice.token}"
        socket = await open_raw(server.port, "/api/v1/gateway", ORIGIN, cookie)
    socket.drop()


@pytest.mark.parametrize("cuts", [[1], [0], [0, 0, 5], list(range(50))])
async def test_5_4_fragments_make_one_message_with_pings_between(
    socket: RawSocket, cuts: list[int]
) -> None:
    for part in fragments(Opcode.TEXT, message(), cuts):
        socket.send(part, frame(Opcode.PING, b"between"))
    for _ in range(len(cuts)):
        assert await socket.hear() == (Opcode.PONG, b"between")
    answers = [await socket.hear() for _ in range(2)]
    assert (Opcode.PONG, b"between") in answers
    assert any(opcode == Opcode.TEXT and b"presence.watched" in body for opcode, body in answers)
    socket.drop()


@pytest.mark.parametrize("fin", [True, False])
async def test_5_4_a_continuation_of_nothing_fails_the_connection(
    socket: RawSocket, fin: bool
) -> None:
    socket.send(frame(Opcode.CONTINUATION, message(), fin=fin))
    assert await ends(socket, 1002)


async def test_5_4_a_new_message_inside_another_fails_the_connection(socket: RawSocket) -> None:
    socket.send(frame(Opcode.TEXT, b"{", fin=False), frame(Opcode.TEXT, message()))
    assert await ends(socket, 1002)


@pytest.mark.parametrize("step", [64, 256, 1300, 4096])
async def test_5_4_a_large_message_in_many_fragments_arrives(socket: RawSocket, step: int) -> None:
    size = 65536
    socket.send(*fragments(Opcode.TEXT, message(size), list(range(step, size, step))))
    assert await is_answered(socket)
    socket.drop()


async def test_10_4_fragments_add_up_to_the_same_limit(socket: RawSocket) -> None:
    socket.send(*fragments(Opcode.TEXT, message(99_000), list(range(1000, 99_000, 1000))))
    assert await ends(socket, CloseCode.TOO_LARGE)


async def test_8_1_a_character_may_be_cut_by_fragments(socket: RawSocket) -> None:
    text = message(rid="κόσμε😀")
    for cut in range(30, 45):
        socket.send(*fragments(Opcode.TEXT, text, [cut]))
        assert await is_answered(socket, "κόσμε😀")
    socket.drop()


@pytest.mark.parametrize("broken", NOT_UTF8)
async def test_8_1_text_that_is_no_utf_8_fails_the_connection(
    socket: RawSocket, broken: bytes
) -> None:
    socket.send(*fragments(Opcode.TEXT, b"{" + broken, [1]))
    assert await ends(socket, 1007)


@pytest.mark.parametrize("code", VALID_CODES)
async def test_5_5_1_a_close_is_answered_with_its_code(socket: RawSocket, code: int) -> None:
    socket.send(close(code, "gone 😀".encode()))
    assert await ends(socket, code)


async def test_5_5_1_a_close_without_a_code_is_answered(socket: RawSocket) -> None:
    socket.send(frame(Opcode.CLOSE))
    assert await socket.close_code() in {1000, 1005}
    socket.drop()


async def test_5_5_1_a_reason_may_fill_the_frame(socket: RawSocket) -> None:
    socket.send(close(1000, b"x" * 123))
    assert await ends(socket, 1000)


@pytest.mark.parametrize("code", INVALID_CODES)
async def test_7_4_codes_that_may_not_be_sent_fail_the_connection(
    socket: RawSocket, code: int
) -> None:
    socket.send(close(code))
    assert await ends(socket, 1002)


async def test_5_5_1_half_a_code_fails_the_connection(socket: RawSocket) -> None:
    socket.send(frame(Opcode.CLOSE, b"\x03"))
    assert await ends(socket, 1002)


async def test_8_1_a_reason_that_is_no_utf_8_fails_the_connection(socket: RawSocket) -> None:
    socket.send(close(1000, b"\xff"))
    assert await ends(socket, 1007)


async def test_5_5_1_nothing_after_a_close_is_answered(socket: RawSocket) -> None:
    after = (frame(Opcode.PING, b"late"), frame(Opcode.TEXT, message()), close(1001))
    socket.send(close(1000), *after)
    assert await ends(socket, 1000)
