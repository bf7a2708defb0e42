"""After a day on a whole server, has anything that only people should know been written down?

Every secret of the day is a canary: passwords, tokens, words, keys, addresses, SDP. What the process
writes is searched for each, as it is and as it travels, and so is every answer to somebody else.
"""

import base64
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import structlog

from bobwhite.accounts.model import Instance, PlacingPolicy
from bobwhite.logs import set_up_logs
from tests.gateway.client import Client, new_id
from tests.gateway.test_call_flow import OFFER
from tests.http.browser import device_keys
from tests.support.house import PASSWORD
from tests.support.served import METRICS_TOKEN, Served, Visitor, serve

WRONG_PASSWORD = "canary of a wrong password"
WORDS = "canary of a message"
SEARCH = "canarysearch"
ICE_PASSWORD = "CanaryOfIcePassword00000"
FINGERPRINT = "CA:4A:27"
RELAYED, OWN_ADDRESS = "192.0.2.1", "203.0.113.77"
JWS = "canary.of.statement"
DAMAGE = "canary of a damaged frame"


def spellings(secret: str) -> Iterator[str]:
    """Yield the ways in which a secret travels or is printed."""
    yield secret
    yield json.dumps(secret)[1:-1]
    yield quote(secret)
    yield base64.urlsafe_b64encode(secret.encode()).decode().rstrip("=")
    yield secret.encode().hex()


