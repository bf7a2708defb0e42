"""Does the eleventh try wait, and do tries of one place not count for another?"""

from datetime import UTC, datetime, timedelta

import pytest

from bobwhite.accounts.attempts import Attempts, network

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)


def full(attempts: Attempts, key: str, count: int = 10) -> None:
    for second in range(count):
        attempts.take(key, NOW + timedelta(seconds=second))


def test_the_eleventh_try_waits_until_the_first_is_over() -> None:
    attempts = Attempts(10, HALF_HOUR)
    full(attempts, "alice", 9)
    now = NOW + timedelta(seconds=10)
    assert attempts.wait("alice", now) == 0
    attempts.take("alice", now)
    assert attempts.wait("alice", now) == 1790
    assert attempts.wait("bob", now) == 0
    assert attempts.wait("alice", NOW + HALF_HOUR - timedelta(microseconds=1)) == 1
    assert attempts.wait("alice", NOW + HALF_HOUR) == 0


def test_a_try_that_succeeded_does_not_count() -> None:
    attempts = Attempts(10, HALF_HOUR)
    full(attempts, "alice")
    attempts.give_back("alice")
    assert attempts.wait("alice", NOW) == 0
    attempts.give_back("nobody")


def test_memory_stays_bounded_and_the_oldest_key_goes_first() -> None:
    attempts = Attempts(1, HALF_HOUR, max_keys=2)
    attempts.take("first", NOW)
    attempts.take("second", NOW)
    attempts.take("third", NOW)
    assert [attempts.wait(key, NOW) > 0 for key in ("first", "second", "third")] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("::ffff:198.51.100.9", "198.51.100.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("unix", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_place_is_a_24_or_a_48(address: str, place: str) -> None:
    assert network(address) == place
