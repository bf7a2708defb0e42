"""Credentials for the relay: of short life, stable for quotas, telling nobody the account."""

import base64
import hashlib
import hmac
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bobwhite.calls.ice import IN_CALL_LIFETIME, RINGING_LIFETIME
from bobwhite.clock import ManualClock
from bobwhite.errors import ErrorCode, RefusedError
from bobwhite.ids import AccountId
from bobwhite.integrations.turn.credentials import DayKeys, RestTurnCredentials, quota_name

ALICE = AccountId("acc_aaaaaaaaaaaaaaaaaaaa")
BOB = AccountId("acc_bbbbbbbbbbbbbbbbbbbb")
URLS = ("turn:relay.example.org:3478?transport=udp",)


@dataclass
class SteppingClock:
    """Shows whatever time it was set to."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def counting() -> Callable[[int], bytes]:
    numbers = itertools.count(1)
    return lambda size: bytes([next(numbers)]) * size


def credentials(clock: ManualClock, *secrets: str) -> RestTurnCredentials:
    keys = DayKeys(clock, random_bytes=counting())
    return RestTurnCredentials(secrets or ("north",), URLS, keys, clock)


def name_of(username: str) -> str:
    return username.partition(":")[2]


def test_credential_is_the_known_one_for_known_keys() -> None:
    clock = ManualClock(datetime(2026, 1, 5, 12, 0, tzinfo=UTC))
    ice = credentials(clock).mint(ALICE, timedelta(minutes=10))
    assert ice.username == "1767615000:NIOV3UEKHS3WO3QG"
    assert ice.credential == "FlTaaYK+s2TlDNO87I8ujcy3Kg0="
    assert ice.urls == URLS


def test_username_is_expiry_and_name_and_password_its_hmac(clock: ManualClock) -> None:
    ice = credentials(clock).mint(ALICE, RINGING_LIFETIME)
    day_key = b"\x01" * 32
    name = base64.b32encode(hmac.digest(day_key, ALICE.encode(), "sha256")).decode()[:16]
    expiry = int((clock.now() + RINGING_LIFETIME).timestamp())
    assert ice.username == f"{expiry}:{name}"
    digest = hmac.new(b"north", ice.username.encode(), hashlib.sha1).digest()
    assert base64.b64decode(ice.credential) == digest


@pytest.mark.promise("3.2")
@pytest.mark.parametrize(("ttl", "minutes"), [(RINGING_LIFETIME, 10), (IN_CALL_LIFETIME, 120)])
def test_credential_lives_ten_minutes_while_ringing_and_two_hours_in_a_call(
    clock: ManualClock, ttl: timedelta, minutes: int
) -> None:
    ice = credentials(clock).mint(ALICE, ttl)
    assert ice.expires_at == clock.now() + timedelta(minutes=minutes)
    assert int(ice.username.partition(":")[0]) == ice.expires_at.timestamp()


def test_name_is_stable_for_the_day_and_different_for_each_account(clock: ManualClock) -> None:
    minting = credentials(clock)
    first = minting.mint(ALICE, RINGING_LIFETIME).username
    clock.advance(timedelta(hours=11))
    assert name_of(minting.mint(ALICE, IN_CALL_LIFETIME).username) == name_of(first)
    assert name_of(minting.mint(BOB, RINGING_LIFETIME).username) != name_of(first)
    clock.advance(timedelta(hours=1))
    assert name_of(minting.mint(ALICE, RINGING_LIFETIME).username) != name_of(first)


def test_clock_set_back_over_midnight_finds_the_same_key() -> None:
    clock = SteppingClock(datetime(2026, 1, 5, 23, 50, tzinfo=UTC))
    keys = DayKeys(clock, random_bytes=counting())
    before = keys.current()
    clock.at += timedelta(minutes=20)
    after = keys.current()
    assert after != before
    clock.at -= timedelta(minutes=20)
    assert keys.current() == before
    clock.at += timedelta(minutes=20)
    assert keys.current() == after


def test_the_newest_of_two_secrets_signs(clock: ManualClock) -> None:
    rotated = credentials(clock, "north", "south").mint(ALICE, RINGING_LIFETIME)
    assert rotated == credentials(clock, "north").mint(ALICE, RINGING_LIFETIME)
    assert rotated != credentials(clock, "south").mint(ALICE, RINGING_LIFETIME)


def test_without_a_secret_nothing_is_minted(clock: ManualClock) -> None:
    with pytest.raises(ValueError, match="no shared secret"):
        RestTurnCredentials((), URLS, DayKeys(clock), clock)


@pytest.mark.promise("4.18")
def test_without_a_relay_that_serves_nothing_is_minted(clock: ManualClock) -> None:
    serves = False
    minting = RestTurnCredentials(
        ["north"], URLS, DayKeys(clock), clock, is_available=lambda: serves
    )
    with pytest.raises(RefusedError) as refusal:
        minting.mint(ALICE, RINGING_LIFETIME)
    assert refusal.value.code is ErrorCode.RELAY_UNAVAILABLE
    serves = True
    assert minting.mint(ALICE, RINGING_LIFETIME).urls == URLS


def test_name_tells_nothing_of_the_account() -> None:
    name = quota_name(b"k" * 32, ALICE)
    assert len(name) == 16
    assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    assert name != quota_name(b"l" * 32, ALICE)


def test_repr_of_a_relay_holds_no_credential(clock: ManualClock) -> None:
    ice = credentials(clock).mint(ALICE, RINGING_LIFETIME)
    assert ice.credential not in repr(ice)
