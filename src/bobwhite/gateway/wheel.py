"""How do thousands of connections wait for their pings and deadlines with one timer?

Callbacks lie in buckets of a quarter second; one task empties those that are due. Time is monotonic
seconds from a function, so that a step of the machine's clock silences nobody and tests decide it.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from itertools import count

import structlog

from bobwhite.gateway.faults import fault

RESOLUTION_S = 0.25
"""Larger makes deadlines coarser, smaller wakes an idle server more often."""

Callback = Callable[[], Awaitable[None] | None]
Handle = tuple[int, int]

_log = structlog.get_logger()


class TimerWheel:
    """Runs callbacks once, at or soon after their time."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self._buckets: dict[int, dict[int, Callback]] = {}
        self._numbers = count()
        self._loop: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()

    def schedule(self, delay_s: float, callback: Callback) -> Handle:
        """Run ``callback`` once in ``delay_s`` seconds; the handle cancels it."""
        bucket = math.ceil((self.now() + delay_s) / RESOLUTION_S)
        number = next(self._numbers)
        self._buckets.setdefault(bucket, {})[number] = callback
        return bucket, number

    def cancel(self, handle: Handle) -> None:
        """Forget a callback; one that ran already is none of our business."""
        bucket, number = handle
        callbacks = self._buckets.get(bucket)
        if callbacks is not None:
            callbacks.pop(number, None)
            if not callbacks:
                del self._buckets[bucket]

    async def run_due(self) -> None:
        """Run everything that is due and wait until it is done."""
        await asyncio.gather(*self._fire())

    async def start(self) -> None:
        """Begin to run what falls due."""
        self._loop = asyncio.create_task(self._run(), name="timer-wheel")

    async def stop(self) -> None:
        """Run nothing any more."""
        for task in (self._loop, *self._running):
            if task is not None:
                task.cancel()
        self._loop = None

    async def _run(self) -> None:
        while True:
            self._fire()
            await asyncio.sleep(RESOLUTION_S)

    def _fire(self) -> list[asyncio.Task[None]]:
        reached = math.floor(self.now() / RESOLUTION_S)
        due = sorted(bucket for bucket in self._buckets if bucket <= reached)
        callbacks = [run for bucket in due for run in self._buckets.pop(bucket).values()]
        return [task for callback in callbacks if (task := self._begin(callback)) is not None]

    def _begin(self, callback: Callback) -> asyncio.Task[None] | None:
        # Waiting work gets a task of its own: a slow database must not hold up the pings.
        try:
            waiting = callback()
        except Exception as error:
            _log.error("timer_broke", **fault(error))
            return None
        if waiting is None:
            return None
        task = asyncio.create_task(_guarded(waiting))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task


async def _guarded(waiting: Awaitable[None]) -> None:
    try:
        await waiting
    except Exception as error:
        _log.error("timer_broke", **fault(error))
