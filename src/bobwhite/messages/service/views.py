"""How does a thread look to one of the two?"""

from collections.abc import Sequence

from bobwhite.ids import AccountId
from bobwhite.messages.model import MAX_POSITION, RECENT, Conversation, Member
from bobwhite.messages.ports import MessagesUnit
from bobwhite.messages.timeline import merged, recent


async def views(
    unit: MessagesUnit, account: AccountId, members: Sequence[Member]
) -> list[Conversation]:
    """Return the account's threads with their peers and newest items."""
    cards = await unit.accounts.cards([member.peer for member in members])
    newest = await unit.messages.newest(account, [member.conv for member in members], RECENT)
    found = []
    for member in members:
        messages = newest[member.conv]
        first = messages[0].pos if len(messages) == RECENT else 0
        entries = await unit.calls.entries_in(account, member.conv, first, MAX_POSITION)
        items = recent(merged([*messages, *entries], RECENT))
        found.append(Conversation(member, cards[member.peer], items))
    return found
