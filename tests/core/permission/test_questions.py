"""The other questions: what runs again, whether the icon shows, and who can ring me."""

import pytest

from bobwhite.calls.permission.facts import DoorKind
from bobwhite.calls.permission.policy import (
    Recheck,
    can_ring_me,
    decide,
    icon_refusal,
    may_show_icon,
    recheck,
)
from tests.core.permission.cases import (
    NOW,
    TRIGGERS,
    Trigger,
    alice,
    open_door,
    pair,
    with_rows,
)
from tests.core.permission.test_table import trigger_name

each_row = pytest.mark.parametrize("trigger", TRIGGERS, ids=trigger_name)


@pytest.mark.promise("2.16")
@each_row
def test_these_rows_run_again_while_ringing_and_at_answer(trigger: Trigger) -> None:
    caller, between, *_ = with_rows(trigger)
    stopped = recheck(caller, between, NOW, Recheck.UNTIL_ANSWERED)

    if trigger.row in {"A3", "A6", "B1", "B2", "B3", "B4", "B6"}:
        assert stopped is not None
        assert stopped.reason is trigger.reason
        assert stopped.code is trigger.code
    else:
        assert stopped is None


@pytest.mark.promise("2.16")
@each_row
def test_these_rows_run_again_when_media_access_is_issued_later(trigger: Trigger) -> None:
    caller, between, *_ = with_rows(trigger)
    stopped = recheck(caller, between, NOW, Recheck.ONCE_ANSWERED)

    if trigger.row in {"A3", "A6", "B1", "B2", "B3"}:
        assert stopped is not None
        assert stopped.reason is trigger.reason
    else:
        assert stopped is None


@pytest.mark.promise("2.13", "2.16")
@pytest.mark.parametrize("occasion", Recheck)
def test_guest_stays_admitted_after_the_link_ran_out(occasion: Recheck) -> None:
    late = open_door(DoorKind.GUEST_LINK, shuts_at=NOW)
    assert recheck(alice(signed_in=False), pair(doors=(late,)), NOW, occasion) is None


@pytest.mark.promise("2.20")
@each_row
def test_icon_shows_exactly_when_stages_a_without_its_limit_and_b_allow(trigger: Trigger) -> None:
    caller, between, *_ = with_rows(trigger)
    hidden = icon_refusal(caller, between, NOW)

    if trigger.row in {"A8", "B7"} or trigger.row[0] == "C":
        assert hidden is None
    else:
        assert hidden is not None
        assert hidden.code is trigger.code
    assert may_show_icon(caller, between, NOW) is (hidden is None)


@pytest.mark.promise("2.20")
def test_limit_does_not_hide_what_stands_behind_it() -> None:
    limited = alice(rate_limited=True)
    assert not may_show_icon(limited, pair(callee_wrote=False), NOW)


@pytest.mark.promise("2.17")
@each_row
def test_who_can_ring_me_runs_stages_b_and_c_alone(trigger: Trigger) -> None:
    facts = with_rows(trigger)
    seen = can_ring_me(facts.pair, facts.arrival, NOW)

    assert seen == decide(alice(), facts.pair, facts.arrival, NOW)
    assert seen.stage in {"B", "C"}
