"""How is one helper process kept running, and how does it never outlive the server?

A child is started, counts as ready once its probe says so, is started again when it exits, with growing
pauses, and ends with ``stop``, with this process, or at the next start if both failed.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog

from bobwhite.supervise import tether
from bobwhite.supervise.record import end_process, is_alive, read_record, write_record

_log = structlog.get_logger()


class ChildError(RuntimeError):
    """Raised when a child cannot run; its text tells the operator what is in the way."""


@dataclass(frozen=True)
class Backoff:
    """How long to wait before a start; longer spares a broken machine, shorter mends calls sooner."""

    first: timedelta = timedelta(milliseconds=200)
    longest: timedelta = timedelta(seconds=30)
    settled_after: timedelta = timedelta(seconds=60)
    """A child that ran this long has not failed before."""

    def pause(self, previous: timedelta | None, ran_for: timedelta) -> timedelta:
        """Return the pause after a run of ``ran_for`` that began after ``previous``."""
        if previous is None or ran_for >= self.settled_after:
            return self.first
        return min(previous * 2, self.longest)


@dataclass(frozen=True)
class ChildSpec:
    """What to run, and how to tell that it works."""

    name: str
    program: Callable[[], Path]
    """Makes everything ready and returns what to run; raises ``ChildError``. Asked at each start."""
    arguments: tuple[str, ...]
    record: Path
    """Where the running child is recorded, so that the next run recognises it."""
    wait_ready: Callable[[], Awaitable[None]]
    """Returns once the child serves."""
    ready_within: timedelta = timedelta(seconds=10)
    grace: timedelta = timedelta(seconds=5)
    """Between asking it to end and ending it."""
    backoff: Backoff = Backoff()


class Child:
    """One supervised process, started from the thread whose end shall end it."""

    def __init__(self, spec: ChildSpec) -> None:
        self._spec = spec
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()

    @property
    def is_ready(self) -> bool:
        """Whether the child serves now, as far as is known."""
        return self._ready.is_set()

    @property
    def pid(self) -> int | None:
        """The process id of the present run, ``None`` between runs."""
        process = self._process
        return process.pid if process is not None and process.returncode is None else None

    async def start(self) -> None:
        """Start the child and return once it is ready.

        Raises ``ChildError`` when it cannot run, or when another server owns it.
        """
        await self._end_stale()
        await self._launch()
        self._keeper = asyncio.create_task(self._keep(), name=f"keep {self._spec.name}")

    async def stop(self) -> None:
        """End the child for good; harmless when it does not run."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait({self._keeper})
            self._keeper = None
        await self._end()

    async def wait_ready(self) -> None:
        """Return once the child serves; it may be in the middle of a restart."""
        await self._ready.wait()

    async def _keep(self) -> None:
        pause: timedelta | None = None
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            if self._process is not None:
                code = await self._process.wait()
                self._ready.clear()
                _log.warning("child_exited", child=self._spec.name, code=code)
            pause = self._spec.backoff.pause(pause, timedelta(seconds=loop.time() - began))
            await asyncio.sleep(pause.total_seconds())
            try:
                await self._launch()
            except (ChildError, OSError) as error:
                _log.error("child_failed", child=self._spec.name, reason=str(error))

    async def _launch(self) -> None:
        """Run the program until it is ready; leaves nothing running otherwise."""
        program = self._spec.program()
        command = (sys.executable, "-I", "-S", str(tether.__file__), str(os.getpid()))
        self._process = await asyncio.create_subprocess_exec(
            *command,
            str(program),
            *self._spec.arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            # Ctrl-C in a terminal reaches the server alone, which then ends its children in order.
            start_new_session=True,
        )
        write_record(self._spec.record, self._process.pid, program)
        try:
            await self._until_ready(self._process)
        except BaseException:
            await self._end()
            raise
        self._ready.set()
        _log.info("child_ready", child=self._spec.name)

    async def _until_ready(self, process: asyncio.subprocess.Process) -> None:
        ready = asyncio.ensure_future(self._spec.wait_ready())
        exited = asyncio.ensure_future(process.wait())
        try:
            await asyncio.wait(
                {ready, exited},
                timeout=self._spec.ready_within.total_seconds(),
                return_when=asyncio.FIRST_COMPLETED,
            )
            if exited.done():
                raise ChildError(f"{self._spec.name} ended at once, with code {exited.result()}")
            if not ready.done() or ready.exception() is not None:
                raise ChildError(f"{self._spec.name} runs but does not answer")
        finally:
            ready.cancel()
            exited.cancel()
            await asyncio.gather(ready, exited, return_exceptions=True)

    async def _end(self) -> None:
        self._ready.clear()
        process, self._process = self._process, None
        if process is None:
            return
        # It may have ended by itself in the meantime.
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), self._spec.grace.total_seconds())
            except TimeoutError:
                process.kill()
                await process.wait()
        self._spec.record.unlink(missing_ok=True)
        _log.info("child_ended", child=self._spec.name)

    async def _end_stale(self) -> None:
        """End the child that a killed run left; one whose owner lives is not ours to end."""
        found = read_record(self._spec.record)
        if found is None:
            return
        if is_alive(found.child) and is_alive(found.owner):
            raise ChildError(f"another server is running with this data folder ({self._spec.name})")
        if await end_process(found.child, self._spec.grace):
            _log.warning("stale_child_ended", child=self._spec.name)
        self._spec.record.unlink(missing_ok=True)
