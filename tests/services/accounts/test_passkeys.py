"""Do passkeys open the account they belong to, on the page they were made for, once?"""

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest

from bobwhite.accounts.passkeys import CHALLENGE_LIFE, MAX_PASSKEYS
from bobwhite.accounts.ports import Site
from bobwhite.errors import ErrorCode, NotFoundError, RateLimitedError, RefusedError
from tests.support.authenticator import Authenticator
from tests.support.house import HOME, PASSWORD, House

SITE = Site("http://localhost:8420", "localhost", "The Quails")
OTHER_SITE = Site("http://rosa.localhost:8420", "rosa.localhost", "The Quails")


async def refused(call: Awaitable[Any]) -> ErrorCode:
    with pytest.raises(RefusedError) as caught:
        await call
    return caught.value.code


async def sign_up(house: House, handle: str = "alice") -> Authenticator:
    authenticator = Authenticator()
    options = await house.passkeys.sign_up_options(handle, "Alice", SITE, HOME)
    answer = authenticator.make(options)
    signed_in = await house.passkeys.sign_up(handle, "Alice", answer, SITE, HOME)
    assert not (await house.accounts.me(signed_in.asker)).has_password
    return authenticator


async def test_an_account_can_be_made_and_opened_with_a_passkey_alone(house: House) -> None:
    authenticator = await sign_up(house)
    for _ in range(2):
        options = await house.passkeys.sign_in_options(SITE, HOME)
        signed_in = await house.passkeys.sign_in(authenticator.sign(options), SITE, HOME)
        assert (await house.accounts.me(signed_in.asker)).card.handle == "alice"


async def test_options_ask_for_a_discoverable_passkey_that_verifies_its_user(house: House) -> None:
    made = await house.passkeys.sign_up_options("alice", "Alice", SITE, HOME)
    assert made["rp"] == {"id": "localhost", "name": "The Quails"}
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert made["attestation"] == "none"
    used = await house.passkeys.sign_in_options(SITE, HOME)
    assert (used["rpId"], used["userVerification"]) == ("localhost", "required")
    assert not used.get("allowCredentials"), "which accounts exist is not told"


async def test_a_passkey_joins_an_account_that_has_a_password(house: House) -> None:
    alice = await house.join("alice")
    authenticator = Authenticator()
    answer = authenticator.make(await house.passkeys.registration_options(alice, SITE))
    passkey = await house.passkeys.register(alice, answer, SITE, HOME)
    assert passkey.label == "Chromium on Linux"
    assert await house.passkeys.passkeys(alice) == [passkey]
    options = await house.passkeys.registration_options(alice, SITE)
    assert [known["id"] for known in options["excludeCredentials"]] == [passkey.credential]
    sign_in = authenticator.sign(await house.passkeys.sign_in_options(SITE, HOME))
    assert (await house.passkeys.sign_in(sign_in, SITE, HOME)).asker.account == alice.account


async def test_an_answer_works_once(house: House) -> None:
    authenticator = await sign_up(house)
    answer = authenticator.sign(await house.passkeys.sign_in_options(SITE, HOME))
    await house.passkeys.sign_in(answer, SITE, HOME)
    assert await refused(house.passkeys.sign_in(answer, SITE, HOME)) is ErrorCode.PASSKEY_FAILED


async def test_a_challenge_is_good_for_five_minutes(house: House) -> None:
    authenticator = await sign_up(house)
    answer = authenticator.sign(await house.passkeys.sign_in_options(SITE, HOME))
    house.clock.advance(CHALLENGE_LIFE)
    assert await refused(house.passkeys.sign_in(answer, SITE, HOME)) is ErrorCode.PASSKEY_FAILED


async def test_a_challenge_of_one_page_or_purpose_is_none_of_another(house: House) -> None:
    authenticator = await sign_up(house)
    alice = (
        await house.passkeys.sign_in(
            authenticator.sign(await house.passkeys.sign_in_options(SITE, HOME)), SITE, HOME
        )
    ).asker
    elsewhere = authenticator.sign(await house.passkeys.sign_in_options(SITE, HOME))
    made = Authenticator().make(await house.passkeys.sign_up_options("bob", "Bob", SITE, HOME))
    for call in (
        house.passkeys.sign_in(elsewhere, OTHER_SITE, HOME),
        house.passkeys.register(alice, made, SITE, HOME),
    ):
        assert await refused(call) is ErrorCode.PASSKEY_FAILED


async def test_a_passkey_of_one_host_opens_nothing_on_another(house: House) -> None:
    authenticator = await sign_up(house)
    authenticator.origin = OTHER_SITE.origin
    answer = authenticator.sign(await house.passkeys.sign_in_options(OTHER_SITE, HOME))
    refusal = await refused(house.passkeys.sign_in(answer, OTHER_SITE, HOME))
    assert refusal is ErrorCode.PASSKEY_FAILED


async def test_nobody_finishes_what_another_account_began(house: House) -> None:
    alice, bob = await house.join("alice"), await house.join("bob")
    answer = Authenticator().make(await house.passkeys.registration_options(alice, SITE))
    refusal = await refused(house.passkeys.register(bob, answer, SITE, HOME))
    assert refusal is ErrorCode.PASSKEY_FAILED


