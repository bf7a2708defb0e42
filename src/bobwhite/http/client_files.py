"""How does the browser client get to the browser?

Built files carry a hash in their name and are cached for ever; the page itself is asked for each time.
Every path of the client answers with the page, which then shows the screen.
"""

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from bobwhite.errors import NotFoundError
from bobwhite.http.auth import AnyRequest

_NOT_BUILT = "The browser client is not built. Run: make demo\n"
# Not from the machine's own list, which differs from machine to machine.
_KINDS = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".txt": "text/plain",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
}
_COMPRESSED = frozenset({".html", ".js", ".css", ".txt", ".json", ".webmanifest", ".svg"})


@dataclass(frozen=True)
class _File:
    """A file as it is sent; ``packed`` is null where compression gains nothing."""

    kind: str
    plain: bytes
    packed: bytes | None


def client_build(folder: Path) -> str | None:
    """Return the path of the first script of the client built into ``folder``, null for none.

    It names the build: scripts carry a hash of all that they load in their name.
    """
    manifest = folder / ".vite" / "manifest.json"
    try:
        return _first_script(manifest, manifest.stat().st_mtime_ns)
    except OSError:
        return None


def client_routes(folder: Path) -> list[HTTPRouteHandler]:
    """Return the routes that serve the client built into ``folder``, now or later."""
    root = folder.resolve()

    @get(["/", "/{path:path}"], include_in_schema=False)
    async def client(request: AnyRequest, path: FromPath[str] = "/") -> Response[Any]:
        name = path.strip("/")
        if name == "api" or name.startswith("api/"):
            raise NotFoundError
        file = _look_up(root, name)
        if file is None and name.startswith("assets/"):
            # A page of an older build asks for its parts: not for the page in their place.
            raise NotFoundError
        file = file or root / "index.html"
        if not file.is_file():
            return Response(_NOT_BUILT, media_type="text/plain", status_code=503)
        packs = "gzip" in request.headers.get("accept-encoding", "")
        return _answer(file, packs=packs, hashed=file.parent == root / "assets")

    return [client]


def _look_up(root: Path, name: str) -> Path | None:
    try:
        file = (root / name).resolve()
        return file if file.is_relative_to(root) and file.is_file() else None
    except (OSError, ValueError):
        # Names that no file system takes: too long, or with a zero byte.
        return None


def _answer(file: Path, *, packs: bool, hashed: bool) -> Response[bytes]:
    loaded = _load(file, file.stat().st_mtime_ns)
    headers = {
        "cache-control": "public, max-age=31536000, immutable" if hashed else "no-cache",
        "vary": "accept-encoding",
    }
    if packs and loaded.packed is not None:
        headers["content-encoding"] = "gzip"
        return Response(loaded.packed, media_type=loaded.kind, headers=headers)
    return Response(loaded.plain, media_type=loaded.kind, headers=headers)


@lru_cache(maxsize=1)
def _first_script(manifest: Path, _changed: int) -> str:
    return f"/{json.loads(manifest.read_bytes())['index.html']['file']}"


@lru_cache(maxsize=256)
def _load(file: Path, _changed: int) -> _File:
    plain = file.read_bytes()
    packed = gzip.compress(plain) if file.suffix in _COMPRESSED else None
    return _File(_KINDS.get(file.suffix, "application/octet-stream"), plain, packed)
