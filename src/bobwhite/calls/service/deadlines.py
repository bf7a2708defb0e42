"""When do timers run out, and who notices?

Deadlines are rows; this only wakes at the next one. A restart finds them again, and what ran out
meanwhile runs out then.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bobwhite.calls.model import Deadline, Timer
from bobwhite.calls.ports import CallsUnits
from bobwhite.clock import Clock
from bobwhite.ids import CallId, short

BATCH = 100
LONGEST_SLEEP = timedelta(seconds=30)
"""Longer would notice a step of the machine's clock later; shorter asks the database more often."""
PAUSE_AFTER_FAILURE = timedelta(seconds=1)

Expiry = Callable[[CallId, Timer], Awaitable[None]]
_log = structlog.get_logger()


class DeadlineRunner:
    """Lets timers run out, one after another; tests call ``run_due``, a server ``start``."""

    def __init__(self, units: CallsUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock
        self._wakened = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Look again: a timer was set."""
        self._wakened.set()

    async def run_due(self, now: datetime, expire: Expiry) -> int:
        """Let everything run out that is due at ``now``; return how many timers that were."""
        tried: set[Deadline] = set()
        while True:
            async with self._units.read() as unit:
                due = await unit.calls.due(now, BATCH)
            fresh = [deadline for deadline in due if deadline not in tried]
            if not fresh:
                return len(tried)
            tried.update(fresh)
            for deadline in fresh:
                await self._expire(deadline, expire)

    def start(self, expire: Expiry) -> None:
        """Begin to watch."""
        self._task = asyncio.create_task(self._watch(expire), name="call deadlines")

    async def stop(self) -> None:
        """Stop watching; what is due next waits for the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _watch(self, expire: Expiry) -> None:
        while True:
            self._wakened.clear()
            try:
                await self.run_due(self._clock.now(), expire)
                pause = await self._until_next()
            except Exception as error:
                _log.error("deadlines_broke", error=type(error).__name__)
                pause = PAUSE_AFTER_FAILURE
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wakened.wait(), pause.total_seconds())

    async def _expire(self, deadline: Deadline, expire: Expiry) -> None:
        try:
            await expire(deadline.call, deadline.timer)
        except Exception as error:
            # One that fails keeps no other waiting. The type alone is written down: a text could
            # hold what only participants should know.
            _log.error("deadline_broke", call=short(deadline.call), error=type(error).__name__)

    async def _until_next(self) -> timedelta:
        async with self._units.read() as unit:
            next_due = await unit.calls.next_due()
        if next_due is None:
            return LONGEST_SLEEP
        pause = next_due - self._clock.now()
        return min(pause, LONGEST_SLEEP) if pause > timedelta(0) else PAUSE_AFTER_FAILURE
