"""Which signal may pass between the two ends of a leg, and what may it hold?

Two tables, as data. The first says which kind passes in which phase from which role: the callee's
device makes every offer, a restart's too, so that nothing a caller sends can start media. The second says
which candidates a route admits: only a relay's own addresses ever cross, in both directions.

A signal is refused or passed as it came; nothing is rewritten. Both protections are the second layer: the
first is each browser's own relay-only policy.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import AddressValueError, IPv4Address

from bobwhite.errors import ErrorCode, InvalidError, RefusedError

MAX_SDP_BYTES = 16 * 1024
MAX_CANDIDATES = 30
"""Candidates from one side in one negotiation; fewer breaks machines with many networks."""


class SignalKind(StrEnum):
    """What a signal carries (JSEP, RFC 9429); the end of candidates is said, not an empty one."""

    OFFER = "offer"
    ANSWER = "answer"
    CANDIDATE = "candidate"
    CANDIDATES_END = "candidatesEnd"


class SignalPhase(StrEnum):
    """How far a call is, as far as signals care."""

    BEFORE_ACCEPT = "before_accept"
    """Placed or ringing."""
    ACCEPTED = "accepted"
    ENDED = "ended"


class Role(StrEnum):
    """Who called whom at the start."""

    CALLER = "caller"
    CALLEE = "callee"


class Route(StrEnum):
    """Which way the media of a call goes."""

    RELAY = "relay"
    DIRECT = "direct"
    """Reserved: it needs both people's signed consent, and until that is checked hides as much."""


_NOTHING: frozenset[SignalKind] = frozenset()
_TRICKLE = frozenset({SignalKind.CANDIDATE, SignalKind.CANDIDATES_END})

PASSES: Mapping[tuple[SignalPhase, Role], frozenset[SignalKind]] = {
    (SignalPhase.BEFORE_ACCEPT, Role.CALLER): _NOTHING,
    (SignalPhase.BEFORE_ACCEPT, Role.CALLEE): _NOTHING,
    (SignalPhase.ACCEPTED, Role.CALLER): _TRICKLE | {SignalKind.ANSWER},
    (SignalPhase.ACCEPTED, Role.CALLEE): _TRICKLE | {SignalKind.OFFER},
    (SignalPhase.ENDED, Role.CALLER): _NOTHING,
    (SignalPhase.ENDED, Role.CALLEE): _NOTHING,
}

CANDIDATE_TYPES: Mapping[Route, frozenset[str]] = {
    Route.RELAY: frozenset({"relay"}),
    Route.DIRECT: frozenset({"relay"}),
}

_SECTIONS = ["application", "audio", "video"]
_UNSPECIFIED = ["IN", "IP4", "0.0.0.0"]  # noqa: S104
_LINE_END = re.compile(r"\r\n|\r|\n")
_ICE_CHARS = r"[A-Za-z0-9+/]"
_FOUNDATION = re.compile(_ICE_CHARS + r"{1,32}")
_UFRAG = re.compile(_ICE_CHARS + r"{4,256}")
_MID = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,16}")


@dataclass(frozen=True)
class Candidate:
    """An ICE candidate in parts (RFC 8839 §5.1); the receiver builds the line anew."""

    foundation: str
    component: int
    protocol: str
    priority: int
    address: str = field(repr=False)
    port: int = field(repr=False)
    kind: str
    ufrag: str = field(repr=False)
    mid: str


@dataclass(frozen=True)
class Signal:
    """What one end sends to the other: a description, a candidate, or the end of candidates."""

    kind: SignalKind
    sdp: str | None = field(default=None, repr=False)
    candidate: Candidate | None = field(default=None, repr=False)
    jws: str | None = field(default=None, repr=False)
    """Opaque here: forwarded exactly as received."""


def check_passes(phase: SignalPhase, role: Role, kind: SignalKind) -> None:
    """Raise ``RefusedError`` (``signal_not_allowed``) unless the first table lets the kind pass."""
    if kind not in PASSES[phase, role]:
        raise RefusedError(ErrorCode.SIGNAL_NOT_ALLOWED)


