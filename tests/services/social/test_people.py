"""Who sees what of whom, and can anybody notice a block?"""

import pytest

from bobwhite.accounts.events import FactsChanged
from bobwhite.accounts.model import Asker
from bobwhite.delivery import Event
from bobwhite.errors import InvalidError, NotFoundError
from bobwhite.ids import AccountId
from bobwhite.social.events import RelationChanged
from bobwhite.social.model import PAGE, ContactCounts, ContactKind, Mark, Relation
from tests.conftest import RecordingBus
from tests.support.house import House
from tests.support.people import enrol

UNKNOWN = AccountId("acc_" + "z" * 20)


@pytest.fixture
async def alice(house: House) -> Asker:
    return await house.join("alice")


@pytest.fixture
async def bob(house: House) -> Asker:
    return await house.join("bob")


@pytest.fixture
async def carol(house: House) -> Asker:
    return await house.join("carol")


def told(bus: RecordingBus, to: AccountId) -> list[Event]:
    return [delivery.event for delivery in bus.deliveries if delivery.to.account == to]


async def names(house: House, asker: Asker, kind: ContactKind) -> list[str]:
    return [contact.card.handle for contact in (await house.people.contacts(asker, kind)).contacts]


async def found(house: House, asker: Asker, text: str) -> list[str]:
    return [contact.card.handle for contact in await house.people.search(asker, text)]


@pytest.mark.parametrize("mark", list(Mark))
async def test_a_mark_is_ones_own_and_reaches_ones_own_devices_only(
    house: House, bus: RecordingBus, alice: Asker, bob: Asker, mark: Mark
) -> None:
    bus.deliveries.clear()
    on = await house.people.mark(alice, bob.account, mark, on=True)
    assert (
        on
        == {
            Mark.FOLLOW: Relation(following=True),
            Mark.SAVED: Relation(saved=True),
            Mark.BLOCK: Relation(blocked=True),
            Mark.CALL_BLOCK: Relation(call_blocked=True),
        }[mark]
    )
    assert told(bus, alice.account) == [
        RelationChanged(bob.account, on),
        FactsChanged(alice.account, bob.account),
    ]
    assert told(bus, bob.account) == []
    assert (await house.people.profile(alice, bob.account)).relation == on
    assert (await house.people.profile(bob, alice.account)).relation == Relation()
    assert await house.people.mark(alice, bob.account, mark, on=False) == Relation()


async def test_the_same_again_tells_nothing(
    house: House, bus: RecordingBus, alice: Asker, bob: Asker
) -> None:
    for on in (True, False):
        await house.people.mark(alice, bob.account, Mark.SAVED, on=on)
        bus.deliveries.clear()
        await house.people.mark(alice, bob.account, Mark.SAVED, on=on)
        assert bus.deliveries == []


@pytest.mark.promise("9.1")
async def test_block_and_call_block_are_two_choices(house: House, alice: Asker, bob: Asker) -> None:
    await house.people.mark(alice, bob.account, Mark.BLOCK, on=True)
    both = await house.people.mark(alice, bob.account, Mark.CALL_BLOCK, on=True)
    assert both == Relation(blocked=True, call_blocked=True)
    rest = await house.people.mark(alice, bob.account, Mark.BLOCK, on=False)
    assert rest == Relation(call_blocked=True)


async def test_nobody_marks_oneself_or_somebody_unknown_or_gone(
    house: House, alice: Asker, bob: Asker
) -> None:
    await house.administration.delete("bob")
    for mark in Mark:
        with pytest.raises(InvalidError):
            await house.people.mark(alice, alice.account, mark, on=True)
        for other in (UNKNOWN, bob.account):
            with pytest.raises(NotFoundError):
                await house.people.mark(alice, other, mark, on=True)


async def everything_seen(house: House, carol: Asker, alice: AccountId) -> list[object]:
    """What Carol can see and do towards Alice, by every way there is."""
    return [
        await house.people.profile(carol, alice),
        await house.people.profile_by_handle(carol, "alice"),
        await house.people.search(carol, "alice"),
        await house.people.search(carol, "al"),
        await house.people.mark(carol, alice, Mark.FOLLOW, on=True),
        await house.people.mark(carol, alice, Mark.SAVED, on=True),
        await house.people.profile(carol, alice),
        await house.people.search(carol, "al"),
        [await house.people.contacts(carol, kind) for kind in ContactKind],
        await house.people.counts(carol),
        await house.people.mark(carol, alice, Mark.FOLLOW, on=False),
        await house.people.mark(carol, alice, Mark.SAVED, on=False),
    ]


