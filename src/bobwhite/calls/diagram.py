"""How does a reader see the two machines of a call?

The page ``docs/protocol/call-machine.md`` is written from the tables by
``python -m bobwhite.calls.diagram``; a test compares the two.
"""

import sys
from collections.abc import Iterator
from datetime import timedelta

from bobwhite.calls import machine, races, rings
from bobwhite.calls.model import EndReason, Phase, RingOutcome, Timer
from bobwhite.calls.numbers import GRACE, LOST_AFTER, RETURN_TIME, SET_UP_TIME

_HEAD = """# The life of a call

Written from the tables in `src/bobwhite/calls/`; do not edit by hand. Run
`python -m bobwhite.calls.diagram > docs/protocol/call-machine.md` after a change there.

## The call

What is not in the table is refused and changes nothing. A name in *italics* is the end reason of a
call that is over then.
"""
_RINGS = """
## The ring of one device

A ring that has ended takes nothing more.
"""
_RACES = """
## A new call between two people

A start is classified by the first situation that holds, then handled as the table says.

| Situation | What is done |
|---|---|
"""


def page() -> str:
    """Return the page as Markdown with Mermaid diagrams."""
    return "".join(
        (
            _HEAD,
            _fenced(_call_diagram()),
            "\n",
            _call_table(),
            _timers(),
            _RINGS,
            _fenced(_ring_diagram()),
            _RACES,
            *(f"| {s.value} | {races.ACTIONS[s].value} |\n" for s in races.Situation),
        )
    )


def _fenced(lines: Iterator[str]) -> str:
    return "\n```mermaid\nstateDiagram-v2\n" + "".join(f"    {line}\n" for line in lines) + "```\n"


def _call_diagram() -> Iterator[str]:
    yield f"[*] --> {Phase.PLACED.value}"
    for phase in Phase:
        arrows: dict[Phase, list[str]] = {}
        for move, row in machine.TABLE.items():
            following = row.get(phase)
            if following is None or following is phase:
                continue
            target = Phase.ENDED if isinstance(following, EndReason) else following
            arrows.setdefault(target, []).append(move.value)
        for target, names in arrows.items():
            yield f"{phase.value} --> {target.value} : {', '.join(names)}"
    yield f"{Phase.ENDED.value} --> [*]"


def _call_table() -> str:
    phases = [phase for phase in Phase if phase is not Phase.ENDED]
    lines = [
        "| Input | " + " | ".join(phase.value for phase in phases) + " |",
        "|---|" + "---|" * len(phases),
    ]
    for move, row in machine.TABLE.items():
        cells = [_cell(row.get(phase)) for phase in phases]
        lines.append(f"| {move.value} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(following: machine.Next | None) -> str:
    if following is None:
        return "–"
    return f"*{following.value}*" if isinstance(following, EndReason) else following.value


def _timers() -> str:
    lengths = {
        Timer.RING: "the instance's ring time, from placing",
        Timer.BUSY: "at once, where the callee is busy",
        Timer.GRACE: f"{_seconds(GRACE)}, from the loss of the caller's connection before an answer",
        Timer.SET_UP: f"{_seconds(SET_UP_TIME)}, from the answer until media flows both ways",
        Timer.LOST: f"{_seconds(LOST_AFTER)}, without media or without a sign of one side",
    }
    lines = ["\n| Timer | Runs |\n|---|---|\n"]
    lines += [f"| {timer.value} | {text} |\n" for timer, text in lengths.items()]
    lines.append(
        f"\nAfter a restart of the server, grace, set_up and lost run {_seconds(RETURN_TIME)} anew.\n"
    )
    return "".join(lines)


def _seconds(span: timedelta) -> str:
    return f"{int(span.total_seconds())} s"


def _ring_diagram() -> Iterator[str]:
    yield f"[*] --> {RingOutcome.SENT.value}"
    for outcome, row in rings.TABLE.items():
        for happened, following in row.items():
            if following is not outcome:
                yield f"{outcome.value} --> {following.value} : {happened.value}"


if __name__ == "__main__":
    sys.stdout.write(page())
