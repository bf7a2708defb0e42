"""Which handles, names and short texts may people choose?

A handle is an address: few characters, one spelling. A name is for reading: any script, but nothing
that is invisible, that turns the reading direction, or that steers the screen. The joiners U+200C and
U+200D stay where writing needs them (RFC 5892 appendix A.1 and A.2, and within emoji).
"""

import unicodedata

import regex

from bobwhite.errors import ErrorCode, InvalidError

MAX_NAME_GRAPHEMES = 50
MAX_NAME_CODE_POINTS = 400
MAX_QUICK_TEXTS = 4
MAX_QUICK_TEXT_CHARS = 120

_HANDLE = regex.compile(r"(?![.])(?!.*[.]{2})[a-z0-9._]{3,30}(?<![.])")
_NEEDED_JOINERS = regex.compile(
    r"(?<=\p{ccc=Virama})[\u200c\u200d]"
    r"|(?<=\p{Arabic}\p{M}*)\u200c(?=\p{Arabic})"
    r"|(?<=\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?)\u200d(?=\p{Extended_Pictographic})"
)
_UNSEEN = regex.compile(
    r"[[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]--[\ufe0e\ufe0f\p{Cn}]]",
    regex.VERSION1,
)
_SEEN = regex.compile(r"[\p{L}\p{N}\p{P}\p{S}]")
_STEERING = regex.compile(r"[\p{Cc}\p{Bidi_Control}]")

_RESERVED = """
about abuse account accounts admin administrator all anonymous api app assets billing bobwhite call
calls contact contacts deleted everybody everyone guest healthz help here home hostmaster info
instance legal live login logout mail media message messages mod moderation moderator nobody noreply
null official openapi operator owner people postmaster privacy profile readyz reset root safety
schema search security service session settings setup signin signout signup staff static status
support system team terms test undefined unknown user users verified verify webmaster www
"""
RESERVED = frozenset(_RESERVED.split())
"""Handles that would pass for the instance itself, with or without dots and underscores."""


def clean_handle(text: str) -> str:
    """Return the one spelling of a handle that may be taken.

    Raises ``InvalidError`` with ``handle_invalid`` or ``handle_reserved``.
    """
    handle = fold_handle(text)
    if handle is None:
        raise InvalidError(ErrorCode.HANDLE_INVALID, field="handle")
    if handle.replace(".", "").replace("_", "") in RESERVED:
        raise InvalidError(ErrorCode.HANDLE_RESERVED, field="handle")
    return handle


def fold_handle(text: str) -> str | None:
    """Return the spelling under which a handle is looked up, or null if none is spelled so."""
    # Only ASCII folds: lower() would turn the Kelvin sign into a k.
    folded = text.lower() if text.isascii() else text
    return folded if _HANDLE.fullmatch(folded) else None


def clean_display_name(text: str, field: str = "displayName") -> str:
    """Return a display name in NFC with single spaces.

    Raises ``InvalidError`` with ``display_name_invalid`` unless it has 1 to 50 graphemes, all seen.
    """
    name: str = regex.sub(r"\p{Zs}+", " ", unicodedata.normalize("NFC", text)).strip(" ")
    bare = _NEEDED_JOINERS.sub("", name)
    too_long = (
        len(name) > MAX_NAME_CODE_POINTS or len(regex.findall(r"\X", name)) > MAX_NAME_GRAPHEMES
    )
    if too_long or _UNSEEN.search(bare) or not _SEEN.search(bare):
        raise InvalidError(ErrorCode.DISPLAY_NAME_INVALID, field=field)
    return name


def clean_quick_texts(texts: list[str]) -> tuple[str, ...]:
    """Return own decline texts, in NFC and trimmed (product 3.17).

    Raises ``InvalidError`` for more than 4, or for one that is empty, longer than 120 characters or
    holds controls or direction overrides.
    """
    cleaned = tuple(unicodedata.normalize("NFC", text).strip() for text in texts)
    wrong = any(
        not text or len(text) > MAX_QUICK_TEXT_CHARS or _STEERING.search(text) for text in cleaned
    )
    if len(cleaned) > MAX_QUICK_TEXTS or wrong:
        raise InvalidError(field="quickTexts")
    return cleaned
