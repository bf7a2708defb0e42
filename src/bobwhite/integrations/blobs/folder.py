"""How are blobs kept on the machine's own disk?"""

import asyncio
import os
import re
import tempfile
from pathlib import Path

import structlog

from bobwhite.errors import UnavailableError

_log = structlog.get_logger()
_NAME = re.compile(r"[a-z0-9_-]{1,64}")


class FolderBlobs:
    """Blobs as files under ``root``, one folder for each kind."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, folder: str, name: str, data: bytes) -> None:
        """Write ``data``, whole or not at all; raises ``ValueError`` for a name out of bounds.

        Raises ``UnavailableError`` when the disk is full or refuses.
        """
        path = self._path(folder, name)
        if path is None:
            raise ValueError("a blob's name has 1 to 64 of a-z 0-9 _ -")
        try:
            await asyncio.to_thread(_write, path, data)
        except OSError as error:
            _log.error("blob_failed", error=type(error).__name__)
            raise UnavailableError from error

    async def get(self, folder: str, name: str) -> bytes | None:
        """Return the bytes, or null where there are none under this name."""
        path = self._path(folder, name)
        return None if path is None else await asyncio.to_thread(_read, path)

    async def remove(self, folder: str, name: str) -> None:
        """Delete the bytes if they exist."""
        path = self._path(folder, name)
        if path is not None:
            await asyncio.to_thread(path.unlink, missing_ok=True)

    def _path(self, folder: str, name: str) -> Path | None:
        # No dot and no slash can be in a name, so that nothing outside is reached.
        if not _NAME.fullmatch(folder) or not _NAME.fullmatch(name):
            return None
        return self._root / folder / name


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
