"""Does each input do to a call what the table says, and nothing else?"""

import itertools
from datetime import timedelta

import pytest

from bobwhite.calls.machine import TABLE, Move, advance, move_of
from bobwhite.calls.model import Call, CallArrival, EndReason, Phase, RingOutcome, Timer
from bobwhite.calls.steps import (
    Accept,
    Alert,
    Answered,
    Arm,
    Cancel,
    Decline,
    Disarm,
    Ended,
    Expire,
    Fail,
    FirstAlert,
    HangUp,
    Input,
    LegSignedOut,
    Object,
    Objection,
    Reach,
    Rejoin,
    Replace,
    ReportMedia,
    Restart,
    Returned,
    RingSent,
    RingSignedOut,
    RingStopped,
    Silence,
    TabBack,
    TabGone,
)
from bobwhite.errors import ErrorCode, RefusedError
from tests.core.calls.stories import (
    ALICE,
    ALICE_LAPTOP,
    ALICE_PHONE,
    ALICE_SEAT,
    BOB,
    BOB_LAPTOP,
    BOB_LAPTOP_SEAT,
    BOB_PHONE,
    BOB_SEAT,
    NEXT_LEG,
    NOW,
    RING_TIME,
    SECOND,
    VIDEO,
    VOICE,
    accepted,
    after,
    placed,
    seat,
    talking,
)

LATE = NOW + RING_TIME
EVERY_INPUT: list[Input] = [
    Alert(BOB_PHONE),
    Silence(BOB_PHONE),
    Accept(BOB_SEAT, VOICE),
    Decline(),
    Reach(BOB_LAPTOP),
    Cancel(),
    Replace(),
    HangUp(),
    ReportMedia(ALICE, False),
    Fail(EndReason.SET_UP_FAILED),
    Fail(EndReason.CONNECTION_LOST),
    TabGone(ALICE),
    TabBack(ALICE),
    Rejoin(ALICE_SEAT, NEXT_LEG),
    LegSignedOut(ALICE),
    RingSignedOut(BOB_PHONE),
    *(Object(by) for by in Objection),
    *(Expire(timer) for timer in Timer),
    Restart(),
]


def in_phase(phase: Phase, happened: Input) -> Call:
    """A call in ``phase`` whose parts permit ``happened``."""
    busy = happened == Expire(Timer.BUSY) and phase is Phase.PLACED
    call = placed(CallArrival.BUSY if busy else CallArrival.RING).call
    if phase is Phase.RINGING:
        call = after(call, Alert(BOB_PHONE))
    if phase is Phase.ACCEPTED:
        call = accepted()
    if happened in {Expire(Timer.GRACE), Expire(Timer.LOST), TabBack(ALICE)}:
        call = after(call, TabGone(ALICE))
    if isinstance(happened, Rejoin) and phase is Phase.ACCEPTED:
        call = talking()
    return after(call, Cancel()) if phase is Phase.ENDED else call


def test_the_table_has_a_row_for_every_move_and_every_input_has_a_move() -> None:
    assert set(TABLE) == set(Move)
    assert {move_of(happened) for happened in EVERY_INPUT} == set(Move)


@pytest.mark.promise("3.1")
@pytest.mark.parametrize(
    ("phase", "happened"),
    list(itertools.product(Phase, EVERY_INPUT)),
    ids=lambda value: str(value)[:40],
)
def test_each_input_in_each_phase_does_what_the_table_says_or_is_refused(
    phase: Phase, happened: Input
) -> None:
    call = in_phase(phase, happened)
    following = TABLE[move_of(happened)].get(phase)
    if following is None:
        with pytest.raises(RefusedError):
            advance(call, happened, LATE)
        return
    step = advance(call, happened, LATE)
    if isinstance(following, EndReason):
        assert (step.call.phase, step.call.reason) == (Phase.ENDED, following)
        assert step.happened[-1] == Ended(following)
        assert {e.timer for e in step.effects if isinstance(e, Disarm)} == set(Timer)
    else:
        assert (step.call.phase, step.call.reason) == (following, None)


@pytest.mark.promise("3.1")
def test_every_move_that_is_legal_while_ringing_is_legal_once_placed() -> None:
    for move, row in TABLE.items():
        assert Phase.RINGING not in row or Phase.PLACED in row, move


@pytest.mark.promise("3.4")
def test_the_first_alert_makes_a_call_ring_and_later_ones_tell_nothing() -> None:
    first = advance(placed().call, Alert(BOB_PHONE), NOW)
    assert (first.call.phase, first.happened) == (Phase.RINGING, (FirstAlert(),))
    again = advance(first.call, Alert(BOB_PHONE), NOW)
    assert again.call is first.call
    assert advance(first.call, Alert(BOB_LAPTOP), NOW).happened == ()


