"""How does the browser client get to the browser?

Built files carry a hash in their name and are cached for ever; the page itself is asked for each time.
Every path of the client answers with the page, which then shows the screen.
"""

import mimetypes
from pathlib import Path
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from bobwhite.errors import NotFoundError

_NOT_BUILT = "The browser client is not built. Run: make demo\n"


def client_routes(folder: Path) -> list[HTTPRouteHandler]:
    """Return the routes that serve the client built into ``folder``."""
    root = folder.resolve()

    @get(["/", "/{path:path}"], include_in_schema=False, sync_to_thread=False)
    def client(path: str = "/") -> Response[Any]:
        file = (root / path.lstrip("/")).resolve()
        if path.lstrip("/").startswith("api/"):
            raise NotFoundError()
        if file.is_file() and file.is_relative_to(root):
            return _file(file, hashed=file.parent == root / "assets")
        page = root / "index.html"
        if not page.is_file():
            return Response(_NOT_BUILT, media_type="text/plain", status_code=503)
        if "." in path.rpartition("/")[2] and path.startswith("/assets/"):
            raise NotFoundError()
        return _file(page, hashed=False)

    return [client]


def _file(file: Path, *, hashed: bool) -> Response[bytes]:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if file.suffix == ".webmanifest":
        kind = "application/manifest+json"
    caching = "public, max-age=31536000, immutable" if hashed else "no-cache"
    return Response(file.read_bytes(), media_type=kind, headers={"cache-control": caching})
