"""Who carries out a command, and what is the reply when it fails?"""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bobwhite.accounts.model import Asker
from bobwhite.errors import BobwhiteError, ErrorCode, InvalidError, RateLimitedError
from bobwhite.gateway.faults import fault
from bobwhite.wire.base import Command, Message
from bobwhite.wire.envelope import Error

Handler = Callable[[Asker, Any], Awaitable[Message]]
Handlers = Mapping[type[Command], Handler]
Count = Callable[[str, str, float], None]
"""Takes a command's name, ``ok`` or its public code, and how many seconds it took."""

_log = structlog.get_logger()


class Dispatcher:
    """Knows the handler of every command; each feature brings its own."""

    def __init__(self, handlers: Handlers, count: Count | None = None) -> None:
        self._handlers = dict(handlers)
        self._count = count

    async def run(self, asker: Asker, command: Command) -> Message:
        """Carry out a command and return its one reply; never raises for what a handler did."""
        begun = time.monotonic()
        reply = await self._reply(asker, command)
        if self._count is not None:
            outcome = reply.code.value if isinstance(reply, Error) else "ok"
            kind = str(type(command).__struct_config__.tag)
            self._count(kind, outcome, time.monotonic() - begun)
        return reply

    async def _reply(self, asker: Asker, command: Command) -> Message:
        handler = self._handlers.get(type(command))
        if handler is None:
            return Error(rid=command.rid, code=ErrorCode.UNAVAILABLE)
        try:
            return await handler(asker, command)
        except BobwhiteError as error:
            return refusal(command.rid, error)
        except Exception as error:
            # Neither text nor trace of the error: both may hold what only the two should know.
            _log.error("command_broke", kind=type(command).__name__, **fault(error))
            return Error(rid=command.rid, code=ErrorCode.BROKEN)


def refusal(rid: str, error: BobwhiteError) -> Error:
    """Return the reply for an error of ours."""
    return Error(
        rid=rid,
        code=error.code,
        field=error.field if isinstance(error, InvalidError) else None,
        retry_after_s=error.retry_after_s if isinstance(error, RateLimitedError) else None,
    )
