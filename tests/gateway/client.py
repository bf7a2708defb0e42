"""A client of the gateway for tests, written from the protocol page."""

import asyncio
import json
import secrets
from itertools import count
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_socket
from websockets.exceptions import ConnectionClosed

from bobwhite.ids import encode_bytes

ORIGIN = "http://127.0.0.1"
LIMIT_S = 5.0

Frame = dict[str, Any]


def tab_id(name: str) -> str:
    """Return a tab's id of 16 bytes for a short name."""
    return encode_bytes(name.encode().rjust(16, b"."))


def new_id() -> str:
    """Return a fresh random id of 16 bytes."""
    return encode_bytes(secrets.token_bytes(16))


class Client:
    """One connection; events that arrive while a reply is awaited are kept in order."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.events: list[Frame] = []
        self.start: Frame = {}
        self._rids = (str(number) for number in count(1))

    @property
    def seq(self) -> int:
        """The number up to which this client knows everything."""
        reached: list[int] = [self.start["seq"], *(e["seq"] for e in self.events if "seq" in e)]
        return max(reached)

    @property
    def resume(self) -> dict[str, Any]:
        """What a hello needs to go on from here."""
        return {"key": self.start["resumeKey"], "seq": self.seq}

    async def hello(self, tab: str = "1", resume: dict[str, Any] | None = None) -> Frame:
        """Say hello and return the answer."""
        goes_on = {} if resume is None else {"resume": resume}
        self.start = await self.ask("hello", tab=tab_id(tab), **goes_on)
        return self.start

    async def ask(self, command: str, /, **members: Any) -> Frame:
        """Send a command and return its one reply."""
        rid = next(self._rids)
        await self.say({"type": command, "rid": rid, **members})
        while True:
            frame = await self.hear()
            if frame.get("rid") == rid:
                return frame
            self.events.append(frame)

    async def sync(self) -> list[Frame]:
        """Return every event that was on its way, and forget them."""
        await self.ask("presence.watch", accounts=[])
        return self.taken()

    def taken(self) -> list[Frame]:
        """Return the events so far, and forget all but where they reached."""
        events = self.events
        if self.start:
            self.start = {**self.start, "seq": self.seq}
        self.events = []
        return events

    async def say(self, frame: Frame | str | bytes) -> None:
        """Send a frame."""
        await self.socket.send(json.dumps(frame) if isinstance(frame, dict) else frame)

    async def hear(self) -> Frame:
        """Return the next frame."""
        async with asyncio.timeout(LIMIT_S):
            frame: Frame = json.loads(await self.socket.recv())
        return frame

    async def close_code(self) -> int | None:
        """Read until the server closes and return its code."""
        async with asyncio.timeout(LIMIT_S):
            try:
                while True:
                    self.events.append(json.loads(await self.socket.recv()))
            except ConnectionClosed:
                return self.socket.close_code

    async def leave(self) -> None:
        """Close."""
        await self.socket.close()

    async def drop(self) -> None:
        """Vanish without a word, as a dead network does."""
        self.socket.transport.abort()
        await self.socket.wait_closed()


async def connect(
    port: int,
    *,
    cookie: str | None = None,
    origin: str | None = ORIGIN,
    subprotocols: tuple[str, ...] = ("bobwhite.v1",),
    query: str = "",
    max_queue: int | None = None,
) -> Client:
    """Open a WebSocket to the gateway."""
    socket = await open_socket(
        f"ws://127.0.0.1:{port}/api/v1/gateway{query}",
        origin=origin,  # type: ignore[arg-type]
        subprotocols=subprotocols,  # type: ignore[arg-type]
        additional_headers={} if cookie is None else {"Cookie": cookie},
        compression=None,
        ping_interval=None,
        max_size=None,
        max_queue=max_queue,
        proxy=None,
    )
    return Client(socket)
