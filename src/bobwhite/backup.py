"""What belongs to a backup, and when may it be put back?

A backup is a folder: the database as one file, the pictures, this instance's secrets, and a manifest with
the size and the checksum of each. The manifest is written last: a folder without one is no backup. Only
its owner can read any of it.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec

from bobwhite import __version__
from bobwhite.config import Settings
from bobwhite.serving import DataFolderLock
from bobwhite.storage.copies import CopyError, copy_database, revision_of, sqlite_file
from bobwhite.storage.migrate import newest_revision

MANIFEST = "manifest.json"
DATABASE = "bobwhite.db"
_FORMAT = 1
_PIECE = 1024 * 1024
_FOLDERS = ("blobs", "secrets")
_FILES = ("welcome.jpg",)
_OURS = frozenset({"lock"})
"""What a data folder may hold and still count as empty."""


class BackupError(Exception):
    """Raised when a backup cannot be made or put back; the text says why, and nothing was changed."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file: its size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup holds. ``schema`` is null where the database is not part of it (PostgreSQL)."""

    format: int
    version: str
    made_at: datetime
    schema: str | None
    files: dict[str, Entry]


def back_up(settings: Settings, target: Path, now: datetime) -> Manifest:
    """Write a backup to ``target``, which is new or empty; a server may run meanwhile.

    Raises ``BackupError`` and leaves nothing behind.
    """
    if target.exists() and any(target.iterdir()):
        raise BackupError(f"{target} is not empty: name a new folder")
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.chmod(0o700)
    try:
        return _write(settings, target, now)
    except (CopyError, OSError) as error:
        for left in target.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        raise BackupError(f"the backup was not made: {_reason(error)}") from error


def restore(settings: Settings, source: Path) -> Manifest:
    """Put the backup in ``source`` into the data folder, which holds nothing yet.

    Everything is checked before anything is put in place. Raises ``BackupError``, or ``StartError``
    while a server runs with the folder.
    """
    manifest = _read_manifest(source)
    lock = DataFolderLock(settings.data_dir)
    try:
        database = sqlite_file(settings.database)
        _check(manifest, source, database)
        _check_empty(settings.data_dir, database)
        staged = Path(tempfile.mkdtemp(prefix=".restore-", dir=settings.data_dir))
        try:
            for name, entry in manifest.files.items():
                if _copy(source / name, staged / name) != entry:
                    raise BackupError(f"the backup is damaged: {name} is not as it was written")
            _check_schema(manifest, staged)
            _put_in_place(staged, settings.data_dir, database)
        except (CopyError, OSError) as error:
            raise BackupError(f"the backup was not put back: {_reason(error)}") from error
        finally:
            shutil.rmtree(staged)
    finally:
        lock.release()
    return manifest


def _write(settings: Settings, target: Path, now: datetime) -> Manifest:
    files: dict[str, Entry] = {}

    def keep(names: Iterable[str]) -> None:
        for name in names:
            if name not in files:
                try:
                    files[name] = _copy(settings.data_dir / name, target / name)
                except FileNotFoundError:
                    # Replaced or deleted since it was listed.
                    continue

    # Pictures before and after the database: a row in the copy always finds its picture.
    keep(_names(settings.data_dir))
    schema = None
    database = sqlite_file(settings.database)
    if database is not None:
        copy_database(database, target / DATABASE)
        schema = revision_of(target / DATABASE)
        files[DATABASE] = _entry(target / DATABASE)
    keep(_names(settings.data_dir))
    manifest = Manifest(_FORMAT, __version__, now, schema, files)
    text = msgspec.json.format(msgspec.json.encode(manifest))
    _write_private(target / MANIFEST, BytesIO(text))
    return manifest


def _names(folder: Path) -> Iterator[str]:
    for top in (*(folder / name for name in _FOLDERS), *(folder / name for name in _FILES)):
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def _read_manifest(source: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode((source / MANIFEST).read_bytes(), type=Manifest)
    except OSError as error:
        raise BackupError(
            f"{source} is no whole backup: {MANIFEST} is missing or unreadable"
        ) from error
    except msgspec.MsgspecError as error:
        raise BackupError(f"the backup is damaged: {MANIFEST} cannot be read") from error
    if manifest.format != _FORMAT:
        raise BackupError(
            f"the backup was made by Bobwhite {manifest.version}: restore it with that"
        )
    return manifest


def _check(manifest: Manifest, source: Path, database: Path | None) -> None:
    for name in manifest.files:
        path = PurePosixPath(name)
        inside = path.parts and not path.is_absolute() and ".." not in path.parts
        known = name == DATABASE or name in _FILES or (inside and path.parts[0] in _FOLDERS)
        if not known or not inside or (source / name).is_symlink():
            raise BackupError(f"the backup is damaged: {name!r} does not belong there")
        if not (source / name).is_file():
            raise BackupError(f"the backup is damaged: {name} is missing")
    if (database is not None) != (DATABASE in manifest.files):
        kinds = ("PostgreSQL", "SQLite") if database is not None else ("SQLite", "PostgreSQL")
        raise BackupError(
            "the backup is of an instance on {}, this one is on {}: set BOBWHITE_DATABASE_URL".format(
                *kinds
            )
        )


def _check_schema(manifest: Manifest, staged: Path) -> None:
    if DATABASE not in manifest.files:
        return
    stands_at = revision_of(staged / DATABASE)
    if stands_at != newest_revision():
        raise BackupError(
            f"the backup's database is at {stands_at or 'no known step'}, this version needs "
            f"{newest_revision()}: restore it with Bobwhite {manifest.version}, then update"
        )


def _check_empty(folder: Path, database: Path | None) -> None:
    if any(entry.name not in _OURS for entry in folder.iterdir()):
        raise BackupError(f"the data folder {folder} is not empty: nothing is ever overwritten")
    # A log left beside the file would be applied to the restored one.
    for end in ("", "-wal", "-shm"):
        if database is not None and database.with_name(database.name + end).exists():
            raise BackupError(f"{database}{end} exists: nothing is ever overwritten")


def _put_in_place(staged: Path, folder: Path, database: Path | None) -> None:
    near = None if database is None else database.with_name(f".{database.name}.restore")
    try:
        if near is not None:
            # May be another disk, and full: before anything else is there.
            shutil.move(staged / DATABASE, near)
        for entry in staged.iterdir():
            entry.replace(folder / entry.name)
        # Last: without its database an instance is visibly not there.
        if near is not None and database is not None:
            near.replace(database)
    finally:
        if near is not None:
            near.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> Entry:
    """Copy a file for its owner alone and return what was written."""
    for folder in reversed(target.parents):
        folder.mkdir(exist_ok=True, mode=0o700)
    with source.open("rb") as content:
        return _write_private(target, content)


def _entry(file: Path) -> Entry:
    with file.open("rb") as content:
        return Entry(file.stat().st_size, hashlib.file_digest(content, "sha256").hexdigest())


def _write_private(file: Path, content: BinaryIO) -> Entry:
    digest, size = hashlib.sha256(), 0
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        while piece := content.read(_PIECE):
            opened.write(piece)
            digest.update(piece)
            size += len(piece)
        opened.flush()
        os.fsync(opened.fileno())
    return Entry(size, digest.hexdigest())


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
