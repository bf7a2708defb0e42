"""What does every answer say to the browser, and which requests are refused before any handler?"""

import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from bobwhite.errors import ErrorCode, RefusedError

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def content_security_policy(origins: Sequence[str]) -> str:
    """Return the policy for pages opened at ``origins``: own files, no inline script, no markup
    from text.
    """
    sockets = " ".join(_socket_origin(origin) for origin in origins)
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "media-src 'self' blob:",
            f"connect-src 'self' {sockets}",
            "font-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "require-trusted-types-for 'script'",
            "trusted-types svelte-trusted-html bobwhite",
        )
    )


class SecurityHeaders:
    """Adds the headers that keep a page to itself, and a request id, to every answer.

    It stands around the whole application, so that refusals and faults carry them too.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app = app
        self._headers = {
            "content-security-policy": content_security_policy(origins),
            "permissions-policy": "camera=(self), microphone=(self), display-capture=(self)",
            "cross-origin-opener-policy": "same-origin",
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, headers added."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                for name, value in self._headers.items():
                    headers[name] = value
                headers["x-request-id"] = secrets.token_hex(8)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SameOrigin(ASGIMiddleware):
    """Refuses requests that change something and do not come from our own pages.

    The session cookie is ``SameSite=Lax``; this is the second lock, for browsers and subdomains where
    that is not enough.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, origins: Sequence[str]) -> None:
        self._origins = frozenset(origin.encode("ascii") for origin in origins)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let safe methods and own pages pass; raises ``RefusedError`` with ``forbidden_origin``."""
        if scope["method"] not in _SAFE_METHODS:  # type: ignore[typeddict-item]
            origin = dict(scope["headers"]).get(b"origin")
            if origin not in self._origins:
                raise RefusedError(ErrorCode.FORBIDDEN_ORIGIN)
        await next_app(scope, receive, send)


def _socket_origin(origin: str) -> str:
    parts = urlsplit(origin)
    return f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}"
