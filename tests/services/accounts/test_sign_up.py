"""Who may make an account, and what does a fresh one hold?"""

from datetime import timedelta
from pathlib import Path

import pytest

from bobwhite.accounts.gate import Visitor
from bobwhite.accounts.model import Audience, Instance, PlacingPolicy
from bobwhite.accounts.set_up import Choices
from bobwhite.accounts.sign_up import Newcomer
from bobwhite.clock import ManualClock
from bobwhite.errors import BobwhiteError, ErrorCode, InvalidError, RateLimitedError, RefusedError
from bobwhite.storage.unit_of_work import Units
from tests.support.house import HOME, OUTSIDE, PASSWORD, House, build_house

CHOICES = Choices("The Quails", PlacingPolicy.EVERYONE, sign_up_open=False)
OWNER = Newcomer("olga", "Olga")


async def refused(
    house: House, handle: str, name: str = "Ann", password: str = PASSWORD
) -> ErrorCode:
    with pytest.raises(BobwhiteError) as caught:
        await house.sign_up.sign_up(handle, name, password, HOME)
    return caught.value.code


@pytest.mark.promise("2.3", "2.5")
async def test_a_fresh_account_takes_calls_from_its_address_book_and_those_it_follows(
    house: House,
) -> None:
    alice = await house.join("alice")
    account = await house.accounts.settings(alice)
    assert account.calls_on
    assert account.audience == {Audience.ADDRESS_BOOK, Audience.FOLLOWS}
    assert account.quick_texts == ()
    myself = await house.accounts.me(alice)
    assert (myself.operator, myself.has_password, myself.card.verified) == (False, True, False)
    assert myself.card.plan is None


async def test_a_refused_sign_up_says_what_is_wrong_and_makes_nothing(house: House) -> None:
    await house.join("alice")
    assert await refused(house, "Alice") is ErrorCode.HANDLE_TAKEN
    assert await refused(house, "admin") is ErrorCode.HANDLE_RESERVED
    assert await refused(house, "a") is ErrorCode.HANDLE_INVALID
    assert await refused(house, "ann", "\u202e") is ErrorCode.DISPLAY_NAME_INVALID
    assert await refused(house, "ann", password="short") is ErrorCode.PASSWORD_TOO_SHORT
    async with house.units.read() as unit:
        assert await unit.accounts.by_handle("ann") is None


async def test_sign_ups_are_limited_per_network_and_hour(
    units: Units, clock: ManualClock, tmp_path: Path
) -> None:
    house = build_house(units, clock, tmp_path, sign_ups_per_hour=2)
    await house.join("alice", Visitor("198.51.100.1", "x"))
    assert await refused(house, "alice") is ErrorCode.HANDLE_TAKEN, "a refusal costs nothing"
    await house.join("bob", Visitor("198.51.100.2", "x"))
    with pytest.raises(RateLimitedError):
        await house.join("carol", Visitor("198.51.100.3", "x"))
    await house.join("dan", OUTSIDE)
    clock.advance(timedelta(hours=1))
    await house.join("carol", Visitor("198.51.100.3", "x"))


@pytest.mark.promise("2.9")
async def test_an_instance_that_nobody_set_up_lets_subscribers_place_calls(house: House) -> None:
    await house.set_up.prepare()
    instance = await house.set_up.instance()
    assert instance == Instance(placing_policy=PlacingPolicy.SUBSCRIBERS)
    assert not instance.set_up


async def test_the_message_rule_of_the_settings_is_in_force_after_a_start(
    units: Units, clock: ManualClock, tmp_path: Path
) -> None:
    await build_house(units, clock, tmp_path, message_rule=False).set_up.prepare()
    async with units.read() as unit:
        assert not (await unit.instance.get()).message_rule
    await build_house(units, clock, tmp_path).set_up.prepare()
    async with units.read() as unit:
        assert (await unit.instance.get()).message_rule


async def link(house: House) -> str:
    path = await house.set_up.ensure_link()
    assert path is not None
    assert path.startswith("/setup/")
    return path.removeprefix("/setup/")


