"""Which messages may a client send, who may send each, and what do they name?

One row for each message of the catalogue. Alice's thread and call with Bob are what it names; for
messages that name a person, she and her other device name Bob, and everybody else names her.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, StrEnum, auto
from typing import Any

from bobwhite.accounts.sessions import IDLE_LIMIT
from bobwhite.social.model import Mark
from tests.gateway.client import Client, new_id
from tests.gateway.server import COOKIE, GatewayServer, Person
from tests.gateway.test_call_flow import OFFER, befriend

UNKNOWN_ACCOUNT = "acc_" + "a" * 20
NO_REPLY = "no reply"


class Tries(StrEnum):
    """Who tries."""

    OWNER = "alice, who wrote and called"
    OTHER_DEVICE = "alice on another device"
    PEER = "bob, whom she wrote and called"
    BLOCKED = "dora, whom she blocks"
    STRANGER = "carol, who has nothing to do with her"
    SIGNED_OUT = "nobody who is signed in"
    EXPIRED = "a session of alice that nobody used for months"


OWN = (Tries.OWNER, Tries.OTHER_DEVICE)
CONNECTED = (*OWN, Tries.PEER, Tries.BLOCKED, Tries.STRANGER)
OUTSIDE = (Tries.SIGNED_OUT, Tries.EXPIRED)


class Scene(Enum):
    """How far Alice's call to Bob is when somebody tries."""

    NO_CALL = auto()
    RINGING = auto()
    TALKING = auto()


@dataclass(frozen=True)
class Names:
    """What a message may name."""

    person: str
    conv: str
    mid: str
    call: str = field(default_factory=new_id)
    leg: str = field(default_factory=new_id)


def nothing(person: str) -> Names:
    """Return names of a thread, a message and a call that nobody has."""
    return Names(person, new_id(), new_id())


@dataclass(frozen=True)
class Row:
    """One message: what it holds, when it is tried, and what those get who may know of it.

    ``answers`` holds the type of a reply or the code of an error. Everybody else gets the code
    ``hidden``, byte for byte as for something that nobody has.
    """

    members: Callable[[Names], dict[str, Any]]
    answers: dict[Tries, str]
    scene: Scene = Scene.NO_CALL
    hidden: str = "not_found"


@dataclass
class Stage:
    """Everybody who tries, on a running server."""

    server: GatewayServer
    people: dict[Tries, Person]
    clients: dict[Tries, Client]
    expired_cookie: str
    conv: str
    mid: str

    def names(self, tries: Tries, **call: str) -> Names:
        """Return what ``tries`` names."""
        person = Tries.PEER if tries in OWN else Tries.OWNER
        return Names(self.people[person].account, self.conv, self.mid, **call)

    async def reach(self, scene: Scene) -> dict[str, str]:
        """Let Alice call Bob that far, and return the names of the call."""
        if scene is Scene.NO_CALL:
            return {}
        caller, callee = self.clients[Tries.OWNER], self.clients[Tries.PEER]
        call = new_id()
        bob = self.people[Tries.PEER].account
        placed = await caller.ask("call.start", call=call, to=bob, media=["audio"])
        assert placed["type"] == "call.placed", placed
        await callee.ask("call.alerting", call=call)
        if scene is Scene.RINGING:
            return {"call": call}
        joined = await callee.ask("call.accept", call=call, media=["audio"])
        assert joined["type"] == "call.joined", joined
        return {"call": call, "leg": joined["leg"]}

    async def end(self, call: str) -> None:
        """End the call, however far it is."""
        await self.clients[Tries.OWNER].ask("call.cancel", call=call)
        await self.clients[Tries.OWNER].ask("call.hangUp", call=call)
        await self.server.settle()


async def make_stage(server: GatewayServer) -> Stage:
    """Let Alice and Bob know each other, let her block Dora, and connect everybody."""
    expired = await server.join("alice")
    server.clock.advance(IDLE_LIMIT + timedelta(days=1))
    alice, other = [await server.another_device(expired) for _ in range(2)]
    bob, carol, dora = [await server.join(name) for name in ("bob", "carol", "dora")]
    people = dict(zip(CONNECTED, (alice, other, bob, dora, carol), strict=True))
    await befriend(server, alice, bob)
    await server.house.people.mark(alice.asker, bob.account, Mark.FOLLOW, on=True)
    await server.house.people.mark(alice.asker, dora.account, Mark.BLOCK, on=True)
    await server.settle()
    clients = {tries: await person.open(tries.name) for tries, person in people.items()}
    mid = new_id()
    sent = await clients[Tries.OWNER].ask(
        "message.send", to=bob.account, mid=mid, contentType="text/plain", body="aGk"
    )
    cookie = f"{COOKIE}={expired.token}"
    return Stage(server, people, clients, cookie, sent["conv"], mid)


