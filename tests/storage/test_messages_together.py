"""Do two people who write at the same moment end in one thread, in one order?"""

import asyncio

from bobwhite.accounts.model import Asker
from bobwhite.clock import ManualClock
from bobwhite.ids import MessageId, encode_bytes
from bobwhite.messages.model import Message
from bobwhite.messages.service import MessageService
from bobwhite.storage.unit_of_work import Units
from tests.support.people import enrol, give_device, session_of

EACH = 10


async def person(units: Units, handle: str) -> Asker:
    account = await enrol(units, handle)
    device = await give_device(units, account)
    return Asker(account, await session_of(units, account), device, "tab")


def mid(number: int) -> MessageId:
    return MessageId(encode_bytes(number.to_bytes(16)))


async def test_writing_at_the_same_moment_makes_one_thread_in_one_order(
    both_units: Units, clock: ManualClock
) -> None:
    alice, bob = await person(both_units, "alice"), await person(both_units, "bob")
    service = MessageService(both_units, clock)
    async with both_units.write() as unit:
        for owner, other in ((alice, bob), (bob, alice)):
            now = clock.now()
            await unit.social.follow(owner.account, other.account, now, swallowed=False)
        await unit.commit()

    async def write(sender: Asker, to: Asker, number: int) -> Message:
        return await service.send(sender, to.account, mid(number), "text/plain", b"x")

    written = await asyncio.gather(
        *(write(alice, bob, number) for number in range(EACH)),
        *(write(bob, alice, number) for number in range(EACH)),
    )
    assert len({message.conv for message in written}) == 1
    assert sorted(message.pos for message in written) == list(range(1, 2 * EACH + 1))
    for asker in (alice, bob):
        (conversation,) = (await service.conversations(asker.account)).conversations
        timeline = await service.timeline(asker, conversation.member.conv)
        assert [item.pos for item in timeline.items] == list(range(1, 2 * EACH + 1))


async def test_the_same_message_sent_twice_at_once_stands_once(
    both_units: Units, clock: ManualClock
) -> None:
    alice, bob = await person(both_units, "alice"), await person(both_units, "bob")
    service = MessageService(both_units, clock)

    async def write() -> Message:
        return await service.send(alice, bob.account, mid(1), "text/plain", b"x")

    written = await asyncio.gather(*(write() for _ in range(6)))
    assert all(message == written[0] for message in written)
    (conversation,) = (await service.conversations(bob.account)).conversations
    assert len(conversation.recent) == 1
