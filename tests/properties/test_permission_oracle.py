"""Does the table decide as a plain reading of the specification does?

The oracle below is written from the text, case by case, and shares no rule with the policy: only
the names of facts and answers.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bobwhite.calls.permission.facts import (
    ArrivalFacts,
    Audience,
    CalleeState,
    CallerFacts,
    Door,
    DoorKind,
    PairFacts,
    PlacingPolicy,
)
from bobwhite.calls.permission.policy import can_ring_me, decide, icon_refusal, stage_b
from tests.core.permission.cases import NOW, TRIGGERS, Facts, alice, with_rows


class Answer(NamedTuple):
    """What the specification says of one case, in its own words."""

    private: str
    public: str | None = None
    arrival: str | None = None
    grants: tuple[str, ...] = ()


def oracle(caller: CallerFacts, pair: PairFacts, end: ArrivalFacts, now: datetime) -> Answer:
    """Read section 2 from top to bottom."""
    return oracle_a(caller, pair, now) or oracle_b(caller, pair, now) or oracle_c(pair, end, now)


def inside(pair: PairFacts, now: datetime, kind: str, *, callers_view: bool = False) -> bool:
    for door in pair.doors:
        if door.kind != kind or now < door.opens_at or now >= door.shuts_at:
            continue
        if door.paid and pair.caller_minor:
            continue
        if callers_view:
            return True
        if door.paid and pair.callee_minor:
            continue
        if kind == "booking" or not door.forgotten:
            return True
    return False


# One branch for each line of the text, in its order: to split them would hide that.
def oracle_a(  # noqa: C901, PLR0912
    caller: CallerFacts, pair: PairFacts, now: datetime
) -> Answer | None:
    def believes(kind: str) -> bool:
        return inside(pair, now, kind, callers_view=True)

    if not caller.signed_in:
        if not believes("guestLink"):
            return Answer("not_signed_in", "sign_in")
        if caller.rate_limited and not believes("booking"):
            return Answer("rate_limit", "slow_down")
        return None
    if caller.is_self:
        return Answer("self", "self_test")
    if caller.sanctioned:
        return Answer("caller_sanctioned", "suspended")
    if not caller.in_cohort:
        return Answer("caller_cohort", "not_enabled")
    if not caller.calls_on:
        return Answer("caller_off", "turn_calls_on")
    if caller.blocks_callee:
        return Answer("caller_blocks", "you_blocked")
    if caller.call_blocks_callee:
        return Answer("caller_blocks", "you_blocked")
    if not any(believes(k) for k in ("booking", "guestLink", "request", "callBack")):
        if caller.placing == "subscribers" and not caller.plan_in_force:
            return Answer("no_entitlement", "needs_plan")
        if caller.placing == "verified" and not caller.verified:
            return Answer("no_entitlement", "needs_verification")
    if caller.rate_limited and not believes("booking"):
        return Answer("rate_limit", "slow_down")
    return None


def oracle_b(caller: CallerFacts, pair: PairFacts, now: datetime) -> Answer | None:
    if pair.callee in {"unknown", "deleted", "suspended"}:
        return Answer("no_account", "not_available")
    if caller.signed_in and pair.callee_blocks:
        return Answer("blocked", "not_available")
    if caller.signed_in and pair.callee_call_blocks:
        return Answer("call_blocked", "not_available")
    if not pair.callee_calls_on:
        return Answer("calls_off", "not_available")
    if not pair.callee_in_cohort:
        return Answer("callee_cohort", "not_available")
    adult_calls_minor = pair.callee_minor and not pair.caller_minor
    if adult_calls_minor and not pair.callee_saved_caller and not pair.callee_follows_caller:
        return Answer("age_limit", "not_available")
    for kind in ("booking", "guestLink", "request", "callBack"):
        if inside(pair, now, kind):
            return None
    return oracle_without_door(pair)


def oracle_without_door(pair: PairFacts) -> Answer | None:
    if pair.caller_new and not pair.callee_saved_caller and not pair.callee_follows_caller:
        return Answer("new_account", "not_available")
    if not oracle_groups(pair):
        return Answer("not_in_audience", "not_available")
    if pair.message_rule and not pair.callee_wrote:
        return Answer("no_prior_message", "not_available")
    return None


def oracle_groups(pair: PairFacts) -> list[str]:
    groups = []
    if "addressBook" in pair.audience and (pair.callee_saved_caller or pair.contact_match):
        groups.append("addressBook")
    if "follows" in pair.audience and pair.callee_follows_caller:
        groups.append("follows")
    if not pair.callee_minor:
        if "verified" in pair.audience and pair.caller_verified:
            groups.append("verified")
        if "everyone" in pair.audience:
            groups.append("everyone")
    return groups


def oracle_c(pair: PairFacts, end: ArrivalFacts, now: datetime) -> Answer:  # noqa: C901
    kinds = ("booking", "guestLink", "request", "callBack")
    grants = [kind for kind in kinds if inside(pair, now, kind)]
    date = "booking" in grants or "request" in grants
    if oracle_without_door(pair) is None:
        grants += oracle_groups(pair)

    def arrives(private: str, how: str) -> Answer:
        return Answer(private, None, how, tuple(grants))

    if end.flooded and not date and not end.favourite and not end.trusted:
        return arrives("flood", "silent_missed")
    if end.quiet:
        passes = date
        if end.favourite and end.favourites_ring:
            passes = True
        if end.trusted and end.trusted_repeat and end.silenced_at is not None:
            since = now - end.silenced_at
            if timedelta(0) <= since < timedelta(minutes=3):
                passes = True
        if not passes:
            return arrives("quiet", "silent_missed")
    if end.engagements >= 2 or (end.engagements == 1 and not end.waiting):
        return arrives("busy", "busy")
    if end.engagements == 1:
        return arrives("waiting", "banner")
    if not end.reachable:
        return arrives("unreachable", "unreachable")
    return arrives("ring", "ring")


def answer_of_policy(facts: Facts) -> Answer:
    decision = decide(*facts)
    return Answer(decision.reason, decision.code, decision.arrival, decision.grants)


def seldom(value: bool) -> st.SearchStrategy[bool]:
    """Draw ``value`` one time in thirty, so that many cases reach the last rows."""
    return st.sampled_from([value] + [not value] * 29)


INSTANTS = st.sampled_from([NOW + timedelta(minutes=m) for m in (-4, -3, -1, 0, 1, 3)])


def records(cls: Callable[..., Any], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(fields).map(lambda drawn: cls(**drawn))


DOORS = records(
    Door,
    kind=st.sampled_from(DoorKind),
    opens_at=INSTANTS,
    shuts_at=INSTANTS,
    paid=st.booleans(),
    forgotten=st.booleans(),
)
CALLERS = records(
    CallerFacts,
    signed_in=seldom(False),
    is_self=seldom(True),
    calls_on=seldom(False),
    blocks_callee=seldom(True),
    call_blocks_callee=seldom(True),
    placing=st.sampled_from(PlacingPolicy),
    plan_in_force=st.booleans(),
    verified=st.booleans(),
    rate_limited=seldom(True),
    sanctioned=seldom(True),
    in_cohort=seldom(False),
)
PAIRS = records(
    PairFacts,
    callee=st.sampled_from([CalleeState.PRESENT] * 60 + list(CalleeState)),
    callee_blocks=seldom(True),
    callee_call_blocks=seldom(True),
    callee_calls_on=seldom(False),
    caller_new=seldom(True),
    caller_verified=st.booleans(),
    callee_saved_caller=st.booleans(),
    callee_follows_caller=st.booleans(),
    audience=st.frozensets(st.sampled_from(Audience)),
    message_rule=st.booleans(),
    callee_wrote=st.booleans(),
    contact_match=st.booleans(),
    callee_in_cohort=seldom(False),
    caller_minor=seldom(True),
    callee_minor=seldom(True),
    doors=st.lists(DOORS, max_size=3).map(tuple),
)
ARRIVALS = records(
    ArrivalFacts,
    engagements=st.integers(0, 3),
    reachable=st.booleans(),
    waiting=st.booleans(),
    flooded=seldom(True),
    quiet=st.booleans(),
    favourite=st.booleans(),
    favourites_ring=st.booleans(),
    trusted=st.booleans(),
    trusted_repeat=st.booleans(),
    silenced_at=st.none() | INSTANTS,
)


@pytest.mark.promise("2.1", "2.5", "2.8", "2.9", "2.10", "2.11", "2.13")
@settings(max_examples=1000, deadline=None)
@given(CALLERS, PAIRS, ARRIVALS)
def test_policy_equals_a_plain_reading_of_the_specification(
    caller: CallerFacts, pair: PairFacts, arrival: ArrivalFacts
) -> None:
    assert answer_of_policy(Facts(caller, pair, arrival)) == oracle(caller, pair, arrival, NOW)


@pytest.mark.promise("2.1")
def test_policy_equals_the_plain_reading_wherever_two_rows_meet() -> None:
    cases = [with_rows(trigger) for trigger in TRIGGERS]
    cases += [with_rows(first, second) for first, second in combinations(TRIGGERS, 2)]
    for facts in cases:
        assert answer_of_policy(facts) == oracle(*facts)


@pytest.mark.promise("2.17")
@settings(max_examples=1000, deadline=None)
@given(PAIRS, ARRIVALS)
def test_who_can_ring_me_equals_stages_b_and_c(pair: PairFacts, arrival: ArrivalFacts) -> None:
    seen = can_ring_me(pair, arrival, NOW)
    expected = oracle_b(alice(), pair, NOW) or oracle_c(pair, arrival, NOW)

    assert Answer(seen.reason, seen.code, seen.arrival, seen.grants) == expected


@pytest.mark.promise("2.20")
@settings(max_examples=500, deadline=None)
@given(CALLERS, PAIRS, ARRIVALS)
def test_icon_differs_from_the_decision_only_by_the_limit(
    caller: CallerFacts, pair: PairFacts, arrival: ArrivalFacts
) -> None:
    hidden, decision = icon_refusal(caller, pair, NOW), decide(caller, pair, arrival, NOW)
    if decision.row == "A8":
        between = stage_b(pair, NOW)
        if caller.signed_in:
            assert hidden == (between if between is not None and between.refused else None)
    else:
        assert hidden == (decision if decision.refused else None)
