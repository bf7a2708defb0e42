"""Does the promise check notice every way in which a promise and its tests can part?"""

import pytest

from tools.places import ROOT
from tools.promises import (
    MalformedError,
    Promise,
    Proof,
    listing,
    playwright_proofs,
    problems,
    pytest_proofs,
    read_promises,
    vitest_proofs,
)


def numbers(proofs: object) -> set[tuple[str, str]]:
    return {(proof.number, proof.title) for proof in proofs}  # type: ignore[attr-defined]


def promise(state: str = "kept", missing: str = "", number: str = "2.8") -> Promise:
    return Promise(number, state, "A rule.", missing)


PROOF = Proof("2.8", "tests/core/test_policy.py", "test_rule")


def test_a_row_of_the_table_is_a_promise() -> None:
    text = "# Rules\n\n| Rule | State |\n|---|---|\n| 2.8 | partly | A rule. | The rest. |\n"
    assert read_promises(text) == [promise("partly", "The rest.")]


@pytest.mark.parametrize(
    "row", ["| 2.8 | kept | A rule. |", "| 2 | kept | A rule. | |", "| 2.8 | kept | | |"]
)
def test_a_row_with_a_cell_too_few_is_refused(row: str) -> None:
    with pytest.raises(MalformedError, match="not a row"):
        read_promises(row)


def test_the_page_holds_every_rule_once_and_in_order() -> None:
    listed = [p.number for p in read_promises((ROOT / "docs" / "promises.md").read_text())]
    lengths = {1: 5, 2: 23, 3: 25, 4: 22, 5: 10, 6: 14, 7: 11, 8: 8, 9: 11, 10: 10, 11: 7, 12: 9}
    assert listed == [f"{part}.{n}" for part, size in lengths.items() for n in range(1, size + 1)]


@pytest.mark.parametrize("state", ["kept", "partly"])
def test_a_promise_that_holds_needs_a_test(state: str) -> None:
    held = promise(state, "The rest." if state == "partly" else "")
    assert problems([held], [PROOF]) == []
    assert "no test" in problems([held], [])[0]


def test_a_planned_promise_may_have_tests_already() -> None:
    assert problems([promise("planned")], [PROOF]) == []


def test_a_test_cannot_prove_an_unknown_rule() -> None:
    (problem,) = problems([promise("planned", number="2.9")], [PROOF])
    assert "does not know" in problem
    assert "test_rule" in problem


def test_partly_says_what_is_missing_and_kept_does_not() -> None:
    assert "what is missing" in problems([promise("partly")], [PROOF])[0]
    assert "something is missing" in problems([promise("kept", "The rest.")], [PROOF])[0]


def test_unknown_states_and_doubled_numbers_are_named() -> None:
    assert "none of" in problems([promise("done")], [PROOF])[0]
    assert "twice" in problems([promise(), promise()], [PROOF])[0]


def test_markers_reach_functions_classes_and_whole_modules() -> None:
    source = """
import pytest
pytestmark = [pytest.mark.promise("1.1"), pytest.mark.asyncio]

@pytest.mark.promise("2.8", "2.9")
async def test_function(): ...

@pytest.mark.promise("3.1")
class TestGroup:
    pytestmark = pytest.mark.promise("3.2")
    def test_method(self): ...
    def helper(self): ...

TestRings = RingMachine.TestCase
"""
    assert numbers(pytest_proofs(source, "test_x.py")) == {
        ("1.1", "test_function"),
        ("2.8", "test_function"),
        ("2.9", "test_function"),
        ("1.1", "test_method"),
        ("3.1", "test_method"),
        ("3.2", "test_method"),
        ("1.1", "TestRings"),
    }


def test_a_marker_inside_parametrize_reaches_its_test() -> None:
    source = """
@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.promise("2.8"))])
def test_case(x): ...
"""
    assert numbers(pytest_proofs(source, "test_x.py")) == {("2.8", "test_case")}


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("@pytest.mark.promise('2.8')\ndef helper(): ...", "no test"),
        ("@pytest.mark.promise(2.8)\ndef test_rule(): ...", "a string"),
    ],
)
def test_a_marker_that_proves_nothing_is_refused(source: str, why: str) -> None:
    with pytest.raises(MalformedError, match=why):
        list(pytest_proofs(source, "test_x.py"))


def test_tags_of_browser_tests_belong_to_the_title_before_them() -> None:
    source = """
test.describe('calls', { tag: '@3.1' }, () => {
  // test('old', { tag: '@9.9' }, ...)
  test('bob\\'s phone rings', { tag: ['@2.8', '@slow', '@3.4'] }, async () => {});
  test("plain", async () => {});
});
"""
    assert numbers(playwright_proofs(source, "call.spec.ts")) == {
        ("3.1", "calls"),
        ("2.8", "bob\\'s phone rings"),
        ("3.4", "bob\\'s phone rings"),
    }


def test_titles_of_client_tests_carry_their_numbers() -> None:
    source = "describe('mute [promise 4.1, 4.2]', () => { it('is silent', () => {}); });"
    assert numbers(vitest_proofs(source, "mute.test.ts")) == {("4.1", "mute"), ("4.2", "mute")}


def test_the_listing_names_each_test_below_its_rule() -> None:
    text = listing([promise("partly", "The rest.")], [PROOF])
    assert text.splitlines()[1:3] == [
        "          missing: The rest.",
        "          tests/core/test_policy.py: test_rule",
    ]
    assert text.endswith("0 kept, 1 partly, 0 planned")
