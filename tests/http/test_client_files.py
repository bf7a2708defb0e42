"""Does the browser client reach the browser, and nothing beside it?"""

import gzip
import json
import os
from pathlib import Path
from typing import Any, cast

import httpx2
import pytest
from litestar import Litestar

from bobwhite.config import Settings
from bobwhite.http.app import build_app
from bobwhite.http.client_files import client_build

SCRIPT = b"export const name = 'bobwhite';\n" * 50


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "web_dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_bytes(b"<!doctype html><title>Bobwhite</title>")
    (folder / "assets" / "index-abc123.js").write_bytes(SCRIPT)
    (folder / "assets" / "font.woff2").write_bytes(b"wOF2" * 100)
    (folder / "manifest.webmanifest").write_bytes(b"{}")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return folder


async def get(app: Litestar, path: str, encoding: str = "identity") -> httpx2.Response:
    transport = httpx2.ASGITransport(app=cast("Any", app))
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.get(path, headers={"accept-encoding": encoding})


@pytest.fixture
def app(folder: Path) -> Litestar:
    return build_app([], folder, Settings())


@pytest.mark.parametrize(
    "path", ["/", "/messages", "/messages/acc_x", "/u/rosa.marin", "/settings/devices", "/x.y/z"]
)
async def test_every_page_of_the_client_is_the_same_document(app: Litestar, path: str) -> None:
    answer = await get(app, path)
    assert answer.status_code == 200
    assert b"<title>Bobwhite" in answer.content
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"


async def test_hashed_files_are_cached_for_ever(app: Litestar) -> None:
    answer = await get(app, "/assets/index-abc123.js")
    assert answer.content == SCRIPT
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    manifest = await get(app, "/manifest.webmanifest")
    assert manifest.headers["content-type"].startswith("application/manifest+json")
    assert manifest.headers["cache-control"] == "no-cache"


async def test_text_travels_compressed_to_those_who_ask(app: Litestar) -> None:
    transport = httpx2.ASGITransport(app=cast("Any", app))
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
        request = client.build_request(
            "GET", "/assets/index-abc123.js", headers={"accept-encoding": "br, gzip"}
        )
        answer = await client.send(request, stream=True)
        raw = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "accept-encoding"
    assert gzip.decompress(raw) == SCRIPT
    assert len(raw) < len(SCRIPT) / 2
    font = await get(app, "/assets/font.woff2", "gzip")
    assert "content-encoding" not in font.headers


async def test_a_part_of_an_older_build_is_not_answered_with_the_page(app: Litestar) -> None:
    assert (await get(app, "/assets/index-old.js")).status_code == 404


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v2/accounts"])
async def test_an_unknown_route_is_a_problem_and_no_page(app: Litestar, path: str) -> None:
    answer = await get(app, path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/%00",
        "/" + "x" * 5000,
        "/assets/%00",
    ],
)
async def test_nothing_outside_the_folder_is_served(app: Litestar, path: str) -> None:
    answer = await get(app, path)
    assert answer.status_code in {200, 404}
    assert b"secret" not in answer.content
    assert b"root:" not in answer.content


async def test_a_new_build_is_served_without_a_restart(app: Litestar, folder: Path) -> None:
    await get(app, "/")
    page = folder / "index.html"
    page.write_bytes(b"<!doctype html><title>Newer</title>")
    assert b"Newer" in (await get(app, "/")).content


async def test_a_server_without_a_built_client_says_so(tmp_path: Path) -> None:
    answer = await get(build_app([], tmp_path / "nothing", Settings()), "/")
    assert answer.status_code == 503
    assert b"make" in answer.content


async def test_the_framework_serves_no_pages_of_its_own(app: Litestar) -> None:
    for path in ("/schema", "/schema/swagger", "/schema/openapi.json"):
        assert b"<title>Bobwhite" in (await get(app, path)).content


def test_a_build_is_named_by_its_first_script_and_read_anew_when_it_changes(folder: Path) -> None:
    assert client_build(folder) is None
    manifest = folder / ".vite" / "manifest.json"
    manifest.parent.mkdir()
    for at, script in enumerate(("assets/index-abc123.js", "assets/index-def456.js")):
        manifest.write_text(json.dumps({"index.html": {"file": script}}))
        os.utime(manifest, (at, at))
        assert client_build(folder) == f"/{script}"
