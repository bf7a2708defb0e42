"""How does a test hold a passkey? By a small authenticator of W3C Web Authentication, in software."""

import hashlib
import json
import secrets
import struct
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256

from bobwhite.ids import decode_bytes, encode_bytes

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


class Authenticator:
    """Makes one discoverable credential and signs with it; each signature counts."""

    def __init__(self, origin: str = "http://localhost:8420") -> None:
        self.origin = origin
        self.verifies_user = True
        self.credential = secrets.token_bytes(32)
        self.count = 0
        self._key: EllipticCurvePrivateKey = generate_private_key(SECP256R1())
        self._user: str | None = None

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer ``PublicKeyCredentialCreationOptionsJSON``."""
        self._user = options["user"]["id"]
        numbers = self._key.public_key().public_numbers()
        cose = {
            1: 2,
            3: -7,
            -1: 1,
            -2: numbers.x.to_bytes(32, "big"),
            -3: numbers.y.to_bytes(32, "big"),
        }
        attested = (
            bytes(16)
            + struct.pack(">H", len(self.credential))
            + self.credential
            + bytes(cbor2.dumps(cose))
        )
        data = self._data(options["rp"]["id"], _ATTESTED) + attested
        statement = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._answer(
            {
                "clientDataJSON": self._client_data("webauthn.create", options["challenge"]),
                "attestationObject": encode_bytes(bytes(cbor2.dumps(statement))),
            }
        )

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer ``PublicKeyCredentialRequestOptionsJSON``."""
        self.count += 1
        data = self._data(options["rpId"], 0)
        client_data = self._client_data("webauthn.get", options["challenge"])
        signed = data + hashlib.sha256(decode_bytes(client_data)).digest()
        return self._answer(
            {
                "clientDataJSON": client_data,
                "authenticatorData": encode_bytes(data),
                "signature": encode_bytes(self._key.sign(signed, ECDSA(SHA256()))),
                "userHandle": self._user,
            }
        )

    def _data(self, rp_id: str, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies_user else 0)
        return hashlib.sha256(rp_id.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client_data(self, kind: str, challenge: str) -> str:
        data = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return encode_bytes(json.dumps(data).encode())

    def _answer(self, response: dict[str, Any]) -> dict[str, Any]:
        name = encode_bytes(self.credential)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