@pytest.mark.promise("3.4")
def test_a_device_that_was_not_rung_cannot_report_an_alert() -> None:
    with pytest.raises(RefusedError):
        advance(placed(devices=(BOB_PHONE,)).call, Alert(BOB_LAPTOP), NOW)


@pytest.mark.promise("3.5")
def test_the_first_accept_wins_and_the_other_rings_end_elsewhere() -> None:
    step = advance(placed().call, Accept(BOB_SEAT, VOICE), NOW)
    assert step.happened == (RingStopped(BOB_LAPTOP, RingOutcome.ELSEWHERE), Answered())
    with pytest.raises(RefusedError) as refused:
        advance(step.call, Accept(BOB_LAPTOP_SEAT, VOICE), NOW)
    assert refused.value.code is ErrorCode.ANSWERED_ELSEWHERE


def test_both_ends_of_a_link_share_its_id() -> None:
    call = accepted()
    assert {leg.id for leg in call.legs} == {placed().call.legs[0].id}
    assert {leg.seat.account for leg in call.legs} == {ALICE, BOB}


@pytest.mark.promise("3.8")
def test_an_answer_may_leave_the_camera_out_but_add_nothing() -> None:
    voice_only = after(placed(media=VIDEO).call, Accept(BOB_SEAT, VOICE))
    assert voice_only.answer_media == VOICE
    with pytest.raises(RefusedError):
        advance(placed(media=VOICE).call, Accept(BOB_SEAT, VIDEO), NOW)


@pytest.mark.promise("3.5")
def test_a_device_within_reach_rings_for_the_rest_once() -> None:
    step = advance(placed(CallArrival.UNREACHABLE).call, Reach(BOB_PHONE), NOW + SECOND)
    assert step.happened == (RingSent(BOB_PHONE),)
    assert step.call.rang_at == NOW + SECOND
    assert advance(step.call, Reach(BOB_PHONE), NOW).happened == ()


@pytest.mark.promise("3.5", "2.16")
@pytest.mark.parametrize("arrival", [CallArrival.SILENT, CallArrival.BUSY, CallArrival.WITHDRAWN])
def test_no_device_joins_a_silent_busy_or_withdrawn_call(arrival: CallArrival) -> None:
    assert advance(placed(arrival).call, Reach(BOB_PHONE), NOW).happened == ()


@pytest.mark.promise("3.6")
def test_declining_ends_every_ring_as_declined() -> None:
    declined = after(placed().call, Silence(BOB_LAPTOP), Decline())
    assert {ring.outcome for ring in declined.rings} == {RingOutcome.DECLINED}


@pytest.mark.promise("3.6")
def test_silencing_quiets_one_device_which_may_still_answer() -> None:
    step = advance(placed().call, Silence(BOB_PHONE), NOW)
    assert step.happened == (RingStopped(BOB_PHONE, RingOutcome.SILENCED),)
    assert after(step.call, Accept(BOB_SEAT, VOICE)).phase is Phase.ACCEPTED


@pytest.mark.promise("3.11")
def test_a_cancel_that_loses_to_an_accept_hangs_up() -> None:
    ended = after(accepted(), Cancel())
    assert ended.reason is EndReason.HUNG_UP
    assert ended.duration == timedelta(0)


@pytest.mark.promise("3.2")
def test_the_ring_runs_for_its_time_and_not_shorter() -> None:
    assert Arm(Timer.RING, LATE) in placed().effects
    with pytest.raises(RefusedError):
        advance(placed().call, Expire(Timer.RING), LATE - SECOND)
    assert after(placed().call, Expire(Timer.RING), at=LATE).reason is EndReason.NOT_REACHED
    rang = after(placed().call, Alert(BOB_PHONE))
    assert after(rang, Expire(Timer.RING), at=LATE).reason is EndReason.NO_ANSWER


@pytest.mark.promise("3.2")
@pytest.mark.parametrize("arrival", [CallArrival.SILENT, CallArrival.UNREACHABLE])
def test_a_call_that_rings_nowhere_runs_the_same_time(arrival: CallArrival) -> None:
    assert placed(arrival).effects == placed().effects
    assert after(placed(arrival).call, Expire(Timer.RING), at=LATE).reason is EndReason.NOT_REACHED


