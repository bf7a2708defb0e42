"""How does a browser make its keys known, and may it ring?"""

from bobwhite.accounts.keys import read_encryption_key, read_signing_key
from bobwhite.accounts.model import Asker, Device
from bobwhite.accounts.ports import AccountsUnit, AccountsUnits
from bobwhite.clock import Clock
from bobwhite.errors import ErrorCode, RefusedError
from bobwhite.ids import device_id

MAX_DEVICES = 10
"""Devices of one account (``e2ee.md`` 2.3)."""


class DeviceService:
    """Registers devices and keeps their own settings."""

    def __init__(self, units: AccountsUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    async def register(self, asker: Asker, signing: str, encryption: str, label: str) -> Device:
        """Bind the asker's session to the device with these public keys, in base64url.

        The same keys again are the same device. Raises ``InvalidError`` with
        ``device_keys_invalid``, ``RefusedError`` with ``too_many`` for an eleventh signed-in device.
        """
        signing_key, encryption_key = read_signing_key(signing), read_encryption_key(encryption)
        did = device_id(asker.account, signing_key, encryption_key)
        now = self._clock.now()
        async with self._units.write() as unit:
            device = await unit.devices.get(asker.account, did)
            if device is None:
                await _make_room(unit, asker)
                device = Device(
                    did, asker.account, signing_key, encryption_key, label, True, now, now
                )
                await unit.devices.add(device)
            await unit.sessions.bind(asker.session, did)
            await unit.devices.seen(did, now)
            await unit.commit()
        return device

    async def device(self, asker: Asker) -> Device:
        """Return the asker's own device; raises ``RefusedError`` with ``device_required``."""
        async with self._units.read() as unit:
            return await _own_device(unit, asker)

    async def set_rings(self, asker: Asker, *, rings: bool) -> None:
        """Let the asker's own device ring or not; raises like ``device``."""
        async with self._units.write() as unit:
            device = await _own_device(unit, asker)
            await unit.devices.set_rings(device.did, rings)
            await unit.commit()


async def _own_device(unit: AccountsUnit, asker: Asker) -> Device:
    device = await unit.devices.get(asker.account, asker.device) if asker.device else None
    if device is None:
        raise RefusedError(ErrorCode.DEVICE_REQUIRED)
    return device


async def _make_room(unit: AccountsUnit, asker: Asker) -> None:
    # A browser that lost its keys leaves its old device; that one must not take a place.
    await unit.sessions.bind(asker.session, None)
    if len(await unit.devices.of(asker.account)) >= MAX_DEVICES:
        await unit.devices.remove_signed_out(asker.account)
    if len(await unit.devices.of(asker.account)) >= MAX_DEVICES:
        raise RefusedError(ErrorCode.TOO_MANY)
