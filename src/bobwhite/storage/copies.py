"""How is an SQLite database copied while it is in use, and is a copy whole?

By SQLite's own online backup (sqlite.org/backup.html): one step, so that a copy is the database at one
instant, and neither a server nor the copy waits for the other.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from bobwhite.storage.engine import normalise_url

_BUSY_S = 30.0


class CopyError(Exception):
    """Raised when a database cannot be copied or is damaged; the text names no content."""


def sqlite_file(url: str) -> Path | None:
    """Return the file of an SQLite database, null for PostgreSQL."""
    parsed = make_url(normalise_url(url))
    if parsed.get_backend_name() != "sqlite":
        return None
    return Path(parsed.database or "")


def copy_database(source: Path, target: Path) -> None:
    """Write ``source`` to the new file ``target``, of mode 0600.

    Raises ``CopyError`` and leaves nothing behind.
    """
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise CopyError(f"the database cannot be copied: {error.strerror}") from error
    try:
        with closing(_open(source)) as old, closing(_open(target)) as copy:
            old.backup(copy)
            # Without its log beside it a copy in WAL mode is not one file.
            copy.execute("PRAGMA journal_mode=DELETE")
        with target.open("rb") as file:
            os.fsync(file.fileno())
    except (sqlite3.Error, OSError) as error:
        target.unlink()
        raise CopyError(f"the database cannot be copied: {error}") from error


def put_back(copy: Path, file: Path) -> None:
    """Replace the database ``file``, which nobody has open, by a copy of it; raises ``CopyError``."""
    near = file.with_name(f".{file.name}.copy")
    near.unlink(missing_ok=True)
    copy_database(copy, near)
    # Its log belongs to what is thrown away, and would be applied to the copy.
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    near.replace(file)


def revision_of(file: Path) -> str | None:
    """Return the step at which the schema in ``file`` stands; null for none.

    Raises ``CopyError`` when the file is damaged.
    """
    try:
        with closing(_open(file)) as database:
            if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise CopyError("the database is damaged")
            known = database.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
            ).fetchone()
            row = known and database.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise CopyError("the database is damaged") from error
    return str(row[0]) if row else None


def _open(file: Path) -> sqlite3.Connection:
    # Named as a URI, so that a missing file is an error and not a new database.
    uri = f"{file.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=_BUSY_S, isolation_level=None)
