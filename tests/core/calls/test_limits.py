"""Do the limits on tries stop at their number, let go at their minute, and spare whom they should?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bobwhite.calls.limits import Attempt, wait_before
from bobwhite.ids import AccountId, CallId
from tests.core.calls.stories import ALICE, BOB, NOW

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def person(number: int) -> AccountId:
    return AccountId(f"acc_{number}")


def tries(
    count: int, to: AccountId | None = None, *, stranger: bool = False, ago: timedelta = MINUTE
) -> list[Attempt]:
    return [
        Attempt(
            ALICE,
            CallId(str(n)),
            to or person(n),
            "",
            NOW - ago,
            stranger=stranger,
            exempt=False,
        )
        for n in range(count)
    ]


def wait(
    made: list[Attempt],
    to: AccountId = BOB,
    *,
    stranger: bool = False,
    exempt: bool = False,
    new_account: bool = False,
) -> timedelta | None:
    return wait_before(made, NOW, to=to, stranger=stranger, exempt=exempt, new_account=new_account)


@pytest.mark.promise("9.9")
def test_thirty_calls_an_hour() -> None:
    assert wait(tries(29)) is None
    assert wait(tries(30)) == HOUR - MINUTE
    assert wait(tries(30, ago=HOUR)) is None


@pytest.mark.promise("9.9")
def test_five_tries_at_one_person_in_ten_minutes() -> None:
    assert wait(tries(4, BOB)) is None
    assert wait(tries(5, BOB)) == 9 * MINUTE
    assert wait(tries(5, BOB, ago=10 * MINUTE)) is None


@pytest.mark.promise("9.9")
def test_twenty_an_hour_at_strangers_and_more_at_others() -> None:
    made = tries(20, stranger=True)
    assert wait(made, stranger=True) == HOUR - MINUTE
    assert wait(made) is None
    assert wait(tries(19, stranger=True), stranger=True) is None


@pytest.mark.promise("9.9")
def test_a_pair_that_just_talked_neither_counts_nor_is_stopped() -> None:
    made = tries(40, BOB)
    assert wait(made, exempt=True) is None
    assert wait([replace(tried, exempt=True) for tried in made]) is None


@pytest.mark.promise("2.12")
def test_a_new_account_reaches_five_people_a_day() -> None:
    made = tries(5, ago=HOUR)
    assert wait(made, new_account=True) == DAY - HOUR
    assert wait(made, new_account=True, exempt=True) == DAY - HOUR
    assert wait(made, person(3), new_account=True) is None
    assert wait(made) is None
    assert wait(tries(4, ago=HOUR), new_account=True) is None
    assert wait(tries(5, ago=DAY), new_account=True) is None


@pytest.mark.promise("2.12")
def test_a_person_tried_again_occupies_one_place_of_the_day() -> None:
    made = tries(5, ago=2 * HOUR) + tries(1, person(0), ago=HOUR)
    assert wait(made, new_account=True) == DAY - 2 * HOUR


def test_the_longest_wait_counts() -> None:
    made = tries(5, BOB) + tries(30, ago=2 * MINUTE)
    assert wait(made) == HOUR - 2 * MINUTE
