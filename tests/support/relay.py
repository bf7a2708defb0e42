"""A real coturn on loopback, for tests of what a relay lets through."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path

from bobwhite.calls.ice import RINGING_LIFETIME, IceServer
from bobwhite.clock import SystemClock
from bobwhite.ids import AccountId
from bobwhite.integrations.turn.client import TurnClient, open_client
from bobwhite.integrations.turn.coturn import CoturnSettings
from bobwhite.integrations.turn.credentials import DayKeys, RestTurnCredentials
from bobwhite.supervise.child import Child
from bobwhite.supervise.coturn import coturn_child
from bobwhite.supervise.ports import free_port

LOOPBACK = IPv4Address("127.0.0.1")
SECRETS = ("north-north-north-north-north", "south-south-south-south-south")
ALICE = AccountId("acc_aaaaaaaaaaaaaaaaaaaa")
BOB = AccountId("acc_bbbbbbbbbbbbbbbbbbbb")


@dataclass
class Relay:
    """A running relay and the keys to it."""

    settings: CoturnSettings
    child: Child
    day_keys: DayKeys
    folder: Path

    def mint(
        self,
        account: AccountId = ALICE,
        ttl: timedelta = RINGING_LIFETIME,
        secret: str = SECRETS[0],
    ) -> IceServer:
        """Return a credential as the server would mint it."""
        minting = RestTurnCredentials([secret], self.settings.urls, self.day_keys, SystemClock())
        return minting.mint(account, ttl)

    @asynccontextmanager
    async def client(
        self, ice: IceServer | None = None, *, stream: bool = False
    ) -> AsyncIterator[TurnClient]:
        """Open a client with ``ice``, or with a fresh credential of alice."""
        ice = ice or self.mint()
        async with open_client(
            str(self.settings.listen),
            self.settings.listening_port,
            ice.username,
            ice.credential,
            stream=stream,
        ) as client:
            yield client


def loopback_settings() -> CoturnSettings:
    """Return settings of a relay on a free port, with two secrets as during rotation."""
    return CoturnSettings(
        listen=LOOPBACK,
        secrets=SECRETS,
        listening_port=free_port(LOOPBACK),
        min_port=52000,
        max_port=52999,
    )


@asynccontextmanager
async def running_relay(data_dir: Path) -> AsyncIterator[Relay]:
    """Run coturn in ``data_dir`` until the end of the block."""
    settings = loopback_settings()
    child = coturn_child(settings, data_dir)
    await child.start()
    try:
        yield Relay(settings, child, DayKeys(SystemClock()), data_dir / "coturn")
    finally:
        await child.stop()
