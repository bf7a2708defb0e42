"""Which routes exist, who may use each, and who is there to try?

One row for each route. Alice owns what a path names; everybody else tries to reach it.
"""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bobwhite.accounts.model import Asker
from bobwhite.accounts.sessions import IDLE_LIMIT
from bobwhite.bootstrap import House
from bobwhite.calls.model import Medium
from bobwhite.clock import ManualClock
from bobwhite.config import Settings
from bobwhite.ids import AccountId, CallId, MessageId, SessionId, new_leg_id
from tests.http.browser import Browser, device_keys
from tests.http.conftest import settings_in
from tests.support.authenticator import Authenticator
from tests.support.house import PASSWORD

_numbers = count()
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


class Tries(StrEnum):
    """Who tries."""

    OWNER = "alice, whose thing it is"
    OTHER_DEVICE = "alice on another device"
    PEER = "bob, who writes and talks with her"
    BLOCKED = "dora, whom she blocks"
    STRANGER = "carol, who has nothing to do with her"
    SIGNED_OUT = "nobody who is signed in"
    ENDED = "a session of alice that was signed out"
    EXPIRED = "a session of alice that nobody used for months"


OUTSIDE = (Tries.SIGNED_OUT, Tries.ENDED, Tries.EXPIRED)
OWN = (Tries.OWNER, Tries.OTHER_DEVICE)


class Who(StrEnum):
    """Who may use a route."""

    ANYBODY = "anybody"
    MEMBER = "any member, for itself"
    OWNER = "the owner of what the path names"
    PARTIES = "the two whom the thing that the path names concerns, each for itself"

    def admits(self, tries: Tries) -> bool:
        """Tell whether such a route serves this one."""
        match self:
            case Who.ANYBODY:
                return True
            case Who.MEMBER:
                return tries not in OUTSIDE
            case Who.OWNER:
                return tries in OWN
            case Who.PARTIES:
                return tries in (*OWN, Tries.PEER)


@dataclass(frozen=True)
class Row:
    """One route: who may use it, what that one gets, and what is sent."""

    who: Who
    status: int
    body: Callable[[], Any] | None = None
    files: bytes | None = None


def _person() -> dict[str, str]:
    return {"handle": f"new{next(_numbers)}", "displayName": "New", "password": PASSWORD}


def _newcomer() -> dict[str, str]:
    return {"handle": f"new{next(_numbers)}", "displayName": "New"}


def _set_up() -> dict[str, Any]:
    return {**_person(), "token": "x" * 43, "name": "Nest", "placingPolicy": "everyone"}


