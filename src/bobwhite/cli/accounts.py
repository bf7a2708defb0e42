"""``bobwhite account``: what an operator does to accounts, by handle."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import click

from bobwhite.bootstrap import UseCases, use_cases_beside_a_server
from bobwhite.cli.common import load_settings
from bobwhite.config import Settings
from bobwhite.errors import BobwhiteError, NotFoundError
from bobwhite.storage.migrate import UnusableDatabaseError, ensure_current

Work = Callable[[UseCases, Settings], Awaitable[str]]

_handle = click.argument("handle")


@click.group()
def account() -> None:
    """Badges, plans, lost passwords, suspension and deletion.

    A running server follows the database; people who are connected see changes when they return.
    """


@account.command()
@_handle
def verify(handle: str) -> None:
    """Give the badge: you confirmed who runs the account."""

    async def work(cases: UseCases, _settings: Settings) -> str:
        await cases.administration.set_verified(handle, verified=True)
        return f"{handle} is verified."

    _run(work)


@account.command()
@_handle
def unverify(handle: str) -> None:
    """Take the badge."""

    async def work(cases: UseCases, _settings: Settings) -> str:
        await cases.administration.set_verified(handle, verified=False)
        return f"{handle} is no longer verified."

    _run(work)


@account.command()
@_handle
@click.argument("name", required=False)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day, in UTC.")
@click.option("--none", "revoke", is_flag=True, help="Take the plan away.")
def plan(handle: str, name: str | None, until: datetime | None, revoke: bool) -> None:
    """Give a plan in place of any other, or take it away."""
    if revoke == bool(name):
        raise click.UsageError("Name a plan, or say --none.")

    async def work(cases: UseCases, _settings: Settings) -> str:
        if name is None:
            await cases.plans.revoke(handle)
            return f"{handle} holds no plan."
        end = None if until is None else until.replace(tzinfo=UTC)
        await cases.plans.grant(handle, name, end)
        return f"{handle} holds {name}."

    _run(work)


@account.command("reset-link")
@_handle
def reset_link(handle: str) -> None:
    """Print a link that sets a new password once, within an hour."""

    async def work(cases: UseCases, settings: Settings) -> str:
        return settings.origins[0] + await cases.administration.reset_link(handle)

    _run(work)


@account.command()
@_handle
def suspend(handle: str) -> None:
    """Keep the account out until it is restored."""

    async def work(cases: UseCases, _settings: Settings) -> str:
        await cases.administration.suspend(handle)
        return f"{handle} is suspended."

    _run(work)


@account.command()
@_handle
def restore(handle: str) -> None:
    """Let a suspended account in again."""

    async def work(cases: UseCases, _settings: Settings) -> str:
        await cases.administration.unsuspend(handle)
        return f"{handle} may sign in again."

    _run(work)


@account.command()
@_handle
@click.confirmation_option(prompt="Delete the account for good?")
def delete(handle: str) -> None:
    """Delete the account for good."""

    async def work(cases: UseCases, _settings: Settings) -> str:
        await cases.administration.delete(handle)
        return f"{handle} is deleted."

    _run(work)


def _run(work: Work) -> None:
    settings = load_settings()

    async def run() -> str:
        cases, database = use_cases_beside_a_server(settings)
        try:
            await ensure_current(database)
            return await work(cases, settings)
        finally:
            await database.close()

    try:
        click.echo(asyncio.run(run()))
    except NotFoundError as error:
        raise click.ClickException("no account has this handle") from error
    except (BobwhiteError, UnusableDatabaseError) as error:
        raise click.ClickException(str(error)) from error
