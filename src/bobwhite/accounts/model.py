"""Who has an account here, and who is asking?"""

from dataclasses import dataclass

from bobwhite.ids import AccountId, DeviceId, SessionId


@dataclass(frozen=True)
class Asker:
    """Who stands behind a request: a session of an account, on a device, in one tab.

    ``device`` is null until the browser has registered its keys; ``tab`` is empty outside the
    gateway.
    """

    account: AccountId
    session: SessionId
    device: DeviceId | None = None
    tab: str = ""


@dataclass(frozen=True)
class Card:
    """An account as others may see it; one that is gone keeps its id and nothing else."""

    account: AccountId
    handle: str
    display_name: str
    avatar: str | None
    verified: bool
    plan: str | None
    gone: bool = False