async def test_forged_answers_are_refused_alike(house: House) -> None:
    authenticator = await sign_up(house)
    stranger = Authenticator()
    stranger.make(await house.passkeys.sign_up_options("bob", "Bob", SITE, HOME))

    async def options() -> dict[str, Any]:
        return await house.passkeys.sign_in_options(SITE, HOME)

    careless = Authenticator()
    careless.__dict__.update(authenticator.__dict__, verifies_user=False)
    other_user = authenticator.sign(await options())
    other_user["response"]["userHandle"] = "YWNjX2I"
    no_user = authenticator.sign(await options())
    del no_user["response"]["userHandle"]
    bent = authenticator.sign(await options())
    bent["response"]["signature"] = bent["response"]["signature"][:-8] + "AAAAAAAA"
    answers: list[dict[str, Any]] = [
        stranger.sign(await options()),
        careless.sign(await options()),
        other_user,
        no_user,
        bent,
        {},
        {"response": None},
        {"response": {"clientDataJSON": 7}},
        {"response": {"clientDataJSON": "bm90IGpzb24"}},
        {"id": "x", "response": {"clientDataJSON": "W10"}},
    ]
    for number, answer in enumerate(answers):
        if number == 8:
            house.clock.advance(timedelta(minutes=30))
        call = house.passkeys.sign_in(answer, SITE, HOME)
        assert await refused(call) is ErrorCode.PASSKEY_FAILED, number


async def test_a_key_that_is_not_the_passkeys_own_is_refused(house: House) -> None:
    authenticator = await sign_up(house)
    impostor = Authenticator()
    await sign_up_with(house, impostor, "bob")
    impostor.credential = authenticator.credential
    answer = impostor.sign(await house.passkeys.sign_in_options(SITE, HOME))
    assert await refused(house.passkeys.sign_in(answer, SITE, HOME)) is ErrorCode.PASSKEY_FAILED


async def sign_up_with(house: House, authenticator: Authenticator, handle: str) -> None:
    options = await house.passkeys.sign_up_options(handle, "Bob", SITE, HOME)
    await house.passkeys.sign_up(handle, "Bob", authenticator.make(options), SITE, HOME)


async def test_a_sign_up_must_finish_with_the_names_it_began_with(house: House) -> None:
    answer = Authenticator().make(
        await house.passkeys.sign_up_options("alice", "Alice", SITE, HOME)
    )
    call = house.passkeys.sign_up("bob", "Alice", answer, SITE, HOME)
    assert await refused(call) is ErrorCode.PASSKEY_FAILED
    async with house.units.read() as unit:
        assert await unit.accounts.by_handle("bob") is None


async def test_failures_of_a_network_are_limited(house: House) -> None:
    for _ in range(10):
        assert await refused(house.passkeys.sign_in({}, SITE, HOME)) is ErrorCode.PASSKEY_FAILED
    with pytest.raises(RateLimitedError):
        await house.passkeys.sign_in({}, SITE, HOME)


async def test_ceremonies_begun_from_one_network_are_limited(house: House) -> None:
    for _ in range(100):
        await house.passkeys.sign_in_options(SITE, HOME)
    with pytest.raises(RateLimitedError):
        await house.passkeys.sign_in_options(SITE, HOME)
    async with house.units.read() as unit:
        rows = await unit._connection.exec_driver_sql("SELECT count(*) FROM tickets")
        assert rows.scalar_one() == 100
    house.clock.advance(timedelta(minutes=5))
    await house.passkeys.sign_in_options(SITE, HOME)
    async with house.units.read() as unit:
        rows = await unit._connection.exec_driver_sql("SELECT count(*) FROM tickets")
        assert rows.scalar_one() == 1, "what is over leaves the table"


async def test_the_last_way_to_sign_in_cannot_be_removed(house: House) -> None:
    authenticator = await sign_up(house)
    options = await house.passkeys.sign_in_options(SITE, HOME)
    alice = (await house.passkeys.sign_in(authenticator.sign(options), SITE, HOME)).asker
    [passkey] = await house.passkeys.passkeys(alice)
    assert await refused(house.passkeys.remove(alice, passkey.credential)) is ErrorCode.CONFLICT
    assert await house.passkeys.passkeys(alice) == [passkey]
    await house.accounts.change_password(alice, None, PASSWORD, HOME)
    await house.passkeys.remove(alice, passkey.credential)
    assert await house.passkeys.passkeys(alice) == []


async def test_nobody_removes_the_passkey_of_another(house: House) -> None:
    alice, bob = await house.join("alice"), await house.join("bob")
    answer = Authenticator().make(await house.passkeys.registration_options(alice, SITE))
    passkey = await house.passkeys.register(alice, answer, SITE, HOME)
    with pytest.raises(NotFoundError):
        await house.passkeys.remove(bob, passkey.credential)
    assert await house.passkeys.passkeys(alice) == [passkey]


async def test_an_account_has_ten_passkeys_at_most(house: House) -> None:
    alice = await house.join("alice")
    for _ in range(MAX_PASSKEYS):
        answer = Authenticator().make(await house.passkeys.registration_options(alice, SITE))
        await house.passkeys.register(alice, answer, SITE, HOME)
    call = house.passkeys.registration_options(alice, SITE)
    assert await refused(call) is ErrorCode.TOO_MANY
