"""Which rules do all wire shapes share?

Fields are camelCase, times RFC 3339 in UTC, binary values base64url without padding. Unknown members
are ignored, missing or wrongly typed ones refuse the message. Every string and list is bounded.
"""

from typing import Annotated

from msgspec import Meta, Struct

from bobwhite.ids import ACCOUNT_ID_PATTERN, BYTE_ID_PATTERN

MAX_FRAME_BYTES = 96 * 1024
"""Largest gateway frame: a 64 KiB body in base64url with its envelope."""

MAX_BODY_CHARS = 88 * 1024
"""Largest message body as base64url text: 64 KiB of bytes."""

MAX_JWS_BYTES = 6 * 1024
MAX_SDP_BYTES = 16 * 1024

MAX_RID_CHARS = 36

AccountIdText = Annotated[str, Meta(pattern=ACCOUNT_ID_PATTERN)]
ByteId = Annotated[str, Meta(pattern=BYTE_ID_PATTERN)]
Rid = Annotated[str, Meta(min_length=1, max_length=MAX_RID_CHARS)]
Jws = Annotated[str, Meta(max_length=MAX_JWS_BYTES)]
Body = Annotated[str, Meta(max_length=MAX_BODY_CHARS, pattern=r"^[A-Za-z0-9_-]*$")]
ContentType = Annotated[str, Meta(min_length=3, max_length=100)]
Position = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Milliseconds = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class Shape(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=False):
    """Base of plain shapes: immutable, named members, camelCase on the wire."""


class Message(
    Struct, frozen=True, kw_only=True, rename="camel", tag_field="type", omit_defaults=False
):
    """Base of everything that travels on the gateway, told apart by its ``type``."""


class Command(Message, frozen=True, kw_only=True):
    """Base of what a client asks; every command gets exactly one reply with the same ``rid``."""

    rid: Rid
