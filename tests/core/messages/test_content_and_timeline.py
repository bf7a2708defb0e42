"""What may a message consist of, and which items are carried?"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bobwhite.errors import ErrorCode, InvalidError
from bobwhite.ids import AccountId, ConversationId, DeviceId, MessageId
from bobwhite.messages.content import content_of
from bobwhite.messages.model import MAX_BODY_BYTES, RECENT_BYTES, Content, Message, Origin
from bobwhite.messages.timeline import merged, recent


@dataclass(frozen=True)
class Call:
    pos: int | None


def message(pos: int, size: int = 5) -> Message:
    return Message(
        ConversationId("c"),
        pos,
        MessageId("m"),
        AccountId("a"),
        DeviceId("d"),
        Content("text/plain", bytes(size)),
        Origin.TYPED,
        datetime(2026, 1, 5, tzinfo=UTC),
    )


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=utf-8", "application/x-a+b"])
def test_a_body_is_kept_as_it_is(kind: str) -> None:
    body = bytes(range(256)) * 256
    assert content_of(kind, body) == Content(kind, body)
    assert len(body) == MAX_BODY_BYTES


@pytest.mark.parametrize("kind", ["plain", "text/", "text/plain;", "Text/Plain", "text/a\nb", ""])
def test_what_is_no_media_type_is_refused(kind: str) -> None:
    with pytest.raises(InvalidError) as refused:
        content_of(kind, b"x")
    assert refused.value.field == "contentType"


def test_an_empty_or_oversized_body_is_refused() -> None:
    with pytest.raises(InvalidError) as refused:
        content_of("text/plain", b"")
    assert refused.value.field == "body"
    with pytest.raises(InvalidError) as refused:
        content_of("text/plain", bytes(MAX_BODY_BYTES + 1))
    assert refused.value.code is ErrorCode.TOO_LARGE


def test_no_repr_holds_the_words_of_a_message() -> None:
    assert "secret" not in repr(Content("text/plain", b"secret"))


def test_messages_and_calls_are_ordered_by_their_place() -> None:
    timeline = merged([message(1), message(4), Call(2), Call(3)], 3)
    assert [item.pos for item in timeline.items] == [2, 3, 4]
    assert timeline.more
    assert not merged([message(1)], 1).more


def test_long_bodies_shorten_the_recent_items_and_the_newest_stays() -> None:
    half = RECENT_BYTES // 2
    items = merged([message(1), message(2, half), Call(3), message(4, half)], 10)
    assert [item.pos for item in recent(items)] == [2, 3, 4]
    huge = merged([message(1), message(2, MAX_BODY_BYTES)], 10)
    assert [item.pos for item in recent(huge)] == [2]
