"""Is a new call between two people classified as the rules say, and handled by the table?"""

from dataclasses import replace

import pytest

from bobwhite.calls.limits import Attempt, digest_of
from bobwhite.calls.model import Call, Medium
from bobwhite.calls.races import ACTIONS, Action, Situation, Start, classify
from bobwhite.calls.steps import ReportMedia
from bobwhite.ids import CallId, DeviceId
from tests.core.calls.stories import (
    ALICE,
    ALICE_LAPTOP,
    ALICE_PHONE,
    BOB,
    BOB_LAPTOP,
    BOB_PHONE,
    CALL,
    NOW,
    VOICE,
    accepted,
    after,
    placed,
    seat,
    talking,
)

OTHER = CallId("other" + "A" * 17)


def alice_starts(device: DeviceId = ALICE_PHONE) -> Start:
    return Start(OTHER, replace(seat(ALICE, ALICE_PHONE), device=device), BOB, VOICE)


def bob_starts(device: DeviceId = BOB_PHONE) -> Start:
    return Start(OTHER, replace(seat(BOB, BOB_PHONE), device=device), ALICE, VOICE)


def situation(start: Start, *shared: Call) -> Situation:
    return classify(start, "content", None, None, shared)[0]


def test_every_situation_has_an_action() -> None:
    assert set(ACTIONS) == set(Situation)
    assert set(ACTIONS.values()) == set(Action)


def test_a_start_between_people_who_share_no_call_is_fresh() -> None:
    assert situation(alice_starts()) is Situation.FRESH


@pytest.mark.promise("3.9")
@pytest.mark.parametrize("device", [ALICE_PHONE, ALICE_LAPTOP])
def test_the_same_caller_calls_again_until_the_two_talk_elsewhere(device: DeviceId) -> None:
    assert situation(alice_starts(device), placed().call) is Situation.RECALL
    assert situation(alice_starts(device), accepted()) is Situation.RECALL


@pytest.mark.promise("3.9")
def test_a_call_that_flows_on_another_device_is_pointed_to() -> None:
    assert situation(alice_starts(ALICE_LAPTOP), talking()) is Situation.CONNECTED
    assert situation(alice_starts(ALICE_PHONE), talking()) is Situation.RECALL
    assert situation(bob_starts(BOB_LAPTOP), talking()) is Situation.CONNECTED
    assert situation(bob_starts(BOB_PHONE), talking()) is Situation.CONNECTED


@pytest.mark.promise("3.9")
def test_calling_the_one_who_is_calling_is_glare() -> None:
    assert situation(bob_starts(), placed().call) is Situation.GLARE


@pytest.mark.promise("3.9")
def test_an_answered_call_without_media_is_left_to_the_table() -> None:
    assert situation(bob_starts(), accepted()) is Situation.UNSETTLED
    stalled = after(talking(), ReportMedia(ALICE, False))
    assert situation(bob_starts(), stalled) is Situation.UNSETTLED


def test_of_two_shared_calls_the_more_telling_one_counts() -> None:
    own = replace(placed().call, id=OTHER)
    assert classify(bob_starts(), "", None, None, [accepted(), placed().call]) == (
        Situation.GLARE,
        placed().call,
    )
    assert situation(alice_starts(ALICE_LAPTOP), own, talking()) is Situation.CONNECTED


def test_the_same_start_again_is_a_repetition_and_other_content_is_not() -> None:
    digest = digest_of(BOB, VOICE, None)
    tried = Attempt(ALICE, CALL, BOB, digest, NOW, stranger=False, exempt=False)
    call = placed().call
    assert classify(alice_starts(), digest, tried, call, [call]) == (Situation.REPEATED, call)
    assert classify(alice_starts(), "else", tried, call, [call])[0] is Situation.DIFFERS


def test_an_id_of_somebody_elses_call_is_foreign() -> None:
    assert classify(bob_starts(), "", None, placed().call, [])[0] is Situation.FOREIGN


def test_the_digest_tells_person_media_and_statement_apart() -> None:
    same = digest_of(BOB, [Medium.VIDEO, Medium.AUDIO], None)
    assert same == digest_of(BOB, [Medium.AUDIO, Medium.VIDEO], None)
    others = {
        digest_of(ALICE, VOICE, None),
        digest_of(BOB, VOICE, None),
        digest_of(BOB, VOICE, "s"),
    }
    assert len(others | {same}) == 4
