"""How do WebSockets of the ASGI server reach the gateway's rules?

The shell around ``GatewaySession``: it checks who connects, reads frames one after the other, and
writes what a link queues. One reader and one writer for each connection, no task for a message.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import Any

import structlog

from bobwhite.accounts.model import Asker
from bobwhite.gateway.connection import Connection, ConnectionHook
from bobwhite.gateway.dispatch import Dispatcher
from bobwhite.gateway.fanout import Fanout
from bobwhite.gateway.faults import fault
from bobwhite.gateway.server import CUT
from bobwhite.gateway.start import Starter
from bobwhite.gateway.wheel import Handle, TimerWheel
from bobwhite.wire.close_codes import CloseCode
from bobwhite.wire.handshake import SUBPROTOCOL

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Sender = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Authenticate = Callable[[str], Awaitable[Asker | None]]

RETURN_WITHIN_MS = 2_000
"""Over which time clients come back after a stop: shorter lets them stampede, longer keeps them away."""

STOP_LIMIT_S = 5.0
"""How long a stop waits for clients to take their goodbye."""

RECHECK_S = 600.0
"""How often a connection's session is looked at again; revocations by this process act at once."""

_log = structlog.get_logger()


class Gateway:
    """The ASGI application of the gateway's path.

    ``capacity`` bounds the connections; above it a handshake gets HTTP 503 and those that exist are
    served.
    """

    def __init__(
        self,
        *,
        authenticate: Authenticate,
        origins: Sequence[str],
        cookie: str,
        starter: Starter,
        dispatcher: Dispatcher,
        fanout: Fanout,
        hooks: Iterable[ConnectionHook],
        wheel: TimerWheel,
        capacity: int,
    ) -> None:
        self._authenticate = authenticate
        self._origins = frozenset(origins)
        self._cookie = cookie
        self._starter = starter
        self._dispatcher = dispatcher
        self._fanout = fanout
        self._hooks = tuple(hooks)
        self._wheel = wheel
        self._capacity = capacity
        self._connections: dict[Connection, Handle] = {}

    @property
    def connections(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    async def start(self) -> None:
        """Begin to let time pass."""
        await self._wheel.start()

    async def stop(self) -> None:
        """Say goodbye to everybody, spread over two seconds, and close. No call ends by it."""
        self._capacity = 0
        leaving = list(self._connections)
        for connection in leaving:
            connection.say_goodbye(secrets.randbelow(RETURN_WITHIN_MS))
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_LIMIT_S):
                await asyncio.gather(*(connection.over.wait() for connection in leaving))
        await self._wheel.stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Sender) -> None:
        """Serve one WebSocket from handshake to close."""
        if (await receive())["type"] != "websocket.connect":
            return
        if len(self._connections) >= self._capacity:
            await _answer_busy(scope, send)
            return
        refusal = self._refusal(scope)
        token = _cookie_value(scope, self._cookie)
        try:
            asker = None if refusal else await self._authenticate(token)
        except Exception as error:
            _log.error("handshake_broke", **fault(error))
            await _answer_busy(scope, send)
            return
        if asker is None:
            # A page cannot read the status of a refused handshake, but it can read a close code.
            await send({"type": "websocket.accept", "subprotocol": _offered(scope)})
            code = refusal or CloseCode.SIGNED_OUT
            await send({"type": "websocket.close", "code": int(code)})
            return
        await send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
        await self._serve(asker, token, scope, receive, send)

    async def _serve(
        self, asker: Asker, token: str, scope: Scope, receive: Receive, send: Sender
    ) -> None:
        connection = Connection(
            asker,
            send=send,
            cut=scope.get("extensions", {}).get(CUT),
            starter=self._starter,
            dispatcher=self._dispatcher,
            fanout=self._fanout,
            hooks=self._hooks,
            wheel=self._wheel,
        )
        self._recheck(connection, token)
        try:
            await connection.run(receive)
        except Exception as error:
            # Here and not in the server, whose log would hold the trace.
            _log.error("connection_broke", **fault(error))
        finally:
            self._wheel.cancel(self._connections.pop(connection))

    def _refusal(self, scope: Scope) -> CloseCode | None:
        origin = _header(scope, b"origin").decode("latin-1")
        if origin not in self._origins:
            return CloseCode.FORBIDDEN_ORIGIN
        if scope.get("query_string"):
            # Nothing belongs there, least of all a token: addresses end up in logs of proxies.
            return CloseCode.MALFORMED
        return None if SUBPROTOCOL in scope.get("subprotocols", []) else CloseCode.VERSION

    def _recheck(self, connection: Connection, token: str) -> None:
        async def check() -> None:
            try:
                asker = await self._authenticate(token)
            except Exception as error:
                _log.error("recheck_broke", **fault(error))
            else:
                if asker is None:
                    connection.sign_out()
            if connection in self._connections:
                self._recheck(connection, token)

        self._connections[connection] = self._wheel.schedule(RECHECK_S, check)


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key.lower() == name), b"")


def _cookie_value(scope: Scope, name: str) -> str:
    jar = SimpleCookie()
    with suppress(CookieError):
        jar.load(_header(scope, b"cookie").decode("latin-1"))
    return jar[name].value if name in jar else ""


def _offered(scope: Scope) -> str | None:
    offered: list[str] = scope.get("subprotocols", [])
    return offered[0] if offered else None


async def _answer_busy(scope: Scope, send: Sender) -> None:
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": int(CloseCode.RESTART)})
        return
    headers = [(b"retry-after", b"5"), (b"content-length", b"0")]
    await send({"type": "websocket.http.response.start", "status": 503, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": b""})
