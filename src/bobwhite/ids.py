"""Which identifiers exist, and how are they made and checked?

Two families. *Typed* ids (``acc_…``) are made by the server: a prefix and 20 lower-case base32
characters, 100 random bits, at most 26 characters of ``[a-z0-9_-]`` (``e2ee`` rule for a ``uid``).
*Byte* ids (``call``, ``conv``, ``mid``, ``did``) are 16 bytes in unpadded base64url; ``call`` and
``mid`` are made by the sending device, ``conv`` and ``leg`` by the server, ``did`` hashes keys.
"""

import base64
import binascii
import hashlib
import re
import secrets
import struct
from typing import NewType

AccountId = NewType("AccountId", str)
SessionId = NewType("SessionId", str)
CallId = NewType("CallId", str)
ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
DeviceId = NewType("DeviceId", str)
LegId = NewType("LegId", str)

ACCOUNT_ID_PATTERN = r"^acc_[a-z2-7]{20}$"
BYTE_ID_PATTERN = r"^[A-Za-z0-9_-]{21}[AQgw]$"
_BYTE_ID = re.compile(BYTE_ID_PATTERN)


def new_account_id() -> AccountId:
    """Return a fresh account id with 100 random bits."""
    return AccountId("acc_" + _base32(13)[:20])


def new_session_id() -> SessionId:
    """Return a fresh session id; it names a session in lists and is not its secret."""
    return SessionId("ses_" + _base32(13)[:20])


def new_conversation_id() -> ConversationId:
    """Return a fresh random conversation id of 16 bytes."""
    return ConversationId(encode_bytes(secrets.token_bytes(16)))


def new_leg_id() -> LegId:
    """Return a fresh random leg id of 16 bytes."""
    return LegId(encode_bytes(secrets.token_bytes(16)))


def is_byte_id(text: str) -> bool:
    """Tell whether ``text`` is the one canonical spelling of a 16-byte id."""
    return _BYTE_ID.match(text) is not None


def encode_bytes(data: bytes) -> str:
    """Return ``data`` in base64url without padding (RFC 4648 §5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_bytes(text: str) -> bytes:
    """Decode strict base64url: alphabet only, no padding, unused bits zero.

    Raises ``ValueError`` for anything that would not encode back to the same text.
    """
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64url") from error
    if encode_bytes(data) != text:
        raise ValueError("not canonical base64url")
    return data


def device_id(uid: AccountId, signing_key: bytes, encryption_key: bytes) -> DeviceId:
    """Return the ``did`` of a device from its two raw public keys of 32 bytes each.

    The first 16 bytes of SHA-256 over the labelled parts, so that an id can never be bound to
    other keys.
    """
    digest = hashlib.sha256(labelled("bw-did-v1", uid.encode(), signing_key, encryption_key))
    return DeviceId(encode_bytes(digest.digest()[:16]))


def labelled(label: str, *parts: bytes) -> bytes:
    """Return label, a zero byte, then each part behind its u32 big-endian length."""
    framed = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    return label.encode("ascii") + b"\x00" + framed


def short(identifier: str) -> str:
    """Return the form of an id that a log line may hold: its first six characters."""
    return identifier[:6]


def _base32(size: int) -> str:
    return base64.b32encode(secrets.token_bytes(size)).decode("ascii").rstrip("=").lower()
