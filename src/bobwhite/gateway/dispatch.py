"""Which handler carries out a command, and how does its failure read on the wire?"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bobwhite.accounts.model import Asker
from bobwhite.errors import BobwhiteError, ErrorCode, InvalidError, RateLimitedError
from bobwhite.wire.base import Command, Message
from bobwhite.wire.envelope import Error

Handler = Callable[[Asker, Any], Awaitable[Message]]

_log = structlog.get_logger()


class Dispatcher:
    """Knows every command's handler; each command gets exactly one reply."""

    def __init__(self, handlers: Mapping[type[Command], Handler]) -> None:
        self._handlers = dict(handlers)

    async def reply(self, asker: Asker, command: Command) -> Message:
        """Carry out ``command`` and return its reply; a failure is a reply as well."""
        try:
            return await self._handlers[type(command)](asker, command)
        except BobwhiteError as error:
            return failure(command.rid, error)
        except Exception as error:
            # The type alone: a text or a trace could hold what only participants should know.
            _log.error("command_broke", command=type(command).__name__, error=type(error).__name__)
            return Error(rid=command.rid, code=ErrorCode.BROKEN)


def failure(rid: str, error: BobwhiteError) -> Error:
    """Return the reply for a command that changed nothing."""
    return Error(
        rid=rid,
        code=error.code,
        field=error.field if isinstance(error, InvalidError) else None,
        retry_after_s=error.retry_after_s if isinstance(error, RateLimitedError) else None,
    )
