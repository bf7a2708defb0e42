"""Do the lists, the sessions and the one-time secrets of people work on both databases?"""

import hashlib
from datetime import UTC, datetime, timedelta

from bobwhite.accounts.model import Passkey, Session
from bobwhite.accounts.tickets import Purpose, Ticket
from bobwhite.ids import AccountId, SessionId
from bobwhite.safety.model import Restrictions
from bobwhite.social.model import Bookmark, ContactCounts, ContactKind
from bobwhite.storage.unit_of_work import Units
from tests.support.people import enrol, give_device, session_of

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


async def test_a_ticket_is_taken_once(both_units: Units) -> None:
    ticket = Ticket(Purpose.SIGN_IN_PASSKEY, None, LATER, {"origin": "http://localhost"})
    async with both_units.write() as unit:
        await unit.tickets.put(digest("one"), ticket)
        assert await unit.tickets.look(digest("one")) == ticket
        assert await unit.tickets.take(digest("one")) == ticket
        assert await unit.tickets.take(digest("one")) is None
        assert await unit.tickets.look(digest("one")) is None


async def test_tickets_are_dropped_by_owner_and_purpose_or_when_over(both_units: Units) -> None:
    alice = await enrol(both_units, "alice")
    kept = {
        "hers": Ticket(Purpose.RESET_PASSWORD, alice, LATER),
        "nobody's": Ticket(Purpose.RESET_PASSWORD, None, LATER),
        "other": Ticket(Purpose.REGISTER_PASSKEY, alice, LATER),
        "lasting": Ticket(Purpose.SET_UP, None, None),
    }
    async with both_units.write() as unit:
        for name, ticket in kept.items():
            await unit.tickets.put(digest(name), ticket)
        await unit.tickets.drop(Purpose.RESET_PASSWORD, alice)
        left = [name for name in kept if await unit.tickets.look(digest(name))]
        assert left == ["nobody's", "other", "lasting"]
        await unit.tickets.drop(Purpose.RESET_PASSWORD, None)
        await unit.tickets.drop_over(LATER - timedelta(microseconds=1))
        assert await unit.tickets.look(digest("other")) is not None
        await unit.tickets.drop_over(LATER)
        left = [name for name in kept if await unit.tickets.look(digest(name))]
        assert left == ["lasting"]


async def test_sessions_come_by_secret_and_by_last_use(both_units: Units) -> None:
    alice, bob = await enrol(both_units, "alice"), await enrol(both_units, "bob")
    did = await give_device(both_units, alice)
    old = await session_of(both_units, alice)
    new = Session(SessionId("ses_new"), alice, "Firefox", NOW, NOW)
    async with both_units.write() as unit:
        await unit.sessions.add(new, digest("secret"))
        assert await unit.sessions.by_token(digest("secret")) == new
        assert await unit.sessions.by_token(digest("other")) is None
        assert await unit.sessions.get(bob, new.id) is None
        assert [session.id for session in await unit.sessions.of(alice)] == [new.id, old]
        await unit.sessions.seen(old, LATER)
        await unit.sessions.bind(new.id, did)
        first, second = await unit.sessions.of(alice)
        assert (first.id, first.last_seen_at, second.device) == (old, LATER, did)
        await unit.sessions.bind(new.id, None)
        await unit.sessions.remove(old)
        assert [session.device for session in await unit.sessions.of(alice)] == [None]


async def test_passkeys_come_back_as_they_were_kept(both_units: Units) -> None:
    alice, bob = await enrol(both_units, "alice"), await enrol(both_units, "bob")
    passkey = Passkey("c" * 1364, alice, b"\x00\xff" * 40, 2**32 - 1, "localhost", "Firefox", NOW)
    async with both_units.write() as unit:
        assert await unit.passkeys.add(passkey)
        assert not await unit.passkeys.add(passkey)
        assert await unit.passkeys.get(passkey.credential) == passkey
        await unit.passkeys.used(passkey.credential, 7, LATER)
        [used] = await unit.passkeys.of(alice)
        assert (used.sign_count, used.last_used_at) == (7, LATER)
        assert not await unit.passkeys.remove(bob, passkey.credential)
        assert await unit.passkeys.remove(alice, passkey.credential)
        assert await unit.passkeys.get(passkey.credential) is None


async def people(units: Units) -> dict[str, AccountId]:
    return {
        "alice": await enrol(units, "alice"),
        "rosa": await enrol(units, "rosa", display_name="Rosa Marín"),
        "okan": await enrol(units, "okan", display_name="Okan Yıldız"),
        "emil": await enrol(units, "emil", display_name="Émil Berg"),
    }


async def test_lists_and_counts_of_people(both_units: Units) -> None:
    who = await people(both_units)
    alice = who["alice"]
    async with both_units.write() as unit:
        await unit.social.save(alice, who["okan"], NOW)
        for name in ("rosa", "okan", "emil"):
            await unit.social.follow(alice, who[name], NOW, swallowed=False)
        await unit.social.follow(who["rosa"], alice, NOW, swallowed=False)
        await unit.social.follow(who["okan"], alice, NOW, swallowed=True)
        await unit.social.follow(who["emil"], alice, NOW, swallowed=False)
        await unit.safety.restrict(alice, who["emil"], Restrictions(blocks=True), NOW)
        await unit.safety.restrict(alice, who["rosa"], Restrictions(call_blocks=True), NOW)
        listed = {
            kind: {c.card.handle for c in await unit.directory.contacts(alice, kind, None, 50)}
            for kind in ContactKind
        }
        assert listed == {
            ContactKind.SAVED: {"okan"},
            ContactKind.FOLLOWING: {"rosa", "okan", "emil"},
            ContactKind.FOLLOWERS: {"rosa"},
            ContactKind.BLOCKED: {"rosa", "emil"},
        }
        assert await unit.directory.counts(alice) == ContactCounts(1, 3, 1, 2)
        assert set(await unit.social.keepers(alice, 50)) == {
            who[n] for n in ("rosa", "okan", "emil")
        }
        assert len(await unit.social.keepers(alice, 2)) == 2
        first, second = await unit.directory.contacts(alice, ContactKind.FOLLOWING, None, 2)
        mark = Bookmark(second.card.display_name.casefold(), second.card.account)
        [third] = await unit.directory.contacts(alice, ContactKind.FOLLOWING, mark, 2)
        assert {c.card.handle for c in (first, second, third)} == {"rosa", "okan", "emil"}

        await unit.social.remove_all(who["rosa"])
        await unit.safety.remove_all(who["rosa"])
        assert await unit.directory.counts(alice) == ContactCounts(1, 2, 0, 1)


async def test_search_takes_signs_as_they_are(both_units: Units) -> None:
    who = await people(both_units)
    async with both_units.write() as unit:
        for name in ("rosa", "okan", "emil"):
            await unit.social.save(who["alice"], who[name], NOW)

        async def found(query: str, *, prefix: bool = True) -> list[str]:
            contacts = await unit.directory.search(who["alice"], query, prefix=prefix, limit=20)
            return [contact.card.handle for contact in contacts]

        assert await found("ro") == ["rosa"]
        assert await found("yıl") == ["okan"]
        assert await found("ém") == ["emil"]
        assert await found("rosa", prefix=False) == ["rosa"]
        assert await found("ro", prefix=False) == []
        for query in ("%", "r%", "r_", "\\", "'", "ro\\"):
            assert await found(query) == []
