"""Are weak device keys refused, and sound ones taken? Compared with an independent library."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from bobwhite.accounts.keys import read_encryption_key, read_signing_key
from bobwhite.errors import ErrorCode, InvalidError
from bobwhite.ids import encode_bytes

P = 2**255 - 19
ORDER_8_Y = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
ORDER_8_Y_NEGATED = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"


def little(number: int) -> bytes:
    return number.to_bytes(32, "little")


WEAK_SIGNING = {
    "identity": little(1),
    "identity, other sign": little(1 | 1 << 255),
    "order 2": little(P - 1),
    "order 4": little(0),
    "order 4, other sign": little(1 << 255),
    "order 8": bytes.fromhex(ORDER_8_Y),
    "order 8, other sign": little(int.from_bytes(bytes.fromhex(ORDER_8_Y), "little") | 1 << 255),
    "order 8, negated": bytes.fromhex(ORDER_8_Y_NEGATED),
    "not canonical": little(P + 3),
    "not canonical identity": little(P + 1),
    "not on the curve": little(2),
}
WEAK_ENCRYPTION = {
    "zero": little(0),
    "one": little(1),
    "order 8": little(325606250916557431795983626356110631294008115727848805560023387167927233504),
    "order 8 too": little(
        39382357235489614581723060781553021112529911719440698176882885853963445705823
    ),
    "minus one": little(P - 1),
    "not canonical zero": little(P),
    "not canonical one": little(P + 1),
    "zero, high bit": little(1 << 255),
}


def test_sound_keys_are_taken() -> None:
    for _ in range(40):
        signing = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        encryption = X25519PrivateKey.generate().public_key().public_bytes_raw()
        assert read_signing_key(encode_bytes(signing)) == signing
        assert read_encryption_key(encode_bytes(encryption)) == encryption


@pytest.mark.parametrize("key", WEAK_SIGNING.values(), ids=WEAK_SIGNING)
def test_weak_signing_keys_are_refused(key: bytes) -> None:
    with pytest.raises(InvalidError) as caught:
        read_signing_key(encode_bytes(key))
    assert (caught.value.code, caught.value.field) == (ErrorCode.DEVICE_KEYS_INVALID, "sk")


@pytest.mark.parametrize("key", WEAK_ENCRYPTION.values(), ids=WEAK_ENCRYPTION)
def test_encryption_keys_that_share_only_zero_are_refused(key: bytes) -> None:
    with pytest.raises(ValueError, match="shared key"):
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(key))
    with pytest.raises(InvalidError) as caught:
        read_encryption_key(encode_bytes(key))
    assert caught.value.field == "ek"


@pytest.mark.parametrize(
    "text", ["", "AAAA", encode_bytes(b"x" * 33), "+" * 43, "x" * 43, "é" * 43]
)
def test_malformed_keys_are_refused(text: str) -> None:
    for read in (read_signing_key, read_encryption_key):
        with pytest.raises(InvalidError):
            read(text)
