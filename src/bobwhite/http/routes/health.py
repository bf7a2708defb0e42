"""Routes for whoever watches the server: does it run, can it serve, and what does it count?"""

import hmac
from collections.abc import Sequence

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from bobwhite.errors import ErrorCode, NotFoundError, RefusedError
from bobwhite.http.auth import AnyRequest
from bobwhite.metrics import CONTENT_TYPE, Metrics
from bobwhite.readiness import Readiness


def health_routes(
    parts: Readiness, metrics: Metrics, metrics_token: str
) -> Sequence[HTTPRouteHandler]:
    """Return the routes; without ``metrics_token`` there are no figures for anybody."""
    wanted = f"Bearer {metrics_token}".encode()

    @get("/healthz", operation_id="health", sync_to_thread=False)
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @get("/readyz", operation_id="readiness")
    async def readiness() -> dict[str, str]:
        if not all((await parts.look()).values()):
            raise RefusedError(ErrorCode.UNAVAILABLE)
        return {"status": "ok"}

    @get("/metrics", include_in_schema=False)
    async def figures(request: AnyRequest) -> Response[bytes]:
        shown = request.headers.get("authorization", "").encode("latin-1", "replace")
        if not metrics_token or not hmac.compare_digest(shown, wanted):
            # As for a page that does not exist: nobody learns that there is something to guess.
            raise NotFoundError
        metrics.ready(await parts.look())
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return health, readiness, figures
