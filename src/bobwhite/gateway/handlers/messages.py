"""What does each command about messages do?"""

from bobwhite.accounts.model import Asker
from bobwhite.errors import InvalidError
from bobwhite.gateway.dispatch import Handlers
from bobwhite.ids import AccountId, ConversationId, MessageId, decode_bytes
from bobwhite.messages.service import MessageService
from bobwhite.presenters.messages import message_item
from bobwhite.wire import messages as wire
from bobwhite.wire.base import Message
from bobwhite.wire.envelope import Ok


def handlers(service: MessageService) -> Handlers:
    """Return the handlers of ``message.…`` and ``conversation.…``."""

    async def send(asker: Asker, command: wire.MessageSend) -> Message:
        try:
            body = decode_bytes(command.body)
        except ValueError as error:
            raise InvalidError(field="body") from error
        message = await service.send(
            asker, AccountId(command.to), MessageId(command.mid), command.content_type, body
        )
        return wire.MessageSent(rid=command.rid, conv=message.conv, item=message_item(message))

    async def delete(asker: Asker, command: wire.MessageDelete) -> Message:
        await service.delete(asker, ConversationId(command.conv), MessageId(command.mid))
        return Ok(rid=command.rid)

    async def received(asker: Asker, command: wire.MessageReceived) -> Message:
        await service.received(asker, ConversationId(command.conv), command.up_to)
        return Ok(rid=command.rid)

    async def read(asker: Asker, command: wire.MessageRead) -> Message:
        await service.read(asker, ConversationId(command.conv), command.up_to)
        return Ok(rid=command.rid)

    async def typing(asker: Asker, command: wire.MessageTyping) -> Message:
        await service.typing(asker, ConversationId(command.conv))
        return Ok(rid=command.rid)

    async def accept(asker: Asker, command: wire.ConversationAccept) -> Message:
        await service.accept(asker, ConversationId(command.conv))
        return Ok(rid=command.rid)

    async def decline(asker: Asker, command: wire.ConversationDecline) -> Message:
        await service.decline(asker, ConversationId(command.conv))
        return Ok(rid=command.rid)

    return {
        wire.MessageSend: send,
        wire.MessageDelete: delete,
        wire.MessageReceived: received,
        wire.MessageRead: read,
        wire.MessageTyping: typing,
        wire.ConversationAccept: accept,
        wire.ConversationDecline: decline,
    }
