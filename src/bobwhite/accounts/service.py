"""What may people change about their own account?"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bobwhite.accounts.erasure import erase_account
from bobwhite.accounts.events import FactsChanged, SettingsChanged
from bobwhite.accounts.gate import Gate, Visitor
from bobwhite.accounts.model import Account, Asker, Audience, Card
from bobwhite.accounts.names import clean_display_name, clean_handle, clean_quick_texts
from bobwhite.accounts.news import AccountNews
from bobwhite.accounts.passwords import clean_password, spell_password
from bobwhite.accounts.ports import (
    AccountsUnit,
    AccountsUnits,
    BlobStore,
    PasswordHashing,
    Portraits,
)
from bobwhite.accounts.sessions import RECENT, end_sessions
from bobwhite.clock import Clock
from bobwhite.errors import ErrorCode, InvalidError, NotFoundError, RefusedError

AVATARS = "avatars"
"""The folder of portraits among the blobs."""


@dataclass(frozen=True)
class Myself:
    """An account as it sees itself."""

    card: Card
    operator: bool
    has_password: bool


class AccountService:
    """Shows and changes the asker's own account."""

    def __init__(
        self,
        units: AccountsUnits,
        clock: Clock,
        *,
        hashing: PasswordHashing,
        gate: Gate,
        portraits: Portraits,
        blobs: BlobStore,
        news: AccountNews,
    ) -> None:
        self._units = units
        self._clock = clock
        self._hashing = hashing
        self._gate = gate
        self._portraits = portraits
        self._blobs = blobs
        self._news = news

    async def me(self, asker: Asker) -> Myself:
        """Return the asker's account as it sees itself."""
        async with self._units.read() as unit:
            account = await _own(unit, asker)
            card = await unit.accounts.card(asker.account)
            has_password = await unit.accounts.password_hash(asker.account) is not None
        return Myself(card, account.operator, has_password)

    async def settings(self, asker: Asker) -> Account:
        """Return the asker's account with its own rules."""
        async with self._units.read() as unit:
            return await _own(unit, asker)

    async def rename(
        self, asker: Asker, *, handle: str | None = None, display_name: str | None = None
    ) -> None:
        """Change handle or display name; null leaves it.

        Raises ``InvalidError`` with the code of the name that is wrong or taken.
        """
        async with self._units.write() as unit:
            account = await _own(unit, asker)
            if handle is not None:
                account = replace(account, handle=clean_handle(handle))
            if display_name is not None:
                account = replace(account, display_name=clean_display_name(display_name))
            if not await unit.accounts.save(account):
                raise InvalidError(ErrorCode.HANDLE_TAKEN, field="handle")
            await self._news.changed(unit, asker.account)
            await unit.commit()

    async def change_settings(
        self,
        asker: Asker,
        *,
        calls_on: bool | None = None,
        audience: Sequence[Audience] | None = None,
        quick_texts: list[str] | None = None,
    ) -> Account:
        """Change the account's rules on all devices at once; null leaves one as it is.

        Raises ``InvalidError`` naming a field that is wrong.
        """
        async with self._units.write() as unit:
            old = await _own(unit, asker)
            new = old
            if calls_on is not None:
                new = replace(new, calls_on=calls_on)
            if audience is not None:
                new = replace(new, audience=frozenset(audience))
            if quick_texts is not None:
                new = replace(new, quick_texts=clean_quick_texts(quick_texts))
            if new == old:
                return old
            await unit.accounts.save(new)
            unit.tell(asker.account, SettingsChanged(new))
            if (new.calls_on, new.audience) != (old.calls_on, old.audience):
                unit.tell(asker.account, FactsChanged(asker.account))
            await unit.commit()
        return new

    async def change_password(
        self, asker: Asker, current: str | None, new: str, visitor: Visitor
    ) -> None:
        """Set a new password and end every other session.

        The present password proves who asks; an account without one needs a recent sign-in. Raises
        ``RefusedError`` with ``sign_in_failed``, ``InvalidError`` for the new password.
        """
        new = clean_password(new)
        await self._prove(asker, current, "current", visitor)
        password_hash = await self._hashing.hash(new)
        async with self._units.write() as unit:
            await _own(unit, asker)
            await unit.accounts.set_password_hash(asker.account, password_hash)
            await end_sessions(unit, asker.account, but=asker.session)
            await self._news.changed(unit, asker.account)
            await unit.commit()

    async def set_avatar(self, asker: Asker, upload: bytes) -> None:
        """Replace the portrait; raises ``InvalidError`` with ``image_invalid``."""
        portrait = await self._portraits.render(upload)
        name = secrets.token_hex(16)
        await self._blobs.put(AVATARS, name, portrait)
        await self._replace_avatar(asker, name)

    async def remove_avatar(self, asker: Asker) -> None:
        """Go back to initials."""
        await self._replace_avatar(asker, None)

    async def avatar(self, name: str) -> bytes:
        """Return a portrait as WebP; raises ``NotFoundError``."""
        portrait = await self._blobs.get(AVATARS, name)
        if portrait is None:
            raise NotFoundError
        return portrait

    async def delete(self, asker: Asker, password: str | None, visitor: Visitor) -> None:
        """Delete the account for good; others keep their history without its name.

        Proven like ``change_password``.
        """
        await self._prove(asker, password, "password", visitor)
        async with self._units.write() as unit:
            avatar = await erase_account(unit, await _own(unit, asker), self._news)
            await unit.commit()
        if avatar is not None:
            await self._blobs.remove(AVATARS, avatar)

    async def _replace_avatar(self, asker: Asker, name: str | None) -> None:
        async with self._units.write() as unit:
            account = await _own(unit, asker)
            await unit.accounts.save(replace(account, avatar=name))
            await self._news.changed(unit, asker.account)
            await unit.commit()
        if account.avatar is not None:
            await self._blobs.remove(AVATARS, account.avatar)

    async def _prove(
        self, asker: Asker, password: str | None, field: str, visitor: Visitor
    ) -> None:
        async with self._units.read() as unit:
            account = await _own(unit, asker)
            known = await unit.accounts.password_hash(asker.account)
            session = await unit.sessions.get(asker.account, asker.session)
        if known is None:
            if session is None or self._clock.now() - session.created_at >= RECENT:
                raise RefusedError(ErrorCode.SIGN_IN_FAILED)
            return
        with self._gate.guess(visitor, account.handle):
            if not await self._hashing.verify(known, spell_password(password or "")):
                raise InvalidError(ErrorCode.SIGN_IN_FAILED, field=field)


async def _own(unit: AccountsUnit, asker: Asker) -> Account:
    account = await unit.accounts.get(asker.account)
    if account is None:
        raise NotFoundError
    return account
