"""How do WebSockets of the ASGI server reach the gateway's rules?

The shell around ``Session``: it checks who connects before accepting, reads frames one after the
other, writes what is queued, and lets one ticker pass time to all connections.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import replace
from http.cookies import CookieError, SimpleCookie
from typing import Any, Protocol

import structlog

from bobwhite.accounts.model import Asker
from bobwhite.clock import Clock
from bobwhite.errors import BobwhiteError, ErrorCode
from bobwhite.gateway.dispatch import Dispatcher, failure
from bobwhite.gateway.fanout import Connection, Fanout
from bobwhite.gateway.session import Action, Close, Run, Send, Session
from bobwhite.ids import short
from bobwhite.wire.base import Command, Message
from bobwhite.wire.close_codes import CloseCode
from bobwhite.wire.envelope import Error, encode
from bobwhite.wire.handshake import SUBPROTOCOL, Goodbye, Hello

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Sender = Callable[[MutableMapping[str, Any]], Awaitable[None]]

TICK_S = 1.0
TICKS_TO_CLOSE = 3
RETURN_WITHIN_MS = 2_000
"""Over which time clients come back after a stop; a shorter one lets them stampede."""

_log = structlog.get_logger()


class Starter(Protocol):
    """Answers ``hello``: a fresh snapshot or a resume."""

    async def start(self, asker: Asker, hello: Hello) -> tuple[Message, list[str], int]:
        """Return the answer, the frames that follow it, and the number they reach."""
        ...


class ConnectionHook(Protocol):
    """A feature that wants to know when a tab comes and goes."""

    async def connected(self, asker: Asker) -> None:
        """The tab is ready and can be reached."""
        ...

    async def gone(self, asker: Asker, *, signed_out: bool) -> None:
        """The tab's connection is over."""
        ...


