"""What does every answer carry, and what becomes of requests that are malformed, too large or too many?"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from bobwhite.bootstrap import House
from bobwhite.config import Settings
from bobwhite.http.app import MAX_BODY_BYTES
from bobwhite.http.auth import Doorkeeper
from tests.http.browser import ORIGIN, ROSAS_ORIGIN, Browser, device_keys
from tests.support.authenticator import Authenticator
from tests.support.house import PASSWORD

Open = Callable[..., Browser]
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; connect-src 'self' ws://localhost:8420 ws://rosa.localhost:8420; "
    "font-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'; require-trusted-types-for 'script'; "
    "trusted-types svelte-trusted-html bobwhite"
)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/api/v1/instance"),
        ("GET", "/api/v1/accounts/me"),
        ("GET", "/api/v1/nothing"),
        ("PUT", "/nothing"),
        ("POST", "/api/v1/accounts"),
    ],
)
async def test_every_answer_keeps_the_page_to_itself(browser: Open, method: str, path: str) -> None:
    answer = await browser().ask(method, path)
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["permissions-policy"] == (
        "camera=(self), microphone=(self), display-capture=(self)"
    )
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-request-id"]
    assert "server" not in answer.headers


async def test_answers_about_people_are_not_kept_by_caches(browser: Open) -> None:
    alice = await browser().join("alice")
    for path in ("/api/v1/accounts/me", "/api/v1/sessions", "/api/v1/nothing"):
        assert (await alice.ask("GET", path)).headers["cache-control"] == "no-store"


async def test_the_session_cookie_is_for_this_host_and_not_for_scripts(
    browser: Open, house: House, settings: Settings
) -> None:
    body = {"handle": "alice", "displayName": "Alice", "password": PASSWORD}
    answer = await browser().ask("POST", "/api/v1/accounts", body)
    parts = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert answer.headers["set-cookie"].startswith("bobwhite=")
    assert parts == {"path=/", "httponly", "samesite=lax", "max-age=7776000"}
    services = house.cases.accounts
    secure = Settings(data_dir=settings.data_dir, origins=("https://nest.example",))
    cookie = Doorkeeper(services.sessions, services.accounts, secure).cookie("secret")
    header = cookie.to_header(header="")
    assert header.startswith("__Host-bobwhite=secret")
    parts = {part.strip().lower() for part in header.split(";")[1:]}
    assert parts == {"path=/", "httponly", "secure", "samesite=lax", "max-age=7776000"}


async def test_signing_out_takes_the_cookie_back(browser: Open) -> None:
    alice = await browser().join("alice")
    answer = await alice.ask("DELETE", "/api/v1/sessions/current")
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert (await alice.ask("GET", "/api/v1/accounts/me")).status_code == 401


async def test_two_addresses_of_one_server_are_two_browsers(browser: Open) -> None:
    june, rosa = await browser().join("june"), await browser(origin=ROSAS_ORIGIN).join("rosa")
    for person, handle in ((june, "june"), (rosa, "rosa")):
        me = (await person.ask("GET", "/api/v1/accounts/me")).json()
        assert me["person"]["handle"] == handle


@pytest.mark.parametrize("origin", [ORIGIN, ROSAS_ORIGIN])
async def test_a_passkey_is_made_and_used_on_either_address(browser: Open, origin: str) -> None:
    page = browser(origin=origin)
    names = {"handle": "rosa", "displayName": "Rosa"}
    authenticator = Authenticator(origin)
    begun = await page.ask("POST", "/api/v1/passkeys/sign-up-options", names)
    credential = authenticator.make(begun.json()["options"])
    made = await page.ask("POST", "/api/v1/passkeys/sign-up", {**names, "credential": credential})
    assert made.status_code == 201, made.text
    assert not made.json()["hasPassword"]
    other = browser(origin=origin)
    begun = await other.ask("POST", "/api/v1/passkeys/sign-in-options")
    credential = authenticator.sign(begun.json()["options"])
    used = await other.ask("POST", "/api/v1/passkeys/sign-in", {"credential": credential})
    assert used.json()["person"] == made.json()["person"]
    again = await other.ask("POST", "/api/v1/passkeys/sign-in", {"credential": credential})
    assert (again.status_code, again.json()["code"]) == (401, "passkey_failed")


GOOD = {"handle": "alice", "displayName": "Alice", "password": PASSWORD}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", None),
        (b"{", None),
        (b"[]", None),
        (b"null", None),
        (b"\xff\xfe", None),
        (b'{"handle": "\\ud800"}', None),
        (b"[" * 60_000, None),
        ({**GOOD, "handle": 7}, "handle"),
        ({**GOOD, "password": None}, "password"),
        ({**GOOD, "handle": "x" * 65}, "handle"),
        ({**GOOD, "displayName": ["Alice"]}, "displayName"),
        ({"handle": "alice", "password": PASSWORD}, None),
    ],
    ids=str,
)
async def test_a_body_that_does_not_fit_is_refused_by_name(
    browser: Open, body: Any, field: str | None
) -> None:
    page = browser()
    if isinstance(body, bytes):
        answer = await page.ask("POST", "/api/v1/accounts", content=body)
    else:
        answer = await page.ask("POST", "/api/v1/accounts", body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem.get("field")) == ("malformed", field)
    assert PASSWORD not in answer.text


async def test_numbers_and_switches_are_not_read_from_text(browser: Open) -> None:
    alice = await browser().join("alice")
    for value in ("true", "1", 1, 0, None):
        answer = await alice.ask("PATCH", "/api/v1/accounts/me/settings", {"callsOn": value})
        assert (answer.status_code, answer.json()["field"]) == (400, "callsOn")
    assert (await alice.ask("GET", "/api/v1/accounts/me/settings")).json()["callsOn"]


async def test_forms_are_no_bodies(browser: Open) -> None:
    answer = await browser().ask("POST", "/api/v1/accounts", data=GOOD)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


@pytest.mark.promise("2.5", "2.22")
async def test_settings_take_what_they_know_and_refuse_the_rest_by_name(browser: Open) -> None:
    alice = await browser().join("alice")
    path = "/api/v1/accounts/me/settings"
    assert (await alice.ask("GET", path)).json() == {
        "callsOn": True,
        "audience": ["addressBook", "follows"],
        "quickTexts": [],
    }
    changed = await alice.ask("PATCH", path, {"audience": ["everyone", "verified"]})
    assert changed.json()["audience"] == ["verified", "everyone"]
    for wrong, field in (
        ({"audience": ["friends"]}, "audience[0]"),
        ({"audience": "everyone"}, "audience"),
        ({"quickTexts": ["a"] * 5}, "quickTexts"),
        ({"quickTexts": ["x" * 121]}, "quickTexts"),
    ):
        answer = await alice.ask("PATCH", path, wrong)
        assert (answer.status_code, answer.json()["field"]) == (400, field), answer.text
    assert (await alice.ask("PATCH", path, {"unknown": 1})).json() == changed.json()


async def test_names_with_script_are_kept_as_text_and_direction_overrides_refused(
    browser: Open,
) -> None:
    alice = await browser().join("alice")
    script = "<img src=x onerror=alert(1)>"
    answer = await alice.ask("PATCH", "/api/v1/accounts/me", {"displayName": script})
    assert answer.json()["person"]["displayName"] == script
    answer = await alice.ask("PATCH", "/api/v1/accounts/me", {"displayName": "\u202eecila"})
    assert (answer.json()["code"], answer.json()["field"]) == (
        "display_name_invalid",
        "displayName",
    )


async def test_a_body_over_the_limit_is_refused(browser: Open) -> None:
    alice = await browser().join("alice")
    body = {"displayName": "x" * MAX_BODY_BYTES}
    answer = await alice.ask("PATCH", "/api/v1/accounts/me", body)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_a_body_over_the_limit_is_refused_without_a_length_too(browser: Open) -> None:
    alice = await browser().join("alice")

    async def chunks() -> Any:
        for _ in range(70):
            yield b" " * 1024

    answer = await alice.ask("PATCH", "/api/v1/accounts/me", content=chunks())
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("kind", "size", "status", "code"),
    [
        ("image/png", 5 * 1024 * 1024 + 1, 413, "too_large"),
        ("image/png", 100, 400, "image_invalid"),
        ("image/svg+xml", 100, 400, "image_invalid"),
        ("image/gif", 100, 400, "image_invalid"),
        ("application/json", 2, 400, "image_invalid"),
    ],
)
async def test_what_is_no_small_picture_is_no_avatar(
    browser: Open, kind: str, size: int, status: int, code: str
) -> None:
    alice = await browser().join("alice")
    answer = await alice.ask(
        "PUT", "/api/v1/accounts/me/avatar", content=bytes(size), headers={"content-type": kind}
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await alice.ask("GET", "/api/v1/accounts/me")).json()["person"]["avatar"] is None


async def test_weak_device_keys_are_refused(browser: Open) -> None:
    alice = await browser().join("alice")
    for wrong in ({"sk": "A" * 43}, {"ek": "A" * 43}, {"sk": "x" * 43}):
        answer = await alice.ask("POST", "/api/v1/devices", {**device_keys(), **wrong})
        assert (answer.status_code, answer.json()["code"]) == (400, "device_keys_invalid")
    answer = await alice.ask("PATCH", "/api/v1/devices/current", {"rings": False})
    assert answer.json()["code"] == "device_required"


async def test_guessing_is_slowed_down_and_told_when_to_return(browser: Open) -> None:
    await browser().join("alice")
    page = browser(address="203.0.113.9")
    wrong = {"handle": "alice", "password": "the wrong password"}
    for _ in range(10):
        answer = await page.ask("POST", "/api/v1/sessions", wrong)
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_failed")
    answer = await page.ask("POST", "/api/v1/sessions", {**wrong, "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (429, "slow_down")
    assert answer.headers["retry-after"] == "1800"


async def test_an_address_that_somebody_claims_to_have_is_not_believed(browser: Open) -> None:
    page = browser()
    for number in range(11):
        answer = await page.ask(
            "POST",
            "/api/v1/sessions",
            {"handle": f"guess{number}", "password": "x"},
            headers={"x-forwarded-for": f"192.0.{number}.1"},
        )
    assert answer.status_code == 429


async def test_behind_a_proxy_only_the_address_that_it_saw_counts(
    house: House, settings: Settings
) -> None:
    headers = {"x-forwarded-for": "10.0.0.1, 203.0.113.9", "user-agent": ""}
    request: Any = SimpleNamespace(client=None, headers=headers)
    proxied = Settings(data_dir=settings.data_dir, trust_proxy=True)
    services = house.cases.accounts
    door = Doorkeeper(services.sessions, services.accounts, proxied)
    assert door.visitor(request).address == "203.0.113.9"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/contacts?kind=saved&cursor=x",
        "/api/v1/contacts?kind=saved&cursor=YQ",
        "/api/v1/contacts?kind=saved&cursor=YSAA",
        "/api/v1/contacts?kind=friends",
        "/api/v1/contacts",
        "/api/v1/people",
    ],
)
async def test_bad_parameters_are_malformed(browser: Open, path: str) -> None:
    alice = await browser().join("alice")
    answer = await alice.ask("GET", path)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("query", ["%00", "a%00b", "%ff%fe", "%25", "x" * 5000, "%ed%a0%80"])
async def test_a_search_for_anything_finds_nothing(browser: Open, query: str) -> None:
    alice = await browser().join("alice")
    answer = await alice.ask("GET", f"/api/v1/people?q={query}")
    assert (answer.status_code, answer.json()) == (200, [])
    answer = await alice.ask("GET", f"/api/v1/calls?q={query}")
    assert (answer.status_code, answer.json()["entries"]) == (200, [])


async def test_lists_go_on_where_the_page_before_ended(browser: Open, house: House) -> None:
    alice = await browser().join("alice")
    for number in range(52):
        other = await browser().join(f"person{number:02}")
        await alice.ask("PUT", f"/api/v1/people/{other.account}/follow")
    path = "/api/v1/contacts?kind=following"
    first = (await alice.ask("GET", path)).json()
    second = (await alice.ask("GET", f"{path}&cursor={first['cursor']}")).json()
    listed = [c["person"]["handle"] for c in first["contacts"] + second["contacts"]]
    assert listed == [f"person{number:02}" for number in range(52)]
    assert second["cursor"] is None


async def test_a_set_up_link_is_used_over_http(browser: Open, house: House) -> None:
    link = await house.cases.accounts.set_up.ensure_link()
    assert link is not None
    token = link.rpartition("/")[2]
    page = browser()
    assert (await page.ask("GET", "/api/v1/instance")).json()["needsSetUp"]
    assert (await page.ask("POST", "/api/v1/setup/look", {"token": token})).status_code == 200
    body = {**GOOD, "token": token, "name": "Nest", "placingPolicy": "everyone"}
    answer = await page.ask("POST", "/api/v1/setup", body)
    assert answer.json()["operator"]
    instance = (await page.ask("GET", "/api/v1/instance")).json()
    assert (instance["name"], instance["placingPolicy"]) == ("Nest", "everyone")
    again = await page.ask("POST", "/api/v1/setup/look", {"token": token})
    assert (again.status_code, again.json()["code"]) == (409, "set_up_done")
