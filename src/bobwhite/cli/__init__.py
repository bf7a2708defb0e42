"""The command line: ``bobwhite serve`` and what an operator needs beside it."""

import rich_click as click

from bobwhite import __version__
from bobwhite.cli.accounts import account
from bobwhite.cli.backup import backup, restore
from bobwhite.cli.config import config
from bobwhite.cli.demo import demo
from bobwhite.cli.doctor import doctor
from bobwhite.cli.migrate import migrate
from bobwhite.cli.schema import schema
from bobwhite.cli.serve import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Bobwhite")
def main() -> None:
    """Social calling that a community can host itself."""


for command in (serve, demo, doctor, migrate, backup, restore, config, account, schema):
    main.add_command(command)
