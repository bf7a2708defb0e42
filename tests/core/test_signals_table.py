"""Which signal may pass in which phase from which role."""

import itertools

import pytest

from bobwhite.calls.signals import PASSES, Role, SignalKind, SignalPhase, check_passes
from bobwhite.errors import ErrorCode, RefusedError

ALLOWED = {
    (SignalPhase.ACCEPTED, Role.CALLEE, SignalKind.OFFER),
    (SignalPhase.ACCEPTED, Role.CALLER, SignalKind.ANSWER),
    (SignalPhase.ACCEPTED, Role.CALLEE, SignalKind.CANDIDATE),
    (SignalPhase.ACCEPTED, Role.CALLER, SignalKind.CANDIDATE),
    (SignalPhase.ACCEPTED, Role.CALLEE, SignalKind.CANDIDATES_END),
    (SignalPhase.ACCEPTED, Role.CALLER, SignalKind.CANDIDATES_END),
}


@pytest.mark.promise("3.7", "4.18")
@pytest.mark.parametrize(
    ("phase", "role", "kind"), list(itertools.product(SignalPhase, Role, SignalKind))
)
def test_a_signal_passes_only_where_the_table_says_so(
    phase: SignalPhase, role: Role, kind: SignalKind
) -> None:
    if (phase, role, kind) in ALLOWED:
        check_passes(phase, role, kind)
    else:
        with pytest.raises(RefusedError) as refusal:
            check_passes(phase, role, kind)
        assert refusal.value.code is ErrorCode.SIGNAL_NOT_ALLOWED


@pytest.mark.promise("3.7")
def test_nothing_passes_before_accept() -> None:
    assert not any(PASSES[SignalPhase.BEFORE_ACCEPT, role] for role in Role)


@pytest.mark.promise("3.7")
def test_caller_never_offers() -> None:
    assert not any(SignalKind.OFFER in PASSES[phase, Role.CALLER] for phase in SignalPhase)