@pytest.mark.promise("9.1", "2.7")
@pytest.mark.parametrize("follows", [False, True])
async def test_nothing_that_somebody_blocked_can_ask_for_differs(
    house: House, bus: RecordingBus, alice: Asker, carol: Asker, follows: bool
) -> None:
    await house.people.mark(alice, carol.account, Mark.FOLLOW, on=follows)
    bus.deliveries.clear()
    before = await everything_seen(house, carol, alice.account)
    events_before = told(bus, carol.account)
    for mark in (Mark.BLOCK, Mark.CALL_BLOCK, Mark.SAVED):
        await house.people.mark(alice, carol.account, mark, on=True)
        bus.deliveries.clear()
        assert await everything_seen(house, carol, alice.account) == before
        assert told(bus, carol.account) == events_before


@pytest.mark.promise("9.1")
async def test_a_follow_while_blocked_looks_accepted_and_counts_for_nothing(
    house: House, alice: Asker, carol: Asker
) -> None:
    await house.people.mark(alice, carol.account, Mark.BLOCK, on=True)
    followed = await house.people.mark(carol, alice.account, Mark.FOLLOW, on=True)
    assert followed.following
    assert await names(house, alice, ContactKind.FOLLOWERS) == []
    await house.people.mark(alice, carol.account, Mark.BLOCK, on=False)
    assert await names(house, alice, ContactKind.FOLLOWERS) == [], "unblocking delivers nothing"
    assert (await house.people.counts(alice)).followers == 0
    # The same again must not bring it to light either; a new one does.
    await house.people.mark(carol, alice.account, Mark.FOLLOW, on=True)
    assert await names(house, alice, ContactKind.FOLLOWERS) == []
    await house.people.mark(carol, alice.account, Mark.FOLLOW, on=False)
    await house.people.mark(carol, alice.account, Mark.FOLLOW, on=True)
    assert await names(house, alice, ContactKind.FOLLOWERS) == ["carol"]


async def test_a_follower_who_is_blocked_later_is_not_counted_meanwhile(
    house: House, alice: Asker, carol: Asker
) -> None:
    await house.people.mark(carol, alice.account, Mark.FOLLOW, on=True)
    for on, followers in ((True, []), (False, ["carol"])):
        await house.people.mark(alice, carol.account, Mark.BLOCK, on=on)
        assert await names(house, alice, ContactKind.FOLLOWERS) == followers
        assert await found(house, alice, "ca") == followers


async def test_saving_while_following_again_keeps_the_swallowed_follow_swallowed(
    house: House, alice: Asker, carol: Asker
) -> None:
    await house.people.mark(alice, carol.account, Mark.BLOCK, on=True)
    await house.people.mark(carol, alice.account, Mark.FOLLOW, on=True)
    await house.people.mark(alice, carol.account, Mark.BLOCK, on=False)
    await house.people.mark(carol, alice.account, Mark.SAVED, on=True)
    await house.people.mark(carol, alice.account, Mark.SAVED, on=False)
    assert await names(house, alice, ContactKind.FOLLOWERS) == []


async def test_people_are_found_by_exact_handle_by_everybody(
    house: House, alice: Asker, bob: Asker
) -> None:
    for text in ("bob", "BOB", "@Bob", "  bob "):
        assert await found(house, alice, text) == ["bob"]
    for text in ("bo", "bobb", "", "@", " ", "%", "b_b", "x" * 500):
        assert await found(house, alice, text) == []
    assert await found(house, alice, "alice") == [], "oneself is no answer"


