"""How are the ceremonies of W3C Web Authentication Level 3 carried out?

Passkeys are discoverable and verify their user, since they stand alone for sign-in. No attestation is
asked for: which device somebody owns is not our business.
"""

import json
from collections.abc import Sequence
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bobwhite.accounts.model import Account, Passkey
from bobwhite.accounts.ports import NewCredential, Site
from bobwhite.errors import ErrorCode, RefusedError
from bobwhite.ids import decode_bytes, encode_bytes

TIMEOUT_MS = 5 * 60 * 1000
MAX_CREDENTIAL_BYTES = 1023
"""Longest credential id (WebAuthn §4)."""


class WebAuthnCeremonies:
    """The ceremonies by the library ``webauthn``; every doubt is ``passkey_failed``."""

    def challenge_of(self, answer: dict[str, Any]) -> str:
        """Return the challenge that was answered, in base64url.

        Raises ``RefusedError`` with ``passkey_failed`` for a malformed answer.
        """
        try:
            client_data = json.loads(decode_bytes(answer["response"]["clientDataJSON"]))
            return encode_bytes(decode_bytes(client_data["challenge"]))
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise RefusedError(ErrorCode.PASSKEY_FAILED) from error

    def registration_options(
        self, site: Site, account: Account, exclude: Sequence[str], challenge: bytes
    ) -> dict[str, Any]:
        """Return ``PublicKeyCredentialCreationOptionsJSON``."""
        options = generate_registration_options(
            rp_id=site.host,
            rp_name=site.name,
            user_id=account.uid.encode(),
            user_name=account.handle,
            user_display_name=account.display_name,
            challenge=challenge,
            timeout=TIMEOUT_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(id=decode_bytes(known)) for known in exclude
            ],
        )
        return options_to_json_dict(options)

    def sign_in_options(self, site: Site, challenge: bytes) -> dict[str, Any]:
        """Return ``PublicKeyCredentialRequestOptionsJSON``."""
        options = generate_authentication_options(
            rp_id=site.host,
            challenge=challenge,
            timeout=TIMEOUT_MS,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options_to_json_dict(options)

    def verify_registration(
        self, site: Site, challenge: bytes, answer: dict[str, Any]
    ) -> NewCredential:
        """Return the new passkey; raise ``RefusedError`` with ``passkey_failed``."""
        try:
            made = verify_registration_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                require_user_verification=True,
            )
        except Exception as error:
            # Hostile bytes make the library's parsers raise far more than its own errors.
            raise RefusedError(ErrorCode.PASSKEY_FAILED) from error
        if len(made.credential_id) > MAX_CREDENTIAL_BYTES:
            raise RefusedError(ErrorCode.PASSKEY_FAILED)
        return NewCredential(
            encode_bytes(made.credential_id), made.credential_public_key, made.sign_count
        )

    def verify_sign_in(
        self, site: Site, challenge: bytes, passkey: Passkey, answer: dict[str, Any]
    ) -> int:
        """Return the new counter; raise ``RefusedError`` with ``passkey_failed``."""
        try:
            verified = verify_authentication_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            )
        except Exception as error:
            # Hostile bytes make the library's parsers raise far more than its own errors.
            raise RefusedError(ErrorCode.PASSKEY_FAILED) from error
        # A discoverable credential names its user (WebAuthn §7.2 step 6).
        if answer["response"].get("userHandle") != encode_bytes(passkey.account.encode()):
            raise RefusedError(ErrorCode.PASSKEY_FAILED)
        return verified.new_sign_count