@pytest.mark.promise("2.9")
async def test_who_opens_the_set_up_link_becomes_operator_and_chooses(house: House) -> None:
    token = await link(house)
    assert not (await house.set_up.look(token, HOME)).set_up
    signed_in = await house.set_up.complete(token, OWNER, PASSWORD, CHOICES, HOME)
    assert (await house.accounts.me(signed_in.asker)).operator
    instance = await house.set_up.instance()
    assert instance == Instance("The Quails", False, PlacingPolicy.EVERYONE, True, True)
    assert await refused(house, "alice") is ErrorCode.SIGN_UP_CLOSED
    assert await house.set_up.ensure_link() is None


async def test_a_set_up_link_works_once(house: House) -> None:
    token = await link(house)
    await house.set_up.complete(token, OWNER, PASSWORD, CHOICES, HOME)
    for attempt in (
        house.set_up.look(token, HOME),
        house.set_up.complete(token, Newcomer("second", "Second"), PASSWORD, CHOICES, HOME),
    ):
        with pytest.raises(RefusedError) as caught:
            await attempt
        assert caught.value.code is ErrorCode.SET_UP_DONE


async def test_a_mistake_leaves_the_set_up_link_good(house: House) -> None:
    await house.join("alice")
    token = await link(house)
    with pytest.raises(InvalidError):
        await house.set_up.complete(token, Newcomer("alice", "A"), PASSWORD, CHOICES, HOME)
    with pytest.raises(InvalidError):
        await house.set_up.complete(token, OWNER, "short", CHOICES, HOME)
    await house.set_up.complete(token, OWNER, PASSWORD, CHOICES, HOME)


async def test_a_new_start_makes_a_new_link_and_voids_the_old_one(house: House) -> None:
    old, new = await link(house), await link(house)
    with pytest.raises(RefusedError) as caught:
        await house.set_up.look(old, HOME)
    assert caught.value.code is ErrorCode.LINK_EXPIRED
    await house.set_up.look(new, HOME)


async def test_guesses_at_links_are_limited(house: House) -> None:
    token = await link(house)
    for number in range(10):
        with pytest.raises(RefusedError):
            await house.set_up.look(f"guess{number}", HOME)
    with pytest.raises(RateLimitedError):
        await house.set_up.look(token, HOME)
    await house.set_up.look(token, OUTSIDE)


async def test_a_reset_link_sets_a_new_password_once_and_signs_everything_out(house: House) -> None:
    alice = await house.enter("alice")
    token = (await house.administration.reset_link("@alice")).removeprefix("/reset/")
    with pytest.raises(InvalidError):
        await house.resets.reset(token, "short", HOME)
    await house.resets.reset(token, "another password", HOME)
    assert await house.sessions.authenticate(alice.token) is None
    await house.sessions.sign_in("alice", "another password", HOME)
    with pytest.raises(RefusedError):
        await house.sessions.sign_in("alice", PASSWORD, HOME)
    with pytest.raises(RefusedError) as caught:
        await house.resets.reset(token, "a third password", HOME)
    assert caught.value.code is ErrorCode.LINK_EXPIRED


async def test_a_reset_link_ends_after_an_hour_and_with_the_next_one(house: House) -> None:
    await house.join("alice")
    old = (await house.administration.reset_link("alice")).removeprefix("/reset/")
    new = (await house.administration.reset_link("alice")).removeprefix("/reset/")
    house.clock.advance(timedelta(hours=1) - timedelta(seconds=1))
    with pytest.raises(RefusedError):
        await house.resets.reset(old, "another password", HOME)
    house.clock.advance(timedelta(seconds=1))
    with pytest.raises(RefusedError):
        await house.resets.reset(new, "another password", HOME)


async def test_a_link_of_one_kind_is_none_of_another(house: House) -> None:
    await house.join("alice")
    reset = (await house.administration.reset_link("alice")).removeprefix("/reset/")
    set_up = await link(house)
    with pytest.raises(RefusedError):
        await house.set_up.complete(reset, OWNER, PASSWORD, CHOICES, HOME)
    with pytest.raises(RefusedError):
        await house.resets.reset(set_up, "another password", HOME)
    # Neither link was used up by that.
    await house.resets.reset(reset, "another password", HOME)
    await house.set_up.complete(set_up, OWNER, PASSWORD, CHOICES, HOME)
