"""Who may place calls, and that a block beats everything that may let a call through."""

from itertools import chain, combinations, product
from typing import Any

import pytest

from bobwhite.calls.permission.decision import Arrival, PrivateReason
from bobwhite.calls.permission.facts import Audience, CallerFacts, DoorKind, PlacingPolicy
from bobwhite.calls.permission.policy import Recheck, decide, recheck
from bobwhite.errors import ErrorCode
from tests.core.permission.cases import NOW, alice, arrival, open_door, pair

FREE = {"plan_in_force": False, "verified": False}
SUBSCRIBER = {"plan_in_force": True, "verified": False}
BADGE = {"plan_in_force": False, "verified": True}
BOTH = {"plan_in_force": True, "verified": True}


@pytest.mark.promise("2.9")
@pytest.mark.parametrize(
    ("placing", "account", "code"),
    [
        (PlacingPolicy.SUBSCRIBERS, FREE, ErrorCode.NEEDS_PLAN),
        (PlacingPolicy.SUBSCRIBERS, SUBSCRIBER, None),
        (PlacingPolicy.SUBSCRIBERS, BADGE, ErrorCode.NEEDS_PLAN),
        (PlacingPolicy.SUBSCRIBERS, BOTH, None),
        (PlacingPolicy.VERIFIED, FREE, ErrorCode.NEEDS_VERIFICATION),
        (PlacingPolicy.VERIFIED, SUBSCRIBER, ErrorCode.NEEDS_VERIFICATION),
        (PlacingPolicy.VERIFIED, BADGE, None),
        (PlacingPolicy.VERIFIED, BOTH, None),
        (PlacingPolicy.EVERYONE, FREE, None),
        (PlacingPolicy.EVERYONE, SUBSCRIBER, None),
        (PlacingPolicy.EVERYONE, BADGE, None),
        (PlacingPolicy.EVERYONE, BOTH, None),
    ],
)
def test_plan_and_badge_each_open_their_own_policy_only(
    placing: PlacingPolicy, account: dict[str, bool], code: ErrorCode | None
) -> None:
    decision = decide(alice(placing=placing, **account), pair(), arrival(), NOW)

    assert decision.code is code
    assert decision.reason is (PrivateReason.NO_ENTITLEMENT if code else PrivateReason.RING)


@pytest.mark.promise("2.9", "2.13")
@pytest.mark.parametrize("kind", DoorKind)
@pytest.mark.parametrize("placing", PlacingPolicy)
def test_open_door_needs_neither_plan_nor_badge(kind: DoorKind, placing: PlacingPolicy) -> None:
    facts = pair(doors=(open_door(kind),))
    assert decide(alice(placing=placing, **FREE), facts, arrival(), NOW).arrival is Arrival.RING


@pytest.mark.promise("2.4")
@pytest.mark.parametrize("placing", PlacingPolicy)
def test_answering_asks_for_no_plan(placing: PlacingPolicy) -> None:
    lapsed = alice(placing=placing, **FREE)
    assert recheck(lapsed, pair(), NOW, Recheck.UNTIL_ANSWERED) is None


BLOCKS: list[tuple[dict[str, bool], dict[str, bool], PrivateReason]] = [
    ({"blocks_callee": True}, {}, PrivateReason.CALLER_BLOCKS),
    ({"call_blocks_callee": True}, {}, PrivateReason.CALLER_BLOCKS),
    ({}, {"callee_blocks": True}, PrivateReason.BLOCKED),
    ({}, {"callee_call_blocks": True}, PrivateReason.CALL_BLOCKED),
]
SETS_OF_DOORS = list(chain.from_iterable(combinations(DoorKind, size) for size in range(5)))


@pytest.mark.promise("2.10")
@pytest.mark.parametrize(("by_caller", "by_callee", "reason"), BLOCKS)
@pytest.mark.parametrize("kinds", SETS_OF_DOORS, ids=lambda kinds: "+".join(kinds) or "-")
def test_no_combination_of_grants_rings_past_a_block(
    by_caller: dict[str, bool],
    by_callee: dict[str, bool],
    reason: PrivateReason,
    kinds: tuple[DoorKind, ...],
) -> None:
    caller = alice(**BOTH, **by_caller)
    doors = tuple(open_door(kind, paid=kind is DoorKind.BOOKING) for kind in kinds)
    relations = ("callee_saved_caller", "callee_follows_caller", "caller_verified")
    favours = ("favourite", "trusted")
    for values in product((False, True), repeat=len(relations) + len(favours)):
        known: dict[str, Any] = dict(zip(relations, values, strict=False))
        favoured: dict[str, Any] = dict(zip(favours, values[len(relations) :], strict=True))
        facts = pair(audience=frozenset(Audience), doors=doors, **known, **by_callee)

        decision = decide(caller, facts, arrival(**favoured), NOW)

        assert decision.refused
        assert decision.reason is reason
        assert decision.arrival is None


@pytest.mark.promise("2.13")
def test_guest_meets_only_the_rows_that_need_no_account() -> None:
    guest = CallerFacts(
        signed_in=False,
        is_self=True,
        calls_on=False,
        blocks_callee=True,
        call_blocks_callee=True,
        placing=PlacingPolicy.SUBSCRIBERS,
        plan_in_force=False,
        verified=False,
        rate_limited=False,
        sanctioned=True,
        in_cohort=False,
    )
    facts = pair(
        callee_blocks=True,
        callee_call_blocks=True,
        caller_new=True,
        audience=frozenset(),
        callee_wrote=False,
        doors=(open_door(DoorKind.GUEST_LINK),),
    )
    decision = decide(guest, facts, arrival(), NOW)

    assert decision.arrival is Arrival.RING
    assert decision.grants == ("guestLink",)


@pytest.mark.promise("2.13")
@pytest.mark.parametrize(
    ("caller_changes", "pair_changes", "reason"),
    [
        ({}, {"doors": ()}, PrivateReason.NOT_SIGNED_IN),
        ({}, {"doors": (open_door(DoorKind.REQUEST),)}, PrivateReason.NOT_SIGNED_IN),
        ({"rate_limited": True}, {}, PrivateReason.RATE_LIMIT),
        ({}, {"callee_calls_on": False}, PrivateReason.CALLS_OFF),
        ({}, {"callee_in_cohort": False}, PrivateReason.CALLEE_COHORT),
        (
            {},
            {"callee_minor": True, "callee_follows_caller": False},
            PrivateReason.AGE_LIMIT,
        ),
    ],
)
def test_guest_is_refused_by_the_rows_that_meet_guests(
    caller_changes: dict[str, Any], pair_changes: dict[str, Any], reason: PrivateReason
) -> None:
    linked = {"doors": (open_door(DoorKind.GUEST_LINK),)}
    facts = pair(**linked | pair_changes)
    assert decide(alice(signed_in=False, **caller_changes), facts, arrival(), NOW).reason is reason
