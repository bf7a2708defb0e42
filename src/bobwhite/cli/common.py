"""What do all commands share?"""

import os
from collections.abc import Mapping

import click
from dotenv import dotenv_values

from bobwhite.config import ConfigError, Settings, read_settings


def load_settings(changes: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from ``.env``, the environment and ``changes``, later ones winning.

    Raises ``click.ClickException`` naming the wrong value.
    """
    stored = {key: value for key, value in dotenv_values(".env").items() if value is not None}
    try:
        return read_settings({**stored, **os.environ, **(changes or {})})
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
