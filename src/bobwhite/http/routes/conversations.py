"""Routes that read threads; writing goes over the gateway."""

from collections.abc import Sequence

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody

from bobwhite.errors import NotFoundError
from bobwhite.http.auth import AnyRequest, Doorkeeper
from bobwhite.ids import AccountId, ConversationId, is_byte_id
from bobwhite.messages.service import MessageService
from bobwhite.presenters.messages import (
    conversation_page,
    opened,
    read_cursor,
    timeline_page,
)
from bobwhite.wire import timeline as wire

DEFAULT_LIMIT = 50


def conversation_routes(service: MessageService, door: Doorkeeper) -> Sequence[HTTPRouteHandler]:
    """Return the routes of threads."""

    @get("/api/v1/conversations", operation_id="listConversations")
    async def list_conversations(
        request: AnyRequest, cursor: FromQuery[str | None] = None
    ) -> wire.ConversationPage:
        asker = await door.asker(request)
        after = None if cursor is None else read_cursor(cursor)
        return conversation_page(await service.conversations(asker.account, after))

    @get("/api/v1/conversations/{conv:str}/timeline", operation_id="getTimeline")
    async def get_timeline(
        request: AnyRequest,
        conv: FromPath[str],
        before: FromQuery[int | None] = None,
        limit: FromQuery[int] = DEFAULT_LIMIT,
    ) -> wire.TimelinePage:
        asker = await door.asker(request)
        if not is_byte_id(conv):
            raise NotFoundError
        page = await service.timeline(asker, ConversationId(conv), before, limit)
        return timeline_page(page)

    @post("/api/v1/conversations", operation_id="openConversation", status_code=200)
    async def open_conversation(
        request: AnyRequest, data: JSONBody[wire.ConversationOpening]
    ) -> wire.OpenedConversation:
        asker = await door.asker(request)
        return opened(await service.with_person(asker, AccountId(data.to)))

    return list_conversations, get_timeline, open_conversation
