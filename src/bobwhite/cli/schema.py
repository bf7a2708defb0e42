"""``bobwhite schema``: the documents that other languages read."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from bobwhite.bootstrap import House
from bobwhite.config import Settings
from bobwhite.http.app import openapi_document
from bobwhite.wire.export import with_gateway

_FILE = Path("schema/openapi.json")


@click.group()
def schema() -> None:
    """Write the OpenAPI document and the gateway's shapes."""


@schema.command()
@click.option("--check", is_flag=True, help="Write nothing; fail when the file is not current.")
def export(check: bool) -> None:
    """Write schema/openapi.json below the present folder."""
    text = document()
    if check:
        if not _FILE.is_file() or _FILE.read_text(encoding="utf-8") != text:
            raise click.ClickException(f"{_FILE} is not current; run: bobwhite schema export")
        return
    _FILE.parent.mkdir(exist_ok=True)
    _FILE.write_text(text, encoding="utf-8")
    click.echo(f"wrote {_FILE}")


def document() -> str:
    """Return the document of the whole interface as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(replace(Settings(), data_dir=Path(folder)))
        return json.dumps(with_gateway(openapi_document(house.litestar)), indent=1) + "\n"
