"""How does one server process start, serve and stop?"""

import fcntl
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import uvicorn

from bobwhite.gateway.server import UVICORN


class StartError(Exception):
    """Raised when something is in the way of a start; the text says what, and what to do."""


class DataFolderLock:
    """Keeps a second server out of a data folder; let go when the process ends."""

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = (folder / "lock").open("a")
        except OSError as error:
            raise StartError(
                f"the data folder {folder} cannot be written ({error.strerror}): choose another "
                "with BOBWHITE_DATA_DIR, or make it this user's"
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise StartError(
                f"another Bobwhite is running with the data folder {folder}: stop it first, "
                "or choose another folder"
            ) from error

    def release(self) -> None:
        """Let the folder go."""
        self._file.close()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket for the server; raises ``StartError`` when the port is taken."""
    # Named, because asyncio turns Nagle's algorithm off for sockets that say TCP only; with it, each
    # answer would wait 40 ms for an acknowledgement of its head.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise StartError(
            f"port {port} of {host} is taken: stop what listens there, or choose another port"
        ) from error
    return listener


class WebServer(uvicorn.Server):
    """Uvicorn that lets the gateway say goodbye before the sockets close."""

    def __init__(self, app: Any, before_stop: Callable[[], Awaitable[None]]) -> None:
        config = uvicorn.Config(
            app, lifespan="off", log_config=None, timeout_graceful_shutdown=5, **UVICORN
        )
        super().__init__(config)
        self._before_stop = before_stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say goodbye, then close everything."""
        await self._before_stop()
        await super().shutdown(sockets)