def check_content(
    signal: Signal, *, pool: frozenset[IPv4Address], sent: int, route: Route = Route.RELAY
) -> None:
    """Check what a signal holds, before it is passed.

    ``pool`` holds the relay's addresses, ``sent`` counts the candidates that this side has sent since
    the leg's last offer. Raises as ``check_sdp`` and ``check_candidate`` do, and ``InvalidError`` when
    the content does not fit the kind.
    """
    described = signal.kind in {SignalKind.OFFER, SignalKind.ANSWER}
    if described != (signal.sdp is not None):
        raise InvalidError(field="sdp")
    if (signal.kind is SignalKind.CANDIDATE) != (signal.candidate is not None):
        raise InvalidError(field="cand")
    if signal.sdp is not None:
        check_sdp(signal.sdp)
    if signal.candidate is not None:
        check_candidate(signal.candidate, pool=pool, sent=sent, route=route)


def check_sdp(text: str) -> None:
    """Check that a description names no address and has the three sections of every call.

    Raises ``InvalidError``: ``too_large`` over 16 KB, ``sdp_address`` for any candidate and for any
    address but 0.0.0.0 in ``c=``, ``o=`` and ``a=rtcp``, else ``malformed``. Names count whatever
    their case and the blanks before them, in the session part as in each section.
    """
    if len(text) > MAX_SDP_BYTES or len(text.encode(errors="surrogatepass")) > MAX_SDP_BYTES:
        raise InvalidError(ErrorCode.TOO_LARGE, field="sdp")
    sections: list[str] = []
    for line in _LINE_END.split(text):
        if not line.strip():
            continue
        name, equals, value = line.partition("=")
        name = name.strip().lower()
        if not equals or len(name) != 1:
            raise InvalidError(field="sdp")
        if _names_address(name, value):
            raise InvalidError(ErrorCode.SDP_ADDRESS, field="sdp")
        if name == "m":
            sections.append(value.split()[0].lower() if value.strip() else "")
    if sorted(sections) != _SECTIONS:
        raise InvalidError(field="sdp")


def check_candidate(
    candidate: Candidate, *, pool: frozenset[IPv4Address], sent: int, route: Route = Route.RELAY
) -> None:
    """Check that a candidate is one of our relay's and that its parts are well formed.

    Raises ``RefusedError`` (``candidate_not_allowed``) otherwise, and after 30 from one side.
    """
    allowed = (
        sent < MAX_CANDIDATES
        and candidate.kind in CANDIDATE_TYPES[route]
        and candidate.protocol == "udp"
        and _is_in(pool, candidate.address)
        and 1 <= candidate.port <= 65535
        and candidate.component == 1
        and 1 <= candidate.priority <= 2**31 - 1
        and _FOUNDATION.fullmatch(candidate.foundation) is not None
        and _UFRAG.fullmatch(candidate.ufrag) is not None
        and _MID.fullmatch(candidate.mid) is not None
    )
    if not allowed:
        raise RefusedError(ErrorCode.CANDIDATE_NOT_ALLOWED)


def _names_address(name: str, value: str) -> bool:
    """Tell whether a line gives an address away (RFC 8866 §5.2, §5.7; RFC 3605; RFC 8839)."""
    words = value.split()
    if name == "c":
        return words != _UNSPECIFIED
    if name == "o":
        return len(words) != 6 or words[3:] != _UNSPECIFIED
    if name != "a":
        return False
    attribute, _, rest = value.partition(":")
    attribute = attribute.strip().lower()
    if attribute == "rtcp":
        port, *address = rest.split() or [""]
        return not port.isdecimal() or address not in ([], _UNSPECIFIED)
    return attribute in {"candidate", "remote-candidates"}


def _is_in(pool: frozenset[IPv4Address], text: str) -> bool:
    try:
        return IPv4Address(text) in pool
    except AddressValueError:
        return False
