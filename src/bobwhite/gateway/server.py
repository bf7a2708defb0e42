"""How is uvicorn set up, and what does it lack for hostile networks?

Gaps of its protocols are closed here: a request that never ends, an answer that nobody reads, and a
WebSocket whose client reads nothing, not even the close.
"""

import asyncio
from asyncio import TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from bobwhite.wire.base import MAX_FRAME_BYTES

CUT = "bobwhite.cut"
"""ASGI extension: a function that closes with a code at once, past whatever is unread."""

HEAD_LIMIT_S = 10.0
"""How long the head of a request may take."""

REQUEST_LIMIT_S = 40.0
"""How long a whole request may take: some seconds more than the application waits for its body."""

READ_LIMIT_S = 60.0
"""How long an answer may wait for its reader: less cuts off slow networks, more lets few hold much."""

LINGER_S = 5.0
"""How long a closed WebSocket may take to drain before its socket is dropped."""


class HttpProtocol(HttpToolsProtocol):
    """HTTP/1.1 with limits on the time that a request takes to come and an answer to be read."""

    _coming: TimerHandle | None = None
    _unread: TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait(HEAD_LIMIT_S)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        self._stop_holding()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Begin to wait for the next request, also where it begins with empty lines."""
        if self._coming is None and (self.cycle is None or self.cycle.response_complete):
            self._wait(HEAD_LIMIT_S)
        super().data_received(data)

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of the head, if that was not begun before."""
        if self._coming is None:
            self._wait(HEAD_LIMIT_S)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Wait for the body, whether or not anybody reads it."""
        self._stop_waiting()
        self._wait(REQUEST_LIMIT_S)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """Stop waiting: the connection is no longer ours."""
        self._stop_waiting()
        super().handle_websocket_upgrade()

    def pause_writing(self) -> None:
        """Begin to wait for the client to read."""
        super().pause_writing()
        self._unread = self.loop.call_later(READ_LIMIT_S, self._give_up)

    def resume_writing(self) -> None:
        """Stop waiting: it reads."""
        self._stop_holding()
        super().resume_writing()

    def on_response_complete(self) -> None:
        """Drop a connection that ends here even where its last answer is not fetched."""
        super().on_response_complete()
        if self.transport.is_closing():
            self.loop.call_later(READ_LIMIT_S, self._give_up)

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection, and drop it where its last answer is not fetched."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(READ_LIMIT_S, self._give_up)

    def _wait(self, limit_s: float) -> None:
        self._coming = self.loop.call_later(limit_s, self._give_up)

    def _stop_waiting(self) -> None:
        if self._coming is not None:
            self._coming.cancel()
            self._coming = None

    def _stop_holding(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _give_up(self) -> None:
        self.transport.abort()


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """WebSocket that can be cut, and that does not wait for ever for a client to read."""

    def handle_connect(self, event: Any) -> None:
        """Offer the application to cut the connection."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            extensions: Any = self.scope["extensions"]
            extensions[CUT] = self.cut

    def cut(self, code: int) -> None:
        """Close with ``code`` now; the socket goes soon, whether or not the client reads."""
        if not self.close_sent and self.handshake_complete and not self.transport.is_closing():
            self.conn.send_close(code)
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": ""})
        self.loop.call_later(LINGER_S, self.transport.abort)

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """Drop the socket once the application is done with it."""
        super().on_task_complete(task)
        self.loop.call_later(LINGER_S, self.transport.abort)


UVICORN: dict[str, Any] = {
    "http": HttpProtocol,
    "ws": WebSocketProtocol,
    "ws_max_size": MAX_FRAME_BYTES,
    # Our own heartbeat reaches the page, which may then act; a WebSocket ping does not.
    "ws_ping_interval": None,
    "ws_ping_timeout": None,
    # Compressing secrets beside text of others is a known leak, and costs memory per connection.
    "ws_per_message_deflate": False,
    # Both log addresses of people; below a warning uvicorn names them for every WebSocket.
    "access_log": False,
    "log_level": "warning",
    "server_header": False,
}
"""Arguments of ``uvicorn.Config`` that Bobwhite needs."""
