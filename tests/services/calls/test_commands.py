"""Do commands and events of calls read on the wire as the protocol says?"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import msgspec
import pytest

from bobwhite.accounts.model import Asker
from bobwhite.config import Settings
from bobwhite.gateway.dispatch import Dispatcher
from bobwhite.gateway.handlers.calls import handlers
from bobwhite.http.app import build_app
from bobwhite.http.routes.calls import call_routes
from bobwhite.ids import encode_bytes
from bobwhite.presenters.base import to_wire
from bobwhite.presenters.calls import live_call
from bobwhite.wire.base import Message
from bobwhite.wire.envelope import ClientMessage, decode_client, encode
from tests.services.calls.house import House, Person, new_call, reaches
from tests.services.calls.test_signalling import SDP

Frame = dict[str, Any]


class Wire:
    """Speaks for people in frames."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.dispatcher = Dispatcher(handlers(house.calls))

    async def send(self, asker: Asker, name: str, /, **members: Any) -> Frame:
        command = decode_client(json.dumps({"type": name, "rid": "r", **members}))
        reply = await self.dispatcher.run(asker, command)  # type: ignore[arg-type]
        answer: Frame = json.loads(encode(reply))
        assert answer.pop("rid") == "r"
        return answer

    def heard(self, asker: Asker, kind: str) -> list[Frame]:
        frames = []
        for delivery in self.house.bus.deliveries:
            message = to_wire(delivery.event, delivery.seq)
            if isinstance(message, Message) and reaches(delivery.to, asker):
                frames.append(json.loads(encode(message)))
        return [frame for frame in frames if frame.pop("type") == kind]


@pytest.fixture
def wire(house: House) -> Wire:
    return Wire(house)


OK = {"type": "ok"}


async def test_a_whole_call_in_frames(wire: Wire, house: House, alice: Person, bob: Person) -> None:
    call = new_call()
    placed = await wire.send(
        alice.phone, "call.start", call=call, to=bob.account, media=["audio", "video"], jws="a.b.c"
    )
    assert placed == {"type": "call.placed", "call": call, "remainingMs": 45000, "joined": None}
    (ring,) = wire.heard(bob.phone, "call.ring")
    assert ring["caller"]["handle"] == "alice"
    assert (ring["media"], ring["route"], ring["jws"]) == (["audio", "video"], "relay", "a.b.c")
    assert (ring["remainingMs"], ring["messages"]) == (45000, 0)

    assert await wire.send(bob.phone, "call.alerting", call=call) == OK
    assert wire.heard(alice.phone, "call.ringing") == [{"call": call}]
    assert await wire.send(bob.laptop, "call.silence", call=call) == OK
    assert wire.heard(bob.laptop, "call.ringEnded") == [{"call": call, "outcome": "silenced"}]

    joined = await wire.send(bob.phone, "call.accept", call=call, media=["audio"], jws="d.e.f")
    assert (joined["type"], joined["role"], joined["media"]) == ("call.joined", "callee", ["audio"])
    (accepted,) = wire.heard(alice.phone, "call.accepted")
    assert (accepted["leg"], accepted["role"]) == (joined["leg"], "caller")
    assert (accepted["jws"], accepted["ice"]["urls"]) == ("d.e.f", ["turn:127.0.0.1:3478"])
    leg = joined["leg"]

    assert await wire.send(
        bob.phone, "call.signal", call=call, leg=leg, kind="offer", sdp=SDP, jws="s.i.g"
    ) == OK  # fmt: skip
    candidate = {
        "foundation": "1", "component": 1, "protocol": "udp", "priority": 41885439,
        "address": "127.0.0.1", "port": 50000, "kind": "relay", "ufrag": "abcd", "mid": "0",
    }  # fmt: skip
    members = {"call": call, "leg": leg, "kind": "candidate", "cand": candidate}
    assert await wire.send(bob.phone, "call.signal", **members) == OK
    offered, trickled = wire.heard(alice.phone, "call.signalled")
    assert (offered["kind"], offered["sdp"], offered["jws"]) == ("offer", SDP, "s.i.g")
    assert trickled["cand"] == candidate

    for asker in (alice.phone, bob.phone):
        assert await wire.send(asker, "call.media", call=call, leg=leg, flowing=True) == OK
    renewed = await wire.send(alice.phone, "call.renewIce", call=call)
    assert (renewed["type"], renewed["call"]) == ("call.ice", call)
    (live,) = await house.calls.live_for(alice.phone)
    shown = msgspec.to_builtins(live_call(live))
    assert (shown["place"], shown["phase"], shown["leg"]) == ("here", "accepted", leg)

    await house.later(timedelta(seconds=3))
    assert await wire.send(bob.phone, "call.hangUp", call=call, jws="b.y.e") == OK
    assert wire.heard(alice.phone, "call.ended") == [
        {"call": call, "reason": "hung_up", "durationMs": 3000, "jws": "b.y.e"}
    ]
    entry = wire.heard(alice.laptop, "call.entryChanged")[-1]["entry"]
    assert entry["item"]["type"] == "call"
    assert (entry["item"]["direction"], entry["item"]["durationMs"]) == ("outgoing", 3000)
    assert entry["peer"]["handle"] == "bob"


