"""Which handles, names and texts are taken, and which are refused by name?"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bobwhite.accounts.names import (
    clean_display_name,
    clean_handle,
    clean_quick_texts,
)
from bobwhite.errors import ErrorCode, InvalidError

FAMILY = "👨\u200d👩\u200d👧\u200d👦"


def refusal(call: object, *arguments: object) -> ErrorCode:
    assert callable(call)
    with pytest.raises(InvalidError) as caught:
        call(*arguments)
    return caught.value.code


@pytest.mark.parametrize("handle", ["abc", "a.b", "a_b", "_ab", "ab_", "0.0", "a" * 30])
def test_a_handle_has_3_to_30_of_a_to_z_digits_dot_and_underscore(handle: str) -> None:
    assert clean_handle(handle) == handle


@pytest.mark.parametrize(
    "handle",
    [
        "",
        "ab",
        "a" * 31,
        ".ab",
        "ab.",
        "a..b",
        "a b",
        "a-b",
        "ábc",
        "abc\n",
        "@abc",
        "a/b",
        "\u212aim",
    ],
)
def test_other_handles_are_invalid(handle: str) -> None:
    assert refusal(clean_handle, handle) is ErrorCode.HANDLE_INVALID


def test_handles_are_alike_without_case() -> None:
    assert clean_handle("Rosa.Marin") == clean_handle("rosa.marin")


@pytest.mark.parametrize("handle", ["admin", "Admin", "ad.min", "_admin_", "bob_white", "support"])
def test_handles_that_pass_for_the_instance_are_reserved(handle: str) -> None:
    assert refusal(clean_handle, handle) is ErrorCode.HANDLE_RESERVED


@pytest.mark.parametrize(
    "name",
    [
        "A",
        "Rosa Marín",
        "Okan Yıldız",
        "李小龙",
        "می\u200cخواهم",
        "क\u094d\u200dष",
        FAMILY,
        "❤️\u200d🔥",
        "x" * 50,
        FAMILY * 35,
        "O'Brien-Smith, Jr.",
    ],
)
def test_a_name_may_be_written_in_any_script(name: str) -> None:
    assert clean_display_name(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "\u00a0\u2003",
        "x" * 51,
        "a" + "\u0301" * 450,
        "a\nb",
        "a\x00b",
        "\u202eevil",
        "a\u2066b\u2069",
        "a\u200fb",
        "a\u200db",
        "\u200d",
        "\u00ad\u00ad",
        "\ufeffBob",
        "\u3164",
        "\u2800\u2800",
        "\ue000",
        "a\u2028b",
        "\ud800",
    ],
)
def test_a_name_that_is_empty_too_long_unseen_or_turns_the_direction_is_refused(name: str) -> None:
    assert refusal(clean_display_name, name) is ErrorCode.DISPLAY_NAME_INVALID


def test_a_name_is_kept_in_one_spelling() -> None:
    assert clean_display_name("  Jose\u0301 \u00a0 Diaz ") == "José Diaz"


@given(st.text(max_size=60))
def test_a_cleaned_name_stays_as_it_is(text: str) -> None:
    try:
        once = clean_display_name(text)
    except InvalidError:
        return
    assert clean_display_name(once) == once
    assert not any(unicodedata.bidirectional(c) in {"RLO", "LRO", "RLE", "LRE"} for c in once)


@pytest.mark.promise("3.17")
def test_up_to_four_quick_texts_of_120_characters_are_kept() -> None:
    texts = [" In a meeting ", "x" * 120, "Später", "明日"]
    assert clean_quick_texts(texts) == ("In a meeting", "x" * 120, "Später", "明日")
    assert clean_quick_texts([]) == ()


@pytest.mark.parametrize(
    "texts", [["a"] * 5, [""], ["  "], ["x" * 121], ["a\x07"], ["\u202eabc"], ["a\u2067b"]]
)
def test_other_quick_texts_are_refused(texts: list[str]) -> None:
    assert refusal(clean_quick_texts, texts) is ErrorCode.MALFORMED
