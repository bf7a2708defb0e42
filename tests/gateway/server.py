"""A real server on loopback for tests: uvicorn, the gateway, real services, time in our hands."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import IPv4Address
from itertools import count
from pathlib import Path
from typing import Any

import uvicorn

from bobwhite.accounts.events import FactsChanged, SessionEnded
from bobwhite.accounts.model import Asker, Instance, PlacingPolicy
from bobwhite.accounts.sessions import SignedIn, open_session
from bobwhite.calls.events import EntryChanged
from bobwhite.calls.service import CallService
from bobwhite.clock import ManualClock
from bobwhite.gateway.asgi import Gateway
from bobwhite.gateway.dispatch import Dispatcher
from bobwhite.gateway.fanout import Fanout
from bobwhite.gateway.handlers import calls as call_handlers
from bobwhite.gateway.handlers import messages as message_handlers
from bobwhite.gateway.handlers import presence as presence_handlers
from bobwhite.gateway.presence import PresenceWatch
from bobwhite.gateway.reactions import Reactions
from bobwhite.gateway.server import UVICORN
from bobwhite.gateway.snapshot import SnapshotMaker
from bobwhite.gateway.start import HelloStarter
from bobwhite.gateway.wheel import TimerWheel
from bobwhite.ids import AccountId
from bobwhite.integrations.turn.credentials import DayKeys, RestTurnCredentials
from bobwhite.messages.service import MessageService
from bobwhite.storage.engine import Database
from bobwhite.storage.unit_of_work import Units
from tests.gateway.client import Client, connect
from tests.support.house import HOME, build_house
from tests.support.people import enrol, give_device

ORIGIN = "http://127.0.0.1"
COOKIE = "bobwhite"


class _Uvicorn(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals of the test run alone."""
        yield


class Person:
    """Somebody signed in on one device."""

    def __init__(self, server: "GatewayServer", signed_in: SignedIn, asker: Asker) -> None:
        self.server = server
        self.asker = asker
        self.account = asker.account
        self.token = signed_in.token

    async def socket(self, **changes: Any) -> Client:
        """Open a WebSocket and say nothing yet."""
        return await connect(self.server.port, cookie=f"{COOKIE}={self.token}", **changes)

    async def open(self, tab: str = "1", resume: dict[str, Any] | None = None) -> Client:
        """Open a WebSocket and say hello; ``start`` of the client holds the answer."""
        client = await self.socket()
        await client.hello(tab, resume)
        return client


class GatewayServer:
    """The server with everybody on it; ``restart`` begins again on the same rows."""

    def __init__(self, database: Database, clock: ManualClock, folder: Path) -> None:
        self.database, self.clock = database, clock
        self._folder = folder
        self._devices = count()
        self.client_build: str | None = "/assets/index-1.js"
        self._build()

    def _build(self) -> None:
        self.wheel = TimerWheel(lambda: self.clock.now().timestamp())
        self.fanout = Fanout(self.wheel)
        self.units = Units(self.database, self.fanout)
        self.house = build_house(self.units, self.clock, self._folder)
        self.messages = MessageService(self.units, self.clock)
        self.calls = CallService(
            self.units,
            self.clock,
            self.fanout,
            self.fanout,
            RestTurnCredentials(["s"], ["turn:127.0.0.1:3478"], DayKeys(self.clock), self.clock),
            pool=frozenset({IPv4Address("127.0.0.1")}),
            ring_time=timedelta(seconds=45),
            new_account_period=timedelta(days=7),
        )
        self.presence = PresenceWatch(
            self.units, self.calls.calling, self.fanout, self.fanout, self.wheel
        )
        self.reactions = Reactions()
        self.reactions.on(SessionEnded, self.calls.session_ended)
        self.reactions.on(FactsChanged, self.calls.facts_changed)
        self.reactions.on(FactsChanged, self.messages.facts_changed)
        self.reactions.on(FactsChanged, self.presence.facts_changed)
        self.reactions.on(EntryChanged, self.presence.entry_changed)
        self.fanout.listen(self.reactions)
        snapshots = SnapshotMaker(
            accounts=self.house.accounts,
            devices=self.house.devices,
            messages=self.messages,
            calls=self.calls,
        )
        self.gateway = Gateway(
            authenticate=self.house.sessions.authenticate,
            origins=[ORIGIN],
            cookie=COOKIE,
            starter=HelloStarter(
                self.units, self.fanout, snapshots, self.clock, lambda: self.client_build
            ),
            dispatcher=Dispatcher(
                {
                    **message_handlers.handlers(self.messages),
                    **presence_handlers.handlers(self.presence),
                    **call_handlers.handlers(self.calls),
                }
            ),
            fanout=self.fanout,
            hooks=[self.calls, self.presence],
            wheel=self.wheel,
            capacity=200,
        )

    async def start(self) -> None:
        """Listen on a free port; time stands still until a test moves it."""
        await self.reactions.start()
        config = uvicorn.Config(
            self.gateway, host="127.0.0.1", port=0, lifespan="off", log_config=None, **UVICORN
        )
        self._uvicorn = _Uvicorn(config)
        self._serving = asyncio.create_task(self._uvicorn.serve())
        while not self._uvicorn.started:  # noqa: ASYNC110 - uvicorn offers nothing to wait for
            await asyncio.sleep(0)
        self.port = self._uvicorn.servers[0].sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Say goodbye and close."""
        await self.gateway.stop()
        await self.reactions.stop()
        self._uvicorn.should_exit = True
        await self._serving

    async def restart(self) -> None:
        """Stop, forget everything in memory, and start again."""
        await self.stop()
        self._build()
        await self.start()

    async def pass_time(self, seconds: float) -> None:
        """Move time on, in steps in which every timer gets its turn."""
        while seconds > 0:
            step = min(seconds, 1.0)
            self.clock.advance(timedelta(seconds=step))
            await self.wheel.run_due()
            seconds -= step

    async def settle(self) -> None:
        """Let everything that follows a commit be done."""
        await self.reactions.settle()

    async def join(self, handle: str) -> Person:
        """Make an account that is no longer new, signed in on one device."""
        return await self._sign_in(await enrol(self.units, handle))

    async def another_device(self, person: Person) -> Person:
        """Sign the same account in on one more device."""
        return await self._sign_in(person.account)

    async def _sign_in(self, account: AccountId) -> Person:
        did = await give_device(self.units, account, f"device {next(self._devices)}")
        async with self.units.write() as unit:
            signed_in = await open_session(unit, account, HOME, self.clock.now())
            await unit.sessions.bind(signed_in.asker.session, did)
            await unit.commit()
        return Person(self, signed_in, replace(signed_in.asker, device=did))

    async def let_all_place(self) -> None:
        """Let everybody place calls."""
        async with self.units.write() as unit:
            await unit.instance.save(Instance(placing_policy=PlacingPolicy.EVERYONE, set_up=True))
            await unit.commit()
