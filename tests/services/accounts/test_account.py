"""What can people change about themselves, and who hears of it?"""

import io
from datetime import timedelta

import pytest
from PIL import Image

from bobwhite.accounts.events import (
    FactsChanged,
    MeChanged,
    PersonChanged,
    SessionEnded,
    SettingsChanged,
)
from bobwhite.accounts.model import Audience, Status
from bobwhite.accounts.service import AVATARS
from bobwhite.accounts.sessions import RECENT
from bobwhite.delivery import Event
from bobwhite.errors import (
    BobwhiteError,
    ErrorCode,
    InvalidError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
)
from bobwhite.ids import AccountId
from bobwhite.social.model import Mark
from tests.conftest import RecordingBus
from tests.support.house import DAY, HOME, OUTSIDE, PASSWORD, House


def told(bus: RecordingBus, to: AccountId) -> list[Event]:
    return [delivery.event for delivery in bus.deliveries if delivery.to.account == to]


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


async def test_a_new_name_is_told_to_oneself_and_to_those_who_know_one(
    house: House, bus: RecordingBus
) -> None:
    alice, bob, carol = [await house.join(name) for name in ("alice", "bob", "carol")]
    await house.people.mark(bob, alice.account, Mark.FOLLOW, on=True)
    bus.deliveries.clear()
    await house.accounts.rename(alice, handle="Alice.B", display_name=" Alice  Bell ")
    [me] = told(bus, alice.account)
    [person] = told(bus, bob.account)
    assert isinstance(me, MeChanged)
    assert isinstance(person, PersonChanged)
    assert me.card == person.card
    assert (person.card.handle, person.card.display_name) == ("alice.b", "Alice Bell")
    assert told(bus, carol.account) == []


async def test_a_refused_name_changes_nothing(house: House, bus: RecordingBus) -> None:
    alice = await house.join("alice")
    await house.join("bob")
    bus.deliveries.clear()
    for change in ({"handle": "BOB"}, {"handle": "admin"}, {"display_name": "\u202eecila"}):
        with pytest.raises(InvalidError):
            await house.accounts.rename(alice, **change)
    assert (await house.accounts.me(alice)).card.handle == "alice"
    assert bus.deliveries == []


@pytest.mark.promise("2.22", "2.5")
async def test_settings_hold_for_the_account_and_reach_its_devices_at_once(
    house: House, bus: RecordingBus
) -> None:
    alice = await house.join("alice")
    bus.deliveries.clear()
    changed = await house.accounts.change_settings(
        alice,
        calls_on=False,
        audience=[Audience.EVERYONE, Audience.EVERYONE],
        quick_texts=["Later"],
    )
    assert not changed.calls_on
    assert changed.audience == {Audience.EVERYONE}
    assert await house.accounts.settings(alice) == changed
    assert told(bus, alice.account) == [SettingsChanged(changed), FactsChanged(alice.account)]


async def test_settings_left_out_stay_and_the_same_again_tells_nothing(
    house: House, bus: RecordingBus
) -> None:
    alice = await house.join("alice")
    await house.accounts.change_settings(alice, audience=[])
    bus.deliveries.clear()
    again = await house.accounts.change_settings(alice, audience=[])
    assert again.calls_on
    assert again.audience == frozenset()
    assert bus.deliveries == []


async def test_quick_texts_are_no_fact_of_the_call_decision(
    house: House, bus: RecordingBus
) -> None:
    alice = await house.join("alice")
    bus.deliveries.clear()
    await house.accounts.change_settings(alice, quick_texts=["Later"])
    assert [type(event) for event in told(bus, alice.account)] == [SettingsChanged]


async def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(
    house: House, bus: RecordingBus
) -> None:
    here = await house.enter("alice")
    there = await house.sessions.sign_in("alice", PASSWORD, OUTSIDE)
    for wrong in (None, "", "the wrong password"):
        with pytest.raises(InvalidError) as caught:
            await house.accounts.change_password(here.asker, wrong, "another password", HOME)
        assert (caught.value.code, caught.value.field) == (ErrorCode.SIGN_IN_FAILED, "current")
    bus.deliveries.clear()
    await house.accounts.change_password(here.asker, PASSWORD, "another password", HOME)
    assert SessionEnded(there.asker.session) in told(bus, here.asker.account)
    assert await house.sessions.authenticate(there.token) is None
    assert await house.sessions.authenticate(here.token) is not None
    await house.sessions.sign_in("alice", "another password", HOME)


async def test_guesses_at_the_present_password_are_limited(house: House) -> None:
    alice = await house.join("alice")
    for _ in range(10):
        with pytest.raises(InvalidError):
            await house.accounts.delete(alice, "the wrong password", HOME)
    with pytest.raises(RateLimitedError):
        await house.accounts.delete(alice, PASSWORD, HOME)


