"""Who may write when, and where do the two sides stand afterwards?"""

import itertools

import pytest

from bobwhite.errors import ErrorCode, RefusedError
from bobwhite.messages.model import State
from bobwhite.messages.policy import (
    BOTH_OPEN,
    Stand,
    after_accepting,
    after_declining,
    after_tie,
    after_writing,
    marks_shown,
)

NEW = Stand(State.NEW, State.NEW)
WAITING = Stand(State.REQUESTED, State.REQUEST)
ASKED = Stand(State.REQUEST, State.REQUESTED)
PUT_AWAY = Stand(State.DECLINED, State.REQUESTED)
ALL_STANDS = [Stand(*pair) for pair in itertools.product(State, State)]


def write(stand: Stand, *, follows: bool = False, saved: bool = False) -> Stand:
    return after_writing(stand, peer_follows=follows, peer_saved=saved)


def test_a_stranger_s_first_message_is_a_request() -> None:
    assert write(NEW) == WAITING


def test_a_stranger_may_add_nothing_until_accepted_or_answered() -> None:
    with pytest.raises(RefusedError) as refused:
        write(WAITING)
    assert refused.value.code is ErrorCode.REQUEST_PENDING
    assert write(Stand(*reversed(after_accepting(ASKED)))) == BOTH_OPEN
    assert write(Stand(*reversed(write(ASKED)))) == BOTH_OPEN


def test_a_follower_of_the_writer_gets_no_request() -> None:
    assert write(NEW, follows=True) == BOTH_OPEN
    assert write(WAITING, follows=True) == BOTH_OPEN


@pytest.mark.promise("2.7")
@pytest.mark.parametrize("stand", ALL_STANDS)
def test_being_saved_changes_nothing_that_the_writer_sees(stand: Stand) -> None:
    outcomes: list[State | ErrorCode] = []
    for saved in (False, True):
        try:
            outcomes.append(write(stand, saved=saved).own)
        except RefusedError as refused:
            outcomes.append(refused.code)
    assert outcomes[0] == outcomes[1]


def test_a_saved_writer_lands_in_the_inbox_and_not_among_the_requests() -> None:
    assert write(NEW, saved=True) == Stand(State.REQUESTED, State.OPEN)
    assert write(Stand(State.OPEN, State.REQUESTED)) == BOTH_OPEN


def test_answering_a_request_accepts_it_even_one_put_away() -> None:
    assert write(ASKED) == BOTH_OPEN
    assert write(PUT_AWAY) == BOTH_OPEN


@pytest.mark.parametrize("stand", ALL_STANDS)
def test_only_a_request_can_be_accepted_or_declined(stand: Stand) -> None:
    if stand.own in {State.REQUEST, State.DECLINED}:
        assert after_accepting(stand) == BOTH_OPEN
        assert after_declining(stand) == Stand(State.DECLINED, stand.peer)
        return
    with pytest.raises(RefusedError) as refused:
        after_declining(stand)
    assert refused.value.code is ErrorCode.NOT_ALLOWED_NOW
    if stand.own is State.OPEN:
        assert after_accepting(stand) == stand
    else:
        with pytest.raises(RefusedError):
            after_accepting(stand)


def test_declining_leaves_the_sender_as_it_was() -> None:
    assert after_declining(ASKED).peer is State.REQUESTED


def test_following_accepts_a_request_and_saving_only_moves_it_into_the_inbox() -> None:
    assert after_tie(ASKED, follows=True, saved=False) == BOTH_OPEN
    assert after_tie(PUT_AWAY, follows=True, saved=True) == BOTH_OPEN
    assert after_tie(ASKED, follows=False, saved=True) == Stand(State.OPEN, State.REQUESTED)
    assert after_tie(ASKED, follows=False, saved=False) == ASKED
    assert after_tie(WAITING, follows=True, saved=True) == WAITING


def test_marks_show_only_once_both_opened_the_thread() -> None:
    assert [stand for stand in ALL_STANDS if marks_shown(stand)] == [BOTH_OPEN]
