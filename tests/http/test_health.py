"""What does whoever watches the server learn, and what does nobody learn?"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from sqlalchemy import text

from bobwhite.bootstrap import House
from bobwhite.clock import ManualClock
from bobwhite.config import Settings
from bobwhite.readiness import KEPT_S, Readiness
from tests.http.browser import Browser
from tests.support.house import PASSWORD

TOKEN = "a token that Prometheus shows"
SHOWN = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
async def watched(settings: Settings, clock: ManualClock) -> AsyncIterator[House]:
    house = House(replace(settings, metrics_token=TOKEN), clock)
    await house.cases.accounts.set_up.prepare()
    yield house
    await house.database.close()


async def figures(house: House) -> str:
    answer = await Browser(house).ask("GET", "/metrics", headers=SHOWN)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    return answer.text


async def test_a_server_that_can_serve_is_ready(browser: Callable[..., Browser]) -> None:
    for path in ("/healthz", "/readyz"):
        answer = await browser().ask("GET", path)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_a_server_without_its_tables_is_not_ready_but_runs(house: House) -> None:
    async with house.database.write() as connection:
        await connection.execute(text("DROP TABLE instance"))
        await connection.commit()
    answer = await Browser(house).ask("GET", "/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert set(answer.json()) <= {"type", "title", "status", "code"}
    assert (await Browser(house).ask("GET", "/healthz")).status_code == 200


async def test_a_server_without_its_relay_is_not_ready(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_urls: object) -> bool:
        raise TimeoutError

    monkeypatch.setattr("bobwhite.relay.answers", silent)
    answer = await Browser(house).ask("GET", "/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


async def test_many_who_ask_at_once_cost_the_parts_one_question() -> None:
    asked, now = [], [100.0]

    async def probe() -> bool:
        asked.append(1)
        await asyncio.sleep(0)
        return len(asked) > 1

    readiness = Readiness({"database": probe}, lambda: now[0])
    answers = await asyncio.gather(*(readiness.look() for _ in range(50)))
    assert answers == [{"database": False}] * 50
    assert len(asked) == 1
    now[0] += KEPT_S
    assert await readiness.look() == {"database": True}


async def test_figures_are_closed_until_an_operator_opens_them(house: House) -> None:
    for headers in ({}, SHOWN, {"authorization": "Bearer "}):
        answer = await Browser(house).ask("GET", "/metrics", headers=headers)
        nothing = await Browser(house).ask("GET", "/api/v1/nothing")
        assert (answer.status_code, answer.content) == (404, nothing.content)


@pytest.mark.parametrize("shown", ["", "Bearer x", TOKEN, f"Bearer {TOKEN}x", "Bearer \xe9"])
async def test_figures_are_for_the_holder_of_the_token(watched: House, shown: str) -> None:
    headers = {"authorization": shown.encode("latin-1")}
    answer = await Browser(watched).ask("GET", "/metrics", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_figures_say_which_part_answers_and_how_requests_end(watched: House) -> None:
    alice = await Browser(watched).join("alice")
    await alice.ask("GET", "/api/v1/people/by-handle/nobody")
    said = await figures(watched)
    assert 'bobwhite_ready{part="database"} 1.0' in said
    assert 'bobwhite_ready{part="relay"} 1.0' in said
    assert "bobwhite_connections 0.0" in said
    labels = 'method="GET",route="/api/v1/people/by-handle/{handle}",status="404"'
    assert f"bobwhite_http_request_seconds_count{{{labels}}} 1.0" in said


@pytest.mark.promise("12.9")
async def test_figures_name_nobody(watched: House) -> None:
    alice = await Browser(watched, address="203.0.113.77").join("alice")
    bob = await Browser(watched).join("bobby")
    for path in ("/alice", f"/api/v1/people/{bob.account}", "/api/v1/people/by-handle/bobby"):
        await alice.ask("GET", path)
    await alice.ask("ALICE", "/api/v1/nothing/alice")
    await alice.ask("POST", "/api/v1/sessions", {"handle": "alice", "password": PASSWORD})
    said = await figures(watched)
    for private in ("alice", "ALICE", "bobby", "203.0.113.77", alice.account, bob.account):
        assert private not in said


async def test_figures_count_steps_and_ends_of_calls_and_what_went_wrong(watched: House) -> None:
    watched.metrics.line("info", {"event": "call_placed", "call": "abcd"})
    watched.metrics.line("info", {"event": "call_ended", "call": "abcd", "reason": "hung_up"})
    watched.metrics.line("error", {"event": "command_broke", "kind": "CallStart"})
    watched.metrics.command("call.start", "slow_down", 0.01)
    said = await figures(watched)
    assert 'bobwhite_call_steps_total{step="placed"} 1.0' in said
    assert 'bobwhite_calls_ended_total{reason="hung_up"} 1.0' in said
    assert 'bobwhite_faults_total{line="command_broke"} 1.0' in said
    labels = 'command="call.start",outcome="slow_down"'
    assert f"bobwhite_command_seconds_count{{{labels}}} 1.0" in said
    assert "abcd" not in said
