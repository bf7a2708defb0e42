"""How are threads read over HTTP?"""

from collections.abc import Callable
from typing import Any

import pytest

from bobwhite.accounts.model import Asker
from bobwhite.bootstrap import House
from bobwhite.ids import AccountId, DeviceId, MessageId, encode_bytes, new_session_id
from bobwhite.messages.model import PAGE
from tests.http.browser import Browser

DEVICE = DeviceId(encode_bytes(bytes(16)))


async def write(house: House, sender: Browser, to: Browser, number: int) -> None:
    asker = Asker(AccountId(sender.account), new_session_id(), DEVICE, "tab")
    mid = MessageId(encode_bytes(number.to_bytes(16)))
    body = f"number {number}".encode()
    await house.cases.messages.send(asker, AccountId(to.account), mid, "text/plain", body)


@pytest.fixture
async def alice(browser: Callable[..., Browser]) -> Browser:
    return await browser().join("alice")


@pytest.fixture
async def bob(browser: Callable[..., Browser]) -> Browser:
    return await browser().join("bob")


async def test_the_inbox_comes_page_by_page_without_loss_or_repetition(
    house: House, alice: Browser, browser: Callable[..., Browser]
) -> None:
    people = [await browser().join(f"peer{number}") for number in range(PAGE + 3)]
    for number, peer in enumerate(people):
        await write(house, peer, alice, number)
    seen: list[str] = []
    path = "/api/v1/conversations"
    while True:
        answer = await alice.ask("GET", path)
        assert answer.status_code == 200
        page: dict[str, Any] = answer.json()
        seen += [thread["peer"]["account"] for thread in page["conversations"]]
        if page["cursor"] is None:
            break
        path = f"/api/v1/conversations?cursor={page['cursor']}"
    assert sorted(seen) == sorted(peer.account for peer in people)


@pytest.mark.parametrize("cursor", ["", "x", "AAAA", "!!!", "MjAyNi0wMS0wNSB4"])
async def test_a_cursor_that_is_none_is_refused_by_name(alice: Browser, cursor: str) -> None:
    answer = await alice.ask("GET", f"/api/v1/conversations?cursor={cursor}")
    assert answer.status_code == 400
    assert (answer.json()["code"], answer.json()["field"]) == ("malformed", "cursor")


async def test_older_items_come_below_a_place(house: House, alice: Browser, bob: Browser) -> None:
    await write(house, bob, alice, 1)
    await write(house, alice, bob, 2)
    await write(house, bob, alice, 3)
    [thread] = (await alice.ask("GET", "/api/v1/conversations")).json()["conversations"]
    path = f"/api/v1/conversations/{thread['conv']}/timeline"
    page = (await alice.ask("GET", f"{path}?before=3&limit=1")).json()
    assert [item["pos"] for item in page["items"]] == [2]
    assert page["more"] is True
    everything = (await alice.ask("GET", path)).json()
    assert [item["pos"] for item in everything["items"]] == [1, 2, 3]
    assert everything["more"] is False


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "before=-1", "limit=x", "before=99999999999999999999"]
)
async def test_an_impossible_page_is_refused(
    house: House, alice: Browser, bob: Browser, query: str
) -> None:
    await write(house, bob, alice, 1)
    [thread] = (await alice.ask("GET", "/api/v1/conversations")).json()["conversations"]
    answer = await alice.ask("GET", f"/api/v1/conversations/{thread['conv']}/timeline?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


async def test_a_person_is_opened_with_the_thread_or_without(
    house: House, alice: Browser, bob: Browser
) -> None:
    opened = (await alice.ask("POST", "/api/v1/conversations", {"to": bob.account})).json()
    assert opened["peer"]["handle"] == "bob"
    assert opened["conversation"] is None
    await write(house, alice, bob, 1)
    opened = (await alice.ask("POST", "/api/v1/conversations", {"to": bob.account})).json()
    assert opened["conversation"]["state"] == "requested"
    for nobody in (alice.account, f"acc_{'z' * 20}"):
        answer = await alice.ask("POST", "/api/v1/conversations", {"to": nobody})
        assert answer.json()["code"] == "not_found"


async def test_a_foreign_thread_looks_like_none(
    house: House, alice: Browser, bob: Browser, browser: Callable[..., Browser]
) -> None:
    carol = await browser().join("carol")
    await write(house, alice, bob, 1)
    [thread] = (await alice.ask("GET", "/api/v1/conversations")).json()["conversations"]
    answers = [
        await carol.ask("GET", f"/api/v1/conversations/{conv}/timeline")
        for conv in (thread["conv"], encode_bytes(bytes(16)), "nonsense")
    ]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert answers[0].content == answers[1].content == answers[2].content
