"""Who makes this request, from where, and how does a browser become signed in?"""

from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.datastructures import Cookie

from bobwhite.accounts.gate import Visitor
from bobwhite.accounts.labels import browser_label
from bobwhite.accounts.model import Asker
from bobwhite.accounts.ports import Site
from bobwhite.accounts.service import AccountService
from bobwhite.accounts.sessions import IDLE_LIMIT, SessionService, SignedIn
from bobwhite.config import Settings
from bobwhite.errors import ErrorCode, RefusedError
from bobwhite.presenters import people as present
from bobwhite.wire import people as wire

AnyRequest = Request[Any, Any, Any]


def cookie_name(*, secure: bool) -> str:
    """Return the session cookie's name; the prefix binds it to this host (RFC 6265bis §4.1.3.2)."""
    return "__Host-bobwhite" if secure else "bobwhite"


class Doorkeeper:
    """Turns requests into askers, visitors and sites; knows the settings of the edge."""

    def __init__(
        self, sessions: SessionService, accounts: AccountService, settings: Settings
    ) -> None:
        self._sessions = sessions
        self._accounts = accounts
        self._secure = settings.secure
        self._trust_proxy = settings.trust_proxy
        self._origins = settings.origins

    async def asker(self, request: AnyRequest) -> Asker:
        """Return who is signed in; raises ``RefusedError`` with ``sign_in``."""
        token = request.cookies.get(cookie_name(secure=self._secure))
        asker = await self._sessions.authenticate(token) if token else None
        if asker is None:
            raise RefusedError(ErrorCode.SIGN_IN)
        return asker

    def visitor(self, request: AnyRequest) -> Visitor:
        """Return from where and with what somebody comes."""
        address = request.client.host if request.client else ""
        if self._trust_proxy:
            # The nearest proxy appends the address that it saw; what stands before is hearsay.
            address = request.headers.get("x-forwarded-for", address).rpartition(",")[2].strip()
        return Visitor(address, browser_label(request.headers.get("user-agent", "")))

    def site(self, request: AnyRequest) -> Site:
        """Return the page that the request comes from, as passkeys are bound to it."""
        origin = request.headers.get("origin", "")
        if origin not in self._origins:
            raise RefusedError(ErrorCode.FORBIDDEN_ORIGIN)
        return Site(origin, urlsplit(origin).hostname or "", "Bobwhite")

    async def welcome(self, signed_in: SignedIn) -> Response[wire.Me]:
        """Answer somebody who has just signed in: their account, and the cookie."""
        myself = await self._accounts.me(signed_in.asker)
        cookies = [self.cookie(signed_in.token)]
        return Response(present.me(myself, signed_in.asker), cookies=cookies, status_code=201)

    def cookie(self, token: str) -> Cookie:
        """Return the cookie that keeps a browser signed in; an empty token ends that."""
        return Cookie(
            key=cookie_name(secure=self._secure),
            value=token,
            path="/",
            secure=self._secure,
            httponly=True,
            samesite="lax",
            max_age=int(IDLE_LIMIT.total_seconds()) if token else 0,
        )
