"""Which parts of a path can name anything at all?"""

import re

from bobwhite.errors import NotFoundError
from bobwhite.ids import ACCOUNT_ID_PATTERN, AccountId

_ACCOUNT = re.compile(ACCOUNT_ID_PATTERN)
_NAME = re.compile(r"[A-Za-z0-9_-]{1,1400}")


def account_id(text: str) -> AccountId:
    """Return ``text`` as an account's id; raises ``NotFoundError`` where it cannot be one."""
    if not _ACCOUNT.fullmatch(text):
        raise NotFoundError
    return AccountId(text)


def name(text: str) -> str:
    """Return ``text`` if one of our ids may be spelled so; raises ``NotFoundError``."""
    if not _NAME.fullmatch(text):
        raise NotFoundError
    return text
