"""Two people who write to each other, with everything that a test asks about them."""

from dataclasses import dataclass, field
from typing import Any

from bobwhite.accounts.events import FactsChanged
from bobwhite.accounts.model import Asker
from bobwhite.clock import ManualClock
from bobwhite.delivery import Event
from bobwhite.ids import AccountId, ConversationId, DeviceId, MessageId, encode_bytes
from bobwhite.messages.model import Conversation, Message, State
from bobwhite.messages.service import MessageService
from bobwhite.safety.model import Restrictions
from bobwhite.storage.unit_of_work import Units
from tests.conftest import RecordingBus
from tests.support.people import enrol, give_device, session_of

TEXT = "text/plain; charset=utf-8"


def mid(number: int) -> MessageId:
    return MessageId(encode_bytes(number.to_bytes(16)))


@dataclass
class House:
    """A service with the people who use it."""

    units: Units
    bus: RecordingBus
    clock: ManualClock
    service: MessageService = field(init=False)
    _mids: int = 1000

    def __post_init__(self) -> None:
        self.service = MessageService(self.units, self.clock)

    async def person(self, handle: str, **changes: Any) -> Asker:
        account = await enrol(self.units, handle, **changes)
        device = await give_device(self.units, account)
        return Asker(account, await session_of(self.units, account), device, "tab")

    async def write(self, sender: Asker, to: Asker, text: str = "hello") -> Message:
        self._mids += 1
        return await self.service.send(sender, to.account, mid(self._mids), TEXT, text.encode())

    async def block(self, owner: Asker, other: Asker, *, blocks: bool = True) -> None:
        async with self.units.write() as unit:
            value = Restrictions(blocks=blocks)
            await unit.safety.restrict(owner.account, other.account, value, self.clock.now())
            await unit.commit()
        await self.service.facts_changed(FactsChanged(owner.account, other.account))

    async def follow(self, owner: Asker, other: Asker) -> None:
        async with self.units.write() as unit:
            now = self.clock.now()
            await unit.social.follow(owner.account, other.account, now, swallowed=False)
            await unit.commit()
        await self.service.facts_changed(FactsChanged(owner.account, other.account))

    async def save(self, owner: Asker, other: Asker) -> None:
        async with self.units.write() as unit:
            await unit.social.save(owner.account, other.account, self.clock.now())
            await unit.commit()
        await self.service.facts_changed(FactsChanged(owner.account, other.account))

    async def inbox(self, asker: Asker) -> list[Conversation]:
        return list((await self.service.conversations(asker.account)).conversations)

    async def state(self, asker: Asker) -> State:
        (conversation,) = await self.inbox(asker)
        return conversation.member.state

    async def thread(self, a: Asker, b: Asker) -> ConversationId:
        async with self.units.read() as unit:
            conv = await unit.messages.thread_of(a.account, b.account)
        assert conv is not None
        return conv

    async def texts(self, asker: Asker, conv: ConversationId) -> list[str]:
        timeline = await self.service.timeline(asker, conv)
        return [i.content.body.decode() for i in timeline.items if isinstance(i, Message)]

    def told(self, account: Asker | AccountId) -> list[Event]:
        """Return what the account was told so far; house-internal facts apart."""
        uid = account.account if isinstance(account, Asker) else account
        events = [d.event for d in self.bus.deliveries if d.to.account == uid]
        return [event for event in events if not isinstance(event, FactsChanged)]

    def forget_told(self) -> None:
        self.bus.deliveries.clear()


def device_of(asker: Asker) -> DeviceId:
    assert asker.device is not None
    return asker.device
