"""How does a browser become and stay signed in?

A session is a random secret in a cookie; the row holds its hash. It ends by sign-out, by revocation
from another browser, or after 90 days without use.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bobwhite.accounts.events import SessionEnded
from bobwhite.accounts.gate import Gate, Visitor
from bobwhite.accounts.model import Account, Asker, Session, Status
from bobwhite.accounts.names import fold_handle
from bobwhite.accounts.passwords import spell_password
from bobwhite.accounts.ports import AccountsUnit, AccountsUnits, PasswordHashing
from bobwhite.accounts.tickets import hash_secret, new_secret
from bobwhite.clock import Clock
from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.ids import AccountId, SessionId, new_session_id

IDLE_LIMIT = timedelta(days=90)
SEEN_EVERY = timedelta(hours=1)
"""How exact "last used" is; smaller costs a write more often."""
RECENT = timedelta(minutes=10)
"""For so long after a sign-in, it stands for a password in front of grave changes."""
MAX_SESSIONS = 30
"""The one used longest ago ends when another begins."""


@dataclass(frozen=True)
class SignedIn:
    """A session that has just begun, with the secret for its cookie."""

    asker: Asker
    token: str = field(repr=False)


class SessionService:
    """Signs in and out, and tells who asks."""

    def __init__(
        self, units: AccountsUnits, clock: Clock, hashing: PasswordHashing, gate: Gate
    ) -> None:
        self._units = units
        self._clock = clock
        self._hashing = hashing
        self._gate = gate

    async def sign_in(self, handle: str, password: str, visitor: Visitor) -> SignedIn:
        """Sign in by password.

        Raises ``RefusedError`` with ``sign_in_failed`` for any cause, ``RateLimitedError`` after ten
        failures of the network or at the account.
        """
        key = fold_handle(handle) or ""
        with self._gate.guess(visitor, key):
            async with self._units.read() as unit:
                account = await unit.accounts.by_handle(key)
                known = await unit.accounts.password_hash(account.uid) if account else None
            # Hashing happens for unknown handles as well: answers take the same time.
            fits = await self._hashing.verify(known, spell_password(password))
            if account is None or known is None or not fits:
                raise RefusedError(ErrorCode.SIGN_IN_FAILED)
            renewed = None
            if self._hashing.is_outdated(known):
                renewed = await self._hashing.hash(spell_password(password))
            async with self._units.write() as unit:
                signed_in = await open_session(unit, account.uid, visitor, self._clock.now())
                if renewed is not None:
                    await unit.accounts.set_password_hash(account.uid, renewed)
                await unit.commit()
            return signed_in

    async def authenticate(self, token: str) -> Asker | None:
        """Return who holds this secret, or null for nobody."""
        now = self._clock.now()
        async with self._units.read() as unit:
            session = await unit.sessions.by_token(hash_secret(token))
            if session is None or _is_idle(session, now):
                return None
            if not _is_active(await unit.accounts.get(session.account)):
                return None
        if now - session.last_seen_at >= SEEN_EVERY:
            async with self._units.write() as unit:
                await unit.sessions.seen(session.id, now)
                if session.device is not None:
                    await unit.devices.seen(session.device, now)
                await unit.commit()
        return Asker(session.account, session.id, session.device)

    async def sessions(self, asker: Asker) -> list[Session]:
        """Return the asker's sessions, the one used last first."""
        now = self._clock.now()
        async with self._units.read() as unit:
            return [s for s in await unit.sessions.of(asker.account) if not _is_idle(s, now)]

    async def revoke(self, asker: Asker, session: SessionId) -> None:
        """End one of the asker's sessions; raises ``NotFoundError`` for any other."""
        async with self._units.write() as unit:
            if await unit.sessions.get(asker.account, session) is None:
                raise NotFoundError
            await end_session(unit, asker.account, session)
            await unit.commit()

    async def sign_out(self, asker: Asker) -> None:
        """End the asker's own session."""
        await self.revoke(asker, asker.session)


async def open_session(
    unit: AccountsUnit, account: AccountId, visitor: Visitor, now: datetime
) -> SignedIn:
    """Begin a session inside ``unit``, and end those that are idle or too many.

    Raises ``RefusedError`` with ``sign_in_failed`` unless the account is active.
    """
    if not _is_active(await unit.accounts.get(account)):
        raise RefusedError(ErrorCode.SIGN_IN_FAILED)
    for rank, old in enumerate(await unit.sessions.of(account), start=2):
        if rank > MAX_SESSIONS or _is_idle(old, now):
            await end_session(unit, account, old.id)
    token = new_secret()
    session = Session(new_session_id(), account, visitor.label, now, now)
    await unit.sessions.add(session, hash_secret(token))
    return SignedIn(Asker(account, session.id), token)


async def end_session(unit: AccountsUnit, account: AccountId, session: SessionId) -> None:
    """End a session inside ``unit`` and tell its connections."""
    await unit.sessions.remove(session)
    unit.tell(account, SessionEnded(session))


async def end_sessions(
    unit: AccountsUnit, account: AccountId, *, but: SessionId | None = None
) -> None:
    """End all sessions of the account inside ``unit``, except one if wanted."""
    for session in await unit.sessions.of(account):
        if session.id != but:
            await end_session(unit, account, session.id)


def _is_idle(session: Session, now: datetime) -> bool:
    return now - session.last_seen_at >= IDLE_LIMIT


def _is_active(account: Account | None) -> bool:
    return account is not None and account.status is Status.ACTIVE
