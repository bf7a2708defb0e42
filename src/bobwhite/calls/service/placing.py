"""How is a call placed, refused, repeated, replaced, or turned into an answer?"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bobwhite.accounts.model import Asker
from bobwhite.calls.events import CallOver, EntryChanged
from bobwhite.calls.history import Direction, Entry, entry_of
from bobwhite.calls.ice import RINGING_LIFETIME
from bobwhite.calls.limits import Attempt, digest_of
from bobwhite.calls.machine import advance, place
from bobwhite.calls.model import (
    Call,
    CallArrival,
    EndReason,
    Medium,
    Phase,
    common_media,
)
from bobwhite.calls.numbers import DAY
from bobwhite.calls.permission.decision import Arrival, Decision, Stage
from bobwhite.calls.permission.policy import decide
from bobwhite.calls.ports import CallsUnit
from bobwhite.calls.races import ACTIONS, Action, Situation, Start, classify
from bobwhite.calls.service.answering import Answering
from bobwhite.calls.service.exchange import Exchange, seat_of, set_timers
from bobwhite.calls.service.facts import End, Pace, load_end, load_facts, load_pace
from bobwhite.calls.service.telling import Extra, remaining, tab_of, tell_entries, tell_step
from bobwhite.calls.steps import Accept, Replace, Step
from bobwhite.calls.views import EntryView, Joined, Placed
from bobwhite.errors import (
    ErrorCode,
    InvalidError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
)
from bobwhite.ids import AccountId, CallId, new_leg_id, short
from bobwhite.messages.service.threads import Pair, move, pair_of

_ARRIVALS = {
    Arrival.RING: CallArrival.RING,
    Arrival.BANNER: CallArrival.RING,
    Arrival.SILENT_MISSED: CallArrival.SILENT,
    Arrival.BUSY: CallArrival.BUSY,
    Arrival.UNREACHABLE: CallArrival.UNREACHABLE,
}
_log = structlog.get_logger()


@dataclass(frozen=True)
class Verdict:
    """What the decision table said about a start, and what it was asked with."""

    decision: Decision
    pace: Pace
    end: End


class Placing:
    """The start of a call, from the caller's side."""

    def __init__(self, exchange: Exchange, answering: Answering) -> None:
        self._exchange = exchange
        self._answering = answering

    async def start(
        self,
        asker: Asker,
        call: CallId,
        to: AccountId,
        media: frozenset[Medium],
        jws: str | None = None,
    ) -> Placed:
        """Place a call; the same again repeats the reply.

        Raises ``RefusedError`` with the public code of the decision, ``call_differs``,
        ``in_another_tab``, ``on_another_device``, ``not_allowed_now`` or ``relay_unavailable``,
        ``RateLimitedError``, ``InvalidError`` for media without sound, and ``NotFoundError`` for an
        id that is not the asker's.
        """
        start = Start(call, seat_of(asker), to, media, jws)
        if Medium.AUDIO not in media:
            raise InvalidError(field="media")
        # Without a relay there is no call; better said now than after the answer.
        self._exchange.turn.mint(asker.account, RINGING_LIFETIME)
        placed = await self._exchange.run(
            (asker.account, to), lambda unit, now: self._start(unit, start, now)
        )
        if isinstance(placed, RefusedError):
            raise placed
        if placed.joined is not None:
            await self._answering.leave_others(asker.account, placed.joined.call)
        return placed

    async def _start(self, unit: CallsUnit, start: Start, now: datetime) -> Placed | RefusedError:
        """Return the reply; a refusal that leaves a trace is returned, others are raised."""
        caller = start.seat.account
        await unit.calls.hold(caller, start.to)
        content = digest_of(start.to, start.media, start.jws)
        attempt = await unit.calls.attempt(caller, start.call)
        own = await unit.calls.unfinished(caller)
        shared = [call for call in own if call.role_of(start.to) is not None]
        situation, other = classify(
            start, content, attempt, await unit.calls.get(start.call), shared
        )
        match ACTIONS[situation]:
            case Action.REPEAT_REPLY if attempt is not None:
                return await self._repeat(unit, start, attempt, now)
            case Action.REFUSE if situation is Situation.DIFFERS:
                raise RefusedError(ErrorCode.CALL_DIFFERS)
            case Action.REFUSE:
                raise NotFoundError
            case Action.POINT_THERE if other is not None:
                raise RefusedError(_where(start, other))
            case Action.JOIN if other is not None:
                joined = await self._join(unit, start, content, other, now)
                if joined is not None:
                    return Placed(start.call, timedelta(0), joined)
        replaced = other if situation is Situation.RECALL else None
        if any(_holds(call, caller) for call in own if call not in shared):
            # Until a call can be held, the other one must be ended first.
            raise RefusedError(ErrorCode.NOT_ALLOWED_NOW)
        return await self._decide(unit, start, content, replaced, now)

    async def _repeat(
        self, unit: CallsUnit, start: Start, attempt: Attempt, now: datetime
    ) -> Placed | RefusedError:
        if attempt.refused is not None:
            return RefusedError(attempt.refused)
        call = await self._exchange.load(unit, attempt.joined or start.call)
        if attempt.joined is not None:
            if not call.live:
                raise RefusedError(ErrorCode.CALL_ENDED)
            return Placed(start.call, timedelta(0), self._answering.again(call, start.seat, now))
        if call.reason is not None:
            # The caller may have missed the end together with the first reply.
            over = CallOver(call.id, call.reason, call.duration)
            unit.tell(tab_of(start.seat), over)
            await unit.commit()
        return Placed(start.call, remaining(call, now))

    async def _join(
        self, unit: CallsUnit, start: Start, content: str, other: Call, now: datetime
    ) -> Joined | None:
        media = common_media(start.media, other.media)
        accept = Accept(start.seat, media, consent=True)
        step, joined = await self._answering.take(unit, other, accept, now, start.jws)
        if joined is None:
            return None
        await unit.calls.note_attempt(
            Attempt(
                account=start.seat.account,
                call=start.call,
                to=start.to,
                content=content,
                at=now,
                stranger=False,
                exempt=True,
                joined=other.id,
            )
        )
        await unit.commit()
        self._exchange.settle(step)
        return joined

    async def _decide(
        self, unit: CallsUnit, start: Start, content: str, replaced: Call | None, now: datetime
    ) -> Placed | RefusedError:
        verdict = await self._verdict(unit, start, replaced, now)
        code = verdict.decision.code
        if verdict.decision.stage is Stage.A and code is not None:
            if code is ErrorCode.SLOW_DOWN:
                raise RateLimitedError(verdict.pace.retry_after_s)
            raise RefusedError(code)
        await unit.calls.drop_attempts(start.seat.account, now - 2 * DAY)
        await unit.calls.note_attempt(
            Attempt(
                account=start.seat.account,
                call=start.call,
                to=start.to,
                content=content,
                at=now,
                stranger=verdict.pace.stranger,
                exempt=verdict.pace.exempt,
                refused=code,
            )
        )
        if code is not None:
            await self._note_refusal(unit, start, now)
            await unit.commit()
            _log.info("call_refused", call=short(start.call))
            return RefusedError(code)
        return await self._place(unit, start, verdict, replaced, now)

    async def _verdict(
        self, unit: CallsUnit, start: Start, replaced: Call | None, now: datetime
    ) -> Verdict:
        """Ask the decision table; everything is loaded, whichever row will apply."""
        caller, period = start.seat.account, self._exchange.new_account_period
        pace = await load_pace(unit, caller, start.to, now, period)
        facts = await load_facts(
            unit,
            caller,
            start.to,
            now,
            new_account_period=period,
            rate_limited=pace.wait is not None,
        )
        besides = None if replaced is None else replaced.id
        end = await load_end(unit, self._exchange.reach, start.to, now, besides=besides)
        return Verdict(decide(facts.caller, facts.pair, end.facts, now), pace, end)

    async def _note_refusal(self, unit: CallsUnit, start: Start, now: datetime) -> None:
        """Put the try into the caller's own list; it takes no place in the shared thread."""
        entry = Entry(
            account=start.seat.account,
            call=start.call,
            peer=start.to,
            direction=Direction.OUTGOING,
            media=start.media,
            started_at=now,
            reason=EndReason.REFUSED,
            ended_at=now,
        )
        await unit.calls.add_entry(entry)
        peer = await unit.accounts.card(start.to)
        unit.tell(entry.account, EntryChanged(EntryView(entry, peer)))

    async def _place(
        self,
        unit: CallsUnit,
        start: Start,
        verdict: Verdict,
        replaced: Call | None,
        now: datetime,
    ) -> Placed:
        exchange, caller = self._exchange, start.seat.account
        steps: list[Step] = []
        if replaced is not None:
            steps.append(advance(replaced, Replace(), now))
            await exchange.store(unit, replaced, steps[0], now)
        conv = await unit.messages.ensure_thread(caller, start.to, now)
        pos = await unit.messages.next_position(conv)
        arrival = verdict.decision.arrival or Arrival.UNREACHABLE
        step = place(
            start.call,
            start.seat,
            start.to,
            start.media,
            now,
            arrival=_ARRIVALS[arrival],
            devices=verdict.end.devices,
            leg=new_leg_id(),
            ring_time=exchange.ring_time,
            conv=conv,
            pos=pos,
            jws=start.jws,
        )
        steps.append(step)
        await unit.calls.add(step.call)
        await set_timers(unit, step)
        both = [part.account for part in step.call.participants]
        for account in both:
            await unit.calls.add_entry(entry_of(step.call, account))
        pair = await pair_of(unit, conv, caller)
        await move(
            unit, pair, Pair(replace(pair.own, last_at=now), replace(pair.peer, last_at=now))
        )
        await tell_entries(unit, step.call, both)
        await tell_step(unit, exchange.reach, step, now, Extra())
        await unit.commit()
        _log.info("call_placed", call=short(start.call), arrival=step.call.arrival.value)
        for made in steps:
            exchange.settle(made)
        return Placed(start.call, remaining(step.call, now))


def _where(start: Start, call: Call) -> ErrorCode:
    leg = call.leg_of(start.seat.account)
    same_device = leg is not None and leg.seat.device == start.seat.device
    return ErrorCode.IN_ANOTHER_TAB if same_device else ErrorCode.ON_ANOTHER_DEVICE


def _holds(call: Call, account: AccountId) -> bool:
    """Tell whether a call keeps ``account`` from placing another."""
    return call.phase is Phase.ACCEPTED or call.leg_of(account) is not None
