"""How often may somebody try, from one network and at one account?

A try takes its place in the window *before* it is judged, so that many at once cannot slip through;
one that succeeded gives its place back. Counts live in memory: a restart forgets them.
"""

import ipaddress
import math
from collections import deque
from datetime import datetime, timedelta

MAX_KEYS = 100_000
"""Bounds memory; above it the keys used longest ago are forgotten first."""


class Attempts:
    """A sliding window of tries per key; ``limit`` of them fit into ``window``."""

    def __init__(self, limit: int, window: timedelta, max_keys: int = MAX_KEYS) -> None:
        self._limit = limit
        self._window = window
        self._max_keys = max_keys
        self._tries: dict[str, deque[datetime]] = {}

    def wait(self, key: str, now: datetime) -> int:
        """Return after how many seconds another try fits; 0 for now."""
        tries = self._current(key, now)
        if len(tries) < self._limit:
            return 0
        return max(1, math.ceil((tries[0] + self._window - now).total_seconds()))

    def take(self, key: str, now: datetime) -> None:
        """Count a try."""
        tries = self._current(key, now)
        tries.append(now)
        self._tries.pop(key, None)
        self._tries[key] = tries
        if len(self._tries) > self._max_keys:
            self._tries.pop(next(iter(self._tries)))

    def give_back(self, key: str) -> None:
        """Uncount the latest try, because it succeeded."""
        tries = self._tries.get(key)
        if tries:
            tries.pop()

    def _current(self, key: str, now: datetime) -> deque[datetime]:
        tries = self._tries.get(key, deque())
        while tries and tries[0] + self._window <= now:
            tries.popleft()
        return tries


def network(address: str) -> str:
    """Return the network that counts as one place: IPv4 /24, IPv6 /48.

    Text that is no address counts as one place of its own, so that nobody escapes by it.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    prefix = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network((parsed, prefix), strict=False))
