"""Does any log line or error tell what only the two should know?"""

import pytest
from structlog.testing import capture_logs

from bobwhite.calls.signals import Signal, SignalKind
from bobwhite.errors import RefusedError
from tests.services.calls.house import VOICE, House, Person, new_call
from tests.services.calls.test_signalling import SDP, trickle


async def test_a_whole_life_of_calls_writes_nothing_private(
    house: House, alice: Person, bob: Person, carol: Person
) -> None:
    with capture_logs() as lines:
        call = new_call()
        await house.calls.placing.start(alice.phone, call, bob.account, VOICE, "in.vi.te")
        await house.calls.answering.alerting(bob.phone, call)
        joined = await house.calls.answering.accept(bob.phone, call, VOICE, "ac.ce.pt")
        offer = Signal(SignalKind.OFFER, sdp=SDP)
        for signal in (offer, trickle()):
            await house.calls.signalling.signal(bob.phone, call, joined.leg, signal)
        await house.calls.ending.hang_up(bob.phone, call)
        with pytest.raises(RefusedError) as refused:
            await house.start(alice.phone, carol)
    assert {line["event"] for line in lines} == {
        "call_placed",
        "call_ringing",
        "call_accepted",
        "call_ended",
        "call_refused",
    }
    written = " ".join(f"{key}={value}" for line in lines for key, value in line.items())
    secret = [alice.account, bob.account, carol.account, call, "in.vi.te", "ac.ce.pt", SDP[:30]]
    secret += [alice.phone.tab, bob.phone.tab, str(alice.phone.device), joined.leg, "127.0.0.1"]
    secret += [joined.ice.credential, joined.ice.username, "alice", "bob"]
    assert [word for word in secret if word in written] == []
    assert all(set(line) <= {"event", "log_level", "call", "arrival", "reason"} for line in lines)
    assert str(refused.value) == "not_available"


def test_nothing_of_a_signal_shows_in_its_text() -> None:
    offer = Signal(SignalKind.OFFER, sdp=SDP, jws="si.gn.ed")
    shown = repr(offer) + repr(trickle())
    assert not any(word in shown for word in ("0.0.0.0", "127.0.0.1", "50000", "si.gn.ed"))
