"""How do tests get people, without signing each of them up?"""

import hashlib
from datetime import UTC, datetime
from typing import Any

from bobwhite.accounts.model import Account, Device, Session
from bobwhite.ids import (
    AccountId,
    DeviceId,
    SessionId,
    device_id,
    new_account_id,
    new_session_id,
)
from bobwhite.storage.unit_of_work import Units

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


async def enrol(units: Units, handle: str, **changes: Any) -> AccountId:
    """Add an account with this handle that is no longer new; ``changes`` are its other fields."""
    fields = {"display_name": handle.title(), "created_at": LONG_AGO, **changes}
    account = Account(uid=new_account_id(), handle=handle, **fields)
    async with units.write() as unit:
        assert await unit.accounts.add(account)
        await unit.commit()
    return account.uid


async def give_device(
    units: Units, account: AccountId, name: str = "laptop", *, rings: bool = True
) -> DeviceId:
    """Add a device of the account with a session on it."""
    signing, encryption = (hashlib.sha256(f"{name}{k}".encode()).digest() for k in "se")
    did = device_id(account, signing, encryption)
    device = Device(did, account, signing, encryption, name, rings, LONG_AGO, LONG_AGO)
    async with units.write() as unit:
        assert await unit.devices.add(device)
        await unit.sessions.add(
            Session(new_session_id(), account, name, LONG_AGO, LONG_AGO, did),
            hashlib.sha256(f"{account}{name}".encode()).digest(),
        )
        await unit.commit()
    return did


async def session_of(units: Units, account: AccountId) -> SessionId:
    """Return the session of the account that was used last."""
    async with units.read() as unit:
        return (await unit.sessions.of(account))[0].id
