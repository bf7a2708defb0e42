"""How is uvicorn set up, and what does it lack for hostile networks?

Two gaps of its protocols are closed here: a request whose head never ends, and a WebSocket whose
client reads nothing, not even the close.
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

LINGER_S = 5.0
"""How long a closed WebSocket may take to drain before its socket is dropped."""


class HttpProtocol(HttpToolsProtocol):
    """HTTP/1.1 with a limit on the time that a request's head takes."""

    _head_timer: TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin to wait for the rest of the head; a first one has been awaited from the start."""
        if self._head_timer is None:
            self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_LIMIT_S, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

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
