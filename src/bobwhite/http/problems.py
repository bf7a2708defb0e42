"""How does a failed request answer? By problem details (RFC 9457) with a stable ``code``."""

from http import HTTPStatus
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException

from bobwhite.errors import (
    BobwhiteError,
    ErrorCode,
    InvalidError,
    RateLimitedError,
    UnavailableError,
)

PROBLEM_TYPE = "application/problem+json"

_STATUS = {
    ErrorCode.SIGN_IN: HTTPStatus.UNAUTHORIZED,
    ErrorCode.SIGN_IN_FAILED: HTTPStatus.UNAUTHORIZED,
    ErrorCode.PASSKEY_FAILED: HTTPStatus.UNAUTHORIZED,
    ErrorCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorCode.LINK_EXPIRED: HTTPStatus.NOT_FOUND,
    ErrorCode.FORBIDDEN_ORIGIN: HTTPStatus.FORBIDDEN,
    ErrorCode.SIGN_UP_CLOSED: HTTPStatus.FORBIDDEN,
    ErrorCode.HANDLE_TAKEN: HTTPStatus.CONFLICT,
    ErrorCode.CONFLICT: HTTPStatus.CONFLICT,
    ErrorCode.SET_UP_DONE: HTTPStatus.CONFLICT,
    ErrorCode.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ErrorCode.TOO_SLOW: HTTPStatus.REQUEST_TIMEOUT,
    ErrorCode.SLOW_DOWN: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorCode.BROKEN: HTTPStatus.INTERNAL_SERVER_ERROR,
    ErrorCode.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}

_FRAMEWORK = {
    400: ErrorCode.MALFORMED,
    404: ErrorCode.NOT_FOUND,
    405: ErrorCode.NOT_FOUND,
    413: ErrorCode.TOO_LARGE,
    415: ErrorCode.MALFORMED,
}

_RETURN_AFTER_S = 5
"""When to come back after a fault that passes by itself."""

_log = structlog.get_logger()


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A problem as RFC 9457 spells it; ``code`` is what programs read."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    field: str | None = None


def on_refusal(_request: Request[Any, Any, Any], error: BobwhiteError) -> Response[Problem]:
    """Answer for an error of ours."""
    field = error.field if isinstance(error, InvalidError) else None
    headers = {}
    if isinstance(error, RateLimitedError):
        headers = {"retry-after": str(error.retry_after_s)}
    elif isinstance(error, UnavailableError):
        headers = {"retry-after": str(_RETURN_AFTER_S)}
    elif error.code is ErrorCode.TOO_SLOW:
        # The rest of the request is not awaited (RFC 9110 §15.5.9).
        headers = {"connection": "close"}
    return _problem(error.code, field=field, headers=headers)


def on_framework_error(_request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    """Answer for an error of the framework: unknown routes, wrong methods, bad parameters."""
    return _problem(_FRAMEWORK.get(error.status_code, ErrorCode.BROKEN))


def on_broken(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Answer for a fault; its text and trace may hold private data and stay here."""
    route = request.scope.get("path_template", "")
    _log.error("request_broke", route=route, error=type(error).__name__)
    return _problem(ErrorCode.BROKEN)


def _problem(
    code: ErrorCode, *, field: str | None = None, headers: dict[str, str] | None = None
) -> Response[Problem]:
    status = _STATUS.get(code, HTTPStatus.BAD_REQUEST)
    problem = Problem(title=status.phrase, status=status, code=code.value, field=field)
    return Response(problem, status_code=status, media_type=PROBLEM_TYPE, headers=headers)
