"""What may an operator do to an account?

These use cases are for the command line: they name accounts by handle and need no session.
"""

from dataclasses import replace
from datetime import timedelta

from bobwhite.accounts.erasure import erase_account
from bobwhite.accounts.gate import Gate, Visitor
from bobwhite.accounts.model import Account, Status
from bobwhite.accounts.names import fold_handle
from bobwhite.accounts.news import AccountNews
from bobwhite.accounts.passwords import clean_password
from bobwhite.accounts.ports import AccountsUnit, AccountsUnits, BlobStore, PasswordHashing
from bobwhite.accounts.service import AVATARS
from bobwhite.accounts.sessions import SignedIn, end_sessions, open_session
from bobwhite.accounts.tickets import Purpose, Ticket, hash_secret, new_secret
from bobwhite.clock import Clock
from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.ids import AccountId

LINK_LIFE = timedelta(hours=1)


class AdministrationService:
    """Badges, suspension, deletion and lost passwords."""

    def __init__(
        self, units: AccountsUnits, clock: Clock, blobs: BlobStore, news: AccountNews
    ) -> None:
        self._units = units
        self._clock = clock
        self._blobs = blobs
        self._news = news

    async def set_verified(self, handle: str, *, verified: bool) -> None:
        """Give or take the badge; raises ``NotFoundError``."""
        async with self._units.write() as unit:
            account = await by_handle(unit, handle)
            await unit.accounts.save(replace(account, verified=verified))
            await self._news.changed(unit, account.uid, facts=True)
            await unit.commit()

    async def suspend(self, handle: str) -> None:
        """Sign the account out everywhere and keep it out; raises ``NotFoundError``."""
        async with self._units.write() as unit:
            account = await by_handle(unit, handle)
            await unit.accounts.save(replace(account, status=Status.SUSPENDED))
            await end_sessions(unit, account.uid)
            await self._news.changed(unit, account.uid, facts=True)
            await unit.commit()

    async def unsuspend(self, handle: str) -> None:
        """Let the account in again; raises ``NotFoundError``."""
        async with self._units.write() as unit:
            account = await by_handle(unit, handle)
            await unit.accounts.save(replace(account, status=Status.ACTIVE))
            await self._news.changed(unit, account.uid, facts=True)
            await unit.commit()

    async def delete(self, handle: str) -> None:
        """Delete the account for good; raises ``NotFoundError``."""
        async with self._units.write() as unit:
            account = await by_handle(unit, handle)
            avatar = await erase_account(unit, account, self._news)
            await unit.commit()
        if avatar is not None:
            await self._blobs.remove(AVATARS, avatar)

    async def reset_link(self, handle: str) -> str:
        """Return the path of a link that sets a new password once, within an hour.

        Links made before are void. Raises ``NotFoundError``.
        """
        token = new_secret()
        now = self._clock.now()
        async with self._units.write() as unit:
            account = await by_handle(unit, handle)
            ticket = Ticket(Purpose.RESET_PASSWORD, account.uid, now + LINK_LIFE)
            await unit.tickets.drop(Purpose.RESET_PASSWORD, account.uid)
            await unit.tickets.put(hash_secret(token), ticket)
            await unit.commit()
        return f"/reset/{token}"


class PasswordResetService:
    """Redeems the links of ``AdministrationService.reset_link``."""

    def __init__(
        self, units: AccountsUnits, clock: Clock, hashing: PasswordHashing, gate: Gate
    ) -> None:
        self._units = units
        self._clock = clock
        self._hashing = hashing
        self._gate = gate

    async def reset(self, token: str, password: str, visitor: Visitor) -> SignedIn:
        """Set a new password, end every session of the account, and sign in.

        Raises ``RefusedError`` with ``link_expired``, ``InvalidError`` for the password, which leaves
        the link good.
        """
        password = clean_password(password)
        secret_hash = hash_secret(token)
        with self._gate.guess(visitor):
            async with self._units.read() as unit:
                self._check(await unit.tickets.look(secret_hash))
        password_hash = await self._hashing.hash(password)
        async with self._units.write() as unit:
            account = self._check(await unit.tickets.take(secret_hash))
            await unit.accounts.set_password_hash(account, password_hash)
            await end_sessions(unit, account)
            signed_in = await open_session(unit, account, visitor, self._clock.now())
            await unit.commit()
        return signed_in

    def _check(self, ticket: Ticket | None) -> AccountId:
        good = ticket is not None and ticket.good(Purpose.RESET_PASSWORD, self._clock.now())
        if ticket is None or ticket.account is None or not good:
            raise RefusedError(ErrorCode.LINK_EXPIRED)
        return ticket.account


async def by_handle(unit: AccountsUnit, handle: str) -> Account:
    """Return the account that an operator named, with or without ``@``; raises ``NotFoundError``."""
    account = await unit.accounts.by_handle(fold_handle(handle.removeprefix("@")) or "")
    if account is None:
        raise NotFoundError
    return account
