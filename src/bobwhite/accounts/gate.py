"""How are guesses at passwords, links and passkeys slowed down?

Ten failures in half an hour, for the account and for the network alike (``targets.md`` F17). Nothing
here depends on whether an account exists.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from bobwhite.accounts.attempts import Attempts, network
from bobwhite.clock import Clock
from bobwhite.errors import RateLimitedError

MAX_FAILURES = 10
FAILURE_WINDOW = timedelta(minutes=30)
MAX_CEREMONIES = 100
"""Passkey ceremonies begun from one network in their window; each costs a row for five minutes."""
CEREMONY_WINDOW = timedelta(minutes=5)


@dataclass(frozen=True)
class Visitor:
    """From where somebody comes and with what; the address is never stored or logged."""

    address: str
    label: str

    def __repr__(self) -> str:
        return f"Visitor({self.label!r})"


class Gate:
    """Counts failures, sign-ups and ceremonies; one for the whole server."""

    def __init__(self, clock: Clock, sign_ups_per_hour: int) -> None:
        self._clock = clock
        self._by_account = Attempts(MAX_FAILURES, FAILURE_WINDOW)
        self._by_network = Attempts(MAX_FAILURES, FAILURE_WINDOW)
        self._sign_ups = Attempts(sign_ups_per_hour, timedelta(hours=1))
        self._ceremonies = Attempts(MAX_CEREMONIES, CEREMONY_WINDOW)

    @contextmanager
    def guess(self, visitor: Visitor, account: str | None = None) -> Iterator[None]:
        """Judge a secret inside: leaving by an exception counts as a failure.

        Raises ``RateLimitedError`` where the network or the account has no try left.
        """
        counts = [(self._by_network, network(visitor.address))]
        if account is not None:
            counts.append((self._by_account, account))
        with self._counted(counts):
            yield

    @contextmanager
    def sign_up(self, visitor: Visitor) -> Iterator[None]:
        """Make an account inside: leaving without an exception counts.

        Raises ``RateLimitedError`` where the network made enough accounts.
        """
        key = network(visitor.address)
        self._take([(self._sign_ups, key)])
        try:
            yield
        except BaseException:
            self._sign_ups.give_back(key)
            raise

    def begin_ceremony(self, visitor: Visitor) -> None:
        """Count the start of a passkey ceremony.

        Raises ``RateLimitedError`` where the network began too many.
        """
        self._take([(self._ceremonies, network(visitor.address))])

    @contextmanager
    def _counted(self, counts: list[tuple[Attempts, str]]) -> Iterator[None]:
        self._take(counts)
        yield
        for attempts, key in counts:
            attempts.give_back(key)

    def _take(self, counts: list[tuple[Attempts, str]]) -> None:
        now = self._clock.now()
        wait = max(attempts.wait(key, now) for attempts, key in counts)
        if wait:
            raise RateLimitedError(wait)
        for attempts, key in counts:
            attempts.take(key, now)
