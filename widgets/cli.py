"""The command line: serve, check, settings; catalogues, staff, backup and restore have modules of
their own."""

import asyncio
import os
import socket
from dataclasses import fields
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from widgets import backup_cli, catalogue_cli, serving, staff_cli
from widgets import settings as configuration
from widgets.catalogue.edition import edition
from widgets.catalogue_cli import counted, err, out, printable, save
from widgets.errors import BadSetting, CatalogueRefused, WidgetsError
from widgets.files import formats
from widgets.http import assets
from widgets.settings import Settings, variable
from widgets.store import publications
from widgets.store.database import opened, refuse_damage
from widgets.store.journal import Journal
from widgets.store.published import changes_of
from widgets.store.soundness import refuse_unsound

SHIPPED = Path(__file__).parent / "catalogue" / "somo.toml"
SHIPPED_HOST = "somo"
MOST_PROBLEMS = 200  # that are shown

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
cli.command(name="import")(catalogue_cli.import_)
cli.command()(catalogue_cli.export)
cli.command()(catalogue_cli.generate)
cli.add_typer(staff_cli.cli, name="staff")
cli.command()(backup_cli.backup)
cli.command()(backup_cli.restore)


def main() -> None:
    """Runs a command; an error of ours is one clear line, or a list, and exit status 1."""
    try:
        cli()
    except CatalogueRefused as error:
        err.print(f"Nothing was imported. {counted(len(error.problems), 'problem')}:")
        for each in error.problems[:MOST_PROBLEMS]:
            err.print(f"  {printable(str(each))}", soft_wrap=True)
        if len(error.problems) > MOST_PROBLEMS:
            err.print(f"  and {len(error.problems) - MOST_PROBLEMS} more")
        raise SystemExit(1) from None
    except (WidgetsError, PermissionError) as error:
        err.print(f"widgets: {printable(_told(error))}", soft_wrap=True)
        raise SystemExit(1) from None


def _told(error: WidgetsError | PermissionError) -> str:
    if isinstance(error, PermissionError):
        return f"{error.filename} cannot be used: {error.strerror}"
    return str(error)


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Number of processes.", min=1, max=64)] = 1,
) -> None:
    """Run the server; the first time, with the catalogue that is shipped."""
    settings = configuration.read()
    _check_free(host, port)
    assets.load()
    asyncio.run(_prepare(settings))
    origin = f"http://{host}:{port}"
    out.print(f"The widgets are on [link]{origin}[/link] (Ctrl+C stops them).")
    if first := asyncio.run(staff_cli.first_link(settings, origin)):
        out.print("Nobody can sign in yet. Make the first account, within a day, once:")
        out.print(f"  {first}", soft_wrap=True)
    serving.run(settings, host, port, workers)


@cli.command()
def check() -> None:
    """Verify settings, static files and the database."""
    settings = configuration.read()
    assets.load()
    problems = asyncio.run(_check(settings))
    for each in problems:
        err.print(f"  {escape(each)}", soft_wrap=True)
    if problems:
        raise SystemExit(1)
    out.print("Settings, static files and database are in order.")


@cli.command(name="settings")
def settings_() -> None:
    """Show every setting, its value and what it does."""
    settings = configuration.read()
    table = Table("Setting", "Value", "Meaning")
    for each in fields(Settings):
        value = getattr(settings, each.name)
        said = "set" if value and each.metadata["is_secret"] else _as_set(value)
        table.add_row(variable(each.name), escape(said), each.metadata["help"])
    out.print(table)


def _check_free(host: str, port: int) -> None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        why = str(error) if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
        said = f"cannot listen on {host}, port {port} ({why}); name another with --port"
        raise BadSetting(said) from error


async def _prepare(settings: Settings) -> None:
    """Make sure that all that is published can be read; into a journal that was never written to,
    import and publish the shipped catalogue."""
    async with opened(settings.database_url) as connection:
        await refuse_damage(connection, settings.database_url)
        journal = Journal(connection)
        if not await journal.is_new():
            async for rows in publications.since(connection, 0):
                changes_of(rows)
            return
        if settings.host_organisation != SHIPPED_HOST:
            out.print("The catalogue is empty: widgets import FILE --publish fills it.")
            return
        out.print("First start: importing the sample catalogue of SOMO's networks.")
        shipped = formats.read(SHIPPED)
        await save(journal, shipped.entries, shipped.to_publish, "sample catalogue")


async def _check(settings: Settings) -> list[str]:
    async with opened(settings.database_url) as connection:
        await refuse_unsound(connection, settings.database_url)
        shown = edition(each.record() for each in await Journal(connection).published())
    if shown.party(settings.host_organisation):
        return []
    return [
        f"{settings.host_organisation} is not a published organisation; "
        f"set {variable('host_organisation')}, or publish it"
    ]


def _as_set(value: object) -> str:
    """A setting's value as its variable holds it."""
    if isinstance(value, Path):
        return f"sqlite:///{value}"
    return " ".join(value) if isinstance(value, tuple) else str(value)
