"""What may a message consist of?"""

import re

from bobwhite.errors import ErrorCode, InvalidError
from bobwhite.messages.model import MAX_BODY_BYTES, Content

_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+(; ?[a-z0-9-]+=[A-Za-z0-9._-]+)*")


def content_of(content_type: str, body: bytes) -> Content:
    """Return the content; its bytes are bounded and otherwise not looked at.

    Raises ``InvalidError`` for an empty or oversized body, or what is no media type (RFC 9110
    §8.3.1, lower case).
    """
    if _MEDIA_TYPE.fullmatch(content_type) is None:
        raise InvalidError(field="contentType")
    if not body:
        raise InvalidError(field="body")
    if len(body) > MAX_BODY_BYTES:
        raise InvalidError(ErrorCode.TOO_LARGE, field="body")
    return Content(content_type, body)
