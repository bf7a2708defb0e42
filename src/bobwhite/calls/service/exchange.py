"""How does every use case of calls load, decide, save and tell?

Those that concern the same people wait for each other in this process; between processes the store
keeps the first of two changes and the second is decided anew.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bobwhite.accounts.model import Asker
from bobwhite.calls.history import entry_of, is_merged
from bobwhite.calls.ice import IceServer, MintLimits
from bobwhite.calls.machine import advance
from bobwhite.calls.model import Call, Deadline, Seat
from bobwhite.calls.ports import CallsUnit, CallsUnits, DeviceReach, TurnCredentials
from bobwhite.calls.service.locks import KeyedLocks
from bobwhite.calls.service.telling import Extra, tell_entries, tell_step
from bobwhite.calls.steps import Answered, Arm, Disarm, Ended, FirstAlert, Input, Step
from bobwhite.clock import Clock
from bobwhite.delivery import Bus
from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.ids import AccountId, CallId, short

MOST_TRIES = 5
"""How often a change is decided anew after another one came first; more only hides a fault."""

Result = TypeVar("Result")
_log = structlog.get_logger()


class OvertakenError(Exception):
    """Raised inside a transaction when another change of the call was kept first."""


def seat_of(asker: Asker) -> Seat:
    """Return where the asker takes part from.

    Raises ``RefusedError`` with ``device_required`` for a connection without a device.
    """
    if asker.device is None or not asker.tab:
        raise RefusedError(ErrorCode.DEVICE_REQUIRED)
    return Seat(asker.account, asker.device, asker.tab, asker.session)


@dataclass(frozen=True)
class Exchange:
    """What the use cases of calls share."""

    units: CallsUnits
    clock: Clock
    bus: Bus
    reach: DeviceReach
    turn: TurnCredentials
    ring_time: timedelta
    new_account_period: timedelta
    wake: Callable[[], None]
    """Tells the deadline runner that a timer was set."""
    mints: MintLimits = field(default_factory=MintLimits)
    locks: KeyedLocks = field(default_factory=KeyedLocks)
    candidates: dict[CallId, Counter[AccountId]] = field(default_factory=dict)
    """How many each side of a call has sent since the last offer; a restart forgives them."""

    async def run(
        self,
        accounts: tuple[AccountId, ...],
        work: Callable[[CallsUnit, datetime], Awaitable[Result]],
    ) -> Result:
        """Do ``work`` in a transaction of its own while nobody else works for ``accounts``.

        ``work`` commits. Raises ``RefusedError`` with ``unavailable`` when it is overtaken again and
        again.
        """
        async with self.locks.hold(*accounts):
            for _ in range(MOST_TRIES):
                try:
                    async with self.units.write() as unit:
                        # Servers on one database wait here: a call is read from several rows, and
                        # another's commit between two of them would show a call that never was.
                        await unit.calls.hold(*accounts)
                        return await work(unit, self.clock.now())
                except OvertakenError:
                    continue
        raise RefusedError(ErrorCode.UNAVAILABLE)

    async def parties(self, call: CallId, asker: AccountId | None = None) -> tuple[AccountId, ...]:
        """Return the accounts of a call.

        Raises ``NotFoundError`` for an unknown call, or one that ``asker`` has no part in.
        """
        async with self.units.read() as unit:
            found = await unit.calls.get(call)
        if found is None or (asker is not None and found.role_of(asker) is None):
            raise NotFoundError
        return tuple(part.account for part in found.participants)

    async def load(self, unit: CallsUnit, call: CallId) -> Call:
        """Return a call that is known to exist."""
        found = await unit.calls.get(call)
        if found is None:
            raise NotFoundError
        return found

    async def change(
        self,
        call: CallId,
        happened: Input,
        *,
        asker: AccountId | None = None,
        extra: Extra | None = None,
    ) -> Call:
        """Let ``happened`` change a call, and return what it became.

        Raises what ``machine.advance`` raises, and ``NotFoundError`` as ``parties`` does.
        """

        async def work(unit: CallsUnit, now: datetime) -> Call:
            before = await self.load(unit, call)
            step = advance(before, happened, now)
            await self.keep(unit, before, step, now, extra)
            return step.call

        return await self.run(await self.parties(call, asker), work)

    async def keep(
        self, unit: CallsUnit, before: Call, step: Step, now: datetime, extra: Extra | None = None
    ) -> None:
        """Store a step, tell what happened, and commit."""
        await self.store(unit, before, step, now, extra)
        await unit.commit()
        self.settle(step)

    async def store(
        self, unit: CallsUnit, before: Call, step: Step, now: datetime, extra: Extra | None = None
    ) -> None:
        """Store a step and tell what happened; the caller commits, then calls ``settle``.

        A step that changes nothing is skipped. Raises ``OvertakenError``.
        """
        if step.call is before and not step.effects:
            return
        if not await unit.calls.save(before, step.call):
            raise OvertakenError
        await set_timers(unit, step)
        await self._change_entries(unit, before, step.call)
        await tell_step(unit, self.reach, step, now, extra or Extra())

    def settle(self, step: Step) -> None:
        """Do what follows a commit: wake the timers, forget what was counted, write the log."""
        call = step.call
        if any(isinstance(effect, Arm) for effect in step.effects):
            self.wake()
        if not call.live:
            self.mints.call_ended(call.id)
            self.candidates.pop(call.id, None)
        for told in step.happened:
            if isinstance(told, FirstAlert):
                _log.info("call_ringing", call=short(call.id))
            elif isinstance(told, Answered):
                _log.info("call_accepted", call=short(call.id))
            elif isinstance(told, Ended):
                _log.info("call_ended", call=short(call.id), reason=told.reason.value)

    def mint(self, now: datetime, call: CallId, seat: Seat, ttl: timedelta) -> IceServer:
        """Return a relay credential for a party of a live call.

        Raises ``RateLimitedError`` or ``RefusedError`` beyond the limits on credentials, and
        ``relay_unavailable`` while there is no relay.
        """
        self.mints.take(now, seat.account, call, seat.device)
        return self.turn.mint(seat.account, ttl)

    async def _change_entries(self, unit: CallsUnit, before: Call, after: Call) -> None:
        changed: list[AccountId] = []
        for account in (part.account for part in after.participants):
            entry = entry_of(after, account)
            if entry == entry_of(before, account):
                continue
            changed.append(account)
            if is_merged(after):
                await unit.calls.remove_entry(account, after.id)
            else:
                await unit.calls.update_entry(entry)
        await tell_entries(unit, after, changed)


async def set_timers(unit: CallsUnit, step: Step) -> None:
    """Store the timers that a step sets and drop those that it drops."""
    dropped = [effect.timer for effect in step.effects if isinstance(effect, Disarm)]
    if dropped:
        await unit.calls.disarm(step.call.id, dropped)
    for effect in step.effects:
        if isinstance(effect, Arm):
            await unit.calls.arm(Deadline(step.call.id, effect.timer, effect.due_at))
