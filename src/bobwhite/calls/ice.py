"""What does a party of a call get to reach the relay with, and how often?

Facts and limits of relay credentials (RFC 8489 long-term form); an adapter makes the credential.
"""

from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bobwhite.errors import ErrorCode, RateLimitedError, RefusedError
from bobwhite.ids import AccountId, CallId, DeviceId

RINGING_LIFETIME = timedelta(minutes=10)
"""Longer keeps stolen credentials useful, shorter breaks calls that ring long and connect slowly."""

IN_CALL_LIFETIME = timedelta(hours=2)
"""How long a credential lasts once accepted; it is issued again before it runs out."""

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class IceServer:
    """A relay with a credential of short life, for one party of one call."""

    urls: tuple[str, ...]
    username: str
    credential: str = field(repr=False)
    expires_at: datetime


class MintLimits:
    """Counts credentials per account in an hour, and per device in a call.

    Kept in memory: a restart forgets, and what the relay allows at once is limited there.
    """

    def __init__(self, *, per_hour: int = 120, per_call_and_device: int = 8) -> None:
        self._per_hour = per_hour
        self._per_call_and_device = per_call_and_device
        self._minted: deque[tuple[datetime, AccountId]] = deque()
        self._in_hour: Counter[AccountId] = Counter()
        self._in_call: dict[CallId, Counter[DeviceId]] = {}

    def take(self, now: datetime, account: AccountId, call: CallId, device: DeviceId) -> None:
        """Count one credential.

        Raises ``RateLimitedError`` when the account had its share of the hour, ``RefusedError`` when
        the device had its share of the call; then nothing is counted.
        """
        self._forget_before(now - _HOUR)
        if self._in_hour[account] >= self._per_hour:
            oldest = next(at for at, minter in self._minted if minter == account)
            raise RateLimitedError(int((oldest + _HOUR - now).total_seconds()) + 1)
        in_call = self._in_call.setdefault(call, Counter())
        if in_call[device] >= self._per_call_and_device:
            raise RefusedError(ErrorCode.SLOW_DOWN)
        in_call[device] += 1
        self._in_hour[account] += 1
        self._minted.append((now, account))

    def call_ended(self, call: CallId) -> None:
        """Forget what was counted for a call; no more is minted for it."""
        self._in_call.pop(call, None)

    def _forget_before(self, start: datetime) -> None:
        while self._minted and self._minted[0][0] <= start:
            _, account = self._minted.popleft()
            self._in_hour[account] -= 1
            if not self._in_hour[account]:
                del self._in_hour[account]
