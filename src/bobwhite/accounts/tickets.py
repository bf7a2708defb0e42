"""Which secrets are good for one use, and how are they kept?

Sessions, links and passkey challenges are random secrets that the other side holds; the server keeps
their SHA-256 only, which suffices because nobody can guess 256 random bits.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bobwhite.ids import AccountId, encode_bytes

SECRET_BYTES = 32


class Purpose(StrEnum):
    """What a ticket is good for."""

    SET_UP = "set_up"
    RESET_PASSWORD = "reset_password"  # noqa: S105
    REGISTER_PASSKEY = "register_passkey"
    SIGN_UP_PASSKEY = "sign_up_passkey"
    SIGN_IN_PASSKEY = "sign_in_passkey"


@dataclass(frozen=True)
class Ticket:
    """What may be done once by whoever holds the secret; without ``expires_at`` it waits for ever."""

    purpose: Purpose
    account: AccountId | None
    expires_at: datetime | None
    payload: dict[str, str] = field(default_factory=dict)

    def good(self, purpose: Purpose, now: datetime) -> bool:
        """Tell whether the ticket is for this purpose and not yet over."""
        return self.purpose is purpose and (self.expires_at is None or now < self.expires_at)


def new_secret() -> str:
    """Return 32 random bytes in base64url."""
    return encode_bytes(secrets.token_bytes(SECRET_BYTES))


def hash_secret(secret: str) -> bytes:
    """Return the SHA-256 under which a secret, or whatever came in its place, is looked up."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
