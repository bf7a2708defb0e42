"""How does a test speak WebSocket (RFC 6455) byte by byte, also where an honest client would not?"""

import asyncio
import socket
import struct
from enum import IntEnum
from itertools import pairwise

LIMIT_S = 10.0
KEY = bytes(range(4))


class Opcode(IntEnum):
    """The opcodes of RFC 6455 §5.2."""

    CONTINUATION = 0
    TEXT = 1
    BINARY = 2
    CLOSE = 8
    PING = 9
    PONG = 10


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    reserved: int = 0,
    masked: bool = True,
    length: int | None = None,
) -> bytes:
    """Return a frame; ``length`` is what its head claims, ``reserved`` its three bits."""
    size = len(payload) if length is None else length
    head = bytes([fin << 7 | reserved << 4 | opcode])
    mask = masked << 7
    if size < 126:
        head += bytes([mask | size])
    elif size < 2**16:
        head += bytes([mask | 126]) + struct.pack("!H", size)
    else:
        head += bytes([mask | 127]) + struct.pack("!Q", size)
    if not masked:
        return head + payload
    return head + KEY + bytes(byte ^ KEY[at % 4] for at, byte in enumerate(payload))


def fragments(opcode: int, payload: bytes, cuts: list[int]) -> list[bytes]:
    """Return the message in frames that end at each of ``cuts``."""
    ends = list(pairwise([0, *cuts, len(payload)]))
    return [
        frame(opcode if at == 0 else 0, payload[start:end], fin=at == len(ends) - 1)
        for at, (start, end) in enumerate(ends)
    ]


def close(code: int, reason: bytes = b"") -> bytes:
    """Return a close frame."""
    return frame(Opcode.CLOSE, struct.pack("!H", code) + reason)


class RawSocket:
    """A WebSocket after its handshake."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def send(self, *data: bytes) -> None:
        """Write bytes as they are."""
        self._writer.write(b"".join(data))

    async def drain(self) -> None:
        """Wait until the network took what was written."""
        await self._writer.drain()

    async def hear(self) -> tuple[int, bytes]:
        """Return opcode and payload of the next frame; the server's are whole and never masked.

        Raises ``asyncio.IncompleteReadError`` at the end of the stream.
        """
        async with asyncio.timeout(LIMIT_S):
            first, second = await self._reader.readexactly(2)
            assert first & 0xF0 == 0x80, "a whole frame, no reserved bits"
            assert second < 128, "a server masks nothing (§5.1)"
            size = second
            if second == 126:
                [size] = struct.unpack("!H", await self._reader.readexactly(2))
            elif second == 127:
                [size] = struct.unpack("!Q", await self._reader.readexactly(8))
            return first & 0x0F, await self._reader.readexactly(size)

    async def close_code(self) -> int | None:
        """Read until the server closes; its code, or nothing where it only drops the line."""
        try:
            while True:
                opcode, payload = await self.hear()
                if opcode == Opcode.CLOSE:
                    return int.from_bytes(payload[:2]) if payload else 1005
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    async def at_end(self) -> bytes:
        """Return what comes before the end of the stream."""
        async with asyncio.timeout(LIMIT_S):
            return await self._reader.read()

    def drop(self) -> None:
        """Vanish."""
        self._writer.transport.abort()


async def open_narrow(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect with as little room for what comes as the machine allows."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.setblocking(False)
    await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", port))
    return await asyncio.open_connection(sock=line, limit=4096)


async def open_raw(
    port: int, path: str, origin: str, cookie: str, *, narrow: bool = False
) -> RawSocket:
    """Connect and shake hands (RFC 6455 §4.1)."""
    opening = open_narrow(port) if narrow else asyncio.open_connection("127.0.0.1", port)
    reader, writer = await opening
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: bobwhite.v1",
        f"Origin: {origin}",
        f"Cookie: {cookie}",
        "",
        "",
    )
    writer.write("\r\n".join(lines).encode())
    async with asyncio.timeout(LIMIT_S):
        head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101"), head[:20]
    # The answer to the example key of §1.3.
    assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in head
    return RawSocket(reader, writer)
