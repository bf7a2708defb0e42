"""How do features follow what lower ones told, without holding up whoever told it?

One queue, one task, in the order of the commits. A reaction that fails is logged and the next runs.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bobwhite.delivery import Delivery, Event
from bobwhite.gateway.faults import fault

Reaction = Callable[[Any], Awaitable[None]]

_log = structlog.get_logger()


class Reactions:
    """Runs what features registered for the events of the house; a listener of the fan-out."""

    def __init__(self) -> None:
        self._reactions: dict[type[Event], list[Reaction]] = {}
        self._queue: asyncio.Queue[Event] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def on(self, kind: type[Event], reaction: Reaction) -> None:
        """Run ``reaction`` with every event of this kind."""
        self._reactions.setdefault(kind, []).append(reaction)

    def __call__(self, delivery: Delivery) -> None:
        """Take a delivery."""
        if type(delivery.event) in self._reactions:
            self._queue.put_nowait(delivery.event)

    async def start(self) -> None:
        """Begin to react."""
        self._task = asyncio.create_task(self._run(), name="reactions")

    async def stop(self) -> None:
        """React to nothing any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def settle(self) -> None:
        """Wait until everything taken so far is done."""
        await self._queue.join()

    async def _run(self) -> None:
        while True:
            event = await self._queue.get()
            for reaction in self._reactions[type(event)]:
                try:
                    await reaction(event)
                except Exception as error:
                    _log.error("reaction_broke", kind=type(event).__name__, **fault(error))
            self._queue.task_done()
