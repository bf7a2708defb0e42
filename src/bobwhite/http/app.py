"""How do the routes become one application?"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar
from litestar._openapi.plugin import OpenAPIPlugin
from litestar.config.app import AppConfig
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig

from bobwhite import __version__
from bobwhite.config import Settings
from bobwhite.errors import BobwhiteError
from bobwhite.http.bodies import StrictBody, TimelyBody
from bobwhite.http.client_files import client_routes
from bobwhite.http.problems import (
    PROBLEM_TYPE,
    Problem,
    on_broken,
    on_framework_error,
    on_refusal,
)
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
        middleware=[SameOrigin(settings.origins), TimelyBody()],
        exception_handlers={
            BobwhiteError: on_refusal,
            HTTPException: on_framework_error,
            Exception: on_broken,
        },
        request_max_body_size=MAX_BODY_BYTES,
        # The framework would serve pages of it that load scripts from elsewhere.
        openapi_config=None,
        logging_config=None,
    )


def openapi_document(app: Litestar) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of all routes, for ``schema/``; none of it is served."""
    # The plugin learns its configuration; the routes that it would add are dropped.
    config = OpenAPIConfig(title="Bobwhite", version=__version__)
    app.plugins.get(OpenAPIPlugin).on_app_init(AppConfig(openapi_config=config))
    document = app.openapi_schema.to_schema()
    _, problems = msgspec.json.schema_components(
        [Problem], ref_template="#/components/schemas/{name}"
    )
    document["components"]["schemas"].update(problems)
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"].pop("400", None)
            operation["responses"].get("204", {}).pop("content", None)
            operation["responses"]["default"] = _REFUSAL
    return document


_REFUSAL = {
    "description": "A problem (RFC 9457) with a stable code.",
    "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
