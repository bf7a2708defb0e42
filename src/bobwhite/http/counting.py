"""How long does each request take, and how does it end?"""

import time

from litestar.types import ASGIApp, Message, Receive, Scope, Send

from bobwhite.metrics import Metrics


class RequestCounter:
    """Counts every request around the whole application, refusals and faults too."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request and count it."""
        begun = time.monotonic()
        status = 500

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note_status)
        finally:
            # The router leaves the template here; the path itself may hold a handle or an id.
            route = str(scope.get("path_template", ""))
            method = str(scope.get("method", ""))
            self._metrics.request(route, method, status, time.monotonic() - begun)
