"""How are messages written, read, asked for and put away?"""

from dataclasses import replace

from bobwhite.accounts.events import FactsChanged
from bobwhite.accounts.model import Asker, Status
from bobwhite.clock import Clock
from bobwhite.errors import ErrorCode, InvalidError, NotFoundError, RefusedError
from bobwhite.ids import AccountId, ConversationId, MessageId
from bobwhite.messages import policy
from bobwhite.messages.content import content_of
from bobwhite.messages.events import MarksMoved, MessageEmptied, Typing
from bobwhite.messages.model import (
    MAX_POSITION,
    MAX_TIMELINE,
    PAGE,
    Bookmark,
    ConversationPage,
    Message,
    Opened,
    Origin,
    Timeline,
)
from bobwhite.messages.ports import MessagesUnit, MessagesUnits
from bobwhite.messages.service.threads import (
    Draft,
    Pair,
    add_decline_text,
    apart,
    move,
    pair_of,
    put,
    repeated,
    restate,
    shown_pair,
    told_marks,
)
from bobwhite.messages.service.views import views
from bobwhite.messages.timeline import merged

__all__ = ["MessageNeighbour", "MessageService", "add_decline_text"]


class MessageService:
    """Everything that a person does with messages."""

    def __init__(self, units: MessagesUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    async def send(
        self, asker: Asker, to: AccountId, mid: MessageId, content_type: str, body: bytes
    ) -> Message:
        """Put a message into the thread with ``to``; the same again changes nothing.

        Raises ``RefusedError`` with ``request_pending``, ``you_blocked``, ``device_required`` or
        ``message_differs``, ``NotFoundError`` for nobody, ``InvalidError`` for bad content.
        """
        if asker.device is None:
            raise RefusedError(ErrorCode.DEVICE_REQUIRED)
        if to == asker.account:
            raise InvalidError(field="to")
        content = content_of(content_type, body)
        now = self._clock.now()
        async with self._units.write() as unit:
            if known := await unit.messages.sent(asker.account, mid):
                thread = await unit.messages.thread_of(asker.account, to)
                return repeated(known, thread, content, Origin.TYPED)
            await _check_recipient(unit, asker.account, to)
            ties = await unit.social.ties(to, asker.account)
            conv = await unit.messages.ensure_thread(asker.account, to, now)
            await unit.messages.hold(conv)
            # Asked again behind the hold: a twin on another connection may have been first.
            if known := await unit.messages.sent(asker.account, mid):
                return repeated(known, conv, content, Origin.TYPED)
            pair = await pair_of(unit, conv, asker.account)
            stand = policy.after_writing(
                pair.stand, peer_follows=ties.follows, peer_saved=ties.saved
            )
            draft = Draft(asker.device, mid, content, Origin.TYPED)
            message = await put(unit, pair, stand, draft, now)
            if await unit.messages.note_first_written(asker.account, to, now):
                unit.tell(asker.account, FactsChanged(asker.account, to))
            await unit.commit()
        return message

    async def delete(self, asker: Asker, conv: ConversationId, mid: MessageId) -> None:
        """Empty an own message for both; raises ``NotFoundError`` for any other."""
        async with self._units.write() as unit:
            await unit.messages.hold(conv)
            pair = await shown_pair(unit, conv, asker.account)
            message = await unit.messages.sent(asker.account, mid)
            if message is None or message.conv != conv:
                raise NotFoundError
            if message.deleted:
                return
            await unit.messages.empty(message)
            unit.tell(asker.account, MessageEmptied(conv, mid))
            if pair.peer.listed and not message.swallowed and not await apart(unit, pair):
                unit.tell(pair.peer.account, MessageEmptied(conv, mid))
            await unit.commit()

    async def received(self, asker: Asker, conv: ConversationId, up_to: int) -> None:
        """Note that a device of the account holds everything up to ``up_to``."""
        await self._mark(asker, conv, received=up_to, read=0)

    async def read(self, asker: Asker, conv: ConversationId, up_to: int) -> None:
        """Note that the account has seen everything up to ``up_to``."""
        await self._mark(asker, conv, received=up_to, read=up_to)

    async def typing(self, asker: Asker, conv: ConversationId) -> None:
        """Let the other side know that the account types, where both opened the thread."""
        async with self._units.read() as unit:
            pair = await shown_pair(unit, conv, asker.account)
            if pair.stand == policy.BOTH_OPEN and not await apart(unit, pair):
                unit.tell(pair.peer.account, Typing(conv, asker.account))
                await unit.commit()

    async def accept(self, asker: Asker, conv: ConversationId) -> None:
        """Accept a request; it counts as no message (product 2.8)."""
        async with self._units.write() as unit:
            await unit.messages.hold(conv)
            pair = await shown_pair(unit, conv, asker.account)
            await restate(unit, pair, policy.after_accepting(pair.stand))
            await unit.commit()

    async def decline(self, asker: Asker, conv: ConversationId) -> None:
        """Put a request out of sight; its sender is not told."""
        async with self._units.write() as unit:
            await unit.messages.hold(conv)
            pair = await shown_pair(unit, conv, asker.account)
            await restate(unit, pair, policy.after_declining(pair.stand))
            await unit.commit()

    async def forget(self, asker: Asker, other: AccountId) -> None:
        """Set what the account wrote to ``other`` to none, for the message rule (product 2.8)."""
        async with self._units.write() as unit:
            if await unit.messages.forget(asker.account, other):
                unit.tell(asker.account, FactsChanged(asker.account, other))
                await unit.commit()

    async def facts_changed(self, fact: FactsChanged) -> None:
        """Follow a change of ties or blocks: a block takes the thread out of the inbox."""
        if fact.other is None:
            return
        async with self._units.write() as unit:
            conv = await unit.messages.thread_of(fact.account, fact.other)
            if conv is None:
                return
            await unit.messages.hold(conv)
            pair = await pair_of(unit, conv, fact.account)
            own, peer = pair.own, pair.peer
            blocks = (await unit.safety.restrictions(own.account, peer.account)).blocks
            ties = await unit.social.ties(own.account, peer.account)
            stand = pair.stand
            if not blocks:
                stand = policy.after_tie(stand, follows=ties.follows, saved=ties.saved)
            after = Pair(
                replace(own, state=stand.own, hidden=blocks), replace(peer, state=stand.peer)
            )
            await move(unit, pair, after)
            await unit.commit()

    async def conversations(
        self, account: AccountId, after: Bookmark | None = None
    ) -> ConversationPage:
        """Return a page of the account's inbox, newest activity first."""
        async with self._units.read() as unit:
            members = await unit.messages.listed(account, after, PAGE + 1)
            found = await views(unit, account, members[:PAGE])
        last = members[PAGE - 1] if len(members) > PAGE else None
        more = Bookmark(last.last_at, last.conv) if last and last.last_at else None
        return ConversationPage(tuple(view for view in found if view.recent), more)

    async def timeline(
        self, asker: Asker, conv: ConversationId, before: int | None = None, limit: int = 50
    ) -> Timeline:
        """Return at most ``limit`` items below ``before``; raises ``NotFoundError`` for others."""
        if not 1 <= limit <= MAX_TIMELINE:
            raise InvalidError(field="limit")
        if before is not None and not 0 <= before <= MAX_POSITION:
            raise InvalidError(field="before")
        async with self._units.read() as unit:
            await shown_pair(unit, conv, asker.account)
            end = MAX_POSITION if before is None else before
            found = await unit.messages.before(asker.account, conv, end, limit + 1)
            first = found[0].pos if len(found) > limit else 0
            entries = await unit.calls.entries_in(asker.account, conv, first, end - 1)
            return merged([*found, *entries], limit)

    async def with_person(self, asker: Asker, other: AccountId) -> Opened:
        """Return a person with the thread that the asker has with them, if it shows anything."""
        async with self._units.read() as unit:
            card = await unit.accounts.card(other)
            conv = await unit.messages.thread_of(asker.account, other)
            own = conv and await unit.messages.member(conv, asker.account)
            if own and not own.hidden:
                (view,) = await views(unit, asker.account, [own])
                if view.recent:
                    return Opened(card, view)
        if card.gone or other == asker.account:
            raise NotFoundError
        return Opened(card, None)

    async def _mark(self, asker: Asker, conv: ConversationId, *, received: int, read: int) -> None:
        async with self._units.write() as unit:
            last = await unit.messages.hold(conv)
            pair = await shown_pair(unit, conv, asker.account)
            own, peer = pair.own, pair.peer
            marked = replace(
                own,
                received_up_to=max(own.received_up_to, min(received, last)),
                read_up_to=max(own.read_up_to, min(read, last)),
            )
            if marked == own:
                return
            await unit.messages.save_member(marked)
            if marked.read_up_to > own.read_up_to:
                unit.tell(own.account, MarksMoved(marked))
            if policy.marks_shown(pair.stand) and not await apart(unit, pair):
                told = told_marks(peer, marked)
                if told != peer:
                    await unit.messages.save_member(told)
                    unit.tell(peer.account, MarksMoved(told))
            await unit.commit()


class MessageNeighbour:
    """What messages keep about accounts, for the features below."""

    async def who_know(self, unit: MessagesUnit, account: AccountId) -> list[AccountId]:
        """Return the accounts in whose inbox this one stands."""
        return await unit.messages.who_list(account)

    async def erase(self, unit: MessagesUnit, account: AccountId) -> None:
        """Forget who wrote to whom; threads stay, because they are the other side's as well."""
        await unit.messages.forget_all(account)


async def _check_recipient(unit: MessagesUnit, sender: AccountId, to: AccountId) -> None:
    recipient = await unit.accounts.get(to)
    if recipient is None or recipient.status is Status.DELETED:
        raise NotFoundError
    if (await unit.safety.restrictions(sender, to)).blocks:
        raise RefusedError(ErrorCode.YOU_BLOCKED)
