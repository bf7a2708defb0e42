"""How does a test stand in for a browser, against the whole application but without a socket?"""

import secrets
from typing import Any

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bobwhite.bootstrap import House
from bobwhite.ids import encode_bytes
from tests.support.house import PASSWORD

ORIGIN = "http://localhost:8420"
ROSAS_ORIGIN = "http://rosa.localhost:8420"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Browser:
    """One browser profile on our own page; ``account`` is set once it is signed in."""

    def __init__(self, house: House, origin: str = ORIGIN, address: str = "198.51.100.7") -> None:
        self._client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=house.app, client=(address, 50000)),
            base_url=origin,
            headers={"origin": origin, "user-agent": FIREFOX},
        )
        self.account = ""

    async def ask(
        self, method: str, path: str, body: Any = None, **options: Any
    ) -> httpx2.Response:
        """Send a request with a JSON body, as the page would."""
        if body is not None:
            options["json"] = body
        return await self._client.request(method, path, **options)

    async def join(self, handle: str) -> "Browser":
        """Make an account and stay signed in."""
        body = {"handle": handle, "displayName": handle.title(), "password": PASSWORD}
        answer = await self.ask("POST", "/api/v1/accounts", body)
        assert answer.status_code == 201, answer.text
        self.account = answer.json()["person"]["account"]
        return self

    async def register_device(self) -> str:
        """Make the keys of this browser known and return its ``did``."""
        answer = await self.ask("POST", "/api/v1/devices", device_keys())
        assert answer.status_code == 201, answer.text
        return str(answer.json()["device"])

    @property
    def cookie(self) -> str:
        """The session cookie that the browser holds, as it sends it."""
        [cookie] = self._client.cookies.jar
        return f"{cookie.name}={cookie.value}"

    def hold(self, cookie: str) -> None:
        """Send this cookie from now on, whatever the server sets."""
        self._client.cookies.clear()
        self._client.headers["cookie"] = cookie


def device_keys() -> dict[str, str]:
    """Return the public keys of a new device."""
    signing = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    return {"sk": encode_bytes(signing), "ek": encode_bytes(secrets.token_bytes(32))}
