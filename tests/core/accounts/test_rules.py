"""Passwords, labels, tickets: small rules of accounts."""

from datetime import UTC, datetime, timedelta

import pytest

from bobwhite.accounts.labels import browser_label
from bobwhite.accounts.passwords import clean_password, spell_password
from bobwhite.accounts.tickets import Purpose, Ticket, hash_secret, new_secret
from bobwhite.errors import ErrorCode, InvalidError

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("password", ["x" * 10, "x" * 1024, "päßwört 漢字 12"])
def test_passwords_of_10_characters_to_1024_bytes_are_taken(password: str) -> None:
    assert clean_password(password) == password


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("x" * 9, ErrorCode.PASSWORD_TOO_SHORT),
        ("e\u0301" * 9, ErrorCode.PASSWORD_TOO_SHORT),
        ("x" * 1025, ErrorCode.PASSWORD_TOO_LONG),
        ("漢" * 342, ErrorCode.PASSWORD_TOO_LONG),
    ],
)
def test_other_passwords_are_refused(password: str, code: ErrorCode) -> None:
    with pytest.raises(InvalidError) as caught:
        clean_password(password)
    assert caught.value.code is code
    assert password not in repr(caught.value)


def test_a_password_is_the_same_on_every_keyboard() -> None:
    assert spell_password("caf\u00e9") == spell_password("cafe\u0301")


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/140.0.0.0 Safari/537.36",
            "Chrome on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
            "Firefox on Android",
        ),
        ("", "Browser"),
        ("\u202e<script>" * 100, "Browser"),
    ],
)
def test_a_label_holds_nothing_of_what_the_browser_sent(agent: str, label: str) -> None:
    assert browser_label(agent) == label


def test_secrets_are_long_distinct_and_kept_as_hashes_only() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(first) == 43
    assert hash_secret(first) != hash_secret(second)
    assert first.encode() not in hash_secret(first)


@pytest.mark.parametrize("secret", ["", "é", "\ud800", "x" * 10_000])
def test_any_text_may_come_in_place_of_a_secret(secret: str) -> None:
    assert len(hash_secret(secret)) == 32


def test_a_ticket_is_good_for_its_purpose_until_its_end() -> None:
    ticket = Ticket(Purpose.RESET_PASSWORD, None, NOW + timedelta(hours=1))
    assert ticket.good(Purpose.RESET_PASSWORD, NOW)
    assert not ticket.good(Purpose.SET_UP, NOW)
    assert not ticket.good(Purpose.RESET_PASSWORD, NOW + timedelta(hours=1))
    assert Ticket(Purpose.SET_UP, None, None).good(Purpose.SET_UP, NOW)
