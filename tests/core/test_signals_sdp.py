"""A description that names an address, or is not a call's, is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bobwhite.calls.signals import MAX_SDP_BYTES, Signal, SignalKind, check_content, check_sdp
from bobwhite.errors import ErrorCode, InvalidError

SESSION = ["v=0", "o=- 46117327 2 IN IP4 0.0.0.0", "s=-", "t=0 0", "a=group:BUNDLE 0 1 2"]
AUDIO = [
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    "c=IN IP4 0.0.0.0",
    "a=rtcp:9 IN IP4 0.0.0.0",
    "a=rtcp-mux",
    "a=rtcp-fb:111 transport-cc",
    "a=mid:0",
]
VIDEO = ["m=video 9 UDP/TLS/RTP/SAVPF 96", "c=IN IP4 0.0.0.0", "a=rtcp:9", "a=mid:1"]
DATA = ["m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0", "a=mid:2"]
GOOD = [*SESSION, *AUDIO, *VIDEO, *DATA]


def sdp(*lines: str, end: str = "\r\n") -> str:
    return "".join(line + end for line in lines)


def refusal(text: str) -> ErrorCode:
    with pytest.raises(InvalidError) as refused:
        check_sdp(text)
    assert refused.value.field == "sdp"
    return refused.value.code


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_description_without_addresses_passes(end: str) -> None:
    check_sdp(sdp(*GOOD, end=end))


LEAKS = [
    "a=candidate:1 1 udp 2122260223 192.0.2.7 54400 typ host",
    "a=candidate:1 1 udp 41885439 127.77.0.1 50000 typ relay raddr 0.0.0.0 rport 0",
    "a=candidate",
    "A=CANDIDATE:1 1 udp 1 b1a2.local 9 typ host",
    "  a=candidate:1 1 udp 1 192.0.2.7 9 typ host",
    "\ta= Candidate :1 1 udp 1 192.0.2.7 9 typ host",
    "a =candidate:1 1 udp 1 192.0.2.7 9 typ host",
    "a=remote-candidates:1 192.0.2.7 9",
    "c=IN IP4 192.0.2.7",
    "C=IN IP4 127.0.0.1",
    " c=IN IP4 10.0.0.1",
    "c=IN IP6 ::",
    "c=IN IP6 2001:db8::1",
    "c=IN IP4 0.0.0.0/127",
    "c=IN IP4 0.0.0.0 192.0.2.7",
    "c=IN IP4 home.example.org",
    "c=",
    "o=- 46117327 2 IN IP4 192.0.2.7",
    "o=- 46117327 2 IN IP4 127.0.0.1",
    "O=- 46117327 2 IN IP6 ::1",
    "o=- 46117327 2 IN IP4 home.example.org",
    "o=- 46117327 2 IN IP4 0.0.0.0 192.0.2.7",
    "a=rtcp:9 IN IP4 192.0.2.7",
    "a=RTCP:9 IN IP6 ::1",
    "a=rtcp:192.0.2.7",
    "a=rtcp:9 192.0.2.7",
    "a=rtcp",
]


@pytest.mark.promise("4.18")
@pytest.mark.parametrize("leak", LEAKS)
@pytest.mark.parametrize("at", [0, len(SESSION), len(SESSION) + 3, len(GOOD)])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_any_address_is_refused_at_session_and_media_level(leak: str, at: int, end: str) -> None:
    assert refusal(sdp(*GOOD[:at], leak, *GOOD[at:], end=end)) is ErrorCode.SDP_ADDRESS


@pytest.mark.promise("4.18")
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\n\r"])
def test_a_line_hidden_behind_another_line_end_is_seen(end: str) -> None:
    hidden = f"s=-{end}a=candidate:1 1 udp 1 192.0.2.7 9 typ host"
    assert refusal(sdp(*GOOD, hidden)) is ErrorCode.SDP_ADDRESS


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [*SESSION],
        [*SESSION, *AUDIO],
        [*SESSION, *AUDIO, *DATA],
        [*SESSION, *AUDIO, *AUDIO, *DATA],
        [*GOOD, *VIDEO],
        [*GOOD, "m=text 9 UDP/TLS/RTP/SAVPF 98"],
        [*GOOD, "m="],
        [*GOOD, "nonsense"],
        [*GOOD, "aa=mid:3"],
    ],
)
def test_any_but_the_three_sections_is_malformed(lines: list[str]) -> None:
    assert refusal(sdp(*lines)) is ErrorCode.MALFORMED


def test_description_over_16_kb_is_too_large() -> None:
    room = MAX_SDP_BYTES - len(sdp(*GOOD, "s="))
    check_sdp(sdp(*GOOD, "s=" + "x" * room))
    assert refusal(sdp(*GOOD, "s=" + "x" * (room + 1))) is ErrorCode.TOO_LARGE
    assert refusal(sdp(*GOOD, "s=" + "é" * (room // 2 + 1))) is ErrorCode.TOO_LARGE
    assert refusal("\ud800" * 6000) is ErrorCode.TOO_LARGE


@given(st.text(max_size=300))
def test_any_text_is_passed_or_refused_with_a_code(text: str) -> None:
    with pytest.raises(InvalidError):
        check_sdp(text)


@given(st.integers(min_value=0, max_value=len(GOOD)), st.text(alphabet="\r\n\t acA=:", max_size=12))
def test_no_padding_hides_a_candidate(at: int, padding: str) -> None:
    leak = padding + "\na=candidate:1 1 udp 1 192.0.2.7 9 typ host"
    refusal(sdp(*GOOD[:at], leak, *GOOD[at:]))


@pytest.mark.parametrize(
    "signal",
    [
        Signal(SignalKind.OFFER),
        Signal(SignalKind.ANSWER),
        Signal(SignalKind.CANDIDATE),
        Signal(SignalKind.CANDIDATE, sdp=sdp(*GOOD)),
        Signal(SignalKind.CANDIDATES_END, sdp=sdp(*GOOD)),
    ],
)
def test_content_of_another_kind_is_malformed(signal: Signal) -> None:
    with pytest.raises(InvalidError) as refused:
        check_content(signal, pool=frozenset(), sent=0)
    assert refused.value.code is ErrorCode.MALFORMED


def test_offer_answer_and_end_with_their_content_pass() -> None:
    for kind in (SignalKind.OFFER, SignalKind.ANSWER):
        check_content(Signal(kind, sdp=sdp(*GOOD)), pool=frozenset(), sent=0)
    check_content(Signal(SignalKind.CANDIDATES_END), pool=frozenset(), sent=0)


def test_offer_with_an_address_is_refused_as_content() -> None:
    leak = Signal(SignalKind.OFFER, sdp=sdp(*GOOD, "c=IN IP4 192.0.2.7"))
    with pytest.raises(InvalidError) as refused:
        check_content(leak, pool=frozenset(), sent=0)
    assert refused.value.code is ErrorCode.SDP_ADDRESS


def test_repr_of_a_signal_holds_no_content() -> None:
    shown = repr(Signal(SignalKind.OFFER, sdp="o=- 1 1 IN IP4 192.0.2.7", jws="secret"))
    assert "192.0.2.7" not in shown
    assert "secret" not in shown