async def test_people_are_found_by_the_beginning_of_a_name_among_ones_own(
    house: House, alice: Asker
) -> None:
    people = {
        "rosa.marin": "Rosa Marín",
        "okan": "Okan Yıldız",
        "theo_park": "Theo Park",
        "nils": "Élodie Berg",
    }
    uids = {
        handle: await enrol(house.units, handle, display_name=people[handle]) for handle in people
    }
    assert await found(house, alice, "ro") == []
    await house.people.mark(alice, uids["rosa.marin"], Mark.FOLLOW, on=True)
    await house.people.mark(alice, uids["okan"], Mark.SAVED, on=True)
    async with house.units.write() as unit:
        await unit.social.follow(uids["nils"], alice.account, house.clock.now(), swallowed=False)
        await unit.commit()
    for text, handles in {
        "ro": ["rosa.marin"],
        "rosa.m": ["rosa.marin"],
        "MAR": ["rosa.marin"],
        "yı": ["okan"],
        "éL": ["nils"],
        "e\u0301l": ["nils"],
        "r": [],
        "th": [],
        "theo_park": ["theo_park"],
        "sa": [],
        "r%": [],
        "o_": [],
    }.items():
        assert await found(house, alice, text) == handles, text


async def test_an_exact_handle_comes_first_and_twenty_are_enough(
    house: House, alice: Asker
) -> None:
    await enrol(house.units, "zoe", display_name="Zoe")
    for number in range(25):
        uid = await enrol(house.units, f"zoe{number:02}", display_name=f"Another Zoe {number:02}")
        await house.people.mark(alice, uid, Mark.SAVED, on=True)
    handles = await found(house, alice, "zoe")
    assert len(handles) == 20
    assert handles[:2] == ["zoe", "zoe00"]


async def test_suspended_and_deleted_accounts_are_not_found(
    house: House, alice: Asker, bob: Asker, carol: Asker
) -> None:
    for other in (bob, carol):
        await house.people.mark(alice, other.account, Mark.SAVED, on=True)
    await house.administration.suspend("bob")
    await house.administration.delete("carol")
    for text in ("bob", "bo", "carol", "ca"):
        assert await found(house, alice, text) == []
    with pytest.raises(NotFoundError):
        await house.people.profile_by_handle(alice, "carol")
    assert (await house.people.profile_by_handle(alice, "Bob")).card.handle == "bob"


async def test_unknown_people_have_no_profile(house: House, alice: Asker) -> None:
    with pytest.raises(NotFoundError):
        await house.people.profile(alice, UNKNOWN)
    for handle in ("nobody", "no body", ""):
        with pytest.raises(NotFoundError):
            await house.people.profile_by_handle(alice, handle)
    assert (await house.people.profile_by_handle(alice, "alice")).is_self


async def test_lists_come_by_name_in_pages_that_lose_and_double_nobody(
    house: House, alice: Asker
) -> None:
    handles = [f"person{number:03}" for number in range(PAGE + 7)]
    for handle in handles:
        # Names alike: the order must still be one.
        uid = await enrol(house.units, handle, display_name="Sam")
        await house.people.mark(alice, uid, Mark.FOLLOW, on=True)
    first = await house.people.contacts(alice, ContactKind.FOLLOWING)
    assert len(first.contacts) == PAGE
    assert first.next is not None
    second = await house.people.contacts(alice, ContactKind.FOLLOWING, first.next)
    assert second.next is None
    listed = [contact.card.handle for contact in first.contacts + second.contacts]
    assert sorted(listed) == handles
    assert len(set(listed)) == len(handles)


async def test_each_list_holds_its_own_and_is_counted(
    house: House, alice: Asker, bob: Asker, carol: Asker
) -> None:
    await house.people.mark(alice, bob.account, Mark.SAVED, on=True)
    await house.people.mark(alice, carol.account, Mark.FOLLOW, on=True)
    await house.people.mark(alice, carol.account, Mark.CALL_BLOCK, on=True)
    await house.people.mark(bob, alice.account, Mark.FOLLOW, on=True)
    listed = {kind: await names(house, alice, kind) for kind in ContactKind}
    assert listed == {
        ContactKind.SAVED: ["bob"],
        ContactKind.FOLLOWING: ["carol"],
        ContactKind.FOLLOWERS: ["bob"],
        ContactKind.BLOCKED: ["carol"],
    }
    assert await house.people.counts(alice) == ContactCounts(1, 1, 1, 1)
    [contact] = (await house.people.contacts(alice, ContactKind.BLOCKED)).contacts
    assert contact.relation == Relation(following=True, call_blocked=True)
