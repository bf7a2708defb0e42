"""How does one connection live: hello, commands in order, heartbeat, end?"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Protocol

import structlog

from bobwhite.accounts.model import Asker
from bobwhite.errors import ErrorCode
from bobwhite.gateway.dispatch import Dispatcher
from bobwhite.gateway.fanout import Fanout
from bobwhite.gateway.faults import fault
from bobwhite.gateway.link import MAX_STALL_S, Link
from bobwhite.gateway.session import Action, Close, GatewaySession, Run, Send, Start
from bobwhite.gateway.start import Starter
from bobwhite.gateway.wheel import Handle, TimerWheel
from bobwhite.wire.base import Message
from bobwhite.wire.close_codes import CloseCode
from bobwhite.wire.envelope import Error, encode
from bobwhite.wire.handshake import Goodbye, Hello

_log = structlog.get_logger()


class ConnectionHook(Protocol):
    """A feature that wants to know when a tab comes and goes."""

    async def connected(self, asker: Asker) -> None:
        """The tab is ready and can be reached."""
        ...

    async def gone(self, asker: Asker, *, signed_out: bool) -> None:
        """The tab's connection is over and no newer one took its place."""
        ...


class Connection:
    """One open WebSocket. ``over`` is set once nothing of it is left."""

    def __init__(
        self,
        asker: Asker,
        *,
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
        cut: Callable[[int], None] | None,
        starter: Starter,
        dispatcher: Dispatcher,
        fanout: Fanout,
        hooks: Sequence[ConnectionHook],
        wheel: TimerWheel,
    ) -> None:
        self.over = asyncio.Event()
        self._send = send
        self._cut = cut
        self._starter = starter
        self._dispatcher = dispatcher
        self._fanout = fanout
        self._hooks = hooks
        self._wheel = wheel
        self._session = GatewaySession(wheel.now())
        self._wake = asyncio.Event()
        self._link = Link(asker, self._wake.set)
        self._timer: Handle | None = None
        self._leaving_for_good = True

    async def run(self, receive: Callable[[], Awaitable[MutableMapping[str, Any]]]) -> None:
        """Serve until the socket closes."""
        writer = asyncio.create_task(self._write())
        self._arm()
        try:
            while (event := await receive())["type"] == "websocket.receive":
                for action in self._taken(event.get("text")):
                    await self._do(action)
        finally:
            self._session.closed()
            if self._timer is not None:
                self._wheel.cancel(self._timer)
            writer.cancel()
            with suppress(asyncio.CancelledError):
                await writer
            await self._leave()
            self.over.set()

    def say_goodbye(self, after_ms: int) -> None:
        """Tell the client to come back after so long, then close; its calls go on."""
        self._leaving_for_good = False
        self._link.write(encode(Goodbye(action="resume", after_ms=after_ms)))
        self._link.close(CloseCode.RESTART)

    def sign_out(self) -> None:
        """Close because the session ended."""
        self._link.signed_out = True
        self._link.close(CloseCode.SIGNED_OUT)

    def _taken(self, text: str | None) -> list[Action]:
        if self._link.close_code is not None:
            return []
        if text is None:
            return self._session.binary()
        return self._session.text(text, self._wheel.now())

    async def _do(self, action: Action) -> None:
        match action:
            case Start(hello):
                await self._start(hello)
            case Run(command):
                self._write_message(await self._dispatcher.run(self._link.asker, command))
            case Send(message):
                self._write_message(message)
            case Close(code):
                self._link.close(code)

    async def _start(self, hello: Hello) -> None:
        link = self._link
        if link.asker.device is None:
            self._write_message(Error(rid=hello.rid, code=ErrorCode.DEVICE_REQUIRED))
            link.close(CloseCode.HELLO_EXPECTED)
            return
        link.asker = replace(link.asker, tab=hello.tab)
        # Attached before the snapshot is read, so that nothing falls between the two.
        if not self._fanout.attach(link):
            link.close(CloseCode.TOO_MANY)
            return
        try:
            begun = await self._starter.start(link.asker, hello)
        except Exception as error:
            _log.error("start_broke", **fault(error))
            self._write_message(Error(rid=hello.rid, code=ErrorCode.BROKEN))
            link.close(CloseCode.RESTART)
            return
        self._session.started()
        link.begin(encode(begun.answer), begun.seq, begun.missed)
        self._arm()
        if link.close_code is None:
            link.entered = True
            await self._tell_hooks(lambda hook: hook.connected(link.asker))

    async def _leave(self) -> None:
        link = self._link
        self._fanout.detach(link)
        if link.entered and not link.replaced and self._leaving_for_good:
            signed_out = link.signed_out
            await self._tell_hooks(lambda hook: hook.gone(link.asker, signed_out=signed_out))

    async def _tell_hooks(self, tell: Callable[[ConnectionHook], Awaitable[None]]) -> None:
        for hook in self._hooks:
            try:
                await tell(hook)
            except Exception as error:
                _log.error("hook_broke", hook=type(hook).__name__, **fault(error))

    def _arm(self) -> None:
        if self._timer is not None:
            self._wheel.cancel(self._timer)
        self._timer = self._wheel.schedule(self._session.wake_after(), self._tick)

    def _tick(self) -> None:
        self._timer = None
        for action in self._session.tick(self._wheel.now()):
            if isinstance(action, Send):
                self._write_message(action.message)
            elif isinstance(action, Close):
                self._link.close(action.code)
        self._arm()

    def _write_message(self, message: Message) -> None:
        self._link.write(encode(message))

    async def _write(self) -> None:
        link = self._link
        # The server raises once the client is gone; the reader hears of that as well.
        with suppress(OSError, RuntimeError):
            while True:
                await self._wake.wait()
                self._wake.clear()
                while (frame := link.next_frame()) is not None:
                    await self._timed({"type": "websocket.send", "text": frame})
                    link.written()
                if link.close_code is not None:
                    await self._timed({"type": "websocket.close", "code": int(link.close_code)})
                    return

    async def _timed(self, event: MutableMapping[str, Any]) -> None:
        stall = self._wheel.schedule(MAX_STALL_S, self._cut_off)
        try:
            await self._send(event)
        finally:
            self._wheel.cancel(stall)

    def _cut_off(self) -> None:
        self._link.close(CloseCode.TOO_SLOW)
        if self._cut is not None:
            self._cut(int(self._link.close_code or CloseCode.TOO_SLOW))