def _all(answer: str) -> dict[Tries, str]:
    return dict.fromkeys(CONNECTED, answer)


def _own(answer: str, peer: str | None = None, other: str | None = None) -> dict[Tries, str]:
    """Return the answers of Alice, of Bob where he may know, and of her other device if unlike hers."""
    answers = {Tries.OWNER: answer, Tries.OTHER_DEVICE: other or answer}
    return answers if peer is None else {**answers, Tries.PEER: peer}


def _words(names: Names) -> dict[str, Any]:
    return {"to": names.person, "mid": new_id(), "contentType": "text/plain", "body": "aGk"}


def _start(names: Names) -> dict[str, Any]:
    return {"to": names.person, "call": new_id(), "media": ["audio"]}


def _thread(names: Names) -> dict[str, Any]:
    return {"conv": names.conv}


def _up_to(names: Names) -> dict[str, Any]:
    return {"conv": names.conv, "upTo": 1}


def _call(names: Names) -> dict[str, Any]:
    return {"call": names.call}


def _leg(**more: Any) -> Callable[[Names], dict[str, Any]]:
    return lambda names: {"call": names.call, "leg": names.leg, **more}


OK, NOT_NOW = "ok", "not_allowed_now"
RINGING, TALKING = Scene.RINGING, Scene.TALKING
TABLE: dict[str, Row] = {
    # A second one is out of turn; the first is what connects, and names nothing.
    "hello": Row(lambda _: {"tab": new_id()}, _all("malformed")),
    "pong": Row(lambda _: {}, _all(NO_REPLY)),
    "presence.watch": Row(lambda names: {"accounts": [names.person]}, _all("presence.watched")),
    "message.send": Row(_words, _all("message.sent")),
    "message.delete": Row(lambda names: {**_thread(names), "mid": names.mid}, _own(OK)),
    "message.received": Row(_up_to, _own(OK, peer=OK)),
    "message.read": Row(_up_to, _own(OK, peer=OK)),
    "message.typing": Row(_thread, _own(OK, peer=OK)),
    "conversation.accept": Row(_thread, _own(OK, peer=OK)),
    "conversation.decline": Row(_thread, _own(NOT_NOW, peer=NOT_NOW)),
    "call.start": Row(_start, _own("call.placed", peer="call.placed"), hidden="not_available"),
    "call.alerting": Row(_call, _own(NOT_NOW, peer=OK), RINGING),
    "call.silence": Row(_call, _own(NOT_NOW, peer=OK), RINGING),
    "call.accept": Row(
        lambda names: {**_call(names), "media": ["audio"]},
        {Tries.PEER: "call.joined"},
        RINGING,
    ),
    "call.decline": Row(_call, {Tries.PEER: OK}, RINGING),
    "call.cancel": Row(_call, _own(OK), RINGING),
    "call.hangUp": Row(_call, _own(OK, peer=OK), TALKING),
    "call.signal": Row(
        # The device that answered offers.
        _leg(kind="offer", sdp=OFFER),
        _own("signal_not_allowed", peer=OK),
        TALKING,
    ),
    "call.media": Row(_leg(flowing=True), _own(OK, peer=OK, other=NOT_NOW), TALKING),
    "call.fail": Row(
        lambda names: {**_call(names), "reason": "connection_lost"},
        _own(OK, peer=OK, other=NOT_NOW),
        TALKING,
    ),
    # Nothing has flowed between them yet, so there is nothing to return to.
    "call.rejoin": Row(_call, _own(NOT_NOW, peer=NOT_NOW, other=NOT_NOW), TALKING),
    "call.renewIce": Row(_call, _own("call.ice", peer="call.ice", other=NOT_NOW), TALKING),
    "call.markSeen": Row(lambda _: {"upTo": "2026-01-05T12:00:00Z"}, _all(OK)),
}
