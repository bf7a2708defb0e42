"""In which ways can a request fail, and under which stable codes?

Three kinds: *refused* (a rule said no), *invalid* (malformed) and *broken* (ours). Only edges turn
them into problem details (RFC 9457) or error replies. A code is public: where the true reason would
reveal a block, an off switch or an account, the public code is coarser than the private reason.
"""

from enum import StrEnum


class ErrorCode(StrEnum):
    """Every public code; ``web/src/errors`` gives each its words and its next step."""

    # Decision table, stage A: the caller's own next step.
    SIGN_IN = "sign_in"
    SELF_TEST = "self_test"
    SUSPENDED = "suspended"
    NOT_ENABLED = "not_enabled"
    TURN_CALLS_ON = "turn_calls_on"
    YOU_BLOCKED = "you_blocked"
    NEEDS_PLAN = "needs_plan"
    NEEDS_VERIFICATION = "needs_verification"
    SLOW_DOWN = "slow_down"
    # Stage B: one code for every cause.
    NOT_AVAILABLE = "not_available"

    # Requests in general.
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    NOT_FOUND = "not_found"
    FORBIDDEN_ORIGIN = "forbidden_origin"
    CONFLICT = "conflict"
    BROKEN = "broken"
    UNAVAILABLE = "unavailable"

    # Accounts.
    HANDLE_INVALID = "handle_invalid"
    HANDLE_RESERVED = "handle_reserved"
    HANDLE_TAKEN = "handle_taken"
    DISPLAY_NAME_INVALID = "display_name_invalid"
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105
    PASSWORD_TOO_LONG = "password_too_long"  # noqa: S105
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_UP_CLOSED = "sign_up_closed"
    PASSKEY_FAILED = "passkey_failed"
    LINK_EXPIRED = "link_expired"
    SET_UP_DONE = "set_up_done"
    IMAGE_INVALID = "image_invalid"
    TOO_MANY = "too_many"
    DEVICE_KEYS_INVALID = "device_keys_invalid"
    DEVICE_REQUIRED = "device_required"

    # Messages.
    REQUEST_PENDING = "request_pending"
    MESSAGE_DIFFERS = "message_differs"

    # Calls.
    CALL_ENDED = "call_ended"
    CALL_DIFFERS = "call_differs"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    NOT_ALLOWED_NOW = "not_allowed_now"
    SIGNAL_NOT_ALLOWED = "signal_not_allowed"
    CANDIDATE_NOT_ALLOWED = "candidate_not_allowed"
    SDP_ADDRESS = "sdp_address"
    RELAY_UNAVAILABLE = "relay_unavailable"
    IN_ANOTHER_TAB = "in_another_tab"
    ON_ANOTHER_DEVICE = "on_another_device"


class BobwhiteError(Exception):
    """Carries a stable public code; its text is for developers and holds no private data."""

    code: ErrorCode = ErrorCode.BROKEN

    def __init__(self, code: ErrorCode | None = None, *, detail: str = "") -> None:
        if code is not None:
            self.code = code
        self.detail = detail
        super().__init__(self.code.value)


class RefusedError(BobwhiteError):
    """Raised when a rule said no; nothing has changed."""

    code = ErrorCode.NOT_AVAILABLE


class RateLimitedError(RefusedError):
    """Raised when a limit was reached; ``retry_after_s`` tells in how many seconds to return."""

    code = ErrorCode.SLOW_DOWN

    def __init__(self, retry_after_s: int) -> None:
        super().__init__()
        self.retry_after_s = retry_after_s


class UnavailableError(BobwhiteError):
    """Raised when what must be kept cannot be kept now; nothing has changed, and later it may work."""

    code = ErrorCode.UNAVAILABLE


class NotFoundError(RefusedError):
    """Raised when a thing is unknown or not the asker's; both look alike."""

    code = ErrorCode.NOT_FOUND


class InvalidError(BobwhiteError):
    """Raised when input is malformed; ``field`` names what is wrong."""

    code = ErrorCode.MALFORMED

    def __init__(
        self, code: ErrorCode | None = None, *, field: str | None = None, detail: str = ""
    ) -> None:
        super().__init__(code, detail=detail)
        self.field = field
