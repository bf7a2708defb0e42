"""Which passwords are long enough, and how are they spelled before hashing?"""

import unicodedata

from bobwhite.errors import ErrorCode, InvalidError

MIN_CHARS = 10
MAX_BYTES = 1024
"""Bounds the work of hashing; longer than any pass phrase."""


def clean_password(text: str) -> str:
    """Return a new password in NFC, so that every keyboard spells it alike.

    Raises ``InvalidError`` with ``password_too_short`` or ``password_too_long``.
    """
    password = spell_password(text)
    if len(password) < MIN_CHARS:
        raise InvalidError(ErrorCode.PASSWORD_TOO_SHORT, field="password")
    if len(password.encode()) > MAX_BYTES:
        raise InvalidError(ErrorCode.PASSWORD_TOO_LONG, field="password")
    return password


def spell_password(text: str) -> str:
    """Return the form in which a password is compared."""
    return unicodedata.normalize("NFC", text)