async def test_declining_cancelling_failing_and_looking_in_frames(
    wire: Wire, house: House, alice: Person, bob: Person
) -> None:
    call = await house.place(alice.phone, bob)
    words = {"mid": new_call(), "contentType": "text/plain", "body": encode_bytes(b"Later")}
    assert await wire.send(bob.phone, "call.decline", call=call, message=words) == OK
    assert wire.heard(alice.phone, "call.ended")[0]["reason"] == "declined"
    call = await house.place(alice.phone, bob)
    assert await wire.send(alice.laptop, "call.cancel", call=call) == OK
    until = house.clock.now().isoformat()
    assert await wire.send(bob.phone, "call.markSeen", upTo=until) == OK
    assert len(wire.heard(bob.laptop, "call.entriesSeen")) == 1
    call = await house.place(alice.phone, bob)
    await house.answer(bob.phone, call)
    assert await wire.send(bob.phone, "call.fail", call=call, reason="set_up_failed") == OK


async def test_glare_is_told_in_the_reply_to_the_start(
    wire: Wire, house: House, alice: Person, bob: Person
) -> None:
    first, second = await house.place(alice.phone, bob), new_call()
    placed = await wire.send(
        bob.phone, "call.start", call=second, to=alice.account, media=["audio"]
    )
    assert (placed["call"], placed["joined"]["call"]) == (second, first)


@pytest.mark.promise("2.2")
async def test_a_refusal_says_its_public_code_and_nothing_else(
    wire: Wire, alice: Person, bob: Person, carol: Person
) -> None:
    answers = [
        await wire.send(alice.phone, "call.start", call=new_call(), to=to, media=["audio"])
        for to in (carol.account, "acc_" + "z" * 20)
    ]
    assert (
        answers
        == [{"type": "error", "code": "not_available", "field": None, "retryAfterS": None}] * 2
    )


@pytest.mark.parametrize(
    ("kind", "members", "field"),
    [
        ("call.start", {"media": ["audio", "audio"]}, "media"),
        ("call.start", {"media": ["video"]}, "media"),
        ("call.start", {"media": ["audio"], "jws": "no spaces"}, "jws"),
        ("call.decline", {"message": {"mid": "m" * 21 + "A", "contentType": "text/plain",
                                      "body": "B"}}, "message.body"),
        ("call.markSeen", {"upTo": "2026-01-01T00:00:00"}, "upTo"),
    ],
)  # fmt: skip
async def test_malformed_members_are_named(
    wire: Wire, bob: Person, kind: str, members: Frame, field: str
) -> None:
    base = {"call": new_call(), "to": bob.account}
    answer = await wire.send(bob.laptop, kind, **base, **members)
    assert (answer["code"], answer["field"]) == ("malformed", field)


async def test_every_command_about_calls_has_a_handler(wire: Wire, house: House) -> None:
    commands = {
        command for command in ClientMessage.__args__ if command.__module__ == "bobwhite.wire.calls"
    }
    assert set(handlers(house.calls)) == commands


class SignedInAs:
    """Lets one person in."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    async def asker(self, request: Any) -> Asker:
        return self._asker


async def page_of(house: House, asker: Asker, path: str, method: str = "GET") -> httpx2.Response:
    routes = call_routes(house.calls, SignedInAs(asker))  # type: ignore[arg-type]
    app = build_app(routes, Path(__file__).parent, Settings(origins=("http://test",)))
    transport = httpx2.ASGITransport(app=app)  # type: ignore[arg-type]
    origin = {"origin": "http://test"}
    async with httpx2.AsyncClient(
        transport=transport, base_url="http://test", headers=origin
    ) as client:
        return await client.request(method, path)


@pytest.mark.promise("3.14")
async def test_the_call_list_is_read_in_pages_and_tidied(
    house: House, alice: Person, bob: Person
) -> None:
    made = []
    for _ in range(3):
        made.append(await house.place(alice.phone, bob))
        await house.calls.ending.cancel(alice.phone, made[-1])
        house.clock.advance(timedelta(minutes=10))
    first = (await page_of(house, bob.phone, "/api/v1/calls?filter=missed&limit=2")).json()
    assert [entry["item"]["call"] for entry in first["entries"]] == made[:0:-1]
    rest = await page_of(house, bob.phone, f"/api/v1/calls?cursor={first['cursor']}")
    assert [entry["item"]["call"] for entry in rest.json()["entries"]] == made[:1]
    assert rest.json()["cursor"] is None
    gone = await page_of(house, bob.phone, f"/api/v1/calls/{made[0]}", "DELETE")
    assert gone.status_code == 204
    again = await page_of(house, bob.phone, f"/api/v1/calls/{made[0]}", "DELETE")
    assert again.status_code == 404
    for nonsense in ("filter=lost", "cursor=xyz", "cursor=AAAA"):
        answer = await page_of(house, bob.phone, f"/api/v1/calls?{nonsense}")
        assert answer.status_code == 400


@pytest.mark.promise("2.20")
async def test_whether_somebody_can_be_called_is_one_question(
    house: House, alice: Person, bob: Person
) -> None:
    yes = await page_of(house, alice.phone, f"/api/v1/people/{bob.account}/calling")
    assert yes.json() == {"allowed": True, "code": None}
    no = await page_of(house, bob.phone, f"/api/v1/people/{alice.account}/calling")
    assert no.json() == {"allowed": False, "code": "not_available"}
    unknown = await page_of(house, bob.phone, f"/api/v1/people/acc_{'z' * 20}/calling")
    assert unknown.content == no.content