TABLE: dict[tuple[str, str], Row] = {
    ("GET", "/"): Row(Who.ANYBODY, 200),
    ("GET", "/{path:path}"): Row(Who.ANYBODY, 200),
    ("GET", "/healthz"): Row(Who.ANYBODY, 200),
    ("GET", "/readyz"): Row(Who.ANYBODY, 200),
    # Closed: its own tests show the token.
    ("GET", "/metrics"): Row(Who.ANYBODY, 404),
    ("GET", "/api/v1/instance"): Row(Who.ANYBODY, 200),
    ("GET", "/api/v1/instance/welcome.jpg"): Row(Who.ANYBODY, 404),
    ("POST", "/api/v1/accounts"): Row(Who.ANYBODY, 201, _person),
    ("POST", "/api/v1/sessions"): Row(
        Who.ANYBODY, 201, lambda: {"handle": "alice", "password": PASSWORD}
    ),
    ("POST", "/api/v1/setup/look"): Row(Who.ANYBODY, 404, lambda: {"token": "x" * 43}),
    ("POST", "/api/v1/setup"): Row(Who.ANYBODY, 404, _set_up),
    ("POST", "/api/v1/password-resets"): Row(
        Who.ANYBODY, 404, lambda: {"token": "x" * 43, "password": PASSWORD}
    ),
    ("POST", "/api/v1/passkeys/sign-up-options"): Row(Who.ANYBODY, 200, _newcomer),
    ("POST", "/api/v1/passkeys/sign-up"): Row(
        Who.ANYBODY, 401, lambda: {**_newcomer(), "credential": {}}
    ),
    ("POST", "/api/v1/passkeys/sign-in-options"): Row(Who.ANYBODY, 200),
    ("POST", "/api/v1/passkeys/sign-in"): Row(Who.ANYBODY, 401, lambda: {"credential": {}}),
    ("GET", "/api/v1/accounts/me"): Row(Who.MEMBER, 200),
    ("PATCH", "/api/v1/accounts/me"): Row(Who.MEMBER, 200, lambda: {"displayName": "Renamed"}),
    ("DELETE", "/api/v1/accounts/me"): Row(Who.MEMBER, 204, lambda: {"password": PASSWORD}),
    ("PUT", "/api/v1/accounts/me/avatar"): Row(Who.MEMBER, 200, files=PNG),
    ("DELETE", "/api/v1/accounts/me/avatar"): Row(Who.MEMBER, 204),
    ("PUT", "/api/v1/accounts/me/password"): Row(
        Who.MEMBER, 204, lambda: {"current": PASSWORD, "new": PASSWORD}
    ),
    ("GET", "/api/v1/accounts/me/settings"): Row(Who.MEMBER, 200),
    ("PATCH", "/api/v1/accounts/me/settings"): Row(Who.MEMBER, 200, lambda: {"callsOn": False}),
    # Pictures are for everybody here; their names cannot be guessed.
    ("GET", "/api/v1/avatars/{name:str}"): Row(Who.MEMBER, 200),
    ("GET", "/api/v1/sessions"): Row(Who.MEMBER, 200),
    ("DELETE", "/api/v1/sessions/current"): Row(Who.MEMBER, 204),
    ("DELETE", "/api/v1/sessions/{session:str}"): Row(Who.OWNER, 204),
    ("POST", "/api/v1/devices"): Row(Who.MEMBER, 201, device_keys),
    ("PATCH", "/api/v1/devices/current"): Row(Who.MEMBER, 200, lambda: {"rings": False}),
    ("POST", "/api/v1/passkeys/registration-options"): Row(Who.MEMBER, 200),
    ("POST", "/api/v1/passkeys"): Row(Who.MEMBER, 401, lambda: {"credential": {}}),
    ("GET", "/api/v1/passkeys"): Row(Who.MEMBER, 200),
    ("DELETE", "/api/v1/passkeys/{passkey:str}"): Row(Who.OWNER, 204),
    ("GET", "/api/v1/people"): Row(Who.MEMBER, 200),
    ("GET", "/api/v1/people/by-handle/{handle:str}"): Row(Who.MEMBER, 200),
    ("GET", "/api/v1/people/{uid:str}"): Row(Who.MEMBER, 200),
    ("PUT", "/api/v1/people/{uid:str}/{mark:str}"): Row(Who.MEMBER, 200),
    ("DELETE", "/api/v1/people/{uid:str}/{mark:str}"): Row(Who.MEMBER, 200),
    ("POST", "/api/v1/people/{uid:str}/forget"): Row(Who.MEMBER, 204),
    ("GET", "/api/v1/people/{uid:str}/calling"): Row(Who.MEMBER, 200),
    ("GET", "/api/v1/contacts"): Row(Who.MEMBER, 200),
    ("GET", "/api/v1/contacts/counts"): Row(Who.MEMBER, 200),
    ("GET", "/api/v1/conversations"): Row(Who.MEMBER, 200),
    ("POST", "/api/v1/conversations"): Row(Who.MEMBER, 200, lambda: {"to": "{uid}"}),
    ("GET", "/api/v1/conversations/{conv:str}/timeline"): Row(Who.PARTIES, 200),
    ("GET", "/api/v1/calls"): Row(Who.MEMBER, 200),
    ("DELETE", "/api/v1/calls/{call:str}"): Row(Who.PARTIES, 204),
}


@dataclass(frozen=True)
class World:
    """A world at rest: a data folder, the names in it and the cookies of everybody who tries."""

    folder: Path
    at: datetime
    names: dict[str, str]
    cookies: dict[Tries, str]

    async def send(
        self, key: tuple[str, str], tries: Tries, browser: Browser, **options: Any
    ) -> httpx2.Response:
        """Ask for a route in the name of ``tries``; ``unknown`` asks for things of nobody."""
        method, template = key
        row = TABLE[key]
        names = self._names(tries, unknown=options.pop("unknown", False))
        path = template
        for name, value in names.items():
            path = path.replace(name, value)
        if template == "/api/v1/people":
            options["params"] = {"q": "bob"}
        if template == "/api/v1/contacts":
            options["params"] = {"kind": "saved"}
        if row.files is not None:
            headers = {"content-type": "image/png", **options.pop("headers", {})}
            return await browser.ask(method, path, content=row.files, headers=headers, **options)
        body = row.body() if row.body else None
        if body == {"to": "{uid}"}:
            body = {"to": names["{uid:str}"]}
        return await browser.ask(method, path, body, **options)

    def _names(self, tries: Tries, *, unknown: bool) -> dict[str, str]:
        """Return the names of Alice's things; she herself asks about Bob, others about her."""
        other = "bob" if tries in OWN else "alice"
        names = {
            "{path:path}": "settings",
            "{name:str}": self.names["avatar"],
            "{handle:str}": other,
            "{uid:str}": self.names[other],
            "{mark:str}": "saved",
        }
        things = {"{session:str}", "{passkey:str}", "{conv:str}", "{call:str}"}
        for thing in things:
            own = self.names[thing.strip("{}").partition(":")[0]]
            names[thing] = _like(own) if unknown else own
        return names


