"""How does a STUN or TURN message look on the wire?

Pure coding, no sockets: RFC 8489 for the message, its integrity and its fingerprint, RFC 8656 for
TURN. It knows only what the readiness probe and the check of a relay need.
"""

import hashlib
import hmac
import ipaddress
import struct
import zlib
from dataclasses import dataclass, field
from enum import IntEnum

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_COOKIE = 0x2112A442
_HEADER = struct.Struct(">HHI12s")
_FIELD = struct.Struct(">HH")
_CLASS_BITS = 0x0110
_FINGERPRINT_MASK = 0x5354554E


class Method(IntEnum):
    """What a message is about (RFC 8489 §18.2, RFC 8656 §17)."""

    BINDING = 0x001
    ALLOCATE = 0x003
    REFRESH = 0x004
    SEND = 0x006
    DATA = 0x007
    CREATE_PERMISSION = 0x008


class MessageClass(IntEnum):
    """Whether a message asks, tells or answers; the values are the class bits in place."""

    REQUEST = 0x000
    INDICATION = 0x010
    SUCCESS = 0x100
    ERROR = 0x110


class Attribute(IntEnum):
    """The attributes that are read or written here."""

    USERNAME = 0x0006
    MESSAGE_INTEGRITY = 0x0008
    ERROR_CODE = 0x0009
    LIFETIME = 0x000D
    XOR_PEER_ADDRESS = 0x0012
    DATA = 0x0013
    REALM = 0x0014
    NONCE = 0x0015
    XOR_RELAYED_ADDRESS = 0x0016
    REQUESTED_ADDRESS_FAMILY = 0x0017
    REQUESTED_TRANSPORT = 0x0019
    XOR_MAPPED_ADDRESS = 0x0020
    FINGERPRINT = 0x8028


@dataclass(frozen=True)
class Message:
    """A decoded message; its attributes hold addresses and never show in a repr."""

    method: Method
    message_class: MessageClass
    transaction: bytes
    attributes: tuple[tuple[int, bytes], ...] = field(default=(), repr=False)

    def get(self, wanted: Attribute) -> bytes | None:
        """Return the first value of an attribute, or ``None``."""
        return next((value for kind, value in self.attributes if kind == wanted), None)

    def address(self, wanted: Attribute) -> tuple[IPAddress, int] | None:
        """Return an XOR-coded attribute as address and port, or ``None`` if it is absent."""
        value = self.get(wanted)
        return None if value is None else unpack_address(value, self.transaction)

    @property
    def error_code(self) -> int | None:
        """The code of an error answer, ``None`` for any other message (RFC 8489 §14.8)."""
        if self.message_class is not MessageClass.ERROR:
            return None
        value = self.get(Attribute.ERROR_CODE)
        if value is None or len(value) < 4:
            raise ValueError("an error without its code")
        return (value[2] & 0x07) * 100 + value[3]


def long_term_key(username: str, realm: str, password: str) -> bytes:
    """Return the key of the long-term credential mechanism (RFC 8489 §9.2.2, MD5 form)."""
    text = f"{username}:{realm}:{password}"
    return hashlib.md5(text.encode(), usedforsecurity=False).digest()


def encode(message: Message, key: bytes | None = None, *, fingerprint: bool = True) -> bytes:
    """Return the bytes of a message, with its integrity under ``key`` where one is given."""
    kind = message.message_class | message.method
    body = b"".join(_encode_attribute(*attribute) for attribute in message.attributes)

    def covered(tail: int) -> bytes:
        return _HEADER.pack(kind, len(body) + tail, _COOKIE, message.transaction) + body

    if key is not None:
        digest = hmac.digest(key, covered(24), "sha1")
        body += _encode_attribute(Attribute.MESSAGE_INTEGRITY, digest)
    if fingerprint:
        check = zlib.crc32(covered(8)) ^ _FINGERPRINT_MASK
        body += _encode_attribute(Attribute.FINGERPRINT, struct.pack(">I", check))
    return covered(0)


def decode(data: bytes) -> Message:
    """Return the message in a datagram; raises ``ValueError`` for anything else.

    A fingerprint that is present is checked; the integrity is a question of its own.
    """
    if len(data) < _HEADER.size:
        raise ValueError("too short for a header")
    kind, length, cookie, transaction = _HEADER.unpack_from(data)
    if cookie != _COOKIE or length != len(data) - _HEADER.size or length % 4:
        raise ValueError("not a STUN message")
    fields = _fields(data)
    if fields and fields[-1][1] == Attribute.FINGERPRINT:
        offset, _, value = fields[-1]
        check = zlib.crc32(data[:offset]) ^ _FINGERPRINT_MASK
        if value != struct.pack(">I", check):
            raise ValueError("wrong fingerprint")
    return Message(
        method=Method(kind & ~_CLASS_BITS),
        message_class=MessageClass(kind & _CLASS_BITS),
        transaction=transaction,
        attributes=tuple((name, value) for _, name, value in fields),
    )


def has_integrity(data: bytes, key: bytes) -> bool:
    """Tell whether a datagram that decodes carries the right MESSAGE-INTEGRITY for ``key``."""
    for offset, name, value in _fields(data):
        if name == Attribute.MESSAGE_INTEGRITY:
            length = struct.pack(">H", offset - _HEADER.size + 24)
            covered = data[:2] + length + data[4:offset]
            return hmac.compare_digest(value, hmac.digest(key, covered, "sha1"))
    return False


def pack_address(address: IPAddress, port: int, transaction: bytes) -> bytes:
    """Return the XOR-coded form of an address and port (RFC 8489 §14.2)."""
    family = 0x01 if address.version == 4 else 0x02
    return struct.pack(">BBH", 0, family, port ^ (_COOKIE >> 16)) + _masked(
        address.packed, transaction
    )


def unpack_address(value: bytes, transaction: bytes) -> tuple[IPAddress, int]:
    """Return address and port from their XOR-coded form; raises ``ValueError`` if malformed."""
    if len(value) not in {8, 20}:
        raise ValueError("not an address")
    port: int = struct.unpack_from(">H", value, 2)[0] ^ (_COOKIE >> 16)
    return ipaddress.ip_address(_masked(value[4:], transaction)), port


def _masked(packed: bytes, transaction: bytes) -> bytes:
    mask = struct.pack(">I", _COOKIE) + transaction
    return bytes(a ^ b for a, b in zip(packed, mask, strict=False))


def _encode_attribute(name: int, value: bytes) -> bytes:
    return _FIELD.pack(name, len(value)) + value + bytes(-len(value) % 4)


def _fields(data: bytes) -> list[tuple[int, int, bytes]]:
    """Return offset, name and value of each attribute."""
    fields: list[tuple[int, int, bytes]] = []
    offset = _HEADER.size
    while offset < len(data):
        if offset + _FIELD.size > len(data):
            raise ValueError("a cut attribute")
        name, size = _FIELD.unpack_from(data, offset)
        start = offset + _FIELD.size
        if start + size > len(data):
            raise ValueError("a cut attribute")
        fields.append((offset, name, data[start : start + size]))
        offset = start + size + (-size % 4)
    return fields
