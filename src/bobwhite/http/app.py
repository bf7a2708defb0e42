"""How do the routes become one application?"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig

from bobwhite import __version__
from bobwhite.config import Settings
from bobwhite.errors import BobwhiteError
from bobwhite.http.bodies import StrictBody
from bobwhite.http.client_files import client_routes
from bobwhite.http.problems import on_broken, on_framework_error, on_refusal
from bobwhite.http.security import SameOrigin

MAX_BODY_BYTES = 64 * 1024


def build_app(
    routes: Sequence[HTTPRouteHandler], client_folder: Path, settings: Settings
) -> Litestar:
    """Return the application of all ``routes`` and of the client's files; headers come around it."""
    return Litestar(
        [*routes, *client_routes(client_folder)],
        dto=StrictBody,
        return_dto=None,
        middleware=[SameOrigin(settings.origins)],
        exception_handlers={
            BobwhiteError: on_refusal,
            HTTPException: on_framework_error,
            Exception: on_broken,
        },
        request_max_body_size=MAX_BODY_BYTES,
        # The document is made for ``schema/``; no page of it is served.
        openapi_config=OpenAPIConfig(title="Bobwhite", version=__version__, render_plugins=()),
        logging_config=None,
    )


def openapi_document(app: Litestar) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of all routes."""
    return app.openapi_schema.to_schema()
