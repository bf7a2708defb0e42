"""What is an idle client to the server? A signed-in WebSocket that has said hello and waits.

Like real ones they are spread over accounts, devices and tabs: an account has ten devices at most,
each registered with keys of its own, and here four tabs on each.
"""

import json
import secrets
from base64 import urlsafe_b64encode
from contextlib import AsyncExitStack
from typing import Self

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from websockets.asyncio.client import connect

DEVICES = 10
TABS = 4
PASSWORD = "a long bench password"


class IdleSockets:
    """Sockets that wait while the block runs."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._open = AsyncExitStack()
        self._accounts = 0

    async def __aenter__(self) -> Self:
        """Begin with none."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all."""
        await self._open.aclose()

    async def open(self, count: int) -> None:
        """Open ``count`` more, of new accounts, and let each say hello.

        It takes a few seconds: well before the server closes a client that answers no ping.
        """
        while count > 0:
            self._accounts += 1
            handle = f"idle.{self._accounts}"
            for device in range(min(DEVICES, -(-count // TABS))):
                cookie = await self._sign_in(handle, first=device == 0)
                for _ in range(min(TABS, count)):
                    await self._wait_with(cookie)
                    count -= 1

    async def _sign_in(self, handle: str, *, first: bool) -> str:
        headers = {"origin": self._origin}
        async with httpx2.AsyncClient(base_url=self._origin, headers=headers) as client:
            body = {"handle": handle, "password": PASSWORD}
            if first:
                answer = await client.post("/api/v1/accounts", json={**body, "displayName": handle})
            else:
                answer = await client.post("/api/v1/sessions", json=body)
            answer.raise_for_status()
            signing = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
            keys = {"sk": _text(signing), "ek": _text(secrets.token_bytes(32))}
            (await client.post("/api/v1/devices", json=keys)).raise_for_status()
            return "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)

    async def _wait_with(self, cookie: str) -> None:
        socket = await self._open.enter_async_context(
            connect(
                f"{self._origin.replace('http', 'ws', 1)}/api/v1/gateway",
                origin=self._origin,  # type: ignore[arg-type]
                subprotocols=["bobwhite.v1"],  # type: ignore[list-item]
                additional_headers={"Cookie": cookie},
                compression=None,
                ping_interval=None,
                proxy=None,
            )
        )
        tab = _text(secrets.token_bytes(16))
        await socket.send(json.dumps({"type": "hello", "rid": "1", "tab": tab}))
        await socket.recv()


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
