"""What do accounts need from the database, from hashing, pictures and passkeys?"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bobwhite.accounts.model import Account, Card, Device, Instance, Passkey, Session
from bobwhite.accounts.tickets import Purpose, Ticket
from bobwhite.delivery import Unit
from bobwhite.ids import AccountId, DeviceId, SessionId


class AccountStore(Protocol):
    """All accounts of the instance."""

    async def get(self, uid: AccountId) -> Account | None:
        """Return the account, in whatever state, or null."""
        ...

    async def by_handle(self, handle: str) -> Account | None:
        """Return the account with this handle in lower case; a deleted one has none."""
        ...

    async def add(self, account: Account) -> bool:
        """Insert the account; false where its handle is taken."""
        ...

    async def save(self, account: Account) -> bool:
        """Write everything that can change; false where the handle is taken."""
        ...

    async def card(self, uid: AccountId) -> Card:
        """Return what others may see; for an unknown account the card of one that is gone."""
        ...

    async def cards(self, uids: Iterable[AccountId]) -> dict[AccountId, Card]:
        """Return a card for each account asked for."""
        ...

    async def operator_exists(self) -> bool:
        """Tell whether an active account runs this instance."""
        ...

    async def password_hash(self, uid: AccountId) -> str | None:
        """Return the password's hash, or null where the account has passkeys only."""
        ...

    async def set_password_hash(self, uid: AccountId, password_hash: str | None) -> None:
        """Replace the password's hash; null removes the password."""
        ...


class SessionStore(Protocol):
    """The sessions of all accounts, found by the hash of their secret."""

    async def add(self, session: Session, token_hash: bytes) -> None:
        """Insert the session with the SHA-256 of its secret."""
        ...

    async def by_token(self, token_hash: bytes) -> Session | None:
        """Return the session with this secret's hash, expired or not, or null."""
        ...

    async def get(self, account: AccountId, session: SessionId) -> Session | None:
        """Return the session if it belongs to the account, else null."""
        ...

    async def of(self, account: AccountId) -> list[Session]:
        """Return the sessions of an account, the one used last first."""
        ...

    async def bind(self, session: SessionId, device: DeviceId | None) -> None:
        """Say on which device the session runs, or on none that is known."""
        ...

    async def seen(self, session: SessionId, at: datetime) -> None:
        """Note that the session was used."""
        ...

    async def remove(self, session: SessionId) -> None:
        """End one session."""
        ...


class DeviceStore(Protocol):
    """The devices of all accounts; an id names one pair of keys for ever."""

    async def of(self, account: AccountId) -> list[Device]:
        """Return the devices of an account, oldest first."""
        ...

    async def get(self, account: AccountId, did: DeviceId) -> Device | None:
        """Return the device if it belongs to the account, else null."""
        ...

    async def add(self, device: Device) -> bool:
        """Insert the device; false where it is known already."""
        ...

    async def set_rings(self, did: DeviceId, rings: bool) -> None:
        """Let the device ring or not."""
        ...

    async def seen(self, did: DeviceId, at: datetime) -> None:
        """Note that the device was here."""
        ...

    async def remove_signed_out(self, account: AccountId) -> None:
        """Remove every device of the account that no session uses."""
        ...


class PasskeyStore(Protocol):
    """The passkeys of all accounts."""

    async def get(self, credential: str) -> Passkey | None:
        """Return the passkey with this credential id, or null."""
        ...

    async def of(self, account: AccountId) -> list[Passkey]:
        """Return the passkeys of an account, oldest first."""
        ...

    async def add(self, passkey: Passkey) -> bool:
        """Insert the passkey; false where its credential is known already."""
        ...

    async def used(self, credential: str, sign_count: int, at: datetime) -> None:
        """Note a sign-in and the counter that came with it."""
        ...

    async def remove(self, account: AccountId, credential: str) -> bool:
        """Remove a passkey of the account; false where it has no such one."""
        ...


class TicketStore(Protocol):
    """Secrets that are good for one use, by the hash of the secret."""

    async def put(self, secret_hash: bytes, ticket: Ticket) -> None:
        """Insert a ticket."""
        ...

    async def look(self, secret_hash: bytes) -> Ticket | None:
        """Return the ticket and leave it good."""
        ...

    async def take(self, secret_hash: bytes) -> Ticket | None:
        """Remove and return the ticket; only one of two takers gets it."""
        ...

    async def drop(self, purpose: Purpose, account: AccountId | None) -> None:
        """Remove all tickets of this purpose for the account, or for nobody."""
        ...

    async def drop_over(self, now: datetime) -> None:
        """Remove every ticket whose time is over."""
        ...


