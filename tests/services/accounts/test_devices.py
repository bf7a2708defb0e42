"""Which devices does an account get, and which are refused?"""

import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bobwhite.accounts.devices import MAX_DEVICES
from bobwhite.accounts.model import Asker
from bobwhite.errors import ErrorCode, InvalidError, RefusedError
from bobwhite.ids import decode_bytes, device_id, encode_bytes
from tests.support.house import HOME, OUTSIDE, PASSWORD, House


def keys() -> tuple[str, str]:
    signing = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    return encode_bytes(signing), encode_bytes(secrets.token_bytes(32))


async def again(house: House, handle: str) -> Asker:
    return (await house.sessions.sign_in(handle, PASSWORD, OUTSIDE)).asker


async def test_a_device_is_named_by_its_keys_and_bound_to_the_session(house: House) -> None:
    alice = await house.enter("alice")
    sk, ek = keys()
    device = await house.devices.register(alice.asker, sk, ek, "Chromium on Linux")
    assert device.did == device_id(alice.asker.account, decode_bytes(sk), decode_bytes(ek))
    assert device.rings
    asker = await house.sessions.authenticate(alice.token)
    assert asker is not None
    assert asker.device == device.did


async def test_the_same_keys_after_another_sign_in_are_the_same_device(house: House) -> None:
    alice = await house.enter("alice")
    sk, ek = keys()
    first = await house.devices.register(alice.asker, sk, ek, "Chromium on Linux")
    asker = await house.sessions.authenticate(alice.token)
    assert asker is not None
    await house.devices.set_rings(asker, rings=False)
    await house.sessions.sign_out(asker)
    second = await house.devices.register(await again(house, "alice"), sk, ek, "Other")
    assert (second.did, second.rings, second.label) == (first.did, False, "Chromium on Linux")


async def test_two_accounts_in_one_browser_have_two_devices(house: House) -> None:
    sk, ek = keys()
    alice, bob = await house.join("alice"), await house.join("bob")
    first = await house.devices.register(alice, sk, ek, "x")
    second = await house.devices.register(bob, sk, ek, "x")
    assert first.did != second.did


async def test_weak_keys_are_refused(house: House) -> None:
    alice = await house.join("alice")
    sk, ek = keys()
    zero = encode_bytes(bytes(32))
    for signing, encryption in ((zero, ek), (sk, zero), ("", ek), (sk, ek + "A")):
        with pytest.raises(InvalidError) as caught:
            await house.devices.register(alice, signing, encryption, "x")
        assert caught.value.code is ErrorCode.DEVICE_KEYS_INVALID


@pytest.mark.promise("12.4")
async def test_an_eleventh_signed_in_device_is_refused_until_a_session_ends(house: House) -> None:
    askers = [await house.join("alice")]
    askers += [await again(house, "alice") for _ in range(MAX_DEVICES)]
    for asker in askers[:MAX_DEVICES]:
        await house.devices.register(asker, *keys(), "x")
    with pytest.raises(RefusedError) as caught:
        await house.devices.register(askers[-1], *keys(), "x")
    assert caught.value.code is ErrorCode.TOO_MANY
    await house.sessions.revoke(askers[-1], askers[0].session)
    await house.devices.register(askers[-1], *keys(), "x")
    async with house.units.read() as unit:
        assert len(await unit.devices.of(askers[0].account)) == MAX_DEVICES


async def test_a_browser_that_lost_its_keys_takes_no_second_place(house: House) -> None:
    alice = await house.join("alice")
    for _ in range(MAX_DEVICES + 2):
        device = await house.devices.register(alice, *keys(), "x")
    async with house.units.read() as unit:
        known = await unit.devices.of(alice.account)
    assert len(known) <= MAX_DEVICES
    assert device in known


async def test_a_browser_without_keys_has_no_device_settings(house: House) -> None:
    alice = await house.enter("alice")
    for call in (
        house.devices.device(alice.asker),
        house.devices.set_rings(alice.asker, rings=True),
    ):
        with pytest.raises(RefusedError) as caught:
            await call
        assert caught.value.code is ErrorCode.DEVICE_REQUIRED
    await house.devices.register(alice.asker, *keys(), HOME.label)
    asker = await house.sessions.authenticate(alice.token)
    assert asker is not None
    await house.devices.set_rings(asker, rings=False)
    assert not (await house.devices.device(asker)).rings
