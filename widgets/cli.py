"""The command line: serve, import, export, check, settings; staff, backup and restore have modules
of their own."""

import asyncio
import os
import socket
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from widgets import backup_cli, serving, staff_cli
from widgets import settings as configuration
from widgets.catalogue.differences import Difference
from widgets.catalogue.edition import edition
from widgets.catalogue.proposals import Proposal, Proposed, proposal
from widgets.catalogue.records import TYPE_OF, TYPES
from widgets.errors import BadSetting, CatalogueRefused, WidgetsError
from widgets.files import formats
from widgets.files.rows import Read
from widgets.http import assets
from widgets.settings import Settings, variable
from widgets.store import logos
from widgets.store.database import opened, refuse_damage
from widgets.store.journal import Journal
from widgets.store.soundness import refuse_unsound

SHIPPED = Path(__file__).parent / "catalogue" / "somo.toml"
SHIPPED_HOST = "somo"
AUTHOR = "command line"
MOST_PROBLEMS = 200  # that are shown

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
cli.add_typer(staff_cli.cli, name="staff")
cli.command()(backup_cli.backup)
cli.command()(backup_cli.restore)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def main() -> None:
    """Runs a command; an error of ours is one clear line, or a list, and exit status 1."""
    try:
        cli()
    except CatalogueRefused as error:
        err.print(f"Nothing was imported. {_counted(len(error.problems), 'problem')}:")
        for each in error.problems[:MOST_PROBLEMS]:
            err.print(f"  {_printable(str(each))}", soft_wrap=True)
        if len(error.problems) > MOST_PROBLEMS:
            err.print(f"  and {len(error.problems) - MOST_PROBLEMS} more")
        raise SystemExit(1) from None
    except (WidgetsError, PermissionError) as error:
        err.print(f"widgets: {_printable(_told(error))}", soft_wrap=True)
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


@cli.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="A catalogue: .toml, .json, .csv or .xlsx.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Publish what was imported.")] = False,
    type: Annotated[str, typer.Option(help="What a table holds that does not say it.")] = "",
) -> None:
    """Add the entries of a file to the catalogue: all of them, or none."""
    settings = configuration.read()
    if type not in {"", *TYPES}:
        raise BadSetting(f"--type is {type!r}; it takes one of: {', '.join(TYPES)}")
    asyncio.run(_import(settings, file, type, dry_run=dry_run, publish=publish))


@cli.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to: .toml, .json, .csv or .xlsx.")],
) -> None:
    """Write the whole catalogue, drafts included, as a file that import takes back unchanged."""
    settings = configuration.read()
    asyncio.run(_export(settings, file))


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
            for each in await journal.published():
                each.record()
            return
        if settings.host_organisation != SHIPPED_HOST:
            out.print("The catalogue is empty: widgets import FILE --publish fills it.")
            return
        out.print("First start: importing the sample catalogue of SOMO's networks.")
        await _save(journal, formats.read(SHIPPED), publish=True, note="sample catalogue")


async def _import(
    settings: Settings, file: Path, type: str, *, dry_run: bool, publish: bool
) -> None:
    async with opened(settings.database_url) as connection:
        journal = Journal(connection)
        known = [each.record() for each in await journal.newest()]
        found = formats.read(file, known, type)
        entries, lacking = await logos.known(connection, found.entries)
        found = replace(found, entries=entries)
        for slug in lacking:
            err.print(f"  {slug}: this database lacks its logo, so it is left out; upload it again")
        if dry_run:
            changes = _tell(proposal(known, found.entries))
            out.print(f"{_counted(changes, 'change')}; nothing was written.")
            return
        saved, number = await _save(journal, found, publish=publish, note=f"import of {file.name}")
        said = f"{_counted(len(found.entries), 'entry', 'entries')} read, {saved} saved"
        out.print(f"{said}, publication {number}." if publish else f"{said} as drafts.")


async def _save(journal: Journal, found: Read, *, publish: bool, note: str) -> tuple[int, int]:
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("", total=len(found.entries))
        saved = await journal.save(
            found.entries,
            AUTHOR,
            note,
            publish=found.to_publish if publish else (),
            progress=lambda done: progress.update(task, completed=done),
        )
    return len(saved), await journal.publication()


async def _export(settings: Settings, file: Path) -> None:
    async with opened(settings.database_url) as connection:
        journal = Journal(connection)
        newest = await journal.newest()
        entries = [each.record() for each in newest]
        shown = {each.revision for each in await journal.published()}
    drafts = frozenset((each.type, each.slug) for each in newest if each.revision not in shown)
    formats.write(file, entries, drafts)
    out.print(
        f"{_counted(len(entries), 'entry', 'entries')} written to {escape(str(file))}.",
        soft_wrap=True,
    )


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


def _tell(proposed: Proposal) -> int:
    """Print what an import would do. Shape: how many entries it would change."""
    for each in proposed.added:
        out.print(f"  add {_called(each)}", soft_wrap=True)
    for each in proposed.changed:
        out.print(f"  change {_called(each)}", soft_wrap=True)
        for difference in each.differences:
            out.print(f"    {_printable(_differs(difference))}", soft_wrap=True)
    return len(proposed.entries)


def _called(each: Proposed) -> str:
    return _printable(f"{TYPE_OF[type(each.entry)]} {each.entry.slug}")


def _differs(each: Difference) -> str:
    """ "website: https://a.example → nothing", "topics: − water + tax" """
    if each.removed or each.added:
        lists = [f"− {one}" for one in each.removed] + [f"+ {one}" for one in each.added]
        return f"{each.path}: {' '.join(lists)}"
    if each.before is None and each.after is None:
        return f"{each.path}: in another order"
    shown = ("nothing" if value is None else str(value) for value in (each.before, each.after))
    return f"{each.path}: {' → '.join(shown)}"


def _printable(text: str) -> str:
    """Text from a file or an error, without what a terminal or rich would take for a command."""
    return escape(
        "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
    )


def _as_set(value: object) -> str:
    """A setting's value as its variable holds it."""
    if isinstance(value, Path):
        return f"sqlite:///{value}"
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
