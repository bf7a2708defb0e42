"""How does a test get the whole server on a real socket, as ``bobwhite serve`` puts it together?"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2

from bobwhite.bootstrap import House
from bobwhite.clock import Clock
from bobwhite.config import Settings
from bobwhite.serving import WebServer, listen
from tests.gateway.client import Client, connect
from tests.support.house import PASSWORD
from tests.support.raw_socket import RawSocket, open_raw

ORIGIN = "http://localhost:8420"
METRICS_TOKEN = "the token of the metrics"


class _Server(WebServer):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals of the test run alone."""
        yield


class Visitor:
    """Somebody with a browser on the served house."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.http = httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", headers={"origin": ORIGIN}, trust_env=False
        )
        self.account = ""

    @property
    def cookie(self) -> str:
        """The session cookie as it is sent."""
        [cookie] = self.http.cookies.jar
        return f"{cookie.name}={cookie.value}"

    async def join(self, handle: str, keys: dict[str, str]) -> "Visitor":
        """Sign up and register this browser."""
        body = {"handle": handle, "displayName": handle.title(), "password": PASSWORD}
        answer = await self.http.post("/api/v1/accounts", json=body)
        assert answer.status_code == 201, answer.text
        self.account = answer.json()["person"]["account"]
        assert (await self.http.post("/api/v1/devices", json=keys)).status_code == 201
        return self

    async def socket(self) -> Client:
        """Open a WebSocket and say nothing yet."""
        return await connect(self.port, cookie=self.cookie, origin=ORIGIN)

    async def open(self, tab: str = "1") -> Client:
        """Open a WebSocket and say hello."""
        client = await self.socket()
        await client.hello(tab)
        return client

    async def raw(self, *, narrow: bool = False) -> RawSocket:
        """Open a WebSocket to speak byte by byte."""
        return await open_raw(self.port, "/api/v1/gateway", ORIGIN, self.cookie, narrow=narrow)


class Served:
    """A running house and its port."""

    def __init__(self, house: House, port: int, server: WebServer) -> None:
        self.house = house
        self.port = port
        self.server = server
        self._visitors: list[Visitor] = []

    def visitor(self) -> Visitor:
        """Return somebody who has just come."""
        self._visitors.append(Visitor(self.port))
        return self._visitors[-1]

    async def see_off(self) -> None:
        """Close what the visitors left open."""
        for visitor in self._visitors:
            await visitor.http.aclose()


@contextlib.asynccontextmanager
async def serve(folder: Path, clock: Clock | None = None) -> AsyncIterator[Served]:
    """Serve the data folder on a free port of loopback until the block ends."""
    settings = Settings(
        data_dir=folder,
        origins=(ORIGIN,),
        sign_ups_per_hour=1000,
        # A relay elsewhere: credentials are made, nothing is started.
        turn_urls=("turn:192.0.2.1:3478?transport=udp",),
        turn_secret="a shared secret of the relay",
        turn_pool=("192.0.2.1",),
        metrics_token=METRICS_TOKEN,
    )
    house = House(settings, clock)
    await house.start()
    listener = listen("127.0.0.1", 0)
    server = _Server(house.app, house.gateway.stop)
    serving = asyncio.create_task(server.serve([listener]))
    while not server.started:  # noqa: ASYNC110 - uvicorn offers nothing to wait for
        await asyncio.sleep(0)
    served = Served(house, listener.getsockname()[1], server)
    try:
        yield served
    finally:
        await served.see_off()
        server.should_exit = True
        await serving
        await house.stop()
        listener.close()
