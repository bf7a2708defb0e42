"""How do the tables of ``docs/protocol/gateway.md`` follow from the wire?

``python -m tests.wire.page`` writes them anew between their marks; a test fails while they differ.
"""

import inspect
import re
import types
from enum import EnumMeta
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from bobwhite.wire import base, calls, handshake, people, timeline
from bobwhite.wire import presence as presence_wire
from bobwhite.wire.close_codes import CloseCode
from bobwhite.wire.envelope import ClientMessage, ServerMessage

PAGE = Path(__file__).parents[2] / "docs" / "protocol" / "gateway.md"
_BLOCK = re.compile(r"(<!-- wire: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)

_NAMED: list[tuple[Any, str]] = [
    (base.AccountIdText, "account id"),
    (base.ByteId, "id of 16 bytes"),
    (base.Rid, "text, 1 to 36 characters"),
    (base.Jws, "text up to 6 KB"),
    (base.Body, "base64url, up to 64 KiB"),
    (base.ContentType, "media type"),
    (base.Position, "whole number"),
]
_PLAIN = {str: "text", int: "whole number", bool: "true or false"}

SHAPES: list[type[msgspec.Struct]] = [
    people.Person,
    people.Relation,
    people.Calling,
    people.Presence,
    presence_wire.Watched,
    people.Me,
    people.Settings,
    people.DeviceSettings,
    timeline.Conversation,
    timeline.MessageItem,
    timeline.CallItem,
    timeline.CallEntry,
    calls.DeclineMessage,
    calls.Candidate,
    calls.IceServer,
    calls.LiveCall,
    handshake.Resume,
    handshake.Snapshot,
]


def messages() -> dict[str, type[msgspec.Struct]]:
    """Return every message of the gateway by its type."""
    kinds = (*get_args(ClientMessage), *get_args(ServerMessage))
    return {str(kind.__struct_config__.tag): kind for kind in kinds}


def blocks() -> dict[str, str]:
    """Return every block of the page by the name in its mark."""
    found = {f"message:{name}": _shape(kind) for name, kind in messages().items()}
    found |= {f"shape:{shape.__name__}": _shape(shape) for shape in SHAPES}
    return found | {"close-codes": _close_codes()}


def rewritten(page: str) -> str:
    """Return the page with its blocks as the wire has them."""
    current = blocks()
    return _BLOCK.sub(lambda found: found[1] + current[found[2]] + found[3], page)


def marks(page: str) -> list[str]:
    """Return the names of the blocks that the page has."""
    return [found[2] for found in _BLOCK.finditer(page)]


def _shape(kind: type[msgspec.Struct]) -> str:
    hints = get_type_hints(kind, include_extras=True)
    rows = [
        f"| `{field.encode_name}` | {_kind(field.encode_name, hints[field.name])} |"
        + (" may be left out |" if not field.required else " |")
        for field in msgspec.structs.fields(kind)
    ]
    text = re.sub(r"``(.+?)``", r"`\1`", inspect.cleandoc(kind.__doc__ or ""))
    table = ["", "| Member | Is | |", "|---|---|---|", *rows] if rows else []
    return "\n".join([text, *table, "", ""])


def _kind(name: str, annotation: Any) -> str:
    if name.endswith("Ms"):
        return "milliseconds" + (" or null" if _is_optional(annotation) else "")
    for known, words in _NAMED:
        if annotation == known:
            return words
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(name, parts[0]) + _bounds(parts[1])
    if origin is Literal:
        return " or ".join(f'`"{part}"`' for part in parts)
    if origin is list:
        return "list of " + _kind("", parts[0])
    if origin in {Union, types.UnionType}:
        return " or ".join(_kind("", part) for part in parts)
    return _single(annotation)


def _single(annotation: Any) -> str:
    if annotation is type(None):
        return "null"
    if isinstance(annotation, EnumMeta):
        return "[error code](#errors)"
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return _link(annotation)
    return _PLAIN.get(annotation, "instant")


def _bounds(meta: msgspec.Meta) -> str:
    if meta.max_length is not None:
        return f", up to {meta.max_length}"
    return f", {meta.ge} to {meta.le}" if meta.ge is not None else ""


def _is_optional(annotation: Any) -> bool:
    return type(None) in get_args(annotation)


def _link(kind: type[msgspec.Struct]) -> str:
    tag = kind.__struct_config__.tag
    if kind not in SHAPES and tag:
        return f"[`{tag}`](#{str(tag).lower().replace('.', '')})"
    return f"[{kind.__name__}](#{kind.__name__.lower()})"


def _close_codes() -> str:
    source = inspect.getsource(CloseCode)
    rows = [
        f"| {number} | {name} | {words} |"
        for name, number, words in re.findall(r'    (\w+) = (\d+)\n    """(.+?)"""', source)
    ]
    return "\n".join(["| Code | Name | Meaning, and what to do |", "|---|---|---|", *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
