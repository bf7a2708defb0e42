"""How does Bobwhite itself talk to a relay?

A small TURN client (RFC 8656) over UDP or TCP, for the readiness probe, the operator's check and the
tests; calls never use it. It asks only for allocations and permissions and sends only to a relayed address
that it was given, so it reaches no third party.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from bobwhite.integrations.turn.stun import (
    Attribute,
    IPAddress,
    Message,
    MessageClass,
    Method,
    decode,
    encode,
    has_integrity,
    long_term_key,
    pack_address,
)

UDP = 17
TCP = 6
IPV4 = 0x01
IPV6 = 0x02

_PROBE_PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
_PAUSES_S = (1.5, 1.5, 2.0)
"""Between repetitions. coturn refuses one that comes while it still looks up the credential."""

_UNAUTHORIZED = 401
_STALE_NONCE = 438

Attributes = tuple[tuple[int, bytes], ...]
Content = Callable[[bytes], Attributes]
"""What a request says, given its transaction, with which addresses are masked."""


class TurnClient(asyncio.DatagramProtocol, asyncio.Protocol):
    """One client socket and the credentials that it speaks with."""

    def __init__(self, username: str, password: str, *, stream: bool) -> None:
        self._username = username
        self._password = password
        self._key: bytes | None = None
        self._login: Attributes = ()
        self._stream = stream
        self._transport: asyncio.BaseTransport | None = None
        self._unread = b""
        self._waiting: dict[bytes, asyncio.Future[bytes]] = {}
        self._heard: asyncio.Queue[bytes] = asyncio.Queue(maxsize=64)

    async def binding(self) -> Message:
        """Ask for the own address; raises ``TimeoutError`` when nothing answers."""
        return await self._exchange(Method.BINDING, lambda _: ())

    async def allocate(self, *, transport: int = UDP, family: int | None = None) -> Message:
        """Ask for a relayed address; an error answer is returned, not raised."""
        wanted: Attributes = ((Attribute.REQUESTED_TRANSPORT, bytes([transport, 0, 0, 0])),)
        if family is not None:
            wanted += ((Attribute.REQUESTED_ADDRESS_FAMILY, bytes([family, 0, 0, 0])),)
        return await self._authenticated(Method.ALLOCATE, lambda _: wanted)

    async def permit(self, peer: IPAddress) -> Message:
        """Ask for a permission for ``peer``; nothing is sent to it."""

        def content(transaction: bytes) -> Attributes:
            return ((Attribute.XOR_PEER_ADDRESS, pack_address(peer, 9, transaction)),)

        return await self._authenticated(Method.CREATE_PERMISSION, content)

    async def release(self) -> Message:
        """Give the allocation back (RFC 8656 §7)."""
        return await self._authenticated(
            Method.REFRESH, lambda _: ((Attribute.LIFETIME, bytes(4)),)
        )

    def send(self, peer: tuple[IPAddress, int], data: bytes) -> None:
        """Send ``data`` from the relayed address to a permitted peer."""
        transaction = os.urandom(12)
        content = (
            (Attribute.XOR_PEER_ADDRESS, pack_address(*peer, transaction)),
            (Attribute.DATA, data),
        )
        self._write(encode(Message(Method.SEND, MessageClass.INDICATION, transaction, content)))

    async def receive(self) -> bytes:
        """Return the next data that a permitted peer sent to the relayed address."""
        return await self._heard.get()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the socket (asyncio)."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Cut a stream into messages by their length (asyncio; RFC 8489 §6.2.2)."""
        self._unread += data
        while len(self._unread) >= 4:
            size = 20 + int.from_bytes(self._unread[2:4], "big")
            if len(self._unread) < size:
                return
            self.datagram_received(self._unread[:size], None)
            self._unread = self._unread[size:]

    def datagram_received(self, data: bytes, addr: object) -> None:
        """Hand an answer to the one that waits for it (asyncio)."""
        try:
            message = decode(data)
        except ValueError:
            return
        content = message.get(Attribute.DATA)
        waiting = self._waiting.get(message.transaction)
        if message.method is Method.DATA and content is not None and not self._heard.full():
            self._heard.put_nowait(content)
        elif waiting is not None and not waiting.done():
            waiting.set_result(data)

    def error_received(self, exc: Exception) -> None:
        """Ignore ICMP errors: a relay that is starting refuses the first datagrams (asyncio)."""

    async def _authenticated(self, method: Method, content: Content) -> Message:
        """Exchange with credentials, learning realm and nonce from the first refusal."""

        def signed(transaction: bytes) -> Attributes:
            return content(transaction) + self._login

        known = self._key is not None
        answer = await self._exchange(method, signed)
        if answer.error_code == _STALE_NONCE or (answer.error_code == _UNAUTHORIZED and not known):
            self._learn(answer)
            answer = await self._exchange(method, signed)
        return answer

    def _learn(self, refusal: Message) -> None:
        realm, nonce = refusal.get(Attribute.REALM), refusal.get(Attribute.NONCE)
        if realm is None or nonce is None:
            raise ValueError("a refusal without realm and nonce")
        self._key = long_term_key(self._username, realm.decode(), self._password)
        self._login = (
            (Attribute.USERNAME, self._username.encode()),
            (Attribute.REALM, realm),
            (Attribute.NONCE, nonce),
        )

    async def _exchange(self, method: Method, content: Content) -> Message:
        transaction = os.urandom(12)
        message = Message(method, MessageClass.REQUEST, transaction, content(transaction))
        request = encode(message, self._key)
        waiting = self._waiting[transaction] = asyncio.get_running_loop().create_future()
        try:
            pauses = _PROBE_PAUSES_S if method is Method.BINDING else _PAUSES_S
            data = await self._send_until_answered(request, waiting, pauses)
        finally:
            del self._waiting[transaction]
        answer = decode(data)
        if (
            self._key is not None
            and answer.message_class is MessageClass.SUCCESS
            and not has_integrity(data, self._key)
        ):
            raise ValueError("an answer without integrity")
        return answer

    async def _send_until_answered(
        self, request: bytes, waiting: asyncio.Future[bytes], pauses: tuple[float, ...]
    ) -> bytes:
        """Repeat a lost request with growing pauses; a stream loses none (RFC 8489 §6.2.1)."""
        for pause in (sum(pauses),) if self._stream else pauses:
            self._write(request)
            await asyncio.wait([waiting], timeout=pause)
            if waiting.done():
                return waiting.result()
        raise TimeoutError("the relay does not answer")

    def _write(self, data: bytes) -> None:
        if self._transport is None or self._transport.is_closing():
            raise ConnectionError("the socket to the relay is closed")
        if self._stream:
            cast("asyncio.Transport", self._transport).write(data)
        else:
            cast("asyncio.DatagramTransport", self._transport).sendto(data)


@asynccontextmanager
async def open_client(
    host: str, port: int, username: str = "", password: str = "", *, stream: bool = False
) -> AsyncIterator[TurnClient]:
    """Open a client towards the relay at ``host`` and ``port``, by TCP if ``stream``.

    Its socket is closed at the end; an allocation that was not released expires by itself.
    """
    loop = asyncio.get_running_loop()

    def new_client() -> TurnClient:
        return TurnClient(username, password, stream=stream)

    transport: asyncio.BaseTransport
    if stream:
        transport, client = await loop.create_connection(new_client, host, port)
    else:
        transport, client = await loop.create_datagram_endpoint(
            new_client, remote_addr=(host, port)
        )
    try:
        yield client
    finally:
        transport.close()
