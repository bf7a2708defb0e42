"""Do the parts that a server cannot do without answer now?

Every part is asked at the same time and within a limit. An answer is kept for a moment: whoever asks
often, or anonymously, costs the database and the relay no more than one question in that time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

Probe = Callable[[], Awaitable[bool]]

KEPT_S = 2.0
"""How long an answer counts. Longer spares the parts, shorter notices their return sooner."""

LIMIT_S = 2.0
"""How long a part may take; whoever asks gives up soon after."""


class Readiness:
    """Asks the parts, by name. ``now`` is in monotonic seconds."""

    def __init__(self, parts: Mapping[str, Probe], now: Callable[[], float]) -> None:
        self._parts = parts
        self._now = now
        self._asking = asyncio.Lock()
        self._known: dict[str, bool] = {}
        self._until = float("-inf")

    async def look(self) -> Mapping[str, bool]:
        """Return which parts answer; never raises for a part."""
        async with self._asking:
            if self._now() >= self._until:
                answers = await asyncio.gather(*map(_answers, self._parts.values()))
                self._known = dict(zip(self._parts, answers, strict=True))
                self._until = self._now() + KEPT_S
            return self._known


async def _answers(probe: Probe) -> bool:
    try:
        async with asyncio.timeout(LIMIT_S):
            return await probe()
    except Exception:
        return False