class InstanceStore(Protocol):
    """The one row about this server."""

    async def get(self) -> Instance:
        """Return the choices in force."""
        ...

    async def save(self, instance: Instance) -> None:
        """Replace the choices."""
        ...


class AccountsUnit(Unit, Protocol):
    """A transaction, as accounts see it."""

    @property
    def accounts(self) -> AccountStore:
        """The accounts."""
        ...

    @property
    def sessions(self) -> SessionStore:
        """The sessions."""
        ...

    @property
    def devices(self) -> DeviceStore:
        """The devices."""
        ...

    @property
    def passkeys(self) -> PasskeyStore:
        """The passkeys."""
        ...

    @property
    def tickets(self) -> TicketStore:
        """The one-time secrets."""
        ...

    @property
    def instance(self) -> InstanceStore:
        """The instance's row."""
        ...


class AccountsUnits(Protocol):
    """Opens transactions."""

    def write(self) -> AbstractAsyncContextManager[AccountsUnit]:
        """Open a unit that may change things."""
        ...

    def read(self) -> AbstractAsyncContextManager[AccountsUnit]:
        """Open a unit that only reads."""
        ...


class PasswordHashing(Protocol):
    """Hashes passwords slowly, beside the event loop."""

    async def hash(self, password: str) -> str:
        """Return a hash with its own salt and parameters."""
        ...

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Tell whether the password fits; without a hash false, after the same work."""
        ...

    def is_outdated(self, password_hash: str) -> bool:
        """Tell whether a new hash would use other parameters."""
        ...


class Portraits(Protocol):
    """Turns uploaded pictures into portraits that are safe to show."""

    async def render(self, upload: bytes) -> bytes:
        """Return a small WebP without metadata; raise ``InvalidError`` with ``image_invalid``."""
        ...


class BlobStore(Protocol):
    """Keeps bytes under a folder's name and an id."""

    async def put(self, folder: str, name: str, data: bytes) -> None:
        """Write ``data``, whole or not at all."""
        ...

    async def get(self, folder: str, name: str) -> bytes | None:
        """Return the bytes, or null."""
        ...

    async def remove(self, folder: str, name: str) -> None:
        """Delete the bytes if they exist."""
        ...


@dataclass(frozen=True)
class Site:
    """The page that a browser shows, as passkeys are bound to it."""

    origin: str
    """Like ``https://example.org``; one of those the operator set."""
    host: str
    """Its host alone: the relying party id (WebAuthn §5.4)."""
    name: str


@dataclass(frozen=True)
class NewCredential:
    """A passkey as its authenticator made it."""

    credential: str
    public_key: bytes
    sign_count: int


class PasskeyCeremonies(Protocol):
    """The two ceremonies of W3C Web Authentication, with discoverable credentials."""

    def challenge_of(self, answer: dict[str, Any]) -> str:
        """Return the challenge that was answered, in base64url.

        Raises ``RefusedError`` with ``passkey_failed`` for a malformed answer.
        """
        ...

    def registration_options(
        self, site: Site, account: Account, exclude: Sequence[str], challenge: bytes
    ) -> dict[str, Any]:
        """Return ``PublicKeyCredentialCreationOptionsJSON``."""
        ...

    def sign_in_options(self, site: Site, challenge: bytes) -> dict[str, Any]:
        """Return ``PublicKeyCredentialRequestOptionsJSON``."""
        ...

    def verify_registration(
        self, site: Site, challenge: bytes, answer: dict[str, Any]
    ) -> NewCredential:
        """Return the new passkey; raise ``RefusedError`` with ``passkey_failed``."""
        ...

    def verify_sign_in(
        self, site: Site, challenge: bytes, passkey: Passkey, answer: dict[str, Any]
    ) -> int:
        """Return the new counter; raise ``RefusedError`` with ``passkey_failed``."""
        ...


class Neighbour(Protocol):
    """A feature above accounts that keeps something about them.

    It works inside the transaction of the change; ``unit`` is its own kind of unit.
    """

    async def who_know(self, unit: Any, account: AccountId) -> Iterable[AccountId]:
        """Return accounts to which a change of this one's name or picture matters."""
        ...

    async def erase(self, unit: Any, account: AccountId) -> None:
        """Forget what concerns an account that is being deleted."""
        ...
