"""Only a candidate of the relay's pool passes, from either side, on either route."""

from dataclasses import replace
from ipaddress import IPv4Address
from typing import Any

import pytest

from bobwhite.calls.signals import (
    MAX_CANDIDATES,
    Candidate,
    Route,
    Signal,
    SignalKind,
    check_candidate,
    check_content,
)
from bobwhite.errors import ErrorCode, RefusedError

POOL = frozenset({IPv4Address("203.0.113.7"), IPv4Address("203.0.113.8")})
RELAYED = Candidate(
    foundation="3085749910",
    component=1,
    protocol="udp",
    priority=58597375,
    address="203.0.113.7",
    port=52181,
    kind="relay",
    ufrag="FTuu",
    mid="0",
)


def is_refused(candidate: Candidate, *, sent: int = 0, route: Route = Route.RELAY) -> bool:
    try:
        check_candidate(candidate, pool=POOL, sent=sent, route=route)
    except RefusedError as refusal:
        return refusal.code is ErrorCode.CANDIDATE_NOT_ALLOWED
    return False


@pytest.mark.parametrize("address", ["203.0.113.7", "203.0.113.8"])
def test_relayed_candidate_of_the_pool_passes(address: str) -> None:
    assert not is_refused(replace(RELAYED, address=address))


@pytest.mark.promise("4.18")
@pytest.mark.parametrize("route", Route)
@pytest.mark.parametrize("kind", ["host", "srflx", "prflx", "RELAY", "", "relayed"])
def test_any_type_but_relay_is_refused_on_every_route(kind: str, route: Route) -> None:
    assert is_refused(replace(RELAYED, kind=kind), route=route)
    assert not is_refused(RELAYED, route=route)


@pytest.mark.promise("4.18")
@pytest.mark.parametrize(
    "address",
    [
        "192.0.2.7",
        "127.0.0.1",
        "0.0.0.0",
        "2001:db8::1",
        "::ffff:203.0.113.7",
        "::ffff:cb00:7107",
        "c0ffee00-1234-4abc-8def-0123456789ab.local",
        "relay.example.org",
        "203.0.113.7 ",
        " 203.0.113.7",
        "203.0.113.07",
        "203.0.113.7.",
        "203.0.113.7/32",
        "203.0.113",
        "3405803783",
        "0xcb.0.113.7",
        "２03.0.113.7",
        "",
    ],
)
def test_any_address_outside_the_pool_is_refused(address: str) -> None:
    assert is_refused(replace(RELAYED, address=address))


@pytest.mark.parametrize(
    "change",
    [
        {"protocol": "tcp"},
        {"protocol": "UDP "},
        {"component": 2},
        {"component": 0},
        {"port": 0},
        {"port": 65536},
        {"port": -1},
        {"priority": 0},
        {"priority": 2**31},
        {"foundation": ""},
        {"foundation": "a" * 33},
        {"foundation": "1 1 udp"},
        {"foundation": "1\n"},
        {"ufrag": "abc"},
        {"ufrag": "a" * 257},
        {"ufrag": "abcd\r\na=candidate"},
        {"ufrag": "ab:cd"},
        {"mid": ""},
        {"mid": "0 1"},
        {"mid": "0\n"},
        {"mid": "0" * 17},
    ],
)
def test_malformed_part_is_refused(change: dict[str, Any]) -> None:
    assert is_refused(replace(RELAYED, **change))


def test_thirty_candidates_pass_and_no_more() -> None:
    assert not is_refused(RELAYED, sent=MAX_CANDIDATES - 1)
    assert is_refused(RELAYED, sent=MAX_CANDIDATES)


@pytest.mark.promise("4.18")
def test_candidate_is_checked_as_content_of_a_signal() -> None:
    check_content(Signal(SignalKind.CANDIDATE, candidate=RELAYED), pool=POOL, sent=0)
    own = replace(RELAYED, kind="host", address="192.0.2.7")
    for route in Route:
        with pytest.raises(RefusedError):
            check_content(
                Signal(SignalKind.CANDIDATE, candidate=own), pool=POOL, sent=0, route=route
            )


def test_repr_of_a_candidate_holds_no_address() -> None:
    assert "203.0.113.7" not in repr(RELAYED)
    assert "203.0.113.7" not in repr(Signal(SignalKind.CANDIDATE, candidate=RELAYED))
