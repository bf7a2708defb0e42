"""Does a call go the way that the protocol page draws?"""

import re

from bobwhite.social.model import Mark
from tests.gateway.client import Client, Frame, new_id
from tests.gateway.server import GatewayServer, Person
from tests.wire.page import PAGE

OFFER = "\r\n".join(
    [
        "v=0",
        "o=- 1 2 IN IP4 0.0.0.0",
        "s=-",
        "t=0 0",
        *(
            f"m={kind}\r\nc=IN IP4 0.0.0.0"
            for kind in (
                "audio 9 UDP/TLS/RTP/SAVPF 111",
                "video 9 UDP/TLS/RTP/SAVPF 96",
                "application 9 UDP/DTLS/SCTP webrtc-datachannel",
            )
        ),
        "",
    ]
)


async def befriend(server: GatewayServer, alice: Person, bob: Person) -> None:
    """Let alice call bob: he follows her, and both wrote."""
    await server.let_all_place()
    await server.house.people.mark(bob.asker, alice.account, Mark.FOLLOW, on=True)
    for sender, other in ((alice, bob), (bob, alice)):
        client = await sender.open("writing")
        sent = await client.ask(
            "message.send", to=other.account, mid=new_id(), contentType="text/plain", body="aGk"
        )
        assert sent["type"] == "message.sent"
        await client.leave()
    await server.settle()


async def test_a_call_goes_as_the_protocol_page_says(
    server: GatewayServer, alice: Person, bob: Person
) -> None:
    await befriend(server, alice, bob)
    phone = await server.another_device(bob)
    caller, laptop, other = await alice.open(), await bob.open(), await phone.open("2")
    first = caller.seq
    seen: list[Frame] = []
    call = new_id()

    async def ask(client: Client, command: str, /, **members: object) -> Frame:
        reply = await client.ask(command, **members)
        if client is caller:
            seen.extend([*caller.taken(), reply])
        return reply

    async def hear(client: Client, kind: str) -> Frame:
        while True:
            found = [event for event in client.events if event["type"] == kind]
            if found:
                return found[0]
            client.events.append(await client.hear())

    placed = await ask(caller, "call.start", call=call, to=bob.account, media=["audio"])
    assert placed["type"] == "call.placed", placed
    for client in (laptop, other):
        assert (await hear(client, "call.ring"))["call"] == call
    await ask(laptop, "call.alerting", call=call)
    await hear(caller, "call.ringing")
    joined = await ask(laptop, "call.accept", call=call, media=["audio"])
    assert (joined["type"], joined["role"]) == ("call.joined", "callee")
    accepted = await hear(caller, "call.accepted")
    assert (accepted["leg"], accepted["role"]) == (joined["leg"], "caller")
    assert (await hear(other, "call.ringEnded"))["outcome"] == "elsewhere"
    leg = {"call": call, "leg": joined["leg"]}
    assert (await ask(laptop, "call.signal", **leg, kind="offer", sdp=OFFER))["type"] == "ok"
    assert (await hear(caller, "call.signalled"))["sdp"] == OFFER
    assert (await ask(caller, "call.signal", **leg, kind="answer", sdp=OFFER))["type"] == "ok"
    assert (await hear(laptop, "call.signalled"))["kind"] == "answer"
    assert (await ask(caller, "call.hangUp", call=call))["type"] == "ok"
    assert (await hear(laptop, "call.ended"))["reason"] == "hung_up"

    told = [(frame["type"], frame.get("seq", 0) - first) for frame in seen if "seq" in frame]
    page = PAGE.read_text(encoding="utf-8").split("With numbers, as alice's client sees it")[1]
    drawn = re.findall(r'^← \{"type":"([^"]+)"(?:,"seq":(\d+))?', page, re.MULTILINE)
    assert [frame["type"] for frame in seen] == [kind for kind, _ in drawn]
    assert told == [(kind, int(seq) - 41) for kind, seq in drawn if seq]