def test_a_busy_call_stands_and_is_told_at_once() -> None:
    step = placed(CallArrival.BUSY)
    assert Arm(Timer.BUSY, NOW) in step.effects
    assert step.happened == ()
    assert after(step.call, Expire(Timer.BUSY)).reason is EndReason.BUSY
    with pytest.raises(RefusedError):
        advance(placed().call, Expire(Timer.BUSY), NOW)


@pytest.mark.promise("3.2")
def test_a_vanished_caller_has_ten_seconds_and_an_accept_ends_the_grace() -> None:
    gone = advance(placed().call, TabGone(ALICE), NOW)
    assert gone.effects == (Arm(Timer.GRACE, NOW + 10 * SECOND),)
    assert after(gone.call, Expire(Timer.GRACE)).reason is EndReason.CANCELLED
    back = advance(gone.call, TabBack(ALICE), NOW)
    assert back.effects == (Disarm(Timer.GRACE),)
    with pytest.raises(RefusedError):
        advance(back.call, Expire(Timer.GRACE), NOW)
    assert Disarm(Timer.GRACE) in advance(gone.call, Accept(BOB_SEAT, VOICE), NOW).effects


@pytest.mark.promise("3.2")
def test_media_must_flow_both_ways_fifteen_seconds_after_the_answer() -> None:
    step = advance(placed().call, Accept(BOB_SEAT, VOICE), NOW)
    assert Arm(Timer.SET_UP, NOW + 15 * SECOND) in step.effects
    one_way = after(step.call, ReportMedia(ALICE, True))
    assert after(one_way, Expire(Timer.SET_UP)).reason is EndReason.SET_UP_FAILED
    set_up = advance(one_way, ReportMedia(BOB, True), NOW)
    assert set_up.effects == (Disarm(Timer.SET_UP),)
    with pytest.raises(RefusedError):
        advance(set_up.call, Expire(Timer.SET_UP), NOW)


@pytest.mark.promise("3.2")
def test_no_media_for_half_a_minute_loses_the_call() -> None:
    stalled = advance(talking(), ReportMedia(BOB, False), NOW)
    assert stalled.effects == (Arm(Timer.LOST, NOW + 30 * SECOND),)
    assert after(stalled.call, Expire(Timer.LOST)).reason is EndReason.CONNECTION_LOST
    assert advance(stalled.call, ReportMedia(BOB, True), NOW).effects == (Disarm(Timer.LOST),)


@pytest.mark.promise("3.2")
def test_a_lost_connection_with_media_flowing_ends_nothing() -> None:
    gone = advance(talking(), TabGone(ALICE), NOW)
    assert gone.effects == ()
    with pytest.raises(RefusedError):
        advance(gone.call, Expire(Timer.LOST), LATE)


@pytest.mark.promise("3.2")
def test_a_party_of_whom_nothing_is_heard_for_half_a_minute_loses_the_call() -> None:
    both_gone = advance(after(talking(), TabGone(ALICE)), TabGone(BOB), NOW)
    assert both_gone.effects == (Arm(Timer.LOST, NOW + 30 * SECOND),)
    one_back = advance(both_gone.call, TabBack(BOB), NOW)
    assert one_back.effects == ()
    hears = advance(one_back.call, ReportMedia(BOB, True), NOW)
    assert hears.effects == (Disarm(Timer.LOST),)


@pytest.mark.promise("3.2")
def test_a_restart_gives_everybody_time_to_return() -> None:
    back_by = NOW + 30 * SECOND
    assert advance(talking(), Restart(), NOW).effects == (Arm(Timer.LOST, back_by),)
    assert Arm(Timer.SET_UP, back_by) in advance(accepted(), Restart(), NOW).effects
    assert advance(placed().call, Restart(), NOW).effects == (Arm(Timer.GRACE, back_by),)


@pytest.mark.promise("2.16")
def test_an_objection_of_the_callee_looks_like_a_decline_once_a_device_alerted() -> None:
    rang = after(placed().call, Alert(BOB_PHONE))
    assert after(rang, Object(Objection.CALLEE)).reason is EndReason.DECLINED


@pytest.mark.promise("2.16")
def test_an_objection_before_any_alert_takes_the_rings_back_and_lets_the_call_run_out() -> None:
    step = advance(placed().call, Object(Objection.CALLEE), NOW)
    assert {h.outcome for h in step.happened if isinstance(h, RingStopped)} == {
        RingOutcome.CANCELLED
    }
    assert step.call.phase is Phase.PLACED
    assert step.effects == ()
    with pytest.raises(RefusedError):
        advance(step.call, Accept(BOB_SEAT, VOICE), NOW)
    assert after(step.call, Expire(Timer.RING), at=LATE).reason is EndReason.NOT_REACHED


