"""Where do the measured calls happen? A server of their own, with a relay of its own."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

from bench.processes import descendants

START_LIMIT_S = 60.0
STOP_LIMIT_S = 20.0


class HouseError(Exception):
    """Raised when the server does not start."""


class House:
    """A demo server while the block runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: asyncio.subprocess.Process | None = None

    @property
    def origin(self) -> str:
        """The address that people open."""
        return f"http://localhost:{self._port}"

    @property
    def server_pid(self) -> int:
        """The process that serves."""
        if self._process is None:
            raise HouseError("the server is not running")
        return self._process.pid

    @property
    def relay_pids(self) -> list[int]:
        """The processes that the server started: its relay."""
        return descendants(self.server_pid)

    async def __aenter__(self) -> Self:
        """Start it and wait until it answers; raises ``HouseError``."""
        with (self._folder / "server.log").open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                Path(sys.executable).parent / "bobwhite",
                *("demo", "--port", str(self._port), "--data-dir", self._folder / "data"),
                env={**os.environ, "BOBWHITE_SIGN_UPS_PER_HOUR": "10000"},
                stdout=log,
                stderr=log,
                # Ctrl-C reaches this process alone, which then ends the server in order.
                start_new_session=True,
            )
        try:
            async with asyncio.timeout(START_LIMIT_S):
                while not await asyncio.to_thread(self._is_ready):
                    if self._process.returncode is not None:
                        raise HouseError("the server ended at once; `bobwhite doctor` may say why")
                    await asyncio.sleep(0.1)
        except TimeoutError as error:
            await self.__aexit__()
            raise HouseError(f"the server did not answer in {START_LIMIT_S:.0f} s") from error
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it, kindly at first."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(STOP_LIMIT_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"{self.origin}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def free_port() -> int:
    """Return a TCP port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
