"""Has a caller tried too often, and for how long must it wait?

Every try that the caller's own standing permits counts, whether or not the callee exists, so that
the limits tell nothing. A pair that has just talked neither counts nor is stopped by the limits on
pace. Each limit looks back over a span that includes its start and excludes its end.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bobwhite.calls.model import Medium
from bobwhite.calls.numbers import (
    DAY,
    HOUR,
    NEW_ACCOUNT_CALLEES,
    PAIR_SPAN,
    PLACED_PER_HOUR,
    STRANGERS_PER_HOUR,
    TRIES_PER_PAIR,
)
from bobwhite.errors import ErrorCode
from bobwhite.ids import AccountId, CallId


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to call somebody, and what it came to."""

    account: AccountId
    call: CallId
    to: AccountId
    content: str = field(repr=False)
    """A digest of what was asked for, from which a repeated try is known."""
    at: datetime
    stranger: bool
    """The caller had neither saved nor followed the person tried."""
    exempt: bool
    """Outside the limits on pace."""
    refused: ErrorCode | None = None
    joined: CallId | None = None
    """The other side's call that this try answered (glare)."""


def digest_of(to: AccountId, media: Iterable[Medium], jws: str | None) -> str:
    """Return the digest of what a start asks for, as 64 hex digits."""
    parts = (to, ",".join(sorted(media)), jws or "")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def wait_before(
    tries: Sequence[Attempt],
    now: datetime,
    *,
    to: AccountId,
    stranger: bool,
    exempt: bool,
    new_account: bool,
) -> timedelta | None:
    """Return how long the next try must wait, or None when it may be made at ``now``.

    ``tries`` holds the caller's earlier ones of at least the last day.
    """
    waits: list[timedelta] = []
    if not exempt:
        paced = [t for t in tries if not t.exempt]
        waits.append(_wait(paced, HOUR, PLACED_PER_HOUR, now))
        waits.append(_wait([t for t in paced if t.to == to], PAIR_SPAN, TRIES_PER_PAIR, now))
        if stranger:
            strangers = [t for t in paced if t.stranger]
            waits.append(_wait(strangers, HOUR, STRANGERS_PER_HOUR, now))
    if new_account:
        waits.append(_wait_for_callees(tries, to, now))
    longest = max(waits, default=timedelta(0))
    return longest if longest > timedelta(0) else None


def _wait(tries: Iterable[Attempt], span: timedelta, limit: int, now: datetime) -> timedelta:
    return _until_below([t.at for t in tries], span, limit, now)


def _wait_for_callees(tries: Iterable[Attempt], to: AccountId, now: datetime) -> timedelta:
    latest: dict[AccountId, datetime] = {}
    for tried in tries:
        latest[tried.to] = max(tried.at, latest.get(tried.to, tried.at))
    if to in latest and latest[to] > now - DAY:
        return timedelta(0)
    return _until_below(list(latest.values()), DAY, NEW_ACCOUNT_CALLEES, now)


def _until_below(
    instants: Sequence[datetime], span: timedelta, limit: int, now: datetime
) -> timedelta:
    """Return the time until fewer than ``limit`` of ``instants`` lie within ``span``."""
    within = sorted(at for at in instants if at > now - span)
    if len(within) < limit:
        return timedelta(0)
    return within[len(within) - limit] + span - now
