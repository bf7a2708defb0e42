"""What does a client show at first? Composed here, because it takes every feature."""

from bobwhite.accounts.devices import DeviceService
from bobwhite.accounts.model import Asker
from bobwhite.accounts.service import AccountService
from bobwhite.calls.service import CallService
from bobwhite.messages.service import MessageService
from bobwhite.presenters import people as present
from bobwhite.presenters.calls import live_call
from bobwhite.presenters.messages import conversation_page
from bobwhite.wire.calls import LiveCall
from bobwhite.wire.handshake import Snapshot


class SnapshotMaker:
    """Asks the services one after the other; the sequence number read before covers them all."""

    def __init__(
        self,
        *,
        accounts: AccountService,
        devices: DeviceService,
        messages: MessageService,
        calls: CallService,
    ) -> None:
        self._accounts = accounts
        self._devices = devices
        self._messages = messages
        self._calls = calls

    async def snapshot(self, asker: Asker) -> Snapshot:
        """Return everything, as it stands now."""
        page = conversation_page(await self._messages.conversations(asker.account))
        return Snapshot(
            me=present.me(await self._accounts.me(asker), asker),
            settings=present.settings(await self._accounts.settings(asker)),
            device_settings=present.device_settings(await self._devices.device(asker)),
            conversations=page.conversations,
            conversations_cursor=page.cursor,
            calls=await self.live_calls(asker),
            missed=await self._calls.missed_count(asker.account),
        )

    async def live_calls(self, asker: Asker) -> list[LiveCall]:
        """Return the unfinished calls, as this tab stands to them."""
        return [live_call(view) for view in await self._calls.live_for(asker)]
