"""How do tests get the use cases of people, wired as the server wires them?"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from argon2 import PasswordHasher

from bobwhite.accounts.administration import AdministrationService, PasswordResetService
from bobwhite.accounts.devices import DeviceService
from bobwhite.accounts.gate import Gate, Visitor
from bobwhite.accounts.model import Asker
from bobwhite.accounts.news import AccountNews
from bobwhite.accounts.passkeys import PasskeyService
from bobwhite.accounts.service import AccountService
from bobwhite.accounts.sessions import SessionService, SignedIn
from bobwhite.accounts.set_up import SetUpService
from bobwhite.accounts.sign_up import SignUpService
from bobwhite.billing.service import PlanRecords, PlanService
from bobwhite.calls.service import CallNeighbour
from bobwhite.clock import ManualClock
from bobwhite.integrations.argon2 import Argon2Passwords
from bobwhite.integrations.blobs.folder import FolderBlobs
from bobwhite.integrations.portraits import PillowPortraits
from bobwhite.integrations.web_authn import WebAuthnCeremonies
from bobwhite.messages.service import MessageNeighbour
from bobwhite.social.service import PeopleRecords, PeopleService
from bobwhite.storage.unit_of_work import Units

PASSWORD = "a long test password"
HOME = Visitor("198.51.100.7", "Chromium on Linux")
OUTSIDE = Visitor("203.0.113.9", "Firefox on Android")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class House:
    """Everything that people can do, on one database and one clock."""

    units: Units
    clock: ManualClock
    hashing: Argon2Passwords
    blobs: FolderBlobs
    accounts: AccountService
    sessions: SessionService
    sign_up: SignUpService
    devices: DeviceService
    passkeys: PasskeyService
    set_up: SetUpService
    resets: PasswordResetService
    administration: AdministrationService
    plans: PlanService
    people: PeopleService

    async def join(self, handle: str, visitor: Visitor = HOME) -> Asker:
        """Sign somebody up by password and return who asks from now on."""
        return (await self.enter(handle, visitor)).asker

    async def enter(self, handle: str, visitor: Visitor = HOME) -> SignedIn:
        """Sign somebody up by password and return the session with its secret."""
        return await self.sign_up.sign_up(handle, handle.title(), PASSWORD, visitor)


def build_house(
    units: Units,
    clock: ManualClock,
    folder: Path,
    *,
    sign_ups_per_hour: int = 100,
    message_rule: bool = True,
) -> House:
    """Wire the use cases with their real adapters; hashing is real, but quick."""
    hashing = Argon2Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    gate = Gate(clock, sign_ups_per_hour)
    blobs = FolderBlobs(folder / "blobs")
    news = AccountNews([PeopleRecords(), PlanRecords(), MessageNeighbour(), CallNeighbour()])
    return House(
        units=units,
        clock=clock,
        hashing=hashing,
        blobs=blobs,
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
        devices=DeviceService(units, clock),
        passkeys=PasskeyService(units, clock, WebAuthnCeremonies(), gate),
        set_up=SetUpService(units, clock, hashing, gate, message_rule=message_rule),
        resets=PasswordResetService(units, clock, hashing, gate),
        administration=AdministrationService(units, clock, blobs, news),
        plans=PlanService(units, news),
        people=PeopleService(units, clock),
    )
