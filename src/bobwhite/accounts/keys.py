"""Which public keys of a device are sound?

A weak key would let others sign for the device or know its secrets. The checks follow RFC 8032 §5.1.3
and RFC 7748 §6.1: the small-order points are the roots of the polynomials below.
"""

from bobwhite.errors import ErrorCode, InvalidError
from bobwhite.ids import decode_bytes

KEY_BYTES = 32

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_A = 486662
_SIGN = 1 << 255


def read_signing_key(text: str) -> bytes:
    """Return an Ed25519 public key from base64url.

    Raises ``InvalidError`` with ``device_keys_invalid`` for one that is malformed, not canonical, not
    on the curve or of small order.
    """
    key = _read(text, "sk")
    if not _is_sound_ed25519(key):
        raise InvalidError(ErrorCode.DEVICE_KEYS_INVALID, field="sk")
    return key


def read_encryption_key(text: str) -> bytes:
    """Return an X25519 public key from base64url.

    Raises ``InvalidError`` with ``device_keys_invalid`` for one that is malformed or with which every
    shared secret would be zero.
    """
    key = _read(text, "ek")
    u = int.from_bytes(key, "little") % _SIGN % _P
    left, right = (u * u - 1) ** 2, 4 * u * (u * u + _A * u + 1)
    if u * (u * u - 1) * (left - right) * (left + right) % _P == 0:
        raise InvalidError(ErrorCode.DEVICE_KEYS_INVALID, field="ek")
    return key


def _read(text: str, field: str) -> bytes:
    try:
        key = decode_bytes(text)
    except ValueError as error:
        raise InvalidError(ErrorCode.DEVICE_KEYS_INVALID, field=field) from error
    if len(key) != KEY_BYTES:
        raise InvalidError(ErrorCode.DEVICE_KEYS_INVALID, field=field)
    return key


def _is_sound_ed25519(key: bytes) -> bool:
    y = int.from_bytes(key, "little") % _SIGN
    if y >= _P:
        return False
    # Orders 1 and 2 at y = ±1, order 4 at y = 0, order 8 where doubling gives y = 0.
    if y * (y * y - 1) * (_D * y**4 + 2 * y * y - 1) % _P == 0:
        return False
    x_squared = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    return pow(x_squared, (_P - 1) // 2, _P) == 1
