"""Every route × who asks: what do a stranger, another account and another site get?

The table names every route of the application; a route that is missing from it fails the test.
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

import pytest
from litestar.routes import HTTPRoute

from bobwhite.accounts.model import Asker
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


class Who(StrEnum):
    """Who may use a route."""

    ANYBODY = "anybody"
    MEMBER = "any member, for itself"
    OWNER = "the owner of what the path names"


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
    ("POST", "/api/v1/conversations"): Row(Who.MEMBER, 200, lambda: {"to": "{bob}"}),
    ("GET", "/api/v1/conversations/{conv:str}/timeline"): Row(Who.OWNER, 200),
    ("GET", "/api/v1/calls"): Row(Who.MEMBER, 200),
    ("DELETE", "/api/v1/calls/{call:str}"): Row(Who.OWNER, 204),
}
SAFE = frozenset({"GET"})


@dataclass
class World:
    """Alice with something of every kind, Bob whom she knows, and Carol, who interferes."""

    alice: Browser
    carol: Browser
    names: dict[str, str]

    def path(self, template: str) -> str:
        """Fill in the names of Alice's things."""
        fill = {
            "{path:path}": "settings",
            "{name:str}": self.names["avatar"],
            "{session:str}": self.names["session"],
            "{passkey:str}": self.names["passkey"],
            "{handle:str}": "bob",
            "{uid:str}": self.names["bob"],
            "{mark:str}": "saved",
            "{conv:str}": self.names["conv"],
            "{call:str}": self.names["call"],
        }
        for name, value in fill.items():
            template = template.replace(name, value)
        return template


@dataclass(frozen=True)
class MadeWorld:
    """A world at rest: a data folder, the names in it and the cookies of two browsers."""

    folder: Path
    at: datetime
    names: dict[str, str]
    alice: str
    carol: str


@pytest.fixture(scope="module")
def made_world(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> MadeWorld:
    folder = tmp_path_factory.mktemp("world")
    shutil.copy(empty_database, folder / "bobwhite.db")
    return asyncio.run(make_world(folder))


async def make_world(folder: Path) -> MadeWorld:
    clock = ManualClock()
    house = House(settings_in(folder), clock)
    alice, second = await Browser(house).join("alice"), Browser(house)
    bob, carol = await Browser(house).join("bob"), await Browser(house).join("carol")
    await second.ask("POST", "/api/v1/sessions", {"handle": "alice", "password": PASSWORD})
    other_session = (await second.ask("GET", "/api/v1/accounts/me")).json()["session"]
    me = (await alice.ask("GET", "/api/v1/accounts/me")).json()
    device = await alice.register_device()
    bobs_device = await bob.register_device()
    await carol.register_device()
    options = await alice.ask("POST", "/api/v1/passkeys/registration-options")
    answer = Authenticator().make(options.json()["options"])
    passkey = await alice.ask("POST", "/api/v1/passkeys", {"credential": answer})
    picture = {"content": PNG, "headers": {"content-type": "image/png"}}
    with_picture = await alice.ask("PUT", "/api/v1/accounts/me/avatar", **picture)
    asker = Asker(AccountId(alice.account), SessionId(me["session"]), device, "tab")  # type: ignore[arg-type]
    writer = Asker(AccountId(bob.account), SessionId("ses"), bobs_device, "tab")  # type: ignore[arg-type]
    await house.cases.plans.grant("alice", "plus", None)
    await bob.ask("PUT", f"/api/v1/people/{alice.account}/saved")
    message = await house.cases.messages.send(
        writer, asker.account, MessageId(new_leg_id()), "text/plain", b"hello"
    )
    call = CallId(new_leg_id())
    await house.calls.placing.start(asker, call, writer.account, frozenset({Medium.AUDIO}))
    await house.calls.run_due(clock.advance(timedelta(minutes=2)))
    names = {
        "avatar": with_picture.json()["person"]["avatar"].rpartition("/")[2],
        "session": other_session,
        "passkey": passkey.json()["passkey"],
        "conv": message.conv,
        "call": call,
        "bob": bob.account,
    }
    await house.database.close()
    return MadeWorld(folder, clock.now(), names, alice.cookie, carol.cookie)


@pytest.fixture
def settings(made_world: MadeWorld, tmp_path: Path) -> Settings:
    """The server of these tests opens a copy of that world."""
    shutil.copytree(made_world.folder, tmp_path, dirs_exist_ok=True)
    return settings_in(tmp_path)


@pytest.fixture
def clock(made_world: MadeWorld) -> ManualClock:
    return ManualClock(made_world.at)


@pytest.fixture
def world(made_world: MadeWorld, browser: Callable[..., Browser]) -> World:
    alice, carol = browser(), browser()
    alice.hold(made_world.alice)
    carol.hold(made_world.carol)
    return World(alice, carol, made_world.names)


async def send(world: World, who: Browser, key: tuple[str, str], **options: Any) -> Any:
    method, template = key
    row = TABLE[key]
    path = world.path(template)
    if template == "/api/v1/people":
        options["params"] = {"q": "bob"}
    if template == "/api/v1/contacts":
        options["params"] = {"kind": "saved"}
    if row.files is not None:
        headers = {"content-type": "image/png", **options.pop("headers", {})}
        return await who.ask(method, path, content=row.files, headers=headers, **options)
    body = row.body() if row.body else None
    if body == {"to": "{bob}"}:
        body = {"to": world.names["bob"]}
    return await who.ask(method, path, body, **options)


def test_the_table_names_every_route(house: House) -> None:
    routes = {
        (method, route.path)
        for route in house.litestar.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods
        if method != "OPTIONS"
    }
    assert routes == set(TABLE)


@pytest.mark.parametrize("key", TABLE, ids=" ".join)
async def test_who_gets_what(
    key: tuple[str, str], world: World, browser: Callable[..., Browser]
) -> None:
    row = TABLE[key]

    async def expect(who: Browser, status: int, code: str | None = None, **options: Any) -> None:
        answer = await send(world, who, key, **options)
        assert answer.status_code == status, answer.text
        if code is not None:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["code"] == code

    ended = browser()
    await ended.ask("POST", "/api/v1/sessions", {"handle": "carol", "password": PASSWORD})
    cookie = ended.cookie
    await ended.ask("DELETE", "/api/v1/sessions/current")
    ended.hold(cookie)

    if key[0] not in SAFE:
        for origin in ("https://evil.example", "http://localhost:8421", "null", ""):
            await expect(world.alice, 403, "forbidden_origin", headers={"origin": origin})
    if row.who is Who.ANYBODY:
        await expect(browser(), row.status)
    else:
        await expect(browser(), 401, "sign_in")
        await expect(ended, 401, "sign_in")
    if row.who is Who.OWNER:
        await expect(world.carol, 404, "not_found")
    else:
        await expect(world.carol, row.status)
    await expect(world.alice, row.status)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/sessions/ses_{wrong}",
        "/api/v1/sessions/%00",
        "/api/v1/passkeys/{wrong}",
        "/api/v1/passkeys/%00",
        "/api/v1/calls/{wrong}",
        "/api/v1/people/acc_{wrong}/saved",
        "/api/v1/people/%00/saved",
        "/api/v1/people/{uid}/friend",
        "/api/v1/nothing",
        "/api/v1/accounts",
    ],
)
async def test_what_does_not_exist_looks_like_what_belongs_to_others(
    path: str, world: World
) -> None:
    path = path.format(wrong="a" * 20, uid=world.names["bob"])
    answers = [await who.ask("DELETE", path) for who in (world.alice, world.carol)]
    belongs = await send(world, world.carol, ("DELETE", "/api/v1/sessions/{session:str}"))
    assert [answer.status_code for answer in answers] == [404, 404]
    assert {answer.content for answer in answers} == {belongs.content}


