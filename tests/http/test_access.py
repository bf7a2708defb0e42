"""Every route × who tries: what do a stranger, another account and another site get?

The table of ``access`` names every route of the application; a missing one fails the test.
"""

from collections.abc import Callable

import httpx2
import pytest
from litestar.routes import HTTPRoute

from bobwhite.bootstrap import House
from tests.http.access import OUTSIDE, TABLE, Tries, Who, World, clock, settings, world
from tests.http.browser import Browser

__all__ = ["clock", "settings", "world"]
SAFE = frozenset({"GET"})
ELSEWHERE = ("https://evil.example", "http://localhost:8421", "null", "")
Open = Callable[[Tries], Browser]


@pytest.fixture
def held(world: World, browser: Callable[..., Browser]) -> Open:
    """Opens the browser of somebody in that world."""

    def open_browser(tries: Tries) -> Browser:
        opened = browser()
        if tries in world.cookies:
            opened.hold(world.cookies[tries])
        return opened

    return open_browser


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
async def test_who_gets_what(key: tuple[str, str], world: World, held: Open) -> None:
    """Everybody but the other device tries in turn, Alice last: what she does may use it up."""
    if key[0] not in SAFE:
        for origin in ELSEWHERE:
            headers = {"origin": origin}
            answer = await world.send(key, Tries.OWNER, held(Tries.OWNER), headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden_origin")
    for tries in [*(one for one in Tries if one is not Tries.OWNER), Tries.OWNER]:
        if tries is not Tries.OTHER_DEVICE:
            await expect(key, world, tries, held)


@pytest.mark.parametrize("key", TABLE, ids=" ".join)
async def test_another_device_may_what_the_owner_may(
    key: tuple[str, str], world: World, held: Open
) -> None:
    await expect(key, world, Tries.OTHER_DEVICE, held)


async def expect(key: tuple[str, str], world: World, tries: Tries, held: Open) -> None:
    """Try once; who is refused gets, byte for byte, what a name of nothing gets."""
    row = TABLE[key]
    answer = await world.send(key, tries, held(tries))
    if row.who.admits(tries):
        assert answer.status_code == row.status, (tries, answer.text)
        return
    assert answer.headers["content-type"] == "application/problem+json"
    expected = (401, "sign_in") if tries in OUTSIDE else (404, "not_found")
    assert (answer.status_code, answer.json()["code"]) == expected, tries
    assert row.who is not Who.ANYBODY
    unknown = await world.send(key, tries, held(tries), unknown=True)
    assert seen(unknown) == seen(answer)


def seen(answer: httpx2.Response) -> tuple[int, dict[str, str], bytes]:
    """Return all of an answer but the number that every request gets."""
    headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
    return answer.status_code, headers, answer.content


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
    path: str, world: World, held: Open
) -> None:
    path = path.format(wrong="a" * 20, uid=world.names["bob"])
    carol = held(Tries.STRANGER)
    answers = [await who.ask("DELETE", path) for who in (held(Tries.OWNER), carol)]
    belongs = await world.send(("DELETE", "/api/v1/sessions/{session:str}"), Tries.STRANGER, carol)
    assert [answer.status_code for answer in answers] == [404, 404]
    assert {answer.content for answer in answers} == {belongs.content}


async def test_what_a_member_does_concerns_nobody_else(world: World, held: Open) -> None:
    alice, carol = held(Tries.OWNER), held(Tries.STRANGER)
    before = (await alice.ask("GET", "/api/v1/accounts/me")).json()
    for method, path in (
        ("PATCH", "/api/v1/accounts/me"),
        ("DELETE", "/api/v1/accounts/me/avatar"),
        ("PATCH", "/api/v1/accounts/me/settings"),
        ("DELETE", "/api/v1/accounts/me"),
    ):
        await world.send((method, path), Tries.STRANGER, carol)
    assert (await alice.ask("GET", "/api/v1/accounts/me")).json() == before
    settings = await alice.ask("GET", "/api/v1/accounts/me/settings")
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
