"""Does anything that only participants should know reach a log line or an answer?"""

import io
import logging
import sys
from collections.abc import Callable, Iterator

import pytest
import structlog

from bobwhite.bootstrap import House
from bobwhite.errors import ErrorCode
from bobwhite.http.problems import Problem
from bobwhite.logs import set_up_logs
from tests.http.browser import Browser
from tests.support.house import PASSWORD

Open = Callable[..., Browser]
ADDRESS = "203.0.113.77"
WRONG = "the wrong password"


@pytest.fixture(params=["readable", "json"])
def written(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> Iterator[Callable[[], str]]:
    """Returns what the server has logged, in either form."""
    lines = io.StringIO()
    monkeypatch.setattr(sys, "stderr", lines)
    caplog.set_level(logging.WARNING)
    set_up_logs(readable=request.param == "readable")
    yield lambda: lines.getvalue() + caplog.text
    structlog.reset_defaults()


async def test_no_log_line_holds_a_secret_a_name_or_an_address(
    browser: Open,
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    written: Callable[[], str],
) -> None:
    link = await house.cases.accounts.set_up.ensure_link()
    await browser().join("bob")
    reset = await house.cases.administration.reset_link("bob")
    alice = await browser(address=ADDRESS).join("alice")
    token = alice.cookie.partition("=")[2]
    await alice.ask("POST", "/api/v1/sessions", {"handle": "alice", "password": WRONG})
    await alice.ask("POST", "/api/v1/sessions", {"handle": "alice", "password": PASSWORD})
    await alice.ask("POST", "/api/v1/password-resets", {"token": "x" * 43, "password": WRONG})
    await alice.ask("GET", "/api/v1/people?q=somebody")
    await alice.ask("POST", "/api/v1/accounts", content=b'{"password": "' + WRONG.encode())
    await alice.ask("PUT", "/api/v1/accounts/me/avatar", content=b"x")

    async def broken(*arguments: object) -> None:
        raise RuntimeError(f"{WRONG} {token} {ADDRESS}")

    monkeypatch.setattr(house.cases.accounts.accounts, "settings", broken)
    answer = await alice.ask("GET", "/api/v1/accounts/me/settings")
    assert (answer.status_code, answer.json()["code"]) == (500, "broken")

    lines = written()
    assert "request_broke" in lines, "the capture sees what the server writes"
    assert link is not None
    secrets = (token, link.rpartition("/")[2], reset.rpartition("/")[2], PASSWORD, WRONG, ADDRESS)
    for secret in (*secrets, "somebody", "Traceback"):
        assert secret not in lines, secret
        assert secret not in answer.text


async def test_a_fault_leaves_nothing_half_done(
    browser: Open, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = await browser().join("alice")

    async def broken(*arguments: object, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(house.cases.accounts.accounts._news, "changed", broken)
    answer = await alice.ask("PATCH", "/api/v1/accounts/me", {"handle": "alice.b"})
    assert answer.status_code == 500
    assert (await alice.ask("GET", "/api/v1/accounts/me")).json()["person"]["handle"] == "alice"


async def test_every_refusal_is_a_problem_with_a_known_code(browser: Open) -> None:
    alice = await browser().join("alice")
    for method, path in (
        ("GET", "/api/v1/people/acc_" + "a" * 20),
        ("GET", "/api/v1/conversations/" + "A" * 22 + "/timeline"),
        ("POST", "/api/v1/accounts"),
        ("DELETE", "/api/v1/accounts"),
        ("GET", "/api/v1/conversations?cursor=x"),
    ):
        answer = await alice.ask(method, path)
        problem = answer.json()
        assert problem.keys() <= set(Problem.__struct_fields__)
        assert problem["status"] == answer.status_code
        assert ErrorCode(problem["code"])
