"""How does a party of a call prove to the relay that this server let it in?

The shared-secret scheme that coturn calls ``use-auth-secret``: the user name is an expiry and a name,
the password an HMAC-SHA1 of it. The name is stable for a day, so that the relay's quota counts per
account, and tells nobody the account.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bobwhite.calls.ice import IceServer
from bobwhite.clock import Clock
from bobwhite.errors import ErrorCode, RefusedError
from bobwhite.ids import AccountId, decode_bytes, encode_bytes

_KEY_BYTES = 32
_DAY = timedelta(days=1)


class DayKeys:
    """Keeps the keys under which accounts get their names at the relay.

    There is one random key for each UTC day, dropped 48 hours after that day began: yesterday's is
    found again when the clock is set back over midnight. With a ``file`` (mode 0600) a restart goes
    on with the same keys, so that nobody's quota starts anew; without, they live in memory.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        file: Path | None = None,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self._clock = clock
        self._file = file
        self._random_bytes = random_bytes
        self._keys = self._load()

    def current(self) -> bytes:
        """Return today's key of 32 bytes, made at its first use."""
        today = self._clock.now().astimezone(UTC).date()
        if today not in self._keys:
            # The day before and the day after: a clock may step either way over midnight.
            self._keys = {day: key for day, key in self._keys.items() if abs(day - today) <= _DAY}
            self._keys[today] = self._random_bytes(_KEY_BYTES)
            self._save()
        return self._keys[today]

    def _load(self) -> dict[date, bytes]:
        if self._file is None or not self._file.exists():
            return {}
        stored: dict[str, str] = json.loads(self._file.read_text())
        return {date.fromisoformat(day): decode_bytes(key) for day, key in stored.items()}

    def _save(self) -> None:
        if self._file is None:
            return
        text = json.dumps({day.isoformat(): encode_bytes(key) for day, key in self._keys.items()})
        new = self._file.with_name(self._file.name + ".new")
        new.unlink(missing_ok=True)
        new.touch(mode=0o600, exist_ok=False)
        new.write_text(text)
        new.replace(self._file)


class RestTurnCredentials:
    """Mints credentials for coturn's ``use-auth-secret``; implements ``TurnCredentials``."""

    def __init__(
        self,
        shared_secrets: Sequence[str],
        urls: Sequence[str],
        day_keys: DayKeys,
        clock: Clock,
        *,
        is_available: Callable[[], bool] = lambda: True,
    ) -> None:
        """``shared_secrets`` is newest first; while they rotate the relay still takes the older.

        ``is_available`` tells whether the relay serves now, as far as this server can know.
        """
        if not shared_secrets:
            raise ValueError("no shared secret with the relay")
        self._secret = shared_secrets[0].encode()
        self._urls = tuple(urls)
        self._day_keys = day_keys
        self._clock = clock
        self._is_available = is_available

    def mint(self, uid: AccountId, ttl: timedelta) -> IceServer:
        """Return a credential for ``uid`` that the relay takes for ``ttl`` (whole seconds).

        Raises ``RefusedError`` (``relay_unavailable``) while the relay does not serve.
        """
        if not self._is_available():
            raise RefusedError(ErrorCode.RELAY_UNAVAILABLE)
        expiry = int(self._clock.now().timestamp()) + int(ttl.total_seconds())
        username = f"{expiry}:{quota_name(self._day_keys.current(), uid)}"
        digest = hmac.digest(self._secret, username.encode(), hashlib.sha1)
        return IceServer(
            urls=self._urls,
            username=username,
            credential=base64.b64encode(digest).decode("ascii"),
            expires_at=datetime.fromtimestamp(expiry, UTC),
        )


def quota_name(day_key: bytes, uid: AccountId) -> str:
    """Return the name of an account at the relay: 16 base32 characters under the day's key."""
    digest = hmac.digest(day_key, uid.encode(), hashlib.sha256)
    return base64.b32encode(digest).decode("ascii")[:16]
