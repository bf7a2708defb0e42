"""How does a message of a stranger become a conversation, or not?"""

import pytest

from bobwhite.accounts.model import Asker
from bobwhite.errors import BobwhiteError, ErrorCode
from bobwhite.messages.events import ConversationLeft, ConversationStands, MarksMoved, MessageStands
from bobwhite.messages.model import State
from tests.services.messages.people import House


async def test_a_stranger_may_send_one_message_until_accepted(
    house: House, alice: Asker, bob: Asker
) -> None:
    message = await house.write(alice, bob)
    assert await house.state(alice) is State.REQUESTED
    assert await house.state(bob) is State.REQUEST
    house.forget_told()
    with pytest.raises(BobwhiteError) as refused:
        await house.write(alice, bob)
    assert refused.value.code is ErrorCode.REQUEST_PENDING
    assert house.bus.deliveries == []
    await house.service.accept(bob, message.conv)
    for asker in (alice, bob):
        (told,) = house.told(asker)
        assert isinstance(told, ConversationStands)
        assert told.conversation.member.state is State.OPEN
    await house.write(alice, bob)


async def test_an_answer_opens_the_thread_for_both(house: House, alice: Asker, bob: Asker) -> None:
    await house.write(alice, bob)
    house.forget_told()
    await house.write(bob, alice)
    assert await house.state(alice) is State.OPEN
    kinds = [type(event) for event in house.told(alice)]
    assert kinds == [ConversationStands, MessageStands]
    await house.write(alice, bob)


async def test_accepting_twice_changes_nothing(house: House, alice: Asker, bob: Asker) -> None:
    message = await house.write(alice, bob)
    await house.service.accept(bob, message.conv)
    house.forget_told()
    await house.service.accept(bob, message.conv)
    assert house.bus.deliveries == []


async def test_the_asking_side_cannot_accept_its_own_request(
    house: House, alice: Asker, bob: Asker
) -> None:
    message = await house.write(alice, bob)
    with pytest.raises(BobwhiteError) as refused:
        await house.service.accept(alice, message.conv)
    assert refused.value.code is ErrorCode.NOT_ALLOWED_NOW


async def test_a_declined_request_leaves_the_inbox_and_tells_its_sender_nothing(
    house: House, alice: Asker, bob: Asker
) -> None:
    message = await house.write(alice, bob)
    before = await house.inbox(alice)
    house.forget_told()
    await house.service.decline(bob, message.conv)
    assert await house.inbox(bob) == []
    assert house.told(bob) == [ConversationLeft(message.conv)]
    assert house.told(alice) == []
    assert await house.inbox(alice) == before


async def test_writing_to_somebody_declined_brings_the_thread_back(
    house: House, alice: Asker, bob: Asker
) -> None:
    message = await house.write(alice, bob)
    await house.service.decline(bob, message.conv)
    await house.write(bob, alice)
    assert await house.state(bob) is State.OPEN
    assert len((await house.inbox(bob))[0].recent) == 2


async def test_a_request_is_read_without_its_sender_knowing_until_it_is_accepted(
    house: House, alice: Asker, bob: Asker
) -> None:
    message = await house.write(alice, bob)
    house.forget_told()
    await house.service.read(bob, message.conv, message.pos)
    assert house.told(alice) == []
    (own,) = house.told(bob)
    assert isinstance(own, MarksMoved)
    assert own.member.read_up_to == message.pos
    await house.service.accept(bob, message.conv)
    (told,) = house.told(alice)
    assert isinstance(told, ConversationStands)
    assert told.conversation.member.peer_read_up_to == message.pos


async def test_following_the_sender_opens_the_thread(
    house: House, alice: Asker, bob: Asker
) -> None:
    await house.write(alice, bob)
    await house.follow(bob, alice)
    assert await house.state(alice) is await house.state(bob) is State.OPEN
    await house.write(alice, bob)


async def test_somebody_followed_by_the_recipient_asks_nobody(
    house: House, alice: Asker, bob: Asker
) -> None:
    await house.follow(bob, alice)
    await house.write(alice, bob)
    await house.write(alice, bob)
    assert await house.state(bob) is State.OPEN


@pytest.mark.promise("2.7")
async def test_a_sender_cannot_tell_whether_the_recipient_saved_them(
    house: House, alice: Asker, bob: Asker
) -> None:
    carol = await house.person("carol")
    await house.save(bob, alice)
    traces = []
    for recipient in (bob, carol):
        house.forget_told()
        message = await house.write(alice, recipient)
        await house.service.read(recipient, message.conv, message.pos)
        await house.service.typing(recipient, message.conv)
        with pytest.raises(BobwhiteError) as refused:
            await house.write(alice, recipient)
        traces.append(([type(event) for event in house.told(alice)], refused.value.code))
    assert traces[0] == traces[1]
    assert await house.state(bob) is State.OPEN
    assert await house.state(carol) is State.REQUEST


async def test_saving_the_sender_moves_the_request_into_the_inbox_in_silence(
    house: House, alice: Asker, bob: Asker
) -> None:
    await house.write(alice, bob)
    house.forget_told()
    await house.save(bob, alice)
    assert await house.state(bob) is State.OPEN
    assert house.told(alice) == []
