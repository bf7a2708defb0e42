"""How does the demo community move in? Through the same use cases as anybody, at past instants."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bobwhite.accounts.gate import Visitor
from bobwhite.accounts.model import Asker, PlacingPolicy
from bobwhite.accounts.set_up import Choices
from bobwhite.accounts.sign_up import Newcomer
from bobwhite.bootstrap import UseCases
from bobwhite.calls.history import Direction, Entry
from bobwhite.calls.model import EndReason, Medium
from bobwhite.clock import ManualClock
from bobwhite.demo.community import (
    FOLLOW_JUNE,
    INSTANCE_NAME,
    JUNE_FOLLOWS,
    JUNE_SAVED,
    PASSWORD,
    PEOPLE,
    THREADS,
    Called,
    DemoThread,
    Said,
)
from bobwhite.ids import CallId, ConversationId, MessageId, device_id, encode_bytes
from bobwhite.messages.model import Message
from bobwhite.social.model import Mark
from bobwhite.storage.unit_of_work import Units

PICTURES = Path(__file__).parent / "people"
_TEXT = "text/plain; charset=utf-8"
_MEMBERS_FOR = timedelta(days=60)
"""Long enough for nobody to count as new."""
_VISITOR = Visitor("127.0.0.1", "the demo")


@dataclass
class _Builder:
    """The community while it is being made."""

    cases: UseCases
    units: Units
    clock: ManualClock
    now: datetime
    askers: dict[str, Asker]


async def seed_demo(cases: UseCases, units: Units, clock: ManualClock, now: datetime) -> None:
    """Fill an empty instance; ``cases`` run on ``clock``, which stands long before ``now``."""
    builder = _Builder(cases, units, clock, now, {})
    await _people(builder)
    await _ties(builder)
    await _history(builder)
    await _leave(builder)


def start_of_demo(now: datetime) -> datetime:
    """Return when the community was founded."""
    return now - _MEMBERS_FOR


async def _people(b: _Builder) -> None:
    link = await b.cases.accounts.set_up.ensure_link()
    if link is None:
        raise RuntimeError("the demo needs an empty data folder")
    for person in PEOPLE:
        if not b.askers:
            newcomer = Newcomer.read(person.handle, person.display_name)
            choices = Choices(INSTANCE_NAME, PlacingPolicy.EVERYONE, sign_up_open=True)
            token = link.rpartition("/")[2]
            signed_in = await b.cases.accounts.set_up.complete(
                token, newcomer, PASSWORD, choices, _VISITOR
            )
        else:
            signed_in = await b.cases.accounts.sign_up.sign_up(
                person.handle, person.display_name, PASSWORD, _VISITOR
            )
        uid = signed_in.asker.account
        did = device_id(uid, secrets.token_bytes(32), secrets.token_bytes(32))
        b.askers[person.handle] = Asker(uid, signed_in.asker.session, did)
        if person.picture:
            picture = (PICTURES / f"{person.picture}.jpg").read_bytes()
            await b.cases.accounts.accounts.set_avatar(signed_in.asker, picture)
        if person.verified:
            await b.cases.administration.set_verified(person.handle, verified=True)
        if person.plan:
            await b.cases.plans.grant(person.handle, person.plan, None)


async def _ties(b: _Builder) -> None:
    june = b.askers["june"]
    for handle in JUNE_FOLLOWS:
        await b.cases.people.mark(june, b.askers[handle].account, Mark.FOLLOW, on=True)
    for handle in JUNE_SAVED:
        await b.cases.people.mark(june, b.askers[handle].account, Mark.SAVED, on=True)
    for handle in FOLLOW_JUNE:
        await b.cases.people.mark(b.askers[handle], june.account, Mark.FOLLOW, on=True)


def _moments() -> list[tuple[DemoThread, Said | Called]]:
    """Return everything that happened, oldest first: the clock only moves forward."""
    moments = [(thread, item) for thread in THREADS for item in thread.items]
    return sorted(moments, key=lambda moment: moment[1].ago, reverse=True)


async def _history(b: _Builder) -> None:
    last: dict[str, Message] = {}
    for thread, item in _moments():
        when = b.now - item.ago
        b.clock.advance(max(when - b.clock.now(), timedelta(0)))
        if isinstance(item, Said):
            last[thread.peer] = await _message(b, b.askers[thread.peer], item)
        else:
            await _call(b, last[thread.peer].conv, b.askers[thread.peer], item, when)
    for thread in THREADS:
        for asker in (b.askers["june"], b.askers[thread.peer]) if thread.read else ():
            await b.cases.messages.read(asker, last[thread.peer].conv, last[thread.peer].pos)


async def _message(b: _Builder, peer: Asker, item: Said) -> Message:
    june = b.askers["june"]
    sender, reader = (june, peer) if item.by == "june" else (peer, june)
    mid = MessageId(encode_bytes(secrets.token_bytes(16)))
    return await b.cases.messages.send(sender, reader.account, mid, _TEXT, item.text.encode())


async def _call(
    b: _Builder, conv: ConversationId, peer: Asker, item: Called, when: datetime
) -> None:
    june = b.askers["june"]
    caller, callee = (june, peer) if item.by == "june" else (peer, june)
    answered = when if item.duration is not None else None
    if item.duration is not None:
        reason = EndReason.HUNG_UP
    else:
        reason = EndReason.DECLINED if item.declined else EndReason.NO_ANSWER
    media = frozenset({Medium.AUDIO, Medium.VIDEO}) if item.video else frozenset({Medium.AUDIO})
    call = CallId(encode_bytes(secrets.token_bytes(16)))
    async with b.units.write() as unit:
        both = (caller.account, callee.account)
        pos = await unit.messages.next_position(conv, seen_by=both, at=when)
        for own, other in ((caller, callee), (callee, caller)):
            missed = own is callee and reason is EndReason.NO_ANSWER
            await unit.calls.add_entry(
                Entry(
                    account=own.account,
                    call=call,
                    peer=other.account,
                    direction=Direction.OUTGOING if own is caller else Direction.INCOMING,
                    media=media,
                    started_at=when,
                    conv=conv,
                    pos=pos,
                    reason=reason,
                    missed=missed,
                    seen=not missed or item.ago > timedelta(hours=2),
                    answered_at=answered,
                    ended_at=when + (item.duration or timedelta(seconds=45)),
                )
            )
        await unit.commit()


async def _leave(b: _Builder) -> None:
    for asker in b.askers.values():
        await b.cases.accounts.sessions.sign_out(asker)
