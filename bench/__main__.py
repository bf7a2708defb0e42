"""How quick is a call beside a bare connection, and what do calls and idle sockets cost the server?

``python -m bench`` starts a server of its own with its own relay in a folder of its own, places calls
between two pages of a real browser, and places the same calls between two bare pages of the same
browser in turn. Times are compared as ratios within one round, because machines differ and change.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.hands import Hands, HandsError
from bench.house import House, HouseError
from bench.machine import cpu_model, python_version
from bench.processes import cpu_seconds, proportional_bytes
from bench.sockets import IdleSockets
from bench.table import Row, lay_out, ratio_row

PACE_S = 11.0
"""A round lasts at least so long: nobody is rung more than six times a minute."""

LINES = {
    "audio": [
        ("tap on Audio call → ring shown", "ring"),
        ("accept → first sound, caller", "soundAtCaller"),
        ("accept → first sound, callee", "soundAtCallee"),
    ],
    "video": [
        ("accept → first picture, caller", "pictureAtCaller"),
        ("accept → first picture, callee", "pictureAtCallee"),
    ],
}

ALONE = [
    ("accept → another device of the callee is quiet", "quiet", "audio"),
    ("end → the other side has let go", "released", "audio"),
]
"""Spans that a bare connection does not have."""

Samples = dict[tuple[str, str], list[dict[str, float]]]
"""The times of every call, by who placed it and its kind."""


def main() -> int:
    """Measure and print; 1 when something did not start or a call did not connect."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--calls", type=int, default=20, help="calls of each kind (20)")
    parser.add_argument("--sockets", type=int, default=200, help="idle sockets (200)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bobwhite-bench-") as folder:
        try:
            asyncio.run(measure(Path(folder), arguments.calls, arguments.sockets))
        except (HouseError, HandsError) as error:
            print(f"The benchmark stopped: {error}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130
    return 0


async def measure(folder: Path, calls: int, sockets: int) -> None:
    """Measure everything on one server, then end it."""
    async with House(folder) as house:
        print(f"CPU     {cpu_model()}\nPython  {python_version()}", flush=True)
        memory = await idle_memory(house, sockets)
        async with Hands(house.origin) as hands:
            print(f"Chromium {hands.browser}; {calls} calls of each kind\n", flush=True)
            samples, cost = await place_calls(house, hands, calls)
    print_times(samples)
    print(f"\nserver CPU per call: {1000 * cost['server'] / (2 * calls):.0f} ms", end="")
    print(f", its relay: {1000 * cost['relay'] / (2 * calls):.0f} ms")
    print(f"memory per idle signed-in socket, of {sockets}: {memory / 1024:.0f} KB (PSS)")


async def place_calls(house: House, hands: Hands, calls: int) -> tuple[Samples, dict[str, float]]:
    """Place ``calls`` calls of each kind in each way; returns times, and CPU seconds of Bobwhite's."""
    samples: Samples = {}
    cost = {"server": 0.0, "relay": 0.0}
    loop = asyncio.get_running_loop()
    for number in range(calls):
        began = loop.time()
        for kind in LINES:
            before = cpu_seconds(house.server_pid), cpu_seconds(*house.relay_pids)
            samples.setdefault(("bobwhite", kind), []).append(await hands.call("bobwhite", kind))
            cost["server"] += cpu_seconds(house.server_pid) - before[0]
            cost["relay"] += cpu_seconds(*house.relay_pids) - before[1]
            for way in ("relay", "direct"):
                samples.setdefault((way, kind), []).append(await hands.call(way, kind))
        print(f"\rround {number + 1} of {calls}", end="", file=sys.stderr, flush=True)
        await asyncio.sleep(max(0.0, began + PACE_S - loop.time()))
    print(file=sys.stderr)
    return samples, cost


async def idle_memory(house: House, count: int) -> float:
    """Return what one idle signed-in socket adds to the server's memory, in bytes."""
    async with IdleSockets(house.origin) as sockets:
        # The first ones load code and fill caches, which is not their memory.
        await sockets.open(min(20, count))
        before = proportional_bytes(house.server_pid)
        await sockets.open(count)
        return (proportional_bytes(house.server_pid) - before) / count


def print_times(samples: Samples) -> None:
    """Print a line for each span: medians, and the ratios within a round."""
    rows: list[Row] = []
    for kind, lines in LINES.items():
        for words, name in lines:
            own, relay, direct = (
                [times[name] for times in samples[who, kind]]
                for who in ("bobwhite", "relay", "direct")
            )
            rows.append(ratio_row(words, own, relay, direct))
    print(lay_out(rows))
    print("\nms are medians; ratios are medians of the rounds (least–most).\n")
    for words, name, kind in ALONE:
        spans = [times[name] for times in samples["bobwhite", kind]]
        print(f"{words}: {median(spans):.0f} ms (most {max(spans):.0f} ms)")


if __name__ == "__main__":
    sys.exit(main())
