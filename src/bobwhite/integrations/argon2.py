"""How are passwords hashed without holding up everybody else?

One hash takes about 50 ms and 64 MiB (RFC 9106, second recommended option), so it runs on a thread,
and few at a time.
"""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
"""More answer bursts of sign-ins sooner, fewer keep memory and cores free for calls."""


class Argon2Passwords:
    """argon2id with the parameters of ``argon2-cffi``; older hashes are reported as outdated."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._places = asyncio.Semaphore(AT_ONCE)
        # Checked in place of a hash that does not exist, so that both take the same time.
        self._decoy = self._hasher.hash("")

    async def hash(self, password: str) -> str:
        """Return a hash with its own salt and parameters."""
        async with self._places:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Tell whether the password fits; without a hash false, after the same work."""
        async with self._places:
            fits = await asyncio.to_thread(self._fits, password_hash or self._decoy, password)
        return fits and password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        """Tell whether a new hash would use other parameters."""
        return self._hasher.check_needs_rehash(password_hash)

    def _fits(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
