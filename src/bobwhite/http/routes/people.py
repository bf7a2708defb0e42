"""Routes of people: find, look at, follow, save, block, forget."""

from collections.abc import Sequence
from typing import Literal

from litestar import delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from bobwhite.accounts.model import Asker
from bobwhite.calls.service import CallService
from bobwhite.errors import NotFoundError
from bobwhite.http.auth import AnyRequest, Doorkeeper
from bobwhite.http.names import account_id
from bobwhite.http.paging import read_contacts_cursor, write_contacts_cursor
from bobwhite.messages.service import MessageService
from bobwhite.presenters import people as present
from bobwhite.social.model import ContactKind, Mark, Profile
from bobwhite.social.service import PeopleService
from bobwhite.wire import accounts as shapes
from bobwhite.wire import people as wire

KindText = Literal["saved", "following", "followers", "blocked"]


def people_routes(
    people: PeopleService, messages: MessageService, calls: CallService, door: Doorkeeper
) -> Sequence[HTTPRouteHandler]:
    """Return the routes of people; a profile is put together from three features here."""

    async def profile_view(asker: Asker, profile: Profile) -> wire.Profile:
        other = profile.card.account
        thread = None
        if not profile.is_self:
            thread = (await messages.with_person(asker, other)).conversation
        calling = await calls.calling(asker.account, other)
        return wire.Profile(
            person=present.person(profile.card),
            relation=present.relation(profile.relation),
            calling=wire.Calling(allowed=calling.allowed, code=calling.code),
            conversation=thread.member.conv if thread else None,
            is_self=profile.is_self,
        )

    async def change(request: AnyRequest, uid: str, mark: str, *, on: bool) -> wire.Relation:
        asker = await door.asker(request)
        if mark not in set(Mark):
            raise NotFoundError
        return present.relation(await people.mark(asker, account_id(uid), Mark(mark), on=on))

    @get("/api/v1/people", operation_id="searchPeople")
    async def search(request: AnyRequest, q: FromQuery[str]) -> list[wire.Person]:
        found = await people.search(await door.asker(request), q)
        return [present.person(contact.card) for contact in found]

    @get("/api/v1/people/by-handle/{handle:str}", operation_id="getPersonByHandle")
    async def by_handle(request: AnyRequest, handle: FromPath[str]) -> wire.Profile:
        asker = await door.asker(request)
        return await profile_view(asker, await people.profile_by_handle(asker, handle))

    @get("/api/v1/people/{uid:str}", operation_id="getPerson")
    async def by_id(request: AnyRequest, uid: FromPath[str]) -> wire.Profile:
        asker = await door.asker(request)
        return await profile_view(asker, await people.profile(asker, account_id(uid)))

    @put("/api/v1/people/{uid:str}/{mark:str}", operation_id="markPerson")
    async def set_mark(
        request: AnyRequest, uid: FromPath[str], mark: FromPath[str]
    ) -> wire.Relation:
        return await change(request, uid, mark, on=True)

    @delete("/api/v1/people/{uid:str}/{mark:str}", operation_id="unmarkPerson", status_code=200)
    async def lift_mark(
        request: AnyRequest, uid: FromPath[str], mark: FromPath[str]
    ) -> wire.Relation:
        return await change(request, uid, mark, on=False)

    @post("/api/v1/people/{uid:str}/forget", operation_id="forgetPerson", status_code=204)
    async def forget(request: AnyRequest, uid: FromPath[str]) -> None:
        asker = await door.asker(request)
        other = (await people.profile(asker, account_id(uid))).card.account
        await messages.forget(asker, other)
        await calls.lists.forget(asker.account, other)

    @get("/api/v1/contacts", operation_id="listContacts")
    async def contacts(
        request: AnyRequest, kind: FromQuery[KindText], cursor: FromQuery[str | None] = None
    ) -> shapes.ContactPage:
        asker = await door.asker(request)
        after = None if cursor is None else read_contacts_cursor(cursor)
        page = await people.contacts(asker, ContactKind(kind), after)
        return shapes.ContactPage(
            contacts=[
                shapes.Contact(person=present.person(c.card), relation=present.relation(c.relation))
                for c in page.contacts
            ],
            cursor=None if page.next is None else write_contacts_cursor(page.next),
        )

    @get("/api/v1/contacts/counts", operation_id="countContacts")
    async def counts(request: AnyRequest) -> shapes.ContactCounts:
        counted = await people.counts(await door.asker(request))
        return shapes.ContactCounts(address_book=counted.saved, follows=counted.following)

    return (search, by_handle, by_id, set_mark, lift_mark, forget, contacts, counts)
