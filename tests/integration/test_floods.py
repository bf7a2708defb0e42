"""Do honest people notice when others flood the server?

Crowds of connections that send or read too slowly, and of guesses and calls, over real sockets to
the whole server (``targets.md`` §6: F12, F13, F16, F17). While a crowd is there, what Alice asks is
answered: before the crowd is dropped, and without a look at the clock.
"""

import asyncio
import json
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bobwhite.accounts.gate import MAX_FAILURES
from bobwhite.accounts.model import Instance, PlacingPolicy
from bobwhite.calls.numbers import RINGS_PER_MINUTE, TRIES_PER_PAIR
from bobwhite.clock import ManualClock
from bobwhite.ids import AccountId, encode_bytes
from bobwhite.wire.close_codes import CloseCode
from tests.gateway.client import Client, new_id, tab_id
from tests.http.browser import device_keys
from tests.support.house import PASSWORD
from tests.support.raw_socket import Opcode, frame, open_narrow, open_raw
from tests.support.served import ORIGIN, Served, Visitor, serve

PATIENCE_S = 60.0
long = pytest.mark.soak


@dataclass
class Honest:
    """Alice, who is there all the time."""

    visitor: Visitor
    client: Client

    async def is_served(self) -> None:
        """Ask by the open connection, by a request and by a connection of a new tab."""
        reply = await self.client.ask("presence.watch", accounts=[])
        assert reply["type"] == "presence.watched"
        answer = await self.visitor.http.get("/api/v1/accounts/me")
        assert answer.status_code == 200
        another = await self.visitor.open("another")
        assert another.start["type"] == "ready"
        await another.leave()


@pytest.fixture
async def honest(served: Served) -> AsyncIterator[Honest]:
    visitor = await served.visitor().join("alice", device_keys())
    alice = Honest(visitor, await visitor.open())
    yield alice
    await alice.is_served()
    await alice.client.leave()


Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def crowd_of(size: int, served: Served, *begun: bytes) -> list[Stream]:
    """Open ``size`` connections that begin in turn with each of ``begun`` and stop there."""
    crowd = []
    for at in range(size):
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(begun[at % len(begun)])
        crowd.append((reader, writer))
    return crowd


async def rest_of(stream: Stream) -> bytes:
    """Return what comes before the server ends the connection."""
    reader, writer = stream
    answer = b""
    async with asyncio.timeout(PATIENCE_S):
        with suppress(ConnectionResetError):
            while part := await reader.read(65536):
                answer += part
    writer.close()
    return answer


HEADS = (
    b"",
    b"G",
    b"\r\n",
    b"GET /api/v1/gateway HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nSec-WebSo",
)


