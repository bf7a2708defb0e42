"""How do the parts become one server? The only module that knows everything."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Litestar

from bobwhite.accounts.administration import AdministrationService, PasswordResetService
from bobwhite.accounts.devices import DeviceService
from bobwhite.accounts.events import FactsChanged, SessionEnded
from bobwhite.accounts.gate import Gate
from bobwhite.accounts.news import AccountNews
from bobwhite.accounts.passkeys import PasskeyService
from bobwhite.accounts.service import AccountService
from bobwhite.accounts.sessions import SessionService
from bobwhite.accounts.set_up import SetUpService
from bobwhite.accounts.sign_up import SignUpService
from bobwhite.billing.service import PlanRecords, PlanService
from bobwhite.calls.events import EntryChanged
from bobwhite.calls.service import CallNeighbour, CallService
from bobwhite.clock import Clock, SystemClock
from bobwhite.config import Settings
from bobwhite.delivery import Bus
from bobwhite.gateway.asgi import Gateway
from bobwhite.gateway.dispatch import Dispatcher
from bobwhite.gateway.fanout import Fanout
from bobwhite.gateway.handlers import calls as call_handlers
from bobwhite.gateway.handlers import messages as message_handlers
from bobwhite.gateway.handlers import presence as presence_handlers
from bobwhite.gateway.presence import PresenceWatch
from bobwhite.gateway.reactions import Reactions
from bobwhite.gateway.snapshot import SnapshotMaker
from bobwhite.gateway.start import HelloStarter
from bobwhite.gateway.wheel import TimerWheel
from bobwhite.http.app import build_app
from bobwhite.http.auth import Doorkeeper, cookie_name
from bobwhite.http.client_files import client_build
from bobwhite.http.counting import RequestCounter
from bobwhite.http.routes.accounts import account_routes
from bobwhite.http.routes.calls import call_routes
from bobwhite.http.routes.conversations import conversation_routes
from bobwhite.http.routes.health import health_routes
from bobwhite.http.routes.instance import instance_routes
from bobwhite.http.routes.passkeys import passkey_routes
from bobwhite.http.routes.people import people_routes
from bobwhite.http.routes.sessions import session_routes
from bobwhite.http.security import SecurityHeaders
from bobwhite.http.services import AccountServices
from bobwhite.integrations.argon2 import Argon2Passwords
from bobwhite.integrations.blobs.folder import FolderBlobs
from bobwhite.integrations.portraits import PillowPortraits
from bobwhite.integrations.web_authn import WebAuthnCeremonies
from bobwhite.messages.service import MessageNeighbour, MessageService
from bobwhite.metrics import Metrics
from bobwhite.readiness import Readiness
from bobwhite.relay import Relay, open_relay
from bobwhite.secrets_store import SecretsFolder
from bobwhite.social.service import PeopleRecords, PeopleService
from bobwhite.storage.engine import Database
from bobwhite.storage.unit_of_work import Units

GATEWAY_PATH = "/api/v1/gateway"
CLIENT_FOLDER = Path(__file__).parent / "web_dist"
MAX_CONNECTIONS = 10_000
"""Above it new connections are told to return, and those that exist are served."""


@dataclass(frozen=True)
class UseCases:
    """Everything that can be done, apart from calls, which need to know who is connected."""

    accounts: AccountServices
    administration: AdministrationService
    plans: PlanService
    people: PeopleService
    messages: MessageService


def build_use_cases(settings: Settings, units: Units, clock: Clock) -> UseCases:
    """Build the use cases on ``units``; nothing is started."""
    gate = Gate(clock, settings.sign_ups_per_hour)
    hashing = Argon2Passwords()
    blobs = FolderBlobs(settings.data_dir / "blobs")
    news = AccountNews([PeopleRecords(), PlanRecords(), MessageNeighbour(), CallNeighbour()])
    accounts = AccountServices(
        accounts=AccountService(
            units,
            clock,
            hashing=hashing,
            gate=gate,
            portraits=PillowPortraits(),
            blobs=blobs,
            news=news,
        ),
        sessions=SessionService(units, clock, hashing, gate),
        sign_up=SignUpService(units, clock, hashing, gate),
        set_up=SetUpService(units, clock, hashing, gate, message_rule=settings.message_rule),
        devices=DeviceService(units, clock),
        passkeys=PasskeyService(units, clock, WebAuthnCeremonies(), gate),
        resets=PasswordResetService(units, clock, hashing, gate),
    )
    return UseCases(
        accounts=accounts,
        administration=AdministrationService(units, clock, blobs, news),
        plans=PlanService(units, news),
        people=PeopleService(units, clock),
        messages=MessageService(units, clock),
    )


class NoBus:
    """Carries nothing: for commands beside a server, whose clients learn by their next snapshot."""

    def publish(self, deliveries: object) -> None:
        """Drop ``deliveries``."""


class House:
    """One server: open, start, serve ``app``, stop."""

    def __init__(
        self, settings: Settings, clock: Clock | None = None, metrics: Metrics | None = None
    ) -> None:
        self.settings = settings
        self.metrics = metrics or Metrics()
        self._clock = clock or SystemClock()
        self._wheel = TimerWheel(time.monotonic)
        self._fanout = Fanout(self._wheel)
        self._reactions = Reactions()
        self.database = Database(settings.database)
        self.units = Units(self.database, self._fanout)
        self.relay: Relay = open_relay(settings, SecretsFolder(settings.data_dir), self._clock)
        self.cases = build_use_cases(settings, self.units, self._clock)
        self.calls = CallService(
            self.units,
            self._clock,
            self._fanout,
            self._fanout,
            self.relay.credentials,
            pool=self.relay.pool,
            ring_time=settings.ring_time,
            new_account_period=settings.new_account_period,
        )
        self.presence = PresenceWatch(
            self.units, self.calls.calling, self._fanout, self._fanout, self._wheel
        )
        self.gateway = self._build_gateway()
        self.metrics.count_connections(lambda: self.gateway.connections)
        self.readiness = Readiness(
            {"database": self._database_answers, "relay": self.relay.answers}, time.monotonic
        )
        self.litestar: Litestar = self._build_app()
        self.app = _Split(
            RequestCounter(SecurityHeaders(self.litestar, settings.origins), self.metrics),
            {GATEWAY_PATH: self.gateway},
        )

    async def start(self) -> None:
        """Start the relay and everything that runs in the background."""
        if self.relay.child is not None:
            await self.relay.child.start()
        await self.cases.accounts.set_up.prepare()
        self._fanout.listen(self._reactions)
        self._reactions.on(SessionEnded, self.calls.session_ended)
        self._reactions.on(FactsChanged, self.calls.facts_changed)
        self._reactions.on(FactsChanged, self.cases.messages.facts_changed)
        self._reactions.on(FactsChanged, self.presence.facts_changed)
        self._reactions.on(EntryChanged, self.presence.entry_changed)
        await self._reactions.start()
        await self.calls.start()
        await self.gateway.start()

    async def stop(self) -> None:
        """Stop everything in order; running calls keep their media until the relay ends."""
        await self.gateway.stop()
        await self.calls.stop()
        await self._reactions.stop()
        if self.relay.child is not None:
            await self.relay.child.stop()
        await self.database.close()

    async def _database_answers(self) -> bool:
        async with self.units.read() as unit:
            await unit.instance.get()
        return True

    def _build_gateway(self) -> Gateway:
        starter = HelloStarter(
            self.units,
            self._fanout,
            SnapshotMaker(
                accounts=self.cases.accounts.accounts,
                devices=self.cases.accounts.devices,
                messages=self.cases.messages,
                calls=self.calls,
            ),
            self._clock,
            lambda: client_build(CLIENT_FOLDER),
        )
        dispatcher = Dispatcher(
            {
                **message_handlers.handlers(self.cases.messages),
                **presence_handlers.handlers(self.presence),
                **call_handlers.handlers(self.calls),
            },
            self.metrics.command,
        )
        return Gateway(
            authenticate=self.cases.accounts.sessions.authenticate,
            origins=self.settings.origins,
            cookie=cookie_name(secure=self.settings.secure),
            starter=starter,
            dispatcher=dispatcher,
            fanout=self._fanout,
            hooks=[self.calls, self.presence],
            wheel=self._wheel,
            capacity=MAX_CONNECTIONS,
        )

    def _build_app(self) -> Litestar:
        services = self.cases.accounts
        door = Doorkeeper(services.sessions, services.accounts, self.settings)
        welcome_image = self.settings.data_dir / "welcome.jpg"
        routes = [
            *account_routes(services, door),
            *session_routes(services, door),
            *passkey_routes(services, door),
            *instance_routes(services, door, welcome_image=welcome_image),
            *health_routes(self.readiness, self.metrics, self.settings.metrics_token),
            *people_routes(self.cases.people, self.cases.messages, self.calls, door),
            *conversation_routes(self.cases.messages, door),
            *call_routes(self.calls, door),
        ]
        return build_app(routes, CLIENT_FOLDER, self.settings)


Application = Callable[[Any, Any, Any], Awaitable[None]]


class _Split:
    """Sends the gateway's path to the gateway and everything else to HTTP."""

    def __init__(self, http: Any, sockets: dict[str, Application]) -> None:
        self._http = http
        self._sockets = sockets

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request or one WebSocket."""
        if scope["type"] != "websocket":
            await self._http(scope, receive, send)
            return
        application = self._sockets.get(scope["path"])
        if application is None:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        await application(scope, receive, send)


def use_cases_beside_a_server(settings: Settings) -> tuple[UseCases, Database]:
    """Build use cases for a command of an operator; close the database after it."""
    database = Database(settings.database)
    bus: Bus = NoBus()
    return build_use_cases(settings, Units(database, bus), SystemClock()), database
