"""Routes that read and tidy the call list, and tell whether somebody can be called."""

import re
from collections.abc import Sequence
from typing import Literal

from litestar import delete, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery

from bobwhite.calls.history import Filter
from bobwhite.calls.service import CallService
from bobwhite.errors import NotFoundError
from bobwhite.http.auth import AnyRequest, Doorkeeper
from bobwhite.ids import ACCOUNT_ID_PATTERN, AccountId, CallId, is_byte_id
from bobwhite.presenters.calls import bookmark, call_page
from bobwhite.wire import people, timeline

Which = Literal["all", "missed", "incoming", "outgoing"]

DEFAULT_LIMIT = 30
_ACCOUNT_ID = re.compile(ACCOUNT_ID_PATTERN)


def call_routes(service: CallService, door: Doorkeeper) -> Sequence[HTTPRouteHandler]:
    """Return the routes of calls."""

    @get("/api/v1/calls", operation_id="listCalls")
    async def list_calls(
        request: AnyRequest,
        filter: FromQuery[Which] = "all",  # noqa: A002 - the name of the query parameter
        cursor: FromQuery[str | None] = None,
        limit: FromQuery[int] = DEFAULT_LIMIT,
        q: FromQuery[str | None] = None,
    ) -> timeline.CallPage:
        asker = await door.asker(request)
        after = None if cursor is None else bookmark(cursor)
        return call_page(await service.lists.entries(asker, Filter(filter), after, limit, q))

    @delete("/api/v1/calls/{call:str}", operation_id="removeCall", status_code=204)
    async def remove_call(request: AnyRequest, call: FromPath[str]) -> None:
        asker = await door.asker(request)
        if not is_byte_id(call):
            raise NotFoundError
        await service.lists.remove(asker, CallId(call))

    @get("/api/v1/people/{uid:str}/calling", operation_id="getCalling")
    async def get_calling(request: AnyRequest, uid: FromPath[str]) -> people.Calling:
        asker = await door.asker(request)
        if _ACCOUNT_ID.match(uid) is None:
            raise NotFoundError
        calling = await service.calling(asker.account, AccountId(uid))
        return people.Calling(allowed=calling.allowed, code=calling.code)

    return list_calls, remove_call, get_calling
