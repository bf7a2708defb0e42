"""What happens to a message from the sender's tap to both inboxes?"""

from dataclasses import replace

import pytest

from bobwhite.accounts.events import FactsChanged
from bobwhite.accounts.model import Asker, Status
from bobwhite.errors import BobwhiteError, ErrorCode, InvalidError, NotFoundError
from bobwhite.ids import ConversationId, encode_bytes, new_account_id
from bobwhite.messages.events import ConversationStands, MessageEmptied, MessageStands, Typing
from bobwhite.messages.model import Message, Origin, State
from bobwhite.messages.service import add_decline_text
from tests.services.messages.people import TEXT, House, device_of, mid


async def refusal(house: House, sender: Asker, to: Asker) -> ErrorCode:
    house.forget_told()
    with pytest.raises(BobwhiteError) as refused:
        await house.write(sender, to)
    assert house.bus.deliveries == []
    return refused.value.code


async def test_a_message_reaches_both_inboxes_and_tells_both(
    house: House, alice: Asker, bob: Asker
) -> None:
    message = await house.write(alice, bob, "hello bob")
    assert message.pos == 1
    for asker in (alice, bob):
        (conversation,) = await house.inbox(asker)
        assert conversation.recent == (message,)
        stands, new = house.told(asker)
        assert stands == ConversationStands(conversation)
        assert new == MessageStands(message)


async def test_a_second_message_tells_no_more_than_itself(
    house: House, alice: Asker, bob: Asker
) -> None:
    await house.write(alice, bob)
    await house.write(bob, alice)
    house.forget_told()
    message = await house.write(alice, bob, "again")
    assert house.told(alice) == house.told(bob) == [MessageStands(message)]


async def test_the_same_mid_again_changes_nothing(house: House, alice: Asker, bob: Asker) -> None:
    first = await house.service.send(alice, bob.account, mid(1), TEXT, b"hello")
    house.forget_told()
    again = await house.service.send(alice, bob.account, mid(1), TEXT, b"hello")
    assert again == first
    assert house.bus.deliveries == []


async def test_the_same_mid_with_other_content_is_refused(
    house: House, alice: Asker, bob: Asker
) -> None:
    carol = await house.person("carol")
    await house.service.send(alice, bob.account, mid(1), TEXT, b"hello")
    for to, kind, body in (
        (bob, TEXT, b"other"),
        (bob, "text/x-other", b"hello"),
        (carol, TEXT, b"hello"),
    ):
        with pytest.raises(BobwhiteError) as refused:
            await house.service.send(alice, to.account, mid(1), kind, body)
        assert refused.value.code is ErrorCode.MESSAGE_DIFFERS


async def test_a_repeated_mid_of_a_deleted_message_brings_nothing_back(
    house: House, alice: Asker, bob: Asker
) -> None:
    first = await house.service.send(alice, bob.account, mid(1), TEXT, b"hello")
    await house.service.delete(alice, first.conv, mid(1))
    again = await house.service.send(alice, bob.account, mid(1), TEXT, b"hello")
    assert again.deleted
    assert again.content.body == b""


async def test_nobody_writes_to_themselves_to_nobody_or_without_a_device(
    house: House, alice: Asker, bob: Asker
) -> None:
    with pytest.raises(InvalidError):
        await house.write(alice, alice)
    with pytest.raises(NotFoundError):
        await house.service.send(alice, new_account_id(), mid(1), TEXT, b"x")
    gone = await house.person("gone", status=Status.DELETED)
    assert await refusal(house, alice, gone) is ErrorCode.NOT_FOUND
    assert await refusal(house, replace(alice, device=None), bob) is ErrorCode.DEVICE_REQUIRED


@pytest.mark.promise("2.8")
async def test_only_the_first_typed_message_changes_who_has_written(
    house: House, alice: Asker, bob: Asker
) -> None:
    await house.write(alice, bob)
    facts = FactsChanged(alice.account, bob.account)
    assert [d.event for d in house.bus.deliveries].count(facts) == 1
    await house.write(bob, alice)
    await house.write(alice, bob)
    assert [d.event for d in house.bus.deliveries].count(facts) == 1
    async with house.units.read() as unit:
        assert await unit.messages.has_written(alice.account, bob.account)
        assert await unit.messages.has_written(bob.account, alice.account)


@pytest.mark.promise("2.8")
async def test_accepting_a_request_counts_as_no_message(
    house: House, alice: Asker, bob: Asker
) -> None:
    message = await house.write(alice, bob)
    await house.service.accept(bob, message.conv)
    async with house.units.read() as unit:
        assert not await unit.messages.has_written(bob.account, alice.account)