@pytest.mark.parametrize("size", [200, pytest.param(2000, marks=long)])
async def test_half_open_handshakes_are_dropped_while_honest_people_are_served(
    size: int, served: Served, honest: Honest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bobwhite.gateway.server.HEAD_LIMIT_S", 2.0 + size / 200)
    crowd = await crowd_of(size, served, *HEADS)
    await honest.is_served()
    assert [await rest_of(stream) for stream in crowd] == [b""] * size


async def test_a_connection_kept_by_empty_lines_is_dropped(
    served: Served, honest: Honest, monkeypatch: pytest.MonkeyPatch
) -> None:
    [(reader, writer)] = await crowd_of(1, served, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    await reader.readuntil(b'"ok"}')
    monkeypatch.setattr("bobwhite.gateway.server.HEAD_LIMIT_S", 1.0)
    writer.write(b"\r\n")
    await honest.is_served()
    assert await rest_of((reader, writer)) == b""


def upload(cookie: str, *, path: str = "/api/v1/accounts/me/avatar", size: int = 5000) -> bytes:
    """The beginning of a request whose body does not come."""
    lines = (
        f"PUT {path} HTTP/1.1",
        "Host: x",
        f"Origin: {ORIGIN}",
        f"Cookie: {cookie}",
        "Content-Type: image/png",
        f"Content-Length: {size}",
        "",
        "a tenth of it",
    )
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("size", [100, pytest.param(2000, marks=long)])
async def test_bodies_that_trickle_are_answered_408_while_honest_people_are_served(
    size: int, served: Served, honest: Honest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bobwhite.http.bodies.BODY_LIMIT_S", 2.0 + size / 200)
    mallory = await served.visitor().join("mallory", device_keys())
    crowd = await crowd_of(size, served, upload(mallory.cookie))
    await honest.is_served()
    for stream in crowd:
        answer = await rest_of(stream)
        assert answer.startswith(b"HTTP/1.1 408 "), answer[:40]
        assert b'"code":"too_slow"' in answer
        assert b"connection: close" in answer


async def test_a_body_that_nobody_awaits_keeps_no_connection(
    served: Served, honest: Honest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bobwhite.gateway.server.REQUEST_LIMIT_S", 1.0)
    begun = upload("none"), upload("none", path="/no/such/thing")
    crowd = await crowd_of(20, served, *begun)
    await honest.is_served()
    for at, stream in enumerate(crowd):
        status = b"HTTP/1.1 401 " if at % 2 == 0 else b"HTTP/1.1 404 "
        assert (await rest_of(stream)).startswith(status)


async def test_answers_that_nobody_reads_are_dropped_while_honest_people_are_served(
    served: Served, honest: Honest, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.house.settings.data_dir.joinpath("welcome.jpg").write_bytes(bytes(2**20))
    ask = b"GET /api/v1/instance/welcome.jpg HTTP/1.1\r\nHost: x\r\n\r\n"
    monkeypatch.setattr("bobwhite.gateway.server.READ_LIMIT_S", 1.0)
    crowd = [await unread(served.port, ask * 30) for _ in range(5)]
    await honest.is_served()
    # Of what was asked for, each can still read what the network held, and not all of it.
    for stream in crowd:
        assert len(await rest_of(stream)) < 30 * 2**20


async def unread(port: int, sent: bytes) -> Stream:
    """Ask and read nothing."""
    reader, writer = await open_narrow(port)
    writer.write(sent)
    return reader, writer


async def test_slow_readers_are_cut_while_others_get_every_message_at_once(
    served: Served, honest: Honest
) -> None:
    mallory = await served.visitor().join("mallory", device_keys())
    await honest.visitor.http.put(f"/api/v1/people/{mallory.account}/follow")
    writer = await mallory.open()
    crowd = [await mallory.raw(narrow=True) for _ in range(10)]
    for at, slow in enumerate(crowd):
        hello = {"type": "hello", "rid": "1", "tab": tab_id(f"slow{at}")}
        slow.send(frame(Opcode.TEXT, json.dumps(hello).encode()))
        await slow.hear()
    message = {"contentType": "text/plain", "body": encode_bytes(bytes(60_000))}
    for _ in range(40):
        mid = new_id()
        sent = await writer.ask("message.send", to=honest.visitor.account, mid=mid, **message)
        assert sent["type"] == "message.sent"
        heard = await honest.client.sync()
        assert [e["item"]["mid"] for e in heard if e["type"] == "message.new"] == [mid]
    for slow in crowd:
        # The code is lost where the line was cut before the client read on.
        assert await slow.close_code() in {CloseCode.TOO_SLOW, None}
        slow.drop()


async def let_ring(served: Served, callee: Visitor, callers: list[Visitor]) -> None:
    """Let the callers ring the callee as far as the rules about people go."""
    async with served.house.units.write() as unit:
        await unit.instance.save(Instance(placing_policy=PlacingPolicy.EVERYONE, set_up=True))
        for caller in callers:
            guest, host = AccountId(caller.account), AccountId(callee.account)
            now = datetime(2026, 1, 1, tzinfo=UTC)
            await unit.social.follow(host, guest, now, swallowed=False)
            await unit.messages.note_first_written(host, guest, now)
        await unit.commit()


async def try_to_call(client: Client, to: str) -> str:
    """Start a call and take it back; what came of it."""
    call = new_id()
    reply = await client.ask("call.start", call=call, to=to, media=["audio"])
    if reply["type"] == "error":
        return str(reply["code"])
    await client.ask("call.cancel", call=call)
    return str(reply["type"])


@pytest.mark.promise("9.9")
async def test_one_account_rings_one_person_a_few_times_and_then_waits(
    folder: Path, clock: ManualClock
) -> None:
    async with serve(folder, clock) as served:
        bob, mallory = [await served.visitor().join(n, device_keys()) for n in ("bob", "mallory")]
        await let_ring(served, bob, [mallory])
        listening, client = await bob.open(), await mallory.open()
        came = Counter([await try_to_call(client, bob.account) for _ in range(30)])
        assert came == {"call.placed": TRIES_PER_PAIR, "slow_down": 30 - TRIES_PER_PAIR}
        rings = [event for event in await listening.sync() if event["type"] == "call.ring"]
        assert len(rings) == TRIES_PER_PAIR


@pytest.mark.promise("9.9")
@pytest.mark.parametrize("size", [20, pytest.param(1000, marks=long)])
async def test_a_crowd_of_callers_rings_one_person_six_times_in_the_minute(
    size: int, folder: Path, clock: ManualClock
) -> None:
    """None of the callers learns that it did not ring."""
    async with serve(folder, clock) as served:
        bob = await served.visitor().join("bob", device_keys())
        names = [f"caller{at}" for at in range(size)]
        callers = [await served.visitor().join(name, device_keys()) for name in names]
        await let_ring(served, bob, callers)
        listening = await bob.open()
        clients = [await caller.open() for caller in callers]
        assert {await try_to_call(client, bob.account) for client in clients} == {"call.placed"}
        rings = [event for event in await listening.sync() if event["type"] == "call.ring"]
        assert len(rings) == RINGS_PER_MINUTE


@pytest.mark.parametrize("size", [40, pytest.param(3000, marks=long)])
async def test_of_many_guesses_at_once_ten_are_judged_and_who_is_signed_in_is_served(
    size: int, served: Served, honest: Honest
) -> None:
    stranger = served.visitor().http
    stranger.timeout = PATIENCE_S
    guesses = [
        stranger.post("/api/v1/sessions", json={"handle": handle, "password": f"a wrong one {at}"})
        for at, handle in enumerate(["alice", "nobody"] * (size // 2))
    ]
    answers, _ = await asyncio.gather(asyncio.gather(*guesses), honest.is_served())
    statuses = Counter((answer.status_code, answer.json()["code"]) for answer in answers)
    judged, waiting = (401, "sign_in_failed"), (429, "slow_down")
    assert statuses == {judged: MAX_FAILURES, waiting: size - MAX_FAILURES}
    right = {"handle": "alice", "password": PASSWORD}
    assert (await stranger.post("/api/v1/sessions", json=right)).status_code == 429


@pytest.mark.parametrize("size", [100, pytest.param(5000, marks=long)])
async def test_guesses_at_tokens_all_look_alike_and_hold_no_place(
    size: int, served: Served, honest: Honest
) -> None:
    real, stranger = honest.visitor.cookie, served.visitor().http
    for at in range(size):
        guess = real[:-1] if at % 2 else f"bobwhite={secrets.token_urlsafe(32)}"
        socket = await open_raw(served.port, "/api/v1/gateway", ORIGIN, guess)
        assert await socket.close_code() == CloseCode.SIGNED_OUT
        answer = await stranger.get("/api/v1/accounts/me", headers={"cookie": guess})
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")
        if at % 20 == 0:
            await honest.is_served()
        socket.drop()
    assert served.house.gateway.connections == 1
