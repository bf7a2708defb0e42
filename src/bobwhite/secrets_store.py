"""Which secrets does this instance need for itself, and where do they lie?

They are made at the first start, in the data folder, readable by its owner alone.
"""

import os
import secrets
from pathlib import Path


class SecretsFolder:
    """Secrets by name, each a file of mode 0600 in a folder of mode 0700."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "secrets"

    @property
    def folder(self) -> Path:
        """The folder itself, made if it is missing."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._folder

    def text(self, name: str) -> str:
        """Return the secret ``name``, made of 32 random bytes at its first use."""
        path = self.folder / name
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as file:
            secret = secrets.token_urlsafe(32)
            file.write(secret)
        return secret
