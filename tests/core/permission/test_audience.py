"""Whom the callee's ticks, the message rule and the age rule let through."""

from itertools import chain, combinations, product

import pytest

from bobwhite.calls.permission.audience import DEFAULT_AUDIENCE
from bobwhite.calls.permission.decision import Arrival, GrantReason, PrivateReason
from bobwhite.calls.permission.facts import Audience, DoorKind
from bobwhite.calls.permission.policy import decide
from tests.core.permission.cases import NOBODY_KNOWN, NOW, alice, arrival, open_door, pair

SELECTIONS = [
    frozenset(chosen)
    for chosen in chain.from_iterable(combinations(Audience, size) for size in range(5))
]
BOOLS = (False, True)
EIGHT_RELATIONS = list(product(BOOLS, BOOLS, BOOLS))


@pytest.mark.promise("2.5")
@pytest.mark.parametrize("ticked", SELECTIONS, ids=lambda ticked: "+".join(sorted(ticked)) or "-")
@pytest.mark.parametrize(("saved", "followed", "verified"), EIGHT_RELATIONS)
def test_any_ticked_group_that_holds_the_caller_passes(
    ticked: frozenset[Audience], saved: bool, followed: bool, verified: bool
) -> None:
    facts = pair(
        audience=ticked,
        callee_saved_caller=saved,
        callee_follows_caller=followed,
        caller_verified=verified,
    )
    decision = decide(alice(), facts, arrival(), NOW)

    groups = [Audience.EVERYONE]
    groups += [Audience.ADDRESS_BOOK] if saved else []
    groups += [Audience.FOLLOWS] if followed else []
    groups += [Audience.VERIFIED] if verified else []
    if ticked.isdisjoint(groups):
        assert decision.reason is PrivateReason.NOT_IN_AUDIENCE
    else:
        assert decision.arrival is Arrival.RING
        assert set(decision.grants) == {GrantReason(group.value) for group in ticked & {*groups}}


@pytest.mark.promise("2.5")
@pytest.mark.parametrize("kind", DoorKind)
def test_with_nothing_ticked_only_an_open_door_lets_a_call_through(kind: DoorKind) -> None:
    shut = pair(audience=frozenset(), callee_saved_caller=True, caller_verified=True)
    opened = pair(audience=frozenset(), doors=(open_door(kind),))

    assert decide(alice(), shut, arrival(), NOW).reason is PrivateReason.NOT_IN_AUDIENCE
    assert decide(alice(), opened, arrival(), NOW).arrival is Arrival.RING


@pytest.mark.promise("2.3", "2.5")
def test_fresh_account_is_rung_by_somebody_it_follows_and_wrote_to() -> None:
    facts = pair(
        callee_calls_on=True, audience=DEFAULT_AUDIENCE, callee_follows_caller=True, caller_new=True
    )
    decision = decide(alice(), facts, arrival(), NOW)

    assert {Audience.ADDRESS_BOOK, Audience.FOLLOWS} == DEFAULT_AUDIENCE
    assert decision.arrival is Arrival.RING
    assert decision.grant is GrantReason.FOLLOWS


@pytest.mark.promise("2.5")
def test_contact_match_counts_as_address_book() -> None:
    facts = pair(**NOBODY_KNOWN | {"contact_match": True, "audience": {Audience.ADDRESS_BOOK}})
    assert decide(alice(), facts, arrival(), NOW).grants == (GrantReason.ADDRESS_BOOK,)


@pytest.mark.promise("2.5")
@pytest.mark.parametrize(
    ("relation", "passes"),
    [
        ("callee_saved_caller", True),
        ("callee_follows_caller", True),
        ("contact_match", False),
        ("caller_verified", False),
    ],
)
def test_new_account_rings_only_those_who_picked_it(relation: str, passes: bool) -> None:
    facts = pair(
        **NOBODY_KNOWN | {relation: True, "caller_new": True, "audience": frozenset(Audience)}
    )
    decision = decide(alice(), facts, arrival(), NOW)

    assert decision.refused is not passes
    assert decision.reason is (PrivateReason.RING if passes else PrivateReason.NEW_ACCOUNT)


@pytest.mark.promise("2.8")
@pytest.mark.parametrize(
    ("rule_on", "callee_wrote", "passes"),
    [(True, False, False), (True, True, True), (False, False, True), (False, True, True)],
)
def test_callee_must_have_written_while_the_message_rule_is_on(
    rule_on: bool, callee_wrote: bool, passes: bool
) -> None:
    facts = pair(message_rule=rule_on, callee_wrote=callee_wrote)
    decision = decide(alice(), facts, arrival(), NOW)

    assert decision.refused is not passes
    assert decision.reason is (PrivateReason.RING if passes else PrivateReason.NO_PRIOR_MESSAGE)


AGES = list(product(BOOLS, BOOLS))
RELATIONS = [name for name in NOBODY_KNOWN if name != "caller_verified"]


@pytest.mark.promise("2.11")
@pytest.mark.parametrize(("caller_minor", "callee_minor"), AGES)
@pytest.mark.parametrize("relation", [*RELATIONS, "caller_verified", "stranger"])
def test_adult_rings_a_minor_only_if_the_minor_picked_them(
    caller_minor: bool, callee_minor: bool, relation: str
) -> None:
    known = {} if relation == "stranger" else {relation: True}
    facts = pair(
        **NOBODY_KNOWN
        | known
        | {
            "caller_minor": caller_minor,
            "callee_minor": callee_minor,
            "audience": frozenset(Audience),
        }
    )
    decision = decide(alice(), facts, arrival(), NOW)

    picked = relation in {"callee_saved_caller", "callee_follows_caller"}
    if callee_minor and not caller_minor and not picked:
        assert decision.reason is PrivateReason.AGE_LIMIT
    elif callee_minor and relation in {"caller_verified", "stranger"}:
        assert decision.reason is PrivateReason.NOT_IN_AUDIENCE
    else:
        assert decision.arrival is Arrival.RING


@pytest.mark.promise("2.11")
@pytest.mark.parametrize("ticked", SELECTIONS, ids=lambda ticked: "+".join(sorted(ticked)) or "-")
def test_minors_wider_ticks_count_for_nothing(ticked: frozenset[Audience]) -> None:
    facts = pair(
        audience=ticked,
        callee_minor=True,
        callee_saved_caller=True,
        callee_follows_caller=True,
        caller_verified=True,
    )
    wide = {GrantReason.VERIFIED, GrantReason.EVERYONE}
    assert wide.isdisjoint(decide(alice(), facts, arrival(), NOW).grants)
