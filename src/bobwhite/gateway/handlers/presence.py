"""What does each command about presence do?"""

from bobwhite.accounts.model import Asker
from bobwhite.gateway.dispatch import Handlers
from bobwhite.gateway.presence import PresenceWatch
from bobwhite.gateway.watching import watched
from bobwhite.ids import AccountId
from bobwhite.wire import presence as wire
from bobwhite.wire.base import Message


def handlers(presence: PresenceWatch) -> Handlers:
    """Return the handler of ``presence.watch``."""

    async def watch(asker: Asker, command: wire.PresenceWatch) -> Message:
        found = await presence.watch(asker, [AccountId(account) for account in command.accounts])
        return wire.PresenceWatched(rid=command.rid, people=[watched(person) for person in found])

    return {wire.PresenceWatch: watch}
