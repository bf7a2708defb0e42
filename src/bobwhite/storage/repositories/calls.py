"""How are calls kept so that no change is lost and no two changes of one are both kept?"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Table,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    update,
)

from bobwhite.calls.limits import Attempt
from bobwhite.calls.model import Call, Deadline, Timer
from bobwhite.calls.signals import Role
from bobwhite.ids import AccountId, CallId, SessionId
from bobwhite.storage.repositories.call_history import CallHistoryRows
from bobwhite.storage.repositories.call_rows import (
    attempt_columns,
    call_columns,
    leg_columns,
    of_call,
    ring_columns,
    to_attempt,
    to_call,
)
from bobwhite.storage.sql import upsert
from bobwhite.storage.tables.calls import (
    call_attempts,
    call_deadlines,
    call_legs,
    call_participants,
    call_rings,
    calls,
)

MOST_READS = 5
"""How often a call that changes while it is read is read anew; a stale one is refused when saved."""

# The text of the partial index's condition, so that both databases use it.
_UNFINISHED = text("calls.phase <> 'ended'")


class Calls(CallHistoryRows):
    """All calls, their deadlines, their tries and their histories."""

    async def hold(self, *accounts: AccountId) -> None:
        """Keep other units that hold one of ``accounts`` waiting until this one ends.

        SQLite has one writer at a time anyway. PostgreSQL takes advisory locks, in one order.
        """
        if self._connection.dialect.name == "sqlite":
            return
        for key in sorted({_lock_key(account) for account in accounts}):
            await self._connection.execute(select(func.pg_advisory_xact_lock(key)))

    async def get(self, call: CallId) -> Call | None:
        """Return the call, or null."""
        found = await self._load(select(calls).where(calls.c.call == call))
        return found[0] if found else None

    async def unfinished(self, account: AccountId) -> list[Call]:
        """Return the unfinished calls of an account, oldest first."""
        statement = select(calls).where(_UNFINISHED, _takes_part(account))
        return await self._load(statement.order_by(calls.c.placed_at, calls.c.call))

    async def unfinished_of(self, session: SessionId) -> list[Call]:
        """Return the unfinished calls in which a session has a leg."""
        statement = select(calls).join(call_legs, call_legs.c.call == calls.c.call)
        return await self._load(statement.where(call_legs.c.session == session, _UNFINISHED))

    async def all_unfinished(self) -> list[CallId]:
        """Return the ids of every unfinished call."""
        statement = select(calls.c.call).where(_UNFINISHED)
        return [CallId(call) for call in (await self._connection.execute(statement)).scalars()]

    async def add(self, call: Call) -> None:
        """Insert a call whose id is not known yet."""
        await self._connection.execute(calls.insert().values(call=call.id, **call_columns(call)))
        for part in call.participants:
            await self._connection.execute(
                call_participants.insert().values(
                    call=call.id, account=part.account, role=part.role.value
                )
            )
        await self._save_parts(None, call)

    async def save(self, before: Call, after: Call) -> bool:
        """Write what has changed; false, and nothing written, if ``before`` is no longer true."""
        this = (calls.c.call == before.id) & (calls.c.version == before.version)
        values = {**call_columns(after), "version": before.version + 1}
        result = await self._connection.execute(update(calls).where(this).values(values))
        if not result.rowcount:
            return False
        await self._save_parts(before, after)
        return True

    async def rung_since(self, account: AccountId, since: datetime) -> int:
        """Return how many calls to ``account`` began to ring after ``since``."""
        called = call_participants.c.role == Role.CALLEE.value
        statement = (
            select(func.count())
            .select_from(calls)
            .where(calls.c.rang_at > since, _takes_part(account, called))
        )
        return int((await self._connection.execute(statement)).scalar_one())

    async def last_answer(self, a: AccountId, b: AccountId, since: datetime) -> datetime | None:
        """Return when the latest call of the two tried after ``since`` was answered, if it was."""
        tries = call_attempts.c
        by_either = or_(
            and_(tries.account == a, tries.tried == b, tries.at > since),
            and_(tries.account == b, tries.tried == a, tries.at > since),
        )
        statement = (
            select(calls.c.answered_at)
            .join(call_attempts, tries.call == calls.c.call)
            .where(by_either)
            .order_by(calls.c.placed_at.desc(), calls.c.call.desc())
            .limit(1)
        )
        return (await self._connection.execute(statement)).scalar_one_or_none()

    async def arm(self, deadline: Deadline) -> None:
        """Set a deadline, in place of one with the same name."""
        values = {
            "call": deadline.call,
            "timer": deadline.timer.value,
            "due_at": deadline.due_at,
        }
        await upsert(self._connection, call_deadlines, values, key=["call", "timer"])

    async def disarm(self, call: CallId, timers: Iterable[Timer]) -> None:
        """Drop deadlines, where they are set."""
        names = [timer.value for timer in timers]
        await self._connection.execute(
            delete(call_deadlines).where(
                call_deadlines.c.call == call, call_deadlines.c.timer.in_(names)
            )
        )

    async def deadline(self, call: CallId, timer: Timer) -> datetime | None:
        """Return when a timer runs out, or null where it is not set."""
        statement = select(call_deadlines.c.due_at).where(
            call_deadlines.c.call == call, call_deadlines.c.timer == timer.value
        )
        return (await self._connection.execute(statement)).scalar_one_or_none()

    async def due(self, now: datetime, limit: int) -> list[Deadline]:
        """Return the deadlines that have run out, earliest first."""
        statement = select(call_deadlines).where(call_deadlines.c.due_at <= now)
        rows = await self._connection.execute(
            statement.order_by(call_deadlines.c.due_at, call_deadlines.c.call).limit(limit)
        )
        return [Deadline(CallId(row.call), Timer(row.timer), row.due_at) for row in rows]

    async def next_due(self) -> datetime | None:
        """Return when the next deadline runs out, or null."""
        statement = select(call_deadlines.c.due_at).order_by(call_deadlines.c.due_at).limit(1)
        return (await self._connection.execute(statement)).scalar_one_or_none()

    async def attempt(self, account: AccountId, call: CallId) -> Attempt | None:
        """Return what the account tried under this id, or null."""
        statement = select(call_attempts).where(
            call_attempts.c.account == account, call_attempts.c.call == call
        )
        row = (await self._connection.execute(statement)).one_or_none()
        return None if row is None else to_attempt(row)

    async def attempts(self, account: AccountId, since: datetime) -> list[Attempt]:
        """Return what the account tried after ``since``."""
        statement = select(call_attempts).where(
            call_attempts.c.account == account, call_attempts.c.at > since
        )
        return [to_attempt(row) for row in await self._connection.execute(statement)]

    async def note_attempt(self, attempt: Attempt) -> None:
        """Keep a try."""
        await self._connection.execute(call_attempts.insert().values(attempt_columns(attempt)))

    async def drop_attempts(self, account: AccountId, before: datetime) -> None:
        """Drop tries that are too old to count."""
        await self._connection.execute(
            delete(call_attempts).where(
                call_attempts.c.account == account, call_attempts.c.at < before
            )
        )

    async def _load(self, statement: Select[Any]) -> list[Call]:
        """Return whole calls, each as it stood at one moment.

        A call is read in several statements. SQLite answers them from one moment; on PostgreSQL
        another change may be committed in between, which the version shows.
        """
        found: list[Call] = []
        for _ in range(MOST_READS):
            found = await self._read(statement)
            if self._connection.dialect.name == "sqlite" or await self._still_so(found):
                break
        return found

    async def _still_so(self, found: Sequence[Call]) -> bool:
        if not found:
            return True
        ids = [call.id for call in found]
        rows = await self._connection.execute(
            select(calls.c.call, calls.c.version).where(calls.c.call.in_(ids))
        )
        return {(call.id, call.version) for call in found} == {tuple(row) for row in rows}

    async def _read(self, statement: Select[Any]) -> list[Call]:
        rows = (await self._connection.execute(statement)).all()
        if not rows:
            return []
        ids = [row.call for row in rows]
        parts = await self._parts(call_participants, ids, call_participants.c.role)
        rings = await self._parts(call_rings, ids, call_rings.c.device)
        legs = await self._parts(call_legs, ids, call_legs.c.account)
        return [
            to_call(
                row, of_call(row.call, parts), of_call(row.call, rings), of_call(row.call, legs)
            )
            for row in rows
        ]

    async def _parts(self, table: Table, ids: Sequence[str], order: Any) -> Sequence[Row[Any]]:
        statement = select(table).where(table.c.call.in_(ids)).order_by(order)
        return (await self._connection.execute(statement)).all()

    async def _save_parts(self, before: Call | None, after: Call) -> None:
        rings = () if before is None else before.rings
        for ring in after.rings:
            if ring not in rings:
                await upsert(
                    self._connection,
                    call_rings,
                    ring_columns(after.id, ring),
                    key=["call", "device"],
                )
        legs = () if before is None else before.legs
        for leg in after.legs:
            if leg not in legs:
                await upsert(
                    self._connection, call_legs, leg_columns(after.id, leg), key=["call", "account"]
                )


def _takes_part(account: AccountId, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that ``account`` has a part in a call.

    As a question about each call found otherwise, not as a join: an account has a long history and
    few calls that are new or unfinished.
    """
    mine = (call_participants.c.call == calls.c.call, call_participants.c.account == account)
    return exists().where(*mine, *also)


def _lock_key(account: AccountId) -> int:
    """Return a key for PostgreSQL's advisory locks: 64 bits, signed."""
    digest = hashlib.sha256(b"bobwhite call " + account.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
