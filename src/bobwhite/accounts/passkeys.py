"""How do passkeys make, join and open accounts?

A challenge is a one-time secret: its ticket says what it was made for and on which page, and is taken
when the answer comes, right or wrong.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bobwhite.accounts.gate import Gate, Visitor
from bobwhite.accounts.model import Account, Asker, Passkey
from bobwhite.accounts.ports import (
    AccountsUnit,
    AccountsUnits,
    NewCredential,
    PasskeyCeremonies,
    Site,
)
from bobwhite.accounts.sessions import SignedIn, open_session
from bobwhite.accounts.sign_up import Newcomer, add_account, check_room
from bobwhite.accounts.tickets import Purpose, Ticket, hash_secret, new_secret
from bobwhite.clock import Clock
from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.ids import AccountId, decode_bytes, encode_bytes, new_account_id

CHALLENGE_LIFE = timedelta(minutes=5)
MAX_PASSKEYS = 10

Options = dict[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True)
class _Question:
    """A challenge that was just answered, with its ticket."""

    challenge: bytes
    ticket: Ticket


class PasskeyService:
    """Runs the ceremonies and keeps the list of passkeys."""

    def __init__(
        self, units: AccountsUnits, clock: Clock, ceremonies: PasskeyCeremonies, gate: Gate
    ) -> None:
        self._units = units
        self._clock = clock
        self._ceremonies = ceremonies
        self._gate = gate

    async def sign_up_options(
        self, handle: str, display_name: str, site: Site, visitor: Visitor
    ) -> Options:
        """Begin to make an account with a passkey; raises what ``SignUpService.sign_up`` does."""
        newcomer = Newcomer.read(handle, display_name)
        self._gate.begin_ceremony(visitor)
        uid = new_account_id()
        payload = {"uid": uid, "handle": newcomer.handle, "displayName": newcomer.display_name}
        async with self._units.write() as unit:
            await check_room(unit, newcomer)
            challenge = await self._ask(unit, Purpose.SIGN_UP_PASSKEY, site, None, payload)
            await unit.commit()
        future = Account(uid, newcomer.handle, newcomer.display_name, self._clock.now())
        return self._ceremonies.registration_options(site, future, [], decode_bytes(challenge))

    async def sign_up(
        self, handle: str, display_name: str, answer: Answer, site: Site, visitor: Visitor
    ) -> SignedIn:
        """Make the account that ``sign_up_options`` was asked for, and sign it in.

        Raises ``RefusedError`` with ``passkey_failed``, and what ``SignUpService.sign_up`` does.
        """
        newcomer = Newcomer.read(handle, display_name)
        with self._gate.guess(visitor):
            question = await self._answered(Purpose.SIGN_UP_PASSKEY, answer, site)
            payload = question.ticket.payload
            if (payload["handle"], payload["displayName"]) != (
                newcomer.handle,
                newcomer.display_name,
            ):
                raise RefusedError(ErrorCode.PASSKEY_FAILED)
            made = self._ceremonies.verify_registration(site, question.challenge, answer)
        now = self._clock.now()
        with self._gate.sign_up(visitor):
            async with self._units.write() as unit:
                await check_room(unit, newcomer)
                account = await add_account(unit, AccountId(payload["uid"]), newcomer, now)
                await self._keep(unit, account.uid, made, site, visitor)
                signed_in = await open_session(unit, account.uid, visitor, now)
                await unit.commit()
            return signed_in

    async def registration_options(self, asker: Asker, site: Site) -> Options:
        """Begin to add a passkey to the asker's account.

        Raises ``RefusedError`` with ``too_many`` for an eleventh.
        """
        async with self._units.write() as unit:
            account = await unit.accounts.get(asker.account)
            if account is None:
                raise NotFoundError
            have = [p.credential for p in await unit.passkeys.of(asker.account)]
            if len(have) >= MAX_PASSKEYS:
                raise RefusedError(ErrorCode.TOO_MANY)
            challenge = await self._ask(unit, Purpose.REGISTER_PASSKEY, site, asker.account, {})
            await unit.commit()
        return self._ceremonies.registration_options(site, account, have, decode_bytes(challenge))

    async def register(self, asker: Asker, answer: Answer, site: Site, visitor: Visitor) -> Passkey:
        """Add the passkey that ``registration_options`` was asked for.

        Raises ``RefusedError`` with ``passkey_failed`` or ``too_many``.
        """
        question = await self._answered(Purpose.REGISTER_PASSKEY, answer, site)
        if question.ticket.account != asker.account:
            raise RefusedError(ErrorCode.PASSKEY_FAILED)
        made = self._ceremonies.verify_registration(site, question.challenge, answer)
        async with self._units.write() as unit:
            if len(await unit.passkeys.of(asker.account)) >= MAX_PASSKEYS:
                raise RefusedError(ErrorCode.TOO_MANY)
            passkey = await self._keep(unit, asker.account, made, site, visitor)
            await unit.commit()
        return passkey

    async def passkeys(self, asker: Asker) -> list[Passkey]:
        """Return the asker's passkeys, oldest first."""
        async with self._units.read() as unit:
            return await unit.passkeys.of(asker.account)

    async def remove(self, asker: Asker, credential: str) -> None:
        """Remove one of the asker's passkeys.

        Raises ``NotFoundError`` for any other, ``RefusedError`` with ``conflict`` for the last way
        to sign in.
        """
        async with self._units.write() as unit:
            if not await unit.passkeys.remove(asker.account, credential):
                raise NotFoundError
            has_password = await unit.accounts.password_hash(asker.account) is not None
            if not has_password and not await unit.passkeys.of(asker.account):
                raise RefusedError(ErrorCode.CONFLICT)
            await unit.commit()

    async def sign_in_options(self, site: Site, visitor: Visitor) -> Options:
        """Begin a sign-in with whichever passkey the browser holds for this page."""
        self._gate.begin_ceremony(visitor)
        async with self._units.write() as unit:
            challenge = await self._ask(unit, Purpose.SIGN_IN_PASSKEY, site, None, {})
            await unit.commit()
        return self._ceremonies.sign_in_options(site, decode_bytes(challenge))

    async def sign_in(self, answer: Answer, site: Site, visitor: Visitor) -> SignedIn:
        """Sign in with the passkey that answered.

        Raises ``RefusedError`` with ``passkey_failed`` for any cause, ``RateLimitedError`` after ten
        failures of the network.
        """
        with self._gate.guess(visitor):
            question = await self._answered(Purpose.SIGN_IN_PASSKEY, answer, site)
            now = self._clock.now()
            async with self._units.write() as unit:
                passkey = await unit.passkeys.get(_credential(answer))
                if passkey is None or passkey.rp_id != site.host:
                    raise RefusedError(ErrorCode.PASSKEY_FAILED)
                count = self._ceremonies.verify_sign_in(site, question.challenge, passkey, answer)
                await unit.passkeys.used(passkey.credential, count, now)
                signed_in = await open_session(unit, passkey.account, visitor, now)
                await unit.commit()
            return signed_in

    async def _ask(
        self,
        unit: AccountsUnit,
        purpose: Purpose,
        site: Site,
        account: AccountId | None,
        payload: dict[str, str],
    ) -> str:
        now = self._clock.now()
        challenge = new_secret()
        ticket = Ticket(purpose, account, now + CHALLENGE_LIFE, {"origin": site.origin, **payload})
        await unit.tickets.drop_over(now)
        await unit.tickets.put(hash_secret(challenge), ticket)
        return challenge

    async def _answered(self, purpose: Purpose, answer: Answer, site: Site) -> _Question:
        challenge = self._ceremonies.challenge_of(answer)
        async with self._units.write() as unit:
            ticket = await unit.tickets.take(hash_secret(challenge))
            await unit.commit()
        good = ticket is not None and ticket.good(purpose, self._clock.now())
        if ticket is None or not good or ticket.payload["origin"] != site.origin:
            raise RefusedError(ErrorCode.PASSKEY_FAILED)
        return _Question(decode_bytes(challenge), ticket)

    async def _keep(
        self,
        unit: AccountsUnit,
        account: AccountId,
        made: NewCredential,
        site: Site,
        visitor: Visitor,
    ) -> Passkey:
        passkey = Passkey(
            credential=made.credential,
            account=account,
            public_key=made.public_key,
            sign_count=made.sign_count,
            rp_id=site.host,
            label=visitor.label,
            created_at=self._clock.now(),
        )
        if not await unit.passkeys.add(passkey):
            raise RefusedError(ErrorCode.PASSKEY_FAILED)
        return passkey


def _credential(answer: Answer) -> str:
    try:
        return encode_bytes(decode_bytes(answer["id"]))
    except (KeyError, TypeError, ValueError) as error:
        raise RefusedError(ErrorCode.PASSKEY_FAILED) from error
