"""Does the protocol page say what the wire is?"""

import re

import pytest

from bobwhite.errors import ErrorCode
from bobwhite.gateway.link import MAX_BACKLOG_CHARS, MAX_STALL_S
from bobwhite.gateway.session import FRAMES_PER_S, HELLO_LIMIT_S, MALFORMED_BURST
from bobwhite.wire.base import MAX_FRAME_BYTES
from bobwhite.wire.handshake import SUBPROTOCOL
from tests.wire.page import PAGE, blocks, marks, messages, rewritten

TEXT = PAGE.read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_wire() -> None:
    assert rewritten(TEXT) == TEXT, "run: python -m tests.wire.page"


def test_every_message_shape_and_close_code_is_on_the_page_once() -> None:
    assert sorted(marks(TEXT)) == sorted(blocks())


def test_every_message_has_a_heading_of_its_own() -> None:
    headings = set(re.findall(r"^### (\S+)$", TEXT, re.MULTILINE))
    assert set(messages()) <= headings


@pytest.mark.parametrize("name", sorted(messages()))
def test_every_command_names_its_errors(name: str) -> None:
    section = TEXT.split(f"\n### {name}\n")[1].split("\n### ")[0]
    is_command = "| `rid` |" in section and TEXT.index(f"\n### {name}\n") < TEXT.index(
        "\n## Replies\n"
    )
    assert ("Errors" in section) == is_command


def test_every_code_on_the_page_exists() -> None:
    known = {code.value for code in ErrorCode}
    errors = re.findall(r"Errors?[^\n]*(?:\n[^\n#]+)*", TEXT)
    named = set(re.findall(r"`([a-z]+_[a-z_]+)`", "\n".join(errors)))
    assert named
    assert named <= known | {"hung_up"}


def test_every_link_within_the_page_leads_somewhere() -> None:
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    }
    assert set(re.findall(r"\(#([^)]+)\)", TEXT)) <= anchors


def test_the_limits_on_the_page_are_those_in_force() -> None:
    assert SUBPROTOCOL in TEXT
    assert f"within {HELLO_LIMIT_S:.0f} seconds" in TEXT
    assert f"{MAX_FRAME_BYTES // 1024} KiB" in TEXT.replace("\n", " ")
    assert f"{MAX_BACKLOG_CHARS // 1024} KB of unread" in TEXT
    assert f"waits {MAX_STALL_S:.0f} seconds" in TEXT
    assert f"more than {FRAMES_PER_S:.0f} frames a second" in TEXT
    assert MALFORMED_BURST == 10
