"""How does a place in a list, an instant and an id, travel as opaque text?"""

from datetime import datetime

from bobwhite.errors import InvalidError
from bobwhite.ids import decode_bytes, encode_bytes, is_byte_id


def write_place(at: datetime, identifier: str) -> str:
    """Return a place as opaque text."""
    return encode_bytes(f"{at.isoformat()} {identifier}".encode())


def read_place(cursor: str) -> tuple[datetime, str]:
    """Return what ``write_place`` wrote; raises ``InvalidError`` for anything else."""
    try:
        at, _, identifier = decode_bytes(cursor).decode("ascii").partition(" ")
        instant = datetime.fromisoformat(at)
    except ValueError as error:
        raise InvalidError(field="cursor") from error
    if instant.tzinfo is None or not is_byte_id(identifier):
        raise InvalidError(field="cursor")
    return instant, identifier
