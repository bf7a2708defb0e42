"""Where does the policy get its facts from?

Every question loads the same things in the same order, whatever is true of the callee.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bobwhite.accounts.model import Account, Status
from bobwhite.calls.limits import Attempt, wait_before
from bobwhite.calls.model import Call
from bobwhite.calls.numbers import ANSWERED_SPAN, DAY, MINUTE, RINGS_PER_MINUTE
from bobwhite.calls.permission.decision import Decision
from bobwhite.calls.permission.doors import call_back_door
from bobwhite.calls.permission.facts import (
    ArrivalFacts,
    Audience,
    CalleeState,
    CallerFacts,
    Door,
    PairFacts,
    PlacingPolicy,
)
from bobwhite.calls.permission.policy import Recheck, recheck
from bobwhite.calls.ports import CallsUnit, DeviceReach
from bobwhite.calls.signals import Role
from bobwhite.calls.steps import Objection
from bobwhite.ids import AccountId, CallId, DeviceId

_LONGEST_RING = timedelta(minutes=1)


@dataclass(frozen=True)
class Facts:
    """What stages A and B of the policy read."""

    caller: CallerFacts
    pair: PairFacts


@dataclass(frozen=True)
class Pace:
    """How a new try stands to the limits, and for how long it must wait, if at all."""

    stranger: bool
    exempt: bool
    wait: timedelta | None

    @property
    def retry_after_s(self) -> int:
        """Whole seconds to wait."""
        return math.ceil((self.wait or timedelta(0)).total_seconds())


@dataclass(frozen=True)
class End:
    """What stage C of the policy reads, and which devices would ring."""

    facts: ArrivalFacts
    devices: Sequence[DeviceId]


async def load_facts(
    unit: CallsUnit,
    caller: AccountId,
    callee: AccountId,
    now: datetime,
    *,
    new_account_period: timedelta,
    rate_limited: bool = False,
) -> Facts:
    """Return what is true of ``caller`` and of the two."""
    own, other = await unit.accounts.get(caller), await unit.accounts.get(callee)
    instance = await unit.instance.get()
    plan = await unit.plans.in_force(caller, now)
    closed = await unit.safety.restrictions(caller, callee)
    closed_by_callee = await unit.safety.restrictions(callee, caller)
    ties = await unit.social.ties(callee, caller)
    wrote = await unit.messages.has_written(callee, caller)
    way_back = await unit.calls.way_back(caller, callee)
    doors: tuple[Door, ...] = ()
    if way_back is not None:
        doors = (replace(call_back_door(way_back.ended_at), forgotten=way_back.forgotten),)
    verified = own is not None and own.verified
    return Facts(
        CallerFacts(
            signed_in=True,
            is_self=caller == callee,
            calls_on=own is not None and own.calls_on,
            blocks_callee=closed.blocks,
            call_blocks_callee=closed.call_blocks,
            placing=PlacingPolicy(instance.placing_policy.value),
            plan_in_force=plan is not None,
            verified=verified,
            rate_limited=rate_limited,
            sanctioned=own is None or own.status is not Status.ACTIVE,
        ),
        PairFacts(
            callee=_state(other),
            callee_blocks=closed_by_callee.blocks,
            callee_call_blocks=closed_by_callee.call_blocks,
            callee_calls_on=other is not None and other.calls_on,
            caller_new=own is not None and is_new(own, now, new_account_period),
            caller_verified=verified,
            callee_saved_caller=ties.saved,
            callee_follows_caller=ties.follows,
            audience=_audience(other),
            message_rule=instance.message_rule,
            callee_wrote=wrote,
            doors=doors,
        ),
    )


async def load_pace(
    unit: CallsUnit, caller: AccountId, to: AccountId, now: datetime, new_account_period: timedelta
) -> Pace:
    """Return how a try at ``now`` stands to the limits."""
    own = await unit.accounts.get(caller)
    ties = await unit.social.ties(caller, to)
    tries: list[Attempt] = await unit.calls.attempts(caller, now - DAY)
    answered_at = await unit.calls.last_answer(caller, to, now - ANSWERED_SPAN - _LONGEST_RING)
    stranger = not (ties.saved or ties.follows)
    exempt = answered_at is not None and answered_at > now - ANSWERED_SPAN
    wait = wait_before(
        tries,
        now,
        to=to,
        stranger=stranger,
        exempt=exempt,
        new_account=own is not None and is_new(own, now, new_account_period),
    )
    return Pace(stranger, exempt, wait)


async def load_end(
    unit: CallsUnit,
    reach: DeviceReach,
    callee: AccountId,
    now: datetime,
    *,
    besides: CallId | None = None,
) -> End:
    """Return how things stand at the callee's end, leaving the call ``besides`` out."""
    calls = await unit.calls.unfinished(callee)
    rung = await unit.calls.rung_since(callee, now - MINUTE)
    devices = await ringing_devices(unit, reach, callee)
    facts = ArrivalFacts(
        engagements=sum(call.engages(callee) for call in calls if call.id != besides),
        reachable=bool(devices),
        flooded=rung >= RINGS_PER_MINUTE,
    )
    return End(facts, devices)


async def ringing_devices(
    unit: CallsUnit, reach: DeviceReach, account: AccountId
) -> list[DeviceId]:
    """Return the devices of an account that may ring and can be reached."""
    may_ring = {device.did for device in await unit.devices.of(account) if device.rings}
    return [device for device in reach.reachable(account) if device in may_ring]


async def objection_to(
    unit: CallsUnit, call: Call, now: datetime, new_account_period: timedelta
) -> Objection | None:
    """Return whose doing it is that the call may go on no longer, or None while it may."""
    caller, callee = call.account(Role.CALLER), call.account(Role.CALLEE)
    facts = await load_facts(unit, caller, callee, now, new_account_period=new_account_period)
    occasion = Recheck.UNTIL_ANSWERED if call.unanswered else Recheck.ONCE_ANSWERED
    decision = recheck(facts.caller, facts.pair, now, occasion)
    return None if decision is None else _objection(decision)


def is_new(account: Account, now: datetime, period: timedelta) -> bool:
    """Tell whether an account is younger than the new-account period."""
    return now - account.created_at < period


def _objection(decision: Decision) -> Objection:
    by_row = {"A3": Objection.SANCTION, "A6": Objection.CALLER, "B1": Objection.GONE}
    return by_row.get(decision.row, Objection.CALLEE)


def _state(callee: Account | None) -> CalleeState:
    if callee is None:
        return CalleeState.UNKNOWN
    return {
        Status.ACTIVE: CalleeState.PRESENT,
        Status.SUSPENDED: CalleeState.SUSPENDED,
        Status.DELETED: CalleeState.DELETED,
    }[callee.status]


def _audience(callee: Account | None) -> frozenset[Audience]:
    if callee is None:
        return frozenset()
    return frozenset(Audience(ticked.value) for ticked in callee.audience)