def _like(name: str) -> str:
    """Return a name of the same shape that nothing has."""
    if name.startswith("ses_"):
        return "ses_" + "a" * 20
    return new_leg_id() if len(name) == 22 else "A" * len(name)


async def make_world(folder: Path) -> World:
    """Give Alice something of every kind, and everybody a browser."""
    clock = ManualClock()
    house = House(settings_in(folder), clock)

    async def sign_in(handle: str) -> Browser:
        browser = Browser(house)
        body = {"handle": handle, "password": PASSWORD}
        assert (await browser.ask("POST", "/api/v1/sessions", body)).status_code == 201
        return browser

    expired = await Browser(house).join("alice")
    clock.advance(IDLE_LIMIT + timedelta(days=1))
    alice, other, ended, third = [await sign_in("alice") for _ in range(4)]
    bob, carol, dora = [await Browser(house).join(name) for name in ("bob", "carol", "dora")]
    ended_cookie = ended.cookie
    await ended.ask("DELETE", "/api/v1/sessions/current")
    session_to_end = (await third.ask("GET", "/api/v1/accounts/me")).json()["session"]
    me = (await alice.ask("GET", "/api/v1/accounts/me")).json()
    device, bobs_device = await alice.register_device(), await bob.register_device()
    for browser in (other, carol, dora):
        await browser.register_device()
    options = await alice.ask("POST", "/api/v1/passkeys/registration-options")
    answer = Authenticator().make(options.json()["options"])
    passkey = await alice.ask("POST", "/api/v1/passkeys", {"credential": answer})
    picture = {"content": PNG, "headers": {"content-type": "image/png"}}
    with_picture = await alice.ask("PUT", "/api/v1/accounts/me/avatar", **picture)
    asker = Asker(AccountId(me["person"]["account"]), SessionId(me["session"]), device, "tab")  # type: ignore[arg-type]
    writer = Asker(AccountId(bob.account), SessionId("ses"), bobs_device, "tab")  # type: ignore[arg-type]
    await house.cases.plans.grant("alice", "plus", None)
    await bob.ask("PUT", f"/api/v1/people/{asker.account}/saved")
    await alice.ask("PUT", f"/api/v1/people/{dora.account}/block")
    message = await house.cases.messages.send(
        writer, asker.account, MessageId(new_leg_id()), "text/plain", b"hello"
    )
    call = CallId(new_leg_id())
    await house.calls.placing.start(asker, call, writer.account, frozenset({Medium.AUDIO}))
    await house.calls.run_due(clock.advance(timedelta(minutes=2)))
    names = {
        "alice": asker.account,
        "bob": bob.account,
        "avatar": with_picture.json()["person"]["avatar"].rpartition("/")[2],
        "session": session_to_end,
        "passkey": passkey.json()["passkey"],
        "conv": message.conv,
        "call": call,
    }
    cookies = {
        Tries.OWNER: alice.cookie,
        Tries.OTHER_DEVICE: other.cookie,
        Tries.PEER: bob.cookie,
        Tries.BLOCKED: dora.cookie,
        Tries.STRANGER: carol.cookie,
        Tries.ENDED: ended_cookie,
        Tries.EXPIRED: expired.cookie,
    }
    await house.database.close()
    return World(folder, clock.now(), names, cookies)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> World:
    """A world that is only read; each server opens a copy."""
    folder = tmp_path_factory.mktemp("world")
    shutil.copy(empty_database, folder / "bobwhite.db")
    return asyncio.run(make_world(folder))


@pytest.fixture
def settings(world: World, tmp_path: Path) -> Settings:
    """Those of a server on a copy of that world."""
    shutil.copytree(world.folder, tmp_path, dirs_exist_ok=True)
    return settings_in(tmp_path)


@pytest.fixture
def clock(world: World) -> ManualClock:
    """The time at which that world rests."""
    return ManualClock(world.at)