class Gateway:
    """The ASGI application of the gateway's path."""

    def __init__(
        self,
        *,
        authenticate: Callable[[str], Awaitable[Asker | None]],
        origins: Sequence[str],
        cookie: str,
        starter: Starter,
        dispatcher: Dispatcher,
        fanout: Fanout,
        hooks: Iterable[ConnectionHook],
        clock: Clock,
    ) -> None:
        self._authenticate = authenticate
        self._origins = frozenset(origins)
        self._cookie = cookie
        self._starter = starter
        self._dispatcher = dispatcher
        self._fanout = fanout
        self._hooks = tuple(hooks)
        self._clock = clock
        self._shells: set[_Shell] = set()
        self._ticker: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to let time pass."""
        self._ticker = asyncio.create_task(self._tick_for_ever(), name="gateway ticker")

    async def stop(self) -> None:
        """Say goodbye to everybody, spread over two seconds, and close."""
        if self._ticker is not None:
            self._ticker.cancel()
            with suppress(asyncio.CancelledError):
                await self._ticker
        for shell in list(self._shells):
            after = random.randrange(RETURN_WITHIN_MS)  # noqa: S311 - spreads load, hides nothing
            shell.say_goodbye(Goodbye(action="resume", after_ms=after))
        if self._shells:
            await asyncio.wait({shell.done for shell in self._shells}, timeout=3)

    def tick(self) -> None:
        """Let the present instant take effect on every connection."""
        now = self._clock.now()
        for shell in list(self._shells):
            shell.tick(now)

    async def __call__(self, scope: Scope, receive: Receive, send: Sender) -> None:
        """Serve one WebSocket from handshake to close."""
        event = await receive()
        if event["type"] != "websocket.connect":
            return
        refusal, asker = await self._check(scope)
        if refusal is not None or asker is None:
            # Browsers hide the status of a refused handshake: accept, then close with the reason.
            await send({"type": "websocket.accept", "subprotocol": _offered(scope)})
            await send({"type": "websocket.close", "code": refusal or CloseCode.SIGNED_OUT})
            return
        await send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
        shell = _Shell(self, asker, send)
        self._shells.add(shell)
        try:
            await shell.run(receive)
        finally:
            self._shells.discard(shell)

    async def _check(self, scope: Scope) -> tuple[CloseCode | None, Asker | None]:
        headers = {name.lower(): value for name, value in scope["headers"]}
        origin = headers.get(b"origin", b"").decode("latin-1")
        if origin not in self._origins:
            return CloseCode.FORBIDDEN_ORIGIN, None
        if SUBPROTOCOL not in scope.get("subprotocols", []):
            return CloseCode.VERSION, None
        token = _cookie_value(headers.get(b"cookie", b""), self._cookie)
        asker = await self._authenticate(token) if token else None
        return (None, asker) if asker else (CloseCode.SIGNED_OUT, None)

    async def _tick_for_ever(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self.tick()


class _Shell:
    """One connection: its rules, its queue, and the two loops that serve them."""

    def __init__(self, gateway: Gateway, asker: Asker, send: Sender) -> None:
        self._gateway = gateway
        self._asker = asker
        self._send = send
        self._session = Session(gateway._clock.now())
        self._work = asyncio.Event()
        self._connection = Connection(asker, self._work.set)
        self._ready = False
        self._ticks_closing = 0
        self._abandoned = asyncio.Event()
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def run(self, receive: Receive) -> None:
        """Serve until the socket closes."""
        loops: list[asyncio.Task[Any]] = [
            asyncio.create_task(self._write(), name="gateway writer"),
            asyncio.create_task(self._read(receive), name="gateway reader"),
            # A client that reads nothing keeps the writer waiting, its close included.
            asyncio.create_task(self._abandoned.wait(), name="gateway abandon"),
        ]
        try:
            await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in loops:
                task.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            await self._leave()
            self.done.set_result(None)

    def tick(self, now: Any) -> None:
        """Pass on the present instant."""
        for action in self._session.tick(now):
            self._apply(action)
        self._connection.check_backlog(now)
        if self._connection.closing is not None:
            self._ticks_closing += 1
            if self._ticks_closing > TICKS_TO_CLOSE:
                self._abandoned.set()

    def say_goodbye(self, goodbye: Goodbye) -> None:
        """Tell the client when to return, then close."""
        self._connection.reply(encode(goodbye))
        self._connection.close(CloseCode.RESTART)

    async def _read(self, receive: Receive) -> None:
        while True:
            event = await receive()
            if event["type"] == "websocket.disconnect":
                return
            if event["type"] != "websocket.receive":
                continue
            for action in self._session.receive(event.get("text"), self._gateway._clock.now()):
                if isinstance(action, Run):
                    await self._run(action.command)
                else:
                    self._apply(action)

    async def _run(self, command: Command) -> None:
        if isinstance(command, Hello):
            await self._start(command)
            return
        reply = await self._gateway._dispatcher.reply(self._asker, command)
        self._connection.reply(encode(reply))

    async def _start(self, hello: Hello) -> None:
        if self._asker.device is None:
            self._connection.reply(encode(Error(rid=hello.rid, code=ErrorCode.DEVICE_REQUIRED)))
            self._connection.close(CloseCode.HELLO_EXPECTED)
            return
        self._asker = replace(self._asker, tab=hello.tab)
        self._connection.asker = self._asker
        # Entered before the snapshot is read, so that nothing falls between the two.
        self._gateway._fanout.add(self._connection)
        try:
            answer, following, seq = await self._gateway._starter.start(self._asker, hello)
        except BobwhiteError as error:
            self._connection.reply(encode(failure(hello.rid, error)))
            self._connection.close(CloseCode.SIGNED_OUT)
            return
        self._connection.release([encode(answer), *following], seq)
        self._ready = True
        for hook in self._gateway._hooks:
            await hook.connected(self._asker)

    def _apply(self, action: Action) -> None:
        if isinstance(action, Send):
            self._connection.reply(encode(action.message))
        elif isinstance(action, Close):
            self._connection.close(action.code)

    async def _write(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            for frame in self._connection.take():
                await self._send({"type": "websocket.send", "text": frame})
            if self._connection.closing is not None:
                code = int(self._connection.closing)
                await self._send({"type": "websocket.close", "code": code})
                return

    async def _leave(self) -> None:
        self._gateway._fanout.remove(self._connection)
        if not self._ready:
            return
        signed_out = self._connection.closing is CloseCode.SIGNED_OUT
        for hook in self._gateway._hooks:
            try:
                await hook.gone(self._asker, signed_out=signed_out)
            except Exception as error:
                account = short(self._asker.account)
                _log.error("leaving_broke", account=account, error=type(error).__name__)


def _cookie_value(header: bytes, name: str) -> str:
    jar = SimpleCookie()
    with suppress(CookieError):
        jar.load(header.decode("latin-1"))
    morsel = jar.get(name)
    return morsel.value if morsel else ""


def _offered(scope: Scope) -> str | None:
    offered: list[str] = scope.get("subprotocols", [])
    return offered[0] if offered else None
