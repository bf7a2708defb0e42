"""``bobwhite backup`` and ``bobwhite restore``: the whole instance as one folder."""

from pathlib import Path

import click

from bobwhite.backup import BackupError, back_up
from bobwhite.backup import restore as put_back
from bobwhite.cli.common import load_settings
from bobwhite.clock import SystemClock
from bobwhite.serving import StartError

_folder = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@click.command()
@_folder
def backup(folder: Path) -> None:
    """Write everything to FOLDER, which is new or empty; the server may run."""
    try:
        manifest = back_up(load_settings(), folder, SystemClock().now())
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    size = sum(entry.size for entry in manifest.files.values())
    click.echo(f"{folder} holds {len(manifest.files)} files, {size} bytes. Keep it secret.")
    if manifest.schema is None:
        click.echo("The database is NOT in it: back PostgreSQL up with pg_dump, right after this.")


@click.command()
@_folder
def restore(folder: Path) -> None:
    """Put the backup in FOLDER into an empty data folder; stop the server first."""
    settings = load_settings()
    try:
        manifest = put_back(settings, folder)
    except (BackupError, StartError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{settings.data_dir} is as it was at {manifest.made_at:%Y-%m-%d %H:%M} UTC.")
    if manifest.schema is None:
        click.echo("The database was not in it: put PostgreSQL's dump back with pg_restore.")
