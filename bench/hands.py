"""Who places the calls? A browser, held by ``e2e/bench/hands.ts``: a word a line in, times out."""

import asyncio
import json
from pathlib import Path
from typing import Any, Self

SCRIPT = Path(__file__).parent.parent / "e2e" / "bench" / "hands.ts"
START_LIMIT_S = 90.0
CALL_LIMIT_S = 90.0


class HandsError(Exception):
    """Raised when the browser does not start or a call does not connect."""


class Hands:
    """A browser with two people who know each other, and two bare pages, while the block runs."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._process: asyncio.subprocess.Process | None = None
        self.browser = ""

    async def __aenter__(self) -> Self:
        """Start it; raises ``HandsError``."""
        self._process = await asyncio.create_subprocess_exec(
            *("node", "--experimental-transform-types", "--no-warnings", SCRIPT, self._origin),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        self.browser = (await self._answer(START_LIMIT_S))["browser"]
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it: the end of its input is the end of its work."""
        process = self._process
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            async with asyncio.timeout(CALL_LIMIT_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def call(self, way: str, kind: str) -> dict[str, float]:
        """Place one call, of Bobwhite or a bare one, and end it; returns its times in ms."""
        if self._process is None or self._process.stdin is None:
            raise HandsError("the browser is not running")
        self._process.stdin.write(f"{way} {kind}\n".encode())
        times: dict[str, float] = await self._answer(CALL_LIMIT_S)
        return times

    async def _answer(self, limit_s: float) -> Any:
        if self._process is None or self._process.stdout is None:
            raise HandsError("the browser is not running")
        try:
            async with asyncio.timeout(limit_s):
                line = await self._process.stdout.readline()
        except TimeoutError as error:
            raise HandsError(f"the browser did not answer in {limit_s:.0f} s") from error
        if not line:
            raise HandsError("the browser's script ended; what it said stands above")
        return json.loads(line)