class Day:
    """Everybody, what they hold, and every secret of the day."""

    def __init__(self, served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
        self.served = served
        self.monkeypatch = monkeypatch
        self.secrets = {
            PASSWORD,
            WRONG_PASSWORD,
            WORDS,
            SEARCH,
            ICE_PASSWORD,
            FINGERPRINT,
            RELAYED,
            OWN_ADDRESS,
            JWS,
            DAMAGE,
            METRICS_TOKEN,
            str(served.house.settings.turn_secret),
        }
        self.people: dict[str, Visitor] = {}
        self.clients: dict[str, Client] = {}

    async def arrive(self) -> None:
        """Let Alice, Bob and Carol sign up, fail to sign in, look around and connect."""
        for name in ("alice", "bob", "carol"):
            visitor = await self.served.visitor().join(name, device_keys())
            self.people[name] = visitor
            self.secrets |= {visitor.cookie.partition("=")[2], visitor.account}
            wrong = {"handle": name, "password": WRONG_PASSWORD}
            assert (await visitor.http.post("/api/v1/sessions", json=wrong)).status_code == 401
            await visitor.http.post("/api/v1/sessions", content=json.dumps(wrong)[:-1])
            await visitor.http.get("/api/v1/people", params={"q": SEARCH})
            client = await visitor.open()
            self.clients[name] = client
            self.secrets.add(client.start["resumeKey"])
        house, alice = self.served.house, self.people["alice"]
        async with house.units.write() as unit:
            await unit.instance.save(Instance(placing_policy=PlacingPolicy.EVERYONE, set_up=True))
            await unit.commit()
        for mark in ("follow", "saved"):
            await self.people["bob"].http.put(f"/api/v1/people/{alice.account}/{mark}")
        await alice.http.put(f"/api/v1/people/{self.people['carol'].account}/block")

    async def write(self) -> None:
        """Let everybody write to Alice, and her to Bob."""
        for sender, to in (("alice", "bob"), ("bob", "alice"), ("carol", "alice")):
            body = base64.urlsafe_b64encode(WORDS.encode()).decode().rstrip("=")
            members = {"to": self.people[to].account, "mid": new_id(), "body": body}
            sent = await self.clients[sender].ask(
                "message.send", contentType="text/plain", **members
            )
            assert sent["type"] == "message.sent"
            self.secrets |= {members["mid"], sent["conv"]}

    async def call(self) -> None:
        """Let Alice and Bob talk, with an offer and candidates that pass and that do not."""
        alice, bob = self.clients["alice"], self.clients["bob"]
        call = new_id()
        self.secrets.add(call)
        start = {"call": call, "to": self.people["bob"].account, "media": ["audio"], "jws": JWS}
        placed = await alice.ask("call.start", **start)
        assert placed["type"] == "call.placed", placed
        await bob.ask("call.alerting", call=call)
        joined = await bob.ask("call.accept", call=call, media=["audio"], jws=JWS)
        assert joined["type"] == "call.joined", joined
        self.secrets |= {joined["leg"], joined["ice"]["credential"], joined["ice"]["username"]}
        leg = {"call": call, "leg": joined["leg"]}
        secret = f"a=ice-pwd:{ICE_PASSWORD}\r\na=fingerprint:sha-256 {FINGERPRINT}\r\n"
        for sdp in (OFFER + secret, OFFER.replace("0.0.0.0", OWN_ADDRESS), secret):
            await bob.ask("call.signal", **leg, kind="offer", sdp=sdp, jws=JWS)
        for address, kind in ((RELAYED, "relay"), (OWN_ADDRESS, "host")):
            cand = candidate(address, kind)
            await bob.ask("call.signal", **leg, kind="candidate", cand=cand, jws=JWS)
        await self.clients["carol"].ask("call.signal", **leg, kind="offer", sdp=OFFER + secret)
        assert (await alice.ask("call.hangUp", call=call, jws=JWS))["type"] == "ok"
        refused = {**start, "call": new_id(), "to": self.people["alice"].account}
        assert (await self.clients["carol"].ask("call.start", **refused))["type"] == "error"

    async def break_down(self) -> list[str]:
        """Damage frames, break parts with words that nobody may see, and return what was answered."""
        carol, house = self.clients["carol"], self.served.house
        words = " ".join(self.secrets)

        async def broken(*arguments: object, **options: object) -> None:
            raise RuntimeError(words)

        answers: list[Any] = []
        for damaged in (
            {"type": "message.send", "to": DAMAGE, "mid": DAMAGE, DAMAGE: DAMAGE},
            {"type": DAMAGE, "sdp": ICE_PASSWORD},
            {"type": "call.signal", "call": DAMAGE, "sdp": [ICE_PASSWORD]},
        ):
            answers.append(await carol.ask(str(damaged.pop("type")), **damaged))
        with self.monkeypatch.context() as patch:
            patch.setattr(house.cases.messages, "typing", broken)
            patch.setattr(house.presence, "connected", broken)
            carol = await self.people["carol"].open()
            patch.setattr(house.cases.accounts.accounts, "settings", broken)
            answers.append(await carol.ask("message.typing", conv=new_id()))
            http = self.people["carol"].http
            answers.append((await http.get("/api/v1/accounts/me/settings")).text)
            await carol.leave()
            patch.setattr(house.cases.accounts.sessions, "authenticate", broken)
            answers.append((await http.get("/api/v1/accounts/me")).text)
        return [str(answer) for answer in answers]

    async def figures(self) -> str:
        """Return what the operator's Prometheus gets."""
        shown = {"authorization": f"Bearer {METRICS_TOKEN}"}
        answer = await self.served.visitor().http.get("/metrics", headers=shown)
        for figure in ("call_steps_total", "command_seconds", "http_request", "faults_total"):
            assert f"bobwhite_{figure}" in answer.text, "the figures count this day"
        return answer.text

    async def leave(self) -> None:
        """Let the others go."""
        await self.people["alice"].http.request(
            "DELETE", "/api/v1/accounts/me", json={"password": PASSWORD}
        )
        for name in ("alice", "bob"):
            await self.clients[name].leave()


def candidate(address: str, kind: str) -> dict[str, Any]:
    """Return an ICE candidate."""
    return {
        "foundation": "1",
        "component": 1,
        "protocol": "udp",
        "priority": 1,
        "address": address,
        "port": 50000,
        "kind": kind,
        "ufrag": "u",
        "mid": "0",
    }


@pytest.mark.parametrize("readable", [True, False], ids=["readable", "json"])
async def test_no_secret_of_a_day_is_written_down(
    readable: bool,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    try:
        async with serve(folder) as served:
            set_up_logs(readable=readable, watch=served.house.metrics.line)
            day = Day(served, monkeypatch)
            await day.arrive()
            await day.write()
            await day.call()
            answers = await day.break_down()
            await day.leave()
            answers.append(await day.figures())
    finally:
        structlog.reset_defaults()
    written = "".join(capfd.readouterr()) + caplog.text
    for event in ("call_accepted", "command_broke", "request_broke", "hook_broke", "call_refused"):
        assert event in written, "the capture sees what the server writes"
    assert "Traceback" not in written
    files = beside_the_database(folder)
    for secret in day.secrets:
        for spelling in spellings(secret):
            assert spelling not in written, secret
            assert not any(spelling in answer for answer in answers), secret
            assert spelling.encode() not in files, secret


def beside_the_database(folder: Path) -> bytes:
    """Return what the server left in its data folder but in its database."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return b"\n".join(path.read_bytes() for path in found if "bobwhite.db" not in path.name)
