"""Who may see that somebody is here?"""

import itertools

import pytest

from bobwhite.social.presence import PresenceFacts, is_presence_shown


@pytest.mark.promise("2.6", "9.1")
def test_presence_shows_only_to_those_whom_the_person_knows() -> None:
    for active, calls_on, follows, wrote, opened, apart in itertools.product(
        [False, True], repeat=6
    ):
        facts = PresenceFacts(active, calls_on, follows, wrote, opened, apart)
        expected = active and calls_on and not apart and (follows or wrote or opened)
        assert is_presence_shown(facts) is expected


@pytest.mark.promise("2.7")
def test_being_saved_is_no_fact_of_presence() -> None:
    assert "saved" not in PresenceFacts.__annotations__