async def test_a_portrait_replaces_the_one_before_and_can_go(
    house: House, bus: RecordingBus
) -> None:
    alice = await house.join("alice")
    await house.accounts.set_avatar(alice, picture())
    first = (await house.accounts.me(alice)).card.avatar
    await house.accounts.set_avatar(alice, picture())
    second = (await house.accounts.me(alice)).card.avatar
    assert first is not None
    assert second is not None
    assert first != second
    assert (await house.accounts.avatar(second)).startswith(b"RIFF")
    with pytest.raises(NotFoundError):
        await house.accounts.avatar(first)
    await house.accounts.remove_avatar(alice)
    assert (await house.accounts.me(alice)).card.avatar is None
    assert await house.blobs.get(AVATARS, second) is None


@pytest.mark.promise("11.7")
async def test_a_deleted_account_is_gone_for_all_who_knew_it(
    house: House, bus: RecordingBus
) -> None:
    alice, bob = await house.enter("alice"), await house.join("bob")
    uid = alice.asker.account
    await house.accounts.set_avatar(alice.asker, picture())
    avatar = (await house.accounts.me(alice.asker)).card.avatar
    await house.plans.grant("alice", "plus", None)
    await house.people.mark(bob, uid, Mark.SAVED, on=True)
    await house.people.mark(alice.asker, bob.account, Mark.BLOCK, on=True)
    bus.deliveries.clear()
    await house.accounts.delete(alice.asker, PASSWORD, HOME)

    [person] = told(bus, bob.account)
    assert isinstance(person, PersonChanged)
    assert person.card.gone
    assert set(told(bus, uid)) == {SessionEnded(alice.asker.session), FactsChanged(uid)}
    assert await house.sessions.authenticate(alice.token) is None
    with pytest.raises(NotFoundError):
        await house.people.profile(bob, uid)
    assert (await house.people.counts(bob)).saved == 0
    async with house.units.read() as unit:
        account = await unit.accounts.get(uid)
        assert account is not None
        assert (account.status, account.display_name) == (Status.DELETED, "")
        assert await unit.accounts.password_hash(uid) is None
        assert await unit.plans.in_force(uid, house.clock.now()) is None
        assert not (await unit.safety.restrictions(uid, bob.account)).blocks
        rows = await unit._connection.exec_driver_sql("SELECT * FROM accounts")
        assert "lice" not in str([row for row in rows if row.uid == uid])
    assert avatar is not None
    assert await house.blobs.get(AVATARS, avatar) is None
    # The handle is free, and whoever takes it is somebody else.
    assert (await house.join("alice")).account != uid


async def test_deleting_without_a_password_needs_a_recent_sign_in(house: House) -> None:
    alice = await house.join("alice")
    async with house.units.write() as unit:
        await unit.accounts.set_password_hash(alice.account, None)
        await unit.commit()
    house.clock.advance(RECENT)
    with pytest.raises(RefusedError) as caught:
        await house.accounts.delete(alice, None, HOME)
    assert caught.value.code is ErrorCode.SIGN_IN_FAILED
    assert (await house.accounts.me(alice)).card.handle == "alice"


async def test_an_operator_names_accounts_by_handle(house: House, bus: RecordingBus) -> None:
    alice, bob = await house.join("alice"), await house.join("bob")
    await house.people.mark(bob, alice.account, Mark.FOLLOW, on=True)
    until = house.clock.now() + DAY
    for change, plan, verified in (
        (house.administration.set_verified("alice", verified=True), None, True),
        (house.plans.grant("@Alice", "Studio plan", until), "Studio plan", True),
        (house.plans.revoke("alice"), None, True),
        (house.administration.set_verified("alice", verified=False), None, False),
    ):
        bus.deliveries.clear()
        await change
        [person] = told(bus, bob.account)
        assert isinstance(person, PersonChanged)
        assert person.card.verified == verified
        assert FactsChanged(alice.account) in told(bus, alice.account)
        async with house.units.read() as unit:
            assert await unit.plans.in_force(alice.account, house.clock.now()) == plan
            assert await unit.plans.in_force(alice.account, until) is None


async def test_an_operator_who_misspells_a_handle_is_told(house: House) -> None:
    for call in (
        house.administration.suspend("nobody"),
        house.administration.unsuspend("no body"),
        house.administration.set_verified("", verified=True),
        house.administration.delete("nobody"),
        house.administration.reset_link("nobody"),
        house.plans.grant("nobody", "plus", None),
        house.plans.revoke("nobody"),
    ):
        with pytest.raises(NotFoundError):
            await call
    await house.join("alice")
    with pytest.raises(BobwhiteError):
        await house.plans.grant("alice", " ", None)


async def test_an_operator_can_delete_an_account(house: House) -> None:
    alice = await house.join("alice")
    await house.accounts.set_avatar(alice, picture())
    await house.administration.delete("alice")
    house.clock.advance(timedelta(days=1))
    async with house.units.read() as unit:
        assert (await unit.accounts.card(alice.account)).gone