@pytest.mark.promise("3.9")
@pytest.mark.parametrize("arrival", list(CallArrival))
def test_calling_back_at_once_answers_even_a_silent_call(arrival: CallArrival) -> None:
    call = after(placed(arrival).call, Accept(BOB_SEAT, VOICE, consent=True))
    assert call.phase is Phase.ACCEPTED
    assert [r.device for r in call.rings if r.outcome is RingOutcome.ANSWERED] == [BOB_PHONE]


def test_a_caller_cannot_answer_its_own_call() -> None:
    with pytest.raises(RefusedError):
        advance(placed().call, Accept(placed().call.legs[0].seat, VOICE, consent=True), NOW)


def test_signing_a_ringing_device_out_ends_its_ring_alone() -> None:
    call = after(placed().call, RingSignedOut(BOB_PHONE))
    assert call.live
    assert {r.device: r.outcome for r in call.rings} == {
        BOB_PHONE: RingOutcome.FAILED,
        BOB_LAPTOP: RingOutcome.SENT,
    }


def test_nothing_prints_a_statement_or_a_token() -> None:
    call = talking()
    assert "tab" not in repr(call.legs[0].seat).lower().replace("account", "")
    assert "jws" not in repr(call)


def refusal(call: Call, happened: Input) -> ErrorCode:
    with pytest.raises(RefusedError) as refused:
        advance(call, happened, LATE)
    return refused.value.code


@pytest.mark.promise("3.23")
def test_a_page_that_comes_back_gives_both_ends_a_new_link_and_tells_the_other_side() -> None:
    step = advance(after(talking(), TabGone(ALICE)), Rejoin(ALICE_SEAT, NEXT_LEG), LATE)
    assert {leg.id for leg in step.call.legs} == {NEXT_LEG}
    assert step.happened == (Returned(ALICE),)
    assert not step.call.media_flows
    back = after(step.call, ReportMedia(ALICE, True), ReportMedia(BOB, True))
    assert back.media_flows


@pytest.mark.promise("3.23", "3.24")
def test_a_return_has_the_full_time_to_bring_media_and_no_more() -> None:
    gone = after(talking(), TabGone(ALICE), ReportMedia(BOB, False))
    step = advance(gone, Rejoin(ALICE_SEAT, NEXT_LEG), LATE)
    assert step.effects == (Arm(Timer.LOST, LATE + 30 * SECOND),)
    over = advance(step.call, Expire(Timer.LOST), LATE + 30 * SECOND)
    assert over.call.reason is EndReason.CONNECTION_LOST


@pytest.mark.promise("3.23")
def test_a_second_tab_takes_a_leg_up_only_once_the_first_gave_it_up() -> None:
    second = Rejoin(seat(ALICE, ALICE_PHONE, "second"), NEXT_LEG)
    assert refusal(talking(), second) is ErrorCode.IN_ANOTHER_TAB
    taken = after(talking(), TabGone(ALICE), second)
    assert refusal(taken, Rejoin(ALICE_SEAT, NEXT_LEG)) is ErrorCode.IN_ANOTHER_TAB


@pytest.mark.promise("3.23")
def test_a_return_is_refused_to_another_device_and_before_media_ever_flowed() -> None:
    other = Rejoin(seat(ALICE, ALICE_LAPTOP), NEXT_LEG)
    assert refusal(after(talking(), TabGone(ALICE)), other) is ErrorCode.NOT_ALLOWED_NOW
    back = Rejoin(ALICE_SEAT, NEXT_LEG)
    assert refusal(after(accepted(), TabGone(ALICE)), back) is ErrorCode.NOT_ALLOWED_NOW


@pytest.mark.promise("3.23")
def test_a_call_that_is_over_is_not_returned_to() -> None:
    over = after(talking(), HangUp())
    assert refusal(over, Rejoin(ALICE_SEAT, NEXT_LEG)) is ErrorCode.CALL_ENDED


def test_a_call_engages_its_caller_and_a_sounding_callee_until_it_is_over() -> None:
    ringing = placed().call
    assert [ringing.engages(account) for account in (ALICE, BOB)] == [True, True]
    silenced = after(ringing, Silence(BOB_PHONE), Silence(BOB_LAPTOP))
    assert [silenced.engages(account) for account in (ALICE, BOB)] == [True, False]
    over = after(talking(), HangUp())
    assert [over.engages(account) for account in (ALICE, BOB)] == [False, False]
