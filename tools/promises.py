"""Which tests prove which promise, and does any promise stand without one?

`docs/promises.md` holds the rules, one table row each: number, state, rule, what is missing. A test
names the rules that it proves:

- pytest: `@pytest.mark.promise("2.8")` on a test or class, or `pytestmark` for a class or module;
- Playwright: `tag: ['@2.8']` in the options of a test or group in `e2e/**/*.spec.ts`;
- vitest: `[promise 2.8]` in the title of a test or group in `web/src/**/*.test.ts`.

`python3 -m tools.promises` lists each rule with its tests; `--check` prints only what is wrong and
fails when anything is. The sources are read, not run, so both take a moment.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.places import ROOT

STATES = ("kept", "partly", "planned")


@dataclass(frozen=True)
class Promise:
    """One rule of docs/promises.md."""

    number: str
    state: str
    words: str
    missing: str


@dataclass(frozen=True)
class Proof:
    """One test's claim to prove the rule of a number; place is its file, title its name there."""

    number: str
    place: str
    title: str


class MalformedError(ValueError):
    """Raised when docs/promises.md or a marker cannot be read; the text names the place."""


def read_promises(text: str) -> list[Promise]:
    """The rows of all tables whose first cell is a rule number. Raises MalformedError."""
    promises = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or not re.match(r"\d", cells[0]):
            continue
        if len(cells) != 4 or not re.fullmatch(r"\d+\.\d+", cells[0]) or not cells[2]:
            raise MalformedError(f"docs/promises.md: not a row of four cells: {line}")
        promises.append(Promise(*cells))
    return promises


def pytest_proofs(source: str, place: str) -> Iterator[Proof]:
    """The markers in one Python test file, each with every test that it reaches."""
    yield from _marked(ast.parse(source, place), place, [])


def _marked(scope: ast.Module | ast.ClassDef, place: str, inherited: list[str]) -> Iterator[Proof]:
    numbers = inherited + [
        number
        for node in scope.body
        if isinstance(node, ast.Assign) and _names(node.targets[0]) == "pytestmark"
        for number in _numbers(node.value, place)
    ]
    for node in scope.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            own = [n for mark in node.decorator_list for n in _numbers(mark, place)]
            if isinstance(node, ast.ClassDef):
                yield from _marked(node, place, numbers + own)
            elif node.name.startswith("test"):
                for number in dict.fromkeys(numbers + own):
                    yield Proof(number, place, node.name)
            elif own:
                raise MalformedError(f"{place}: {node.name} has promises but is no test")
        elif isinstance(node, ast.Assign) and _names(node.targets[0]).startswith("Test"):
            # A stateful test: `TestRings = RingMachine.TestCase`.
            for number in numbers:
                yield Proof(number, place, _names(node.targets[0]))


def _numbers(marker: ast.expr, place: str) -> Iterator[str]:
    """The numbers of all `pytest.mark.promise(...)` calls inside a decorator or pytestmark."""
    for node in ast.walk(marker):
        if isinstance(node, ast.Call) and _names(node.func) == "pytest.mark.promise":
            for argument in node.args:
                if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
                    raise MalformedError(f"{place}:{node.lineno}: a promise is a string like '2.8'")
                yield argument.value


def _names(node: ast.expr) -> str:
    """A name or dotted name as written; nothing for any other expression."""
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


COMMENT = re.compile(r"^\s*//[^\n]*$|/\*.*?\*/", re.MULTILINE | re.DOTALL)
TITLE = re.compile(
    r"\b(?:test|it|describe)(?:\.\w+)*\(\s*(?P<quote>['\"`])(?P<title>(?:\\.|(?!(?P=quote)).)*)",
    re.DOTALL,
)
TAGS = re.compile(r"\btag:\s*(?P<tags>\[.*?\]|'.*?'|\".*?\")", re.DOTALL)
IN_TITLE = re.compile(r"\[promise ([^\]]*)\]")


def playwright_proofs(source: str, place: str) -> Iterator[Proof]:
    """The tags in one Playwright file; each belongs to the title before it."""
    source = COMMENT.sub("", source)
    titles = list(TITLE.finditer(source))
    for tags in TAGS.finditer(source):
        title = [found["title"] for found in titles if found.start() < tags.start()][-1:]
        if not title:
            raise MalformedError(f"{place}: a tag without a test: {tags.group()}")
        for number in re.findall(r"@(\d[^'\"]*)", tags["tags"]):
            yield Proof(number, place, title[0])


def vitest_proofs(source: str, place: str) -> Iterator[Proof]:
    """The numbers in the titles of one vitest file."""
    for found in TITLE.finditer(COMMENT.sub("", source)):
        for numbers in IN_TITLE.findall(found["title"]):
            for number in re.split(r"[,\s]+", numbers.strip()):
                yield Proof(number, place, IN_TITLE.sub("", found["title"]).strip())


READERS = (
    ("tests", "test_*.py", pytest_proofs),
    ("e2e", "*.spec.ts", playwright_proofs),
    ("web/src", "*.test.ts", vitest_proofs),
)


def read_proofs(root: Path) -> list[Proof]:
    """All proofs in a checkout. Raises MalformedError."""
    return [
        proof
        for folder, pattern, read in READERS
        for file in sorted((root / folder).rglob(pattern))
        if "node_modules" not in file.parts
        for proof in read(file.read_text(), str(file.relative_to(root)))
    ]


def problems(promises: list[Promise], proofs: list[Proof]) -> list[str]:
    """What is wrong, in one line each; nothing when every promise stands as it says."""
    found = []
    known: set[str] = set()
    proven = {proof.number for proof in proofs}
    for promise in promises:
        where = f"docs/promises.md: {promise.number}"
        if promise.number in known:
            found.append(f"{where} stands there twice")
        known.add(promise.number)
        if promise.state not in STATES:
            found.append(f"{where} is {promise.state!r}, which is none of {', '.join(STATES)}")
        if promise.state in ("kept", "partly") and promise.number not in proven:
            found.append(f"{where} is {promise.state}, but no test proves it")
        if promise.state == "partly" and not promise.missing:
            found.append(f"{where} is partly kept, but does not say what is missing")
        if promise.state == "kept" and promise.missing:
            found.append(f"{where} is kept, but says that something is missing")
    found += [
        f"{proof.place}: {proof.title!r} proves {proof.number}, which docs/promises.md does not know"
        for proof in proofs
        if proof.number not in known
    ]
    return found


def listing(promises: list[Promise], proofs: list[Proof]) -> str:
    """Every promise with its tests, and a count of states at the end."""
    tests = defaultdict(list)
    for proof in proofs:
        tests[proof.number].append(f"          {proof.place}: {proof.title}")
    lines = []
    for promise in promises:
        lines.append(f"{promise.number:<5} {promise.state:<8} {promise.words}")
        if promise.missing and promise.state != "kept":
            lines.append(f"          missing: {promise.missing}")
        lines += tests[promise.number]
    states = [promise.state for promise in promises]
    lines.append("\n" + ", ".join(f"{states.count(state)} {state}" for state in STATES))
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Lists or checks; 0 when nothing is wrong, 1 otherwise."""
    try:
        promises = read_promises((ROOT / "docs" / "promises.md").read_text())
        proofs = read_proofs(ROOT)
    except MalformedError as error:
        print(error)
        return 1
    wrong = problems(promises, proofs)
    if "--check" not in arguments:
        print(listing(promises, proofs))
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
