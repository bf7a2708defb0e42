"""Who becomes the operator of a fresh instance, and what do they choose?

While nobody runs the instance, each start makes one link and forgets those before. Whoever opens it
makes the first operator's account, names the instance and says who may place calls (product 2.9).
"""

from dataclasses import dataclass, replace

from bobwhite.accounts.gate import Gate, Visitor
from bobwhite.accounts.model import Instance, PlacingPolicy
from bobwhite.accounts.names import clean_display_name
from bobwhite.accounts.passwords import clean_password
from bobwhite.accounts.ports import AccountsUnit, AccountsUnits, PasswordHashing
from bobwhite.accounts.sessions import SignedIn, open_session
from bobwhite.accounts.sign_up import Newcomer, add_account
from bobwhite.accounts.tickets import Purpose, Ticket, hash_secret, new_secret
from bobwhite.clock import Clock
from bobwhite.errors import ErrorCode, RefusedError
from bobwhite.ids import new_account_id


@dataclass(frozen=True)
class Choices:
    """What the operator decides in the first run."""

    name: str
    placing_policy: PlacingPolicy
    sign_up_open: bool


class SetUpService:
    """Tells and changes what the instance is."""

    def __init__(
        self,
        units: AccountsUnits,
        clock: Clock,
        hashing: PasswordHashing,
        gate: Gate,
        *,
        message_rule: bool,
    ) -> None:
        self._units = units
        self._clock = clock
        self._hashing = hashing
        self._gate = gate
        self._message_rule = message_rule

    async def prepare(self) -> None:
        """Write down what the settings file says, so that the call decision can read it."""
        async with self._units.write() as unit:
            instance = await unit.instance.get()
            await unit.instance.save(replace(instance, message_rule=self._message_rule))
            await unit.commit()

    async def instance(self) -> Instance:
        """Return the choices in force."""
        async with self._units.read() as unit:
            return await unit.instance.get()

    async def ensure_link(self) -> str | None:
        """Return the path of a fresh set-up link, or null where somebody runs the instance."""
        token = new_secret()
        async with self._units.write() as unit:
            if await unit.accounts.operator_exists():
                return None
            await unit.tickets.drop(Purpose.SET_UP, None)
            await unit.tickets.put(hash_secret(token), Ticket(Purpose.SET_UP, None, None))
            await unit.commit()
        return f"/setup/{token}"

    async def look(self, token: str, visitor: Visitor) -> Instance:
        """Return what is to be set up, to whoever holds the link.

        Raises ``RefusedError`` with ``set_up_done`` or ``link_expired``.
        """
        with self._gate.guess(visitor):
            async with self._units.read() as unit:
                await self._check(unit, await unit.tickets.look(hash_secret(token)))
                return await unit.instance.get()

    async def complete(
        self, token: str, newcomer: Newcomer, password: str, choices: Choices, visitor: Visitor
    ) -> SignedIn:
        """Make the operator's account and write the choices; the link is then used up.

        Raises ``InvalidError`` for name or password, which leaves the link good, and as ``look``.
        """
        password = clean_password(password)
        name = clean_display_name(choices.name, "name")
        await self.look(token, visitor)
        password_hash = await self._hashing.hash(password)
        now = self._clock.now()
        async with self._units.write() as unit:
            await self._check(unit, await unit.tickets.take(hash_secret(token)))
            instance = Instance(
                name=name,
                sign_up_open=choices.sign_up_open,
                placing_policy=choices.placing_policy,
                message_rule=self._message_rule,
                set_up=True,
            )
            await unit.instance.save(instance)
            account = await add_account(unit, new_account_id(), newcomer, now, operator=True)
            await unit.accounts.set_password_hash(account.uid, password_hash)
            signed_in = await open_session(unit, account.uid, visitor, now)
            await unit.commit()
        return signed_in

    async def _check(self, unit: AccountsUnit, ticket: Ticket | None) -> None:
        if await unit.accounts.operator_exists():
            raise RefusedError(ErrorCode.SET_UP_DONE)
        if ticket is None or not ticket.good(Purpose.SET_UP, self._clock.now()):
            raise RefusedError(ErrorCode.LINK_EXPIRED)
