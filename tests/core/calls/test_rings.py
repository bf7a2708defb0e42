"""What may happen to the ring of one device, and what may not?"""

import itertools

import pytest

from bobwhite.calls.model import RingOutcome
from bobwhite.calls.rings import TABLE, RingInput, advance
from bobwhite.errors import ErrorCode, RefusedError

OPEN = {RingOutcome.SENT, RingOutcome.ALERTING, RingOutcome.SILENCED}


@pytest.mark.promise("3.1")
@pytest.mark.parametrize(("outcome", "happened"), list(itertools.product(RingOutcome, RingInput)))
def test_an_open_ring_takes_every_input_and_an_ended_one_none(
    outcome: RingOutcome, happened: RingInput
) -> None:
    if outcome in OPEN:
        assert advance(outcome, happened) is TABLE[outcome][happened]
        return
    with pytest.raises(RefusedError) as refused:
        advance(outcome, happened)
    assert refused.value.code is ErrorCode.CALL_ENDED


@pytest.mark.parametrize("happened", sorted(set(RingInput) - {RingInput.ALERT, RingInput.SILENCE}))
def test_every_other_input_ends_the_ring(happened: RingInput) -> None:
    assert {advance(outcome, happened).open for outcome in OPEN} == {False}


@pytest.mark.promise("3.6")
def test_a_silenced_ring_stays_silent_when_its_alert_is_reported_late() -> None:
    assert advance(RingOutcome.SILENCED, RingInput.ALERT) is RingOutcome.SILENCED
