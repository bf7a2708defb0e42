"""``bobwhite config``: are the settings right, and which exist?"""

import click

from bobwhite.cli.common import load_settings
from bobwhite.config import reference


@click.group()
def config() -> None:
    """Check the settings, or list them."""


@config.command()
def check() -> None:
    """Say whether every setting is in its range."""
    load_settings()
    click.echo("All settings are good.")


@config.command(name="reference")
def show_reference() -> None:
    """Print every setting with its default, range and meaning, as Markdown."""
    click.echo(reference(), nl=False)