async def test_what_a_member_does_concerns_nobody_else(world: World) -> None:
    before = (await world.alice.ask("GET", "/api/v1/accounts/me")).json()
    for method, path in (
        ("PATCH", "/api/v1/accounts/me"),
        ("DELETE", "/api/v1/accounts/me/avatar"),
        ("PATCH", "/api/v1/accounts/me/settings"),
        ("DELETE", "/api/v1/accounts/me"),
    ):
        await send(world, world.carol, (method, path))
    assert (await world.alice.ask("GET", "/api/v1/accounts/me")).json() == before
    settings = await world.alice.ask("GET", "/api/v1/accounts/me/settings")
    assert settings.json()["callsOn"]


@pytest.mark.promise("2.2", "9.1")
async def test_a_block_changes_no_byte_of_what_the_blocked_person_gets(
    browser: Callable[..., Browser], house: House
) -> None:
    alice, carol = await browser().join("wren"), await browser().join("lark")

    async def seen() -> list[tuple[int, bytes]]:
        asked = (
            ("GET", f"/api/v1/people/{alice.account}"),
            ("GET", "/api/v1/people/by-handle/wren"),
            ("GET", f"/api/v1/people/{alice.account}/calling"),
            ("GET", "/api/v1/people?q=wren"),
            ("PUT", f"/api/v1/people/{alice.account}/follow"),
            ("PUT", f"/api/v1/people/{alice.account}/saved"),
            ("GET", "/api/v1/people?q=wr"),
            ("GET", "/api/v1/contacts?kind=following"),
            ("GET", "/api/v1/contacts/counts"),
            ("GET", "/api/v1/conversations"),
            ("POST", f"/api/v1/people/{alice.account}/forget"),
            ("DELETE", f"/api/v1/people/{alice.account}/follow"),
            ("DELETE", f"/api/v1/people/{alice.account}/saved"),
        )
        answers = [await carol.ask(method, path) for method, path in asked]
        return [(answer.status_code, answer.content) for answer in answers]

    before = await seen()
    assert {status for status, _ in before} <= {200, 204}
    for mark in ("block", "call-block"):
        assert (await alice.ask("PUT", f"/api/v1/people/{carol.account}/{mark}")).status_code == 200
        assert await seen() == before
