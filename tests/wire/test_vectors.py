"""Are the examples of ``schema/vectors/gateway`` read as they say?

The client's tests read the same files.
"""

import json
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from bobwhite.errors import InvalidError
from bobwhite.wire.base import MAX_FRAME_BYTES, Message
from bobwhite.wire.envelope import ClientMessage, ServerMessage, decode_client, encode

FOLDER = Path(__file__).parents[2] / "schema" / "vectors" / "gateway"
COMMANDS: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(
    (FOLDER / "commands.json").read_text(encoding="utf-8")
)
FRAMES: list[dict[str, str]] = json.loads((FOLDER / "frames.json").read_text(encoding="utf-8"))
SERVER: list[dict[str, Any]] = json.loads((FOLDER / "server.json").read_text(encoding="utf-8"))


def tag_of(kind: type[Message]) -> str:
    tag = kind.__struct_config__.tag
    assert isinstance(tag, str)
    return tag


def examples(validity: str) -> list[Any]:
    return [
        pytest.param(name, example, id=f"{name}: {example['note']}")
        for name, sides in COMMANDS.items()
        for example in sides[validity]
    ]


def test_every_command_has_valid_and_invalid_examples() -> None:
    assert set(COMMANDS) == {tag_of(kind) for kind in get_args(ClientMessage)}
    assert all(sides["valid"] and sides["invalid"] for sides in COMMANDS.values())


@pytest.mark.parametrize(("name", "example"), examples("valid"))
def test_a_valid_command_is_read(name: str, example: dict[str, Any]) -> None:
    message = decode_client(json.dumps(example["frame"]))
    assert tag_of(type(message)) == name
    assert decode_client(encode(message)) == message


@pytest.mark.parametrize(("name", "example"), examples("invalid"))
def test_an_invalid_command_is_refused_by_the_name_of_its_member(
    name: str, example: dict[str, Any]
) -> None:
    with pytest.raises(InvalidError) as refused:
        decode_client(json.dumps(example["frame"]))
    assert refused.value.field == example["field"]


@pytest.mark.parametrize("example", FRAMES, ids=lambda example: example["note"])
def test_a_frame_that_is_no_command_is_refused(example: dict[str, str]) -> None:
    with pytest.raises(InvalidError):
        decode_client(example["frame"])


def test_a_frame_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(InvalidError) as refused:
        decode_client("{" + " " * MAX_FRAME_BYTES)
    assert refused.value.code == "too_large"


def test_every_message_of_the_server_has_an_example() -> None:
    assert {example["type"] for example in SERVER} == {
        tag_of(kind) for kind in get_args(ServerMessage)
    }


@pytest.mark.parametrize("example", SERVER, ids=lambda example: example["type"])
def test_a_message_of_the_server_reads_exactly_so(example: dict[str, Any]) -> None:
    message = msgspec.convert(example, ServerMessage)
    assert json.loads(encode(message)) == example
