"""Is what an earlier step made still good?

A step that makes things (an installation, a build) leaves a stamp: a digest of what went in and a
digest of what came out. The step is skipped only while both still fit, so an edited input, a
deleted output and an interrupted run are all noticed without trusting a clock.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stamp:
    """The record that a step finished, kept in one small file."""

    path: Path

    def fits(self, inputs: str, outputs: str) -> bool:
        """Whether the step finished with these inputs and its outputs are untouched."""
        try:
            return self.path.read_text() == f"{inputs}\n{outputs}\n"
        except OSError:
            return False

    def clear(self) -> None:
        """Forgets the step. Called before it starts, so that an interrupted run never counts."""
        self.path.unlink(missing_ok=True)

    def write(self, inputs: str, outputs: str) -> None:
        """Records that the step has finished."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(f"{inputs}\n{outputs}\n")


def digest_files(files: Iterable[Path]) -> str:
    """A digest of the names and contents of files. A missing file counts as a content of its own."""
    total = hashlib.sha256()
    for file in files:
        content = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "missing"
        total.update(f"{file} {content}\n".encode())
    return total.hexdigest()


def digest_listing(folder: Path) -> str:
    """A digest of the names and sizes of all files below a folder; cheap even for large files."""
    lines = [f"{file.relative_to(folder)} {file.stat().st_size}\n" for file in walk(folder)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def walk(folder: Path, skip: frozenset[str] = frozenset()) -> Iterator[Path]:
    """All files below a folder in a stable order, without the folders and files named in skip.

    Names in skip are relative to the folder, or bare names that are skipped at any depth.
    """
    for here, folders, files in os.walk(folder):
        base = Path(here)

        def wanted(name: str, base: Path = base) -> bool:
            return name not in skip and str((base / name).relative_to(folder)) not in skip

        folders[:] = sorted(filter(wanted, folders))
        yield from (base / name for name in sorted(filter(wanted, files)))
