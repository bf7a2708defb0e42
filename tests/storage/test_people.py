"""Do the stores of people keep what they are given, on both databases?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bobwhite.accounts.model import Account, Audience, Instance, PlacingPolicy, Status
from bobwhite.ids import AccountId, new_account_id
from bobwhite.safety.model import NO_RESTRICTIONS, Restrictions
from bobwhite.social.model import NO_TIES, Ties
from bobwhite.storage.unit_of_work import Units
from tests.support.people import LONG_AGO, enrol, give_device

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
NOBODY = AccountId("acc_" + "z" * 20)


@pytest.mark.promise("2.3", "2.5")
async def test_a_new_account_takes_calls_from_address_book_and_follows(both_units: Units) -> None:
    alice = await enrol(both_units, "alice")
    async with both_units.read() as unit:
        account = await unit.accounts.get(alice)
    assert account is not None
    assert account.calls_on
    assert account.audience == {Audience.ADDRESS_BOOK, Audience.FOLLOWS}


async def test_an_account_comes_back_as_it_was_saved(both_units: Units) -> None:
    alice = await enrol(both_units, "alice")
    changed = Account(
        uid=alice,
        handle="alice.b",
        display_name="Alice 🐦",
        created_at=LONG_AGO,
        verified=True,
        operator=True,
        status=Status.SUSPENDED,
        calls_on=False,
        audience=frozenset({Audience.EVERYONE}),
        quick_texts=("Later", "On my way"),
        avatar="picture",
    )
    async with both_units.write() as unit:
        assert await unit.accounts.save(changed)
        await unit.commit()
    async with both_units.read() as unit:
        assert await unit.accounts.get(alice) == changed
        assert await unit.accounts.by_handle("alice.b") == changed
        assert await unit.accounts.by_handle("alice") is None
        assert not await unit.accounts.operator_exists(), "a suspended operator runs nothing"


async def test_a_handle_belongs_to_one_account(both_units: Units) -> None:
    await enrol(both_units, "alice")
    bob = await enrol(both_units, "bob")
    async with both_units.write() as unit:
        assert not await unit.accounts.add(Account(new_account_id(), "alice", "Other", NOW))
        account = await unit.accounts.get(bob)
        assert account is not None
        assert not await unit.accounts.save(replace(account, handle="alice"))
        # The refusal left the transaction usable.
        assert (await unit.accounts.card(bob)).handle == "bob"


@pytest.mark.promise("11.7")
async def test_a_deleted_account_leaves_no_name_and_frees_its_handle(both_units: Units) -> None:
    alice = await enrol(both_units, "alice", avatar="picture")
    async with both_units.write() as unit:
        account = await unit.accounts.get(alice)
        assert account is not None
        assert await unit.accounts.save(replace(account, status=Status.DELETED))
        assert await unit.accounts.add(Account(new_account_id(), "alice", "Another", NOW))
        card = await unit.accounts.card(alice)
    assert (card.gone, card.handle, card.display_name, card.avatar) == (True, "", "", None)


async def test_cards_show_the_plan_while_it_lasts(both_units: Units) -> None:
    alice = await enrol(both_units, "alice")
    async with both_units.write() as unit:
        await unit.plans.grant(alice, "plus", datetime(2001, 1, 1, tzinfo=UTC))
        assert (await unit.accounts.card(alice)).plan is None
        await unit.plans.grant(alice, "plus", None)
        assert (await unit.accounts.card(alice)).plan == "plus"
        cards = await unit.accounts.cards([alice, NOBODY])
    assert list(cards) == [alice, NOBODY]
    assert cards[NOBODY].gone


async def test_a_plan_is_in_force_until_its_end_and_no_longer(both_units: Units) -> None:
    alice = await enrol(both_units, "alice")
    end = NOW + timedelta(days=1)
    async with both_units.write() as unit:
        assert await unit.plans.in_force(alice, NOW) is None
        await unit.plans.grant(alice, "plus", end)
        assert await unit.plans.in_force(alice, end - timedelta(microseconds=1)) == "plus"
        assert await unit.plans.in_force(alice, end) is None
        await unit.plans.grant(alice, "pro", None)
        assert await unit.plans.in_force(alice, end) == "pro"
        await unit.plans.revoke(alice)
        assert await unit.plans.in_force(alice, NOW) is None


async def test_ties_and_restrictions_belong_to_the_side_that_made_them(both_units: Units) -> None:
    alice, bob = await enrol(both_units, "alice"), await enrol(both_units, "bob")
    async with both_units.write() as unit:
        await unit.social.follow(alice, bob, NOW, swallowed=False)
        await unit.social.save(alice, bob, NOW)
        assert await unit.social.ties(alice, bob) == Ties(follows=True, saved=True)
        assert await unit.social.ties(bob, alice) == NO_TIES
        await unit.social.unfollow(alice, bob)
        assert await unit.social.ties(alice, bob) == Ties(saved=True)
        await unit.social.unsave(alice, bob)
        assert await unit.social.ties(alice, bob) == NO_TIES

        await unit.safety.restrict(alice, bob, Restrictions(call_blocks=True), NOW)
        await unit.safety.restrict(alice, bob, Restrictions(blocks=True), NOW)
        assert await unit.safety.restrictions(alice, bob) == Restrictions(blocks=True)
        assert await unit.safety.restrictions(bob, alice) == NO_RESTRICTIONS
        await unit.safety.restrict(alice, bob, NO_RESTRICTIONS, NOW)
        assert await unit.safety.restrictions(alice, bob) == NO_RESTRICTIONS


async def test_devices_belong_to_one_account_and_go_when_no_session_uses_them(
    both_units: Units,
) -> None:
    alice, bob = await enrol(both_units, "alice"), await enrol(both_units, "bob")
    laptop = await give_device(both_units, alice, "laptop")
    phone = await give_device(both_units, alice, "phone", rings=False)
    async with both_units.write() as unit:
        assert [d.did for d in await unit.devices.of(alice)] == sorted([laptop, phone])
        assert await unit.devices.get(bob, laptop) is None
        device = await unit.devices.get(alice, phone)
        assert device is not None
        assert not device.rings
        assert not await unit.devices.add(device)
        [session] = [s for s in await unit.sessions.of(alice) if s.device == phone]
        await unit.sessions.remove(session.id)
        await unit.devices.remove_signed_out(alice)
        assert [d.did for d in await unit.devices.of(alice)] == [laptop]


async def test_the_instance_has_defaults_before_anybody_chose(both_units: Units) -> None:
    chosen = Instance("The Quails", False, PlacingPolicy.EVERYONE, False, True)
    async with both_units.write() as unit:
        assert await unit.instance.get() == Instance()
        await unit.instance.save(chosen)
        assert await unit.instance.get() == chosen
