"""Who gets in, and what are the others told?"""

import asyncio
from contextlib import suppress

import pytest
from structlog.testing import capture_logs
from websockets.exceptions import ConnectionClosed, InvalidStatus

from bobwhite.wire.close_codes import CloseCode
from bobwhite.wire.handshake import SUBPROTOCOL
from tests.gateway.client import ORIGIN, connect, tab_id
from tests.gateway.server import COOKIE, GatewayServer, Person


async def test_a_hello_gets_a_snapshot(server: GatewayServer, alice: Person) -> None:
    client = await alice.open()
    assert client.socket.subprotocol == SUBPROTOCOL
    assert client.start["type"] == "ready"
    snapshot = client.start["snapshot"]
    assert snapshot["me"]["person"]["account"] == alice.account
    assert snapshot["me"]["session"] == alice.asker.session
    assert snapshot["me"]["device"] == alice.asker.device
    assert snapshot["settings"]["callsOn"] is True
    assert snapshot["deviceSettings"] == {"rings": True}
    assert snapshot["conversations"] == snapshot["calls"] == []
    await client.leave()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cookie": None}, CloseCode.SIGNED_OUT),
        ({"cookie": f"{COOKIE}="}, CloseCode.SIGNED_OUT),
        ({"cookie": f"{COOKIE}=nonsense"}, CloseCode.SIGNED_OUT),
        ({"cookie": "other=x; ;;=\x22"}, CloseCode.SIGNED_OUT),
        ({"origin": None}, CloseCode.FORBIDDEN_ORIGIN),
        ({"origin": "https://evil.example"}, CloseCode.FORBIDDEN_ORIGIN),
        ({"origin": ORIGIN + ".evil.example"}, CloseCode.FORBIDDEN_ORIGIN),
        ({"origin": "null"}, CloseCode.FORBIDDEN_ORIGIN),
        ({"subprotocols": ("bobwhite.v0",)}, CloseCode.VERSION),
        ({"subprotocols": None}, CloseCode.VERSION),
    ],
)
async def test_a_handshake_that_does_not_fit_is_closed_with_its_reason(
    server: GatewayServer, alice: Person, changes: dict[str, object], code: CloseCode
) -> None:
    valid = {"cookie": f"{COOKIE}={alice.token}"}
    client = await connect(server.port, **{**valid, **changes})  # type: ignore[arg-type]
    assert await client.close_code() == code
    assert client.events == []


async def test_a_token_in_the_address_is_refused(server: GatewayServer, alice: Person) -> None:
    for query in (f"?token={alice.token}", "?x"):
        client = await alice.socket(query=query)
        assert await client.close_code() == CloseCode.MALFORMED


async def test_a_full_server_sends_new_connections_away_with_503(
    server: GatewayServer, alice: Person
) -> None:
    server.gateway._capacity = 0
    with pytest.raises(InvalidStatus) as refused:
        await alice.socket()
    assert refused.value.response.status_code == 503
    assert refused.value.response.headers["retry-after"] == "5"
    server.gateway._capacity = 200


async def test_existing_connections_are_served_while_new_ones_are_turned_away(
    server: GatewayServer, alice: Person
) -> None:
    client = await alice.open()
    server.gateway._capacity = 0
    assert (await client.ask("presence.watch", accounts=[]))["type"] == "presence.watched"
    await client.leave()


async def test_only_hello_may_come_first(server: GatewayServer, alice: Person) -> None:
    for first in ({"type": "pong"}, {"type": "presence.watch", "rid": "1", "accounts": []}):
        client = await alice.socket()
        await client.say(first)
        assert await client.close_code() == CloseCode.HELLO_EXPECTED


async def test_who_never_says_hello_is_left(server: GatewayServer, alice: Person) -> None:
    client = await alice.socket()
    await server.pass_time(10)
    assert await client.close_code() == CloseCode.HELLO_EXPECTED


async def test_a_browser_without_registered_keys_is_told_so(
    server: GatewayServer, alice: Person
) -> None:
    async with server.units.write() as unit:
        await unit.sessions.bind(alice.asker.session, None)
        await unit.commit()
    client = await alice.socket()
    await client.say({"type": "hello", "rid": "1", "tab": tab_id("1")})
    assert await client.close_code() == CloseCode.HELLO_EXPECTED
    (error,) = client.events
    assert (error["type"], error["code"]) == ("error", "device_required")


async def test_a_suspended_account_does_not_get_in(server: GatewayServer, alice: Person) -> None:
    async with server.units.write() as unit:
        await unit.sessions.remove(alice.asker.session)
        await unit.commit()
    client = await alice.socket()
    assert await client.close_code() == CloseCode.SIGNED_OUT


async def test_a_request_whose_head_never_ends_is_dropped(
    server: GatewayServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bobwhite.gateway.server.HEAD_LIMIT_S", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET /api/v1/gateway HTTP/1.1\r\nHost: x\r\n")
    async with asyncio.timeout(5):
        with suppress(ConnectionResetError):
            assert await reader.read(100) == b""
    writer.close()


async def test_half_open_handshakes_are_dropped_and_honest_ones_served_meanwhile(
    server: GatewayServer, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first byte of a head buys no more time than the connection had."""
    monkeypatch.setattr("bobwhite.gateway.server.HEAD_LIMIT_S", 1.0)
    halves = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(200)]
    monkeypatch.setattr("bobwhite.gateway.server.HEAD_LIMIT_S", 3600.0)
    for _, writer in halves[::2]:
        writer.write(b"G")
    client = await alice.open()
    assert (await client.ask("presence.watch", accounts=[]))["type"] == "presence.watched"
    async with asyncio.timeout(30):
        for reader, writer in halves:
            with suppress(ConnectionResetError):
                assert await reader.read() == b""
            writer.close()
    assert (await client.ask("presence.watch", accounts=[]))["type"] == "presence.watched"
    await client.leave()


async def test_the_server_answers_nothing_to_a_page_of_another_site(
    server: GatewayServer, alice: Person
) -> None:
    client = await alice.socket(origin="https://evil.example")
    with suppress(ConnectionClosed):
        await client.say({"type": "hello", "rid": "1", "tab": tab_id("1")})
    assert await client.close_code() == CloseCode.FORBIDDEN_ORIGIN
    assert client.events == []


class Faulty:
    """Breaks with words that nobody may see."""

    async def authenticate(self, token: str) -> None:
        raise RuntimeError("secret words")

    async def start(self, asker: object, hello: object) -> None:
        raise RuntimeError("secret words")


async def test_a_fault_while_saying_hello_tells_a_code_and_logs_no_words(
    server: GatewayServer, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.gateway, "_starter", Faulty())
    client = await alice.socket()
    with capture_logs() as logs:
        await client.say({"type": "hello", "rid": "1", "tab": tab_id("1")})
        assert await client.close_code() == CloseCode.RESTART
    assert [event["code"] for event in client.events] == ["broken"]
    assert [log["event"] for log in logs] == ["start_broke"]
    assert "secret" not in str(logs)


async def test_a_fault_while_looking_up_the_session_sends_the_client_away_for_now(
    server: GatewayServer, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.gateway, "_authenticate", Faulty().authenticate)
    with capture_logs() as logs, pytest.raises(InvalidStatus) as refused:
        await alice.socket()
    assert refused.value.response.status_code == 503
    assert "secret" not in str(logs)
