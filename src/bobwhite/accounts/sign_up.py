"""How does somebody get an account?"""

from dataclasses import dataclass
from datetime import datetime

from bobwhite.accounts.gate import Gate, Visitor
from bobwhite.accounts.model import Account
from bobwhite.accounts.names import clean_display_name, clean_handle
from bobwhite.accounts.passwords import clean_password
from bobwhite.accounts.ports import AccountsUnit, AccountsUnits, PasswordHashing
from bobwhite.accounts.sessions import SignedIn, open_session
from bobwhite.clock import Clock
from bobwhite.errors import ErrorCode, InvalidError, RefusedError
from bobwhite.ids import AccountId, new_account_id


@dataclass(frozen=True)
class Newcomer:
    """Who somebody wants to be here, after the rules of names."""

    handle: str
    display_name: str

    @classmethod
    def read(cls, handle: str, display_name: str) -> "Newcomer":
        """Check both names; raises ``InvalidError`` naming the field that is wrong."""
        return cls(clean_handle(handle), clean_display_name(display_name))


class SignUpService:
    """Makes accounts with a password."""

    def __init__(
        self, units: AccountsUnits, clock: Clock, hashing: PasswordHashing, gate: Gate
    ) -> None:
        self._units = units
        self._clock = clock
        self._hashing = hashing
        self._gate = gate

    async def sign_up(
        self, handle: str, display_name: str, password: str, visitor: Visitor
    ) -> SignedIn:
        """Make an account and sign it in.

        Raises ``InvalidError`` for names or password, ``RefusedError`` with ``sign_up_closed`` or
        ``handle_taken``, ``RateLimitedError`` where the network made enough accounts.
        """
        newcomer = Newcomer.read(handle, display_name)
        password = clean_password(password)
        with self._gate.sign_up(visitor):
            async with self._units.read() as unit:
                await check_room(unit, newcomer)
            password_hash = await self._hashing.hash(password)
            now = self._clock.now()
            async with self._units.write() as unit:
                account = await add_account(unit, new_account_id(), newcomer, now)
                await unit.accounts.set_password_hash(account.uid, password_hash)
                signed_in = await open_session(unit, account.uid, visitor, now)
                await unit.commit()
            return signed_in


async def check_room(unit: AccountsUnit, newcomer: Newcomer) -> None:
    """Raise ``RefusedError`` where sign-up is closed or the handle is taken."""
    if not (await unit.instance.get()).sign_up_open:
        raise RefusedError(ErrorCode.SIGN_UP_CLOSED)
    if await unit.accounts.by_handle(newcomer.handle) is not None:
        raise InvalidError(ErrorCode.HANDLE_TAKEN, field="handle")


async def add_account(
    unit: AccountsUnit, uid: AccountId, newcomer: Newcomer, now: datetime, *, operator: bool = False
) -> Account:
    """Insert an account inside ``unit``; raises ``InvalidError`` with ``handle_taken``."""
    account = Account(uid, newcomer.handle, newcomer.display_name, now, operator=operator)
    if not await unit.accounts.add(account):
        raise InvalidError(ErrorCode.HANDLE_TAKEN, field="handle")
    return account
