"""How does a page name the next one? By an opaque text that only we read."""

from bobwhite.errors import InvalidError
from bobwhite.ids import decode_bytes, encode_bytes
from bobwhite.social.model import Bookmark


def write_contacts_cursor(bookmark: Bookmark) -> str:
    """Return where a list of people goes on, as opaque text."""
    return encode_bytes(f"{bookmark.account} {bookmark.name}".encode())


def read_contacts_cursor(cursor: str) -> Bookmark:
    """Return what ``write_contacts_cursor`` wrote; raises ``InvalidError`` for anything else."""
    try:
        account, space, name = decode_bytes(cursor).decode().partition(" ")
    except ValueError as error:
        raise InvalidError(field="cursor") from error
    if not space or not name.isprintable():
        raise InvalidError(field="cursor")
    return Bookmark(name, account)
