"""Who learns how far a thread was received and read?"""

import pytest

from bobwhite.accounts.model import Asker
from bobwhite.ids import ConversationId
from bobwhite.messages.events import MarksMoved
from bobwhite.messages.model import Member
from tests.services.messages.people import House


@pytest.fixture
async def conv(house: House, alice: Asker, bob: Asker) -> ConversationId:
    """A thread that both opened, with four messages."""
    await house.write(alice, bob)
    await house.write(bob, alice)
    await house.write(alice, bob)
    message = await house.write(alice, bob)
    house.forget_told()
    return message.conv


def marks(house: House, asker: Asker) -> list[Member]:
    return [event.member for event in house.told(asker) if isinstance(event, MarksMoved)]


async def test_reading_tells_both_sides_on_all_their_devices(
    house: House, alice: Asker, bob: Asker, conv: ConversationId
) -> None:
    await house.service.read(bob, conv, 3)
    assert [member.read_up_to for member in marks(house, bob)] == [3]
    assert [member.peer_read_up_to for member in marks(house, alice)] == [3]
    assert [member.peer_received_up_to for member in marks(house, alice)] == [3]
    (conversation,) = await house.inbox(alice)
    assert conversation.member == marks(house, alice)[0]


async def test_receiving_tells_the_sender_alone(
    house: House, alice: Asker, bob: Asker, conv: ConversationId
) -> None:
    await house.service.received(bob, conv, 4)
    assert marks(house, bob) == []
    assert [member.peer_received_up_to for member in marks(house, alice)] == [4]
    assert [member.peer_read_up_to for member in marks(house, alice)] == [0]


async def test_marks_never_go_back_nor_past_the_end(
    house: House, alice: Asker, bob: Asker, conv: ConversationId
) -> None:
    await house.service.read(bob, conv, 10**9)
    assert [member.read_up_to for member in marks(house, bob)] == [4]
    house.forget_told()
    await house.service.read(bob, conv, 1)
    await house.service.received(bob, conv, 4)
    assert house.bus.deliveries == []
