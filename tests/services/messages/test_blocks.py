"""What does a blocked person see? Exactly what they would see of somebody who is away."""

from dataclasses import replace

import pytest

from bobwhite.accounts.model import Asker
from bobwhite.delivery import Event
from bobwhite.errors import BobwhiteError, ErrorCode, NotFoundError
from bobwhite.messages.events import ConversationLeft, ConversationStands, MessageStands
from bobwhite.messages.model import Conversation, Message
from tests.services.messages.people import House, mid

pytestmark = pytest.mark.promise("9.1")


async def talk(house: House, a: Asker, b: Asker) -> Message:
    await house.write(a, b, "one")
    return await house.write(b, a, "two")


async def test_a_message_of_a_blocked_sender_is_kept_for_the_sender_alone(
    house: House, alice: Asker, bob: Asker
) -> None:
    conv = (await talk(house, alice, bob)).conv
    await house.block(bob, alice)
    house.forget_told()
    message = await house.write(alice, bob, "three")
    assert [type(event) for event in house.told(alice)] == [MessageStands]
    assert house.told(bob) == []
    assert await house.texts(alice, conv) == ["one", "two", "three"]
    (conversation,) = await house.inbox(alice)
    assert conversation.recent[-1] == message


async def test_the_thread_leaves_the_blocker_s_inbox(
    house: House, alice: Asker, bob: Asker
) -> None:
    conv = (await talk(house, alice, bob)).conv
    house.forget_told()
    await house.block(bob, alice)
    assert house.told(bob) == [ConversationLeft(conv)]
    assert house.told(alice) == []
    assert await house.inbox(bob) == []
    with pytest.raises(NotFoundError):
        await house.service.timeline(bob, conv)


async def test_unblocking_delivers_nothing_that_was_swallowed(
    house: House, alice: Asker, bob: Asker
) -> None:
    conv = (await talk(house, alice, bob)).conv
    await house.block(bob, alice)
    swallowed = await house.write(alice, bob, "three")
    house.forget_told()
    await house.block(bob, alice, blocks=False)
    (told,) = house.told(bob)
    assert isinstance(told, ConversationStands)
    assert [item.pos for item in told.conversation.recent] == [1, 2]
    assert house.told(alice) == []
    assert await house.texts(bob, conv) == ["one", "two"]
    house.forget_told()
    await house.service.delete(alice, conv, swallowed.mid)
    assert house.told(bob) == []
    await house.write(alice, bob, "four")
    assert await house.texts(bob, conv) == ["one", "two", "four"]


async def test_a_blocked_stranger_s_thread_never_shows_to_the_blocker(
    house: House, alice: Asker, bob: Asker
) -> None:
    await house.block(bob, alice)
    await house.write(alice, bob)
    await house.block(bob, alice, blocks=False)
    assert house.told(bob) == []
    assert await house.inbox(bob) == []
    assert (await house.service.with_person(bob, alice.account)).conversation is None


async def test_the_blocker_cannot_write_before_unblocking(
    house: House, alice: Asker, bob: Asker
) -> None:
    await house.block(bob, alice)
    with pytest.raises(BobwhiteError) as refused:
        await house.write(bob, alice)
    assert refused.value.code is ErrorCode.YOU_BLOCKED


@pytest.mark.parametrize("known", [False, True])
async def test_traffic_of_a_blocked_person_equals_that_towards_somebody_away(
    house: House, alice: Asker, known: bool
) -> None:
    """Bob blocks alice and goes on using everything; dora is merely away."""
    bob, dora = await house.person("bob"), await house.person("dora")
    traces = []
    for peer, blocks in ((bob, True), (dora, False)):
        if known:
            await talk(house, alice, peer)
        house.forget_told()
        if blocks:
            await house.block(peer, alice)
        trace = await busy_alice(house, alice, peer)
        if blocks:
            conv = await house.thread(alice, peer)
            for use in (
                house.service.read(peer, conv, 99),
                house.service.received(peer, conv, 99),
                house.service.typing(peer, conv),
            ):
                with pytest.raises(NotFoundError):
                    await use
        traces.append((trace, [shape(event) for event in house.told(alice)]))
        views = [c for c in await house.inbox(alice) if c.peer.account == peer.account]
        traces[-1][0].append(view_shape(views[0]))
    assert traces[0] == traces[1]


async def busy_alice(house: House, alice: Asker, peer: Asker) -> list[object]:
    """Let alice do everything towards ``peer``, and return what she got back."""
    replies: list[object] = []
    for number in range(3):
        try:
            message = await house.service.send(
                alice,
                peer.account,
                mid(int(peer.account.encode().hex(), 16) % 10**9 + number),
                "text/plain",
                b"are you there?",
            )
            replies.append((message.pos, message.deleted, message.origin))
        except BobwhiteError as refused:
            replies.append(refused.code)
            continue
        await house.service.typing(alice, message.conv)
        await house.service.read(alice, message.conv, 99)
        if number == 1:
            await house.service.delete(alice, message.conv, message.mid)
    return replies


def shape(event: Event) -> object:
    if isinstance(event, ConversationStands):
        return ("stands", view_shape(event.conversation))
    if isinstance(event, MessageStands):
        return ("message", message_shape(event.message))
    return type(event)


def view_shape(view: Conversation) -> object:
    member = replace(view.member, conv="", peer="")  # type: ignore[arg-type]
    return member, [message_shape(item) for item in view.recent if isinstance(item, Message)]


def message_shape(message: Message) -> object:
    return message.pos, message.content, message.deleted, message.origin


async def test_what_was_read_before_the_block_stays_and_nothing_moves_after_it(
    house: House, alice: Asker, bob: Asker
) -> None:
    message = await talk(house, alice, bob)
    await house.service.read(bob, message.conv, 2)
    await house.block(bob, alice)
    await house.write(alice, bob)
    (conversation,) = await house.inbox(alice)
    assert conversation.member.peer_read_up_to == 2


async def test_a_blocked_person_s_acceptance_and_answer_are_swallowed(
    house: House, alice: Asker, bob: Asker
) -> None:
    message = await house.write(alice, bob)
    await house.block(alice, bob)
    house.forget_told()
    await house.service.accept(bob, message.conv)
    await house.write(bob, alice, "hello?")
    assert house.told(alice) == []
    await house.block(alice, bob, blocks=False)
    assert await house.texts(alice, message.conv) == ["hello"]
