"""How does a thread change inside a transaction, and who is told?

A thread moves alike whether or not one of the two blocks the other; blocks decide only who is told
and who sees what (product 9.1).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.ids import AccountId, ConversationId, DeviceId, MessageId
from bobwhite.messages.content import content_of
from bobwhite.messages.events import ConversationLeft, ConversationStands, MessageStands
from bobwhite.messages.model import Content, Member, Message, Origin
from bobwhite.messages.policy import BOTH_OPEN, Stand
from bobwhite.messages.ports import MessagesUnit
from bobwhite.messages.service.views import views


@dataclass(frozen=True)
class Pair:
    """Both sides of a thread, the one that acts first."""

    own: Member
    peer: Member

    @property
    def stand(self) -> Stand:
        """Their states."""
        return Stand(self.own.state, self.peer.state)


@dataclass(frozen=True)
class Draft:
    """A message without its place."""

    device: DeviceId
    mid: MessageId
    content: Content
    origin: Origin


async def pair_of(unit: MessagesUnit, conv: ConversationId, account: AccountId) -> Pair:
    """Return both sides; raises ``NotFoundError`` for an account that is none of them."""
    own = await unit.messages.member(conv, account)
    peer = own and await unit.messages.member(conv, own.peer)
    if own is None or peer is None:
        raise NotFoundError
    return Pair(own, peer)


async def shown_pair(unit: MessagesUnit, conv: ConversationId, account: AccountId) -> Pair:
    """Return both sides like ``pair_of``; a thread that a block hides is not found either."""
    pair = await pair_of(unit, conv, account)
    if pair.own.hidden:
        raise NotFoundError
    return pair


async def apart(unit: MessagesUnit, pair: Pair) -> bool:
    """Tell whether either of the two blocks the other."""
    own, peer = pair.own.account, pair.peer.account
    return (await unit.safety.restrictions(own, peer)).blocks or (
        await unit.safety.restrictions(peer, own)
    ).blocks


def told_marks(member: Member, peer: Member) -> Member:
    """Return ``member`` once it was told how far ``peer`` received and read."""
    return replace(
        member,
        peer_read_up_to=max(member.peer_read_up_to, peer.read_up_to),
        peer_received_up_to=max(member.peer_received_up_to, peer.received_up_to),
    )


async def move(unit: MessagesUnit, before: Pair, after: Pair) -> Pair:
    """Write both sides; tell each that gained, lost or saw its thread change.

    Where the two have just opened the thread to each other, each learns the other's marks.
    """
    if after.stand == BOTH_OPEN != before.stand and not await apart(unit, after):
        after = Pair(told_marks(after.own, after.peer), told_marks(after.peer, after.own))
    for was, now in ((before.own, after.own), (before.peer, after.peer)):
        if was == now:
            continue
        await unit.messages.save_member(now)
        if now.listed and (not was.listed or was.state is not now.state):
            (view,) = await views(unit, now.account, [now])
            unit.tell(now.account, ConversationStands(view))
        elif was.listed and not now.listed:
            unit.tell(now.account, ConversationLeft(now.conv))
    return after


async def restate(unit: MessagesUnit, pair: Pair, stand: Stand) -> Pair:
    """Give both sides their new states."""
    after = Pair(replace(pair.own, state=stand.own), replace(pair.peer, state=stand.peer))
    return await move(unit, pair, after)


async def put(unit: MessagesUnit, pair: Pair, stand: Stand, draft: Draft, now: datetime) -> Message:
    """Give a message of the acting side its place; one to somebody who blocks is swallowed."""
    own, peer = pair.own, pair.peer
    swallowed = (await unit.safety.restrictions(peer.account, own.account)).blocks
    message = Message(
        conv=own.conv,
        pos=await unit.messages.next_position(own.conv),
        mid=draft.mid,
        sender=own.account,
        device=draft.device,
        content=draft.content,
        origin=draft.origin,
        sent_at=now,
        swallowed=swallowed,
    )
    if not await unit.messages.add(message):
        raise RefusedError(ErrorCode.MESSAGE_DIFFERS)
    if swallowed:
        # Also hides a thread that begins under a block, so that its end shows nothing.
        seen = replace(peer, state=stand.peer, hidden=True)
    else:
        seen = replace(peer, state=stand.peer, last_at=now)
    after = Pair(replace(own, state=stand.own, last_at=now), seen)
    after = await move(unit, pair, after)
    for side in (after.own,) if swallowed else (after.own, after.peer):
        if side.listed:
            unit.tell(side.account, MessageStands(message))
    return message


def repeated(
    known: Message, conv: ConversationId | None, content: Content, origin: Origin
) -> Message:
    """Return what stands under a ``mid`` already, if the same was sent again.

    Raises ``RefusedError`` with ``message_differs`` otherwise. A deleted message has nothing left
    to compare: whatever repeats it changes nothing.
    """
    alike = known.deleted or known.content == content
    if known.conv != conv or known.origin is not origin or not alike:
        raise RefusedError(ErrorCode.MESSAGE_DIFFERS)
    return known


async def add_decline_text(
    unit: MessagesUnit,
    conv: ConversationId,
    sender: AccountId,
    *,
    device: DeviceId,
    mid: MessageId,
    content_type: str,
    body: bytes,
    now: datetime,
) -> None:
    """Put the words of a decline into the thread, inside the caller's transaction.

    They count for no rule about messages and answer no request. Raises ``RefusedError`` with
    ``message_differs`` where the ``mid`` stands for something else.
    """
    content = content_of(content_type, body)
    known = await unit.messages.sent(sender, mid)
    if known is not None:
        repeated(known, conv, content, Origin.DECLINE)
        return
    await unit.messages.hold(conv)
    pair = await pair_of(unit, conv, sender)
    await put(unit, pair, pair.stand, Draft(device, mid, content, Origin.DECLINE), now)
