"""What becomes of the ring of one device?

Inputs, by origin:

- from the device: ``ALERT`` (its ring is on screen), ``SILENCE``, ``ANSWER``, ``DECLINE``;
- from the call: ``ELSEWHERE`` (another device answered), ``DECLINE`` (another device declined),
  ``EXPIRE`` (the ring time ran out), ``CANCEL`` (the call was withdrawn);
- from the session: ``FAIL`` (the device was signed out).

``ELSEWHERE``, ``CANCEL`` and the rest of the second line end every ring that is still open.
"""

from collections.abc import Mapping
from enum import StrEnum, auto

from bobwhite.calls.model import RingOutcome
from bobwhite.errors import ErrorCode, RefusedError


class RingInput(StrEnum):
    """Everything that can happen to a ring."""

    ALERT = auto()
    SILENCE = auto()
    ANSWER = auto()
    DECLINE = auto()
    ELSEWHERE = auto()
    EXPIRE = auto()
    CANCEL = auto()
    FAIL = auto()


_LAST: Mapping[RingInput, RingOutcome] = {
    RingInput.ANSWER: RingOutcome.ANSWERED,
    RingInput.DECLINE: RingOutcome.DECLINED,
    RingInput.ELSEWHERE: RingOutcome.ELSEWHERE,
    RingInput.EXPIRE: RingOutcome.EXPIRED,
    RingInput.CANCEL: RingOutcome.CANCELLED,
    RingInput.FAIL: RingOutcome.FAILED,
}

TABLE: Mapping[RingOutcome, Mapping[RingInput, RingOutcome]] = {
    RingOutcome.SENT: {
        RingInput.ALERT: RingOutcome.ALERTING,
        RingInput.SILENCE: RingOutcome.SILENCED,
        **_LAST,
    },
    RingOutcome.ALERTING: {
        RingInput.ALERT: RingOutcome.ALERTING,
        RingInput.SILENCE: RingOutcome.SILENCED,
        **_LAST,
    },
    RingOutcome.SILENCED: {
        RingInput.ALERT: RingOutcome.SILENCED,
        RingInput.SILENCE: RingOutcome.SILENCED,
        **_LAST,
    },
}
"""The next outcome by present outcome and input; what is absent is refused."""


def advance(outcome: RingOutcome, happened: RingInput) -> RingOutcome:
    """Return the next outcome; a repeated report changes nothing.

    Raises ``RefusedError`` with ``call_ended`` for a ring that is over.
    """
    try:
        return TABLE[outcome][happened]
    except KeyError:
        raise RefusedError(ErrorCode.CALL_ENDED) from None