@pytest.mark.promise("2.8")
async def test_forgetting_sets_what_was_written_to_none_and_a_new_message_counts_again(
    house: House, alice: Asker, bob: Asker
) -> None:
    await house.write(alice, bob)
    await house.write(bob, alice)
    house.forget_told()
    await house.service.forget(bob, alice.account)
    facts = FactsChanged(bob.account, alice.account)
    assert [d.event for d in house.bus.deliveries] == [facts]
    async with house.units.read() as unit:
        assert not await unit.messages.has_written(bob.account, alice.account)
        assert await unit.messages.has_written(alice.account, bob.account)
    await house.write(bob, alice)
    async with house.units.read() as unit:
        assert await unit.messages.has_written(bob.account, alice.account)


@pytest.mark.promise("2.8")
async def test_deleting_a_message_empties_it_for_both_and_leaves_that_it_was_written(
    house: House, alice: Asker, bob: Asker
) -> None:
    message = await house.write(alice, bob, "oh no")
    house.forget_told()
    await house.service.delete(alice, message.conv, message.mid)
    assert house.told(alice) == house.told(bob) == [MessageEmptied(message.conv, message.mid)]
    assert await house.texts(bob, message.conv) == [""]
    async with house.units.read() as unit:
        assert await unit.messages.has_written(alice.account, bob.account)
    house.forget_told()
    await house.service.delete(alice, message.conv, message.mid)
    assert house.bus.deliveries == []


async def test_only_the_sender_deletes_and_a_stranger_finds_no_thread(
    house: House, alice: Asker, bob: Asker
) -> None:
    carol = await house.person("carol")
    message = await house.write(alice, bob)
    house.forget_told()
    for asker in (bob, carol):
        with pytest.raises(NotFoundError):
            await house.service.delete(asker, message.conv, message.mid)
    for conv in (message.conv, ConversationId(encode_bytes(bytes(16)))):
        with pytest.raises(NotFoundError):
            await house.service.timeline(carol, conv)
        with pytest.raises(NotFoundError):
            await house.service.read(carol, conv, 1)
        with pytest.raises(NotFoundError):
            await house.service.received(carol, conv, 1)
        with pytest.raises(NotFoundError):
            await house.service.typing(carol, conv)
        with pytest.raises(NotFoundError):
            await house.service.accept(carol, conv)
        with pytest.raises(NotFoundError):
            await house.service.decline(carol, conv)
    assert house.bus.deliveries == []


async def test_typing_is_told_only_where_both_opened_the_thread(
    house: House, alice: Asker, bob: Asker
) -> None:
    message = await house.write(alice, bob)
    house.forget_told()
    await house.service.typing(alice, message.conv)
    await house.service.typing(bob, message.conv)
    assert house.bus.deliveries == []
    await house.service.accept(bob, message.conv)
    house.forget_told()
    await house.service.typing(alice, message.conv)
    assert house.told(bob) == [Typing(message.conv, alice.account)]
    assert house.told(alice) == []


@pytest.mark.promise("2.8", "3.17")
async def test_a_decline_text_stands_in_the_thread_and_counts_for_no_rule(
    house: House, alice: Asker, bob: Asker
) -> None:
    first = await house.write(alice, bob)
    house.forget_told()
    for _ in range(2):
        async with house.units.write() as unit:
            await add_decline_text(
                unit,
                first.conv,
                bob.account,
                device=device_of(bob),
                mid=mid(7),
                content_type=TEXT,
                body=b"call you later",
                now=house.clock.now(),
            )
            await unit.commit()
        async with house.units.read() as unit:
            assert not await unit.messages.has_written(bob.account, alice.account)
    assert await house.state(alice) is State.REQUESTED
    (told,) = house.told(alice)
    assert house.told(bob) == [told]
    assert isinstance(told, MessageStands)
    assert told.message.origin is Origin.DECLINE
    assert await house.texts(alice, first.conv) == ["hello", "call you later"]


async def test_older_items_come_page_by_page(house: House, alice: Asker, bob: Asker) -> None:
    first = await house.write(alice, bob, "0")
    await house.write(bob, alice, "1")
    for number in range(2, 7):
        await house.write(alice, bob, str(number))
    seen: list[str] = []
    before = None
    while True:
        page = await house.service.timeline(bob, first.conv, before, 3)
        items = [item for item in page.items if isinstance(item, Message)]
        seen = [item.content.body.decode() for item in items] + seen
        if not page.more:
            break
        before = page.items[0].pos
    assert seen == ["0", "1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(("before", "limit"), [(None, 0), (None, 101), (-1, 5)])
async def test_an_impossible_page_is_refused_by_name(
    house: House, alice: Asker, bob: Asker, before: int | None, limit: int
) -> None:
    first = await house.write(alice, bob)
    with pytest.raises(InvalidError) as refused:
        await house.service.timeline(bob, first.conv, before, limit)
    assert refused.value.field in {"before", "limit"}
