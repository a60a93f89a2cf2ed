"""The command line for catalogues: import, export, generate."""

import asyncio
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from widgets import settings as configuration
from widgets.catalogue.differences import Difference
from widgets.catalogue.proposals import Proposal, Proposed, proposal
from widgets.catalogue.records import TYPE_OF, TYPES, Entry, Key, key_of
from widgets.errors import BadSetting, StoreRefused
from widgets.files import formats
from widgets.files.weight import refuse_too_heavy
from widgets.settings import Settings
from widgets.store import logos
from widgets.store.database import opened
from widgets.store.journal import Journal

AUTHOR = "command line"

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


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


def export(
    file: Annotated[Path, typer.Argument(help="Where to: .toml, .json, .csv or .xlsx.")],
) -> None:
    """Write the whole catalogue, drafts included, as a file that import takes back unchanged."""
    settings = configuration.read()
    asyncio.run(_export(settings, file))


def generate(
    file: Annotated[
        Path | None, typer.Argument(help="Where to: .toml, .json, .csv or .xlsx.")
    ] = None,
    networks: Annotated[int, typer.Option(help="Number of networks.", min=1)] = 10_000,
    organisations: Annotated[
        int, typer.Option(help="Number of organisations; twice the networks by default.", min=0)
    ] = 0,
    members: Annotated[
        int, typer.Option(help="Number of memberships; ten times the networks by default.", min=-1)
    ] = -1,
    seed: Annotated[int, typer.Option(help="The same one gives the same catalogue.")] = 1,
    publish: Annotated[
        bool, typer.Option("--publish", help="Publish it in a database without entries.")
    ] = False,
) -> None:
    """Make up a catalogue of any size, into a file or an empty database, to try a server on."""
    from widgets.catalogue.generated import Size, generated  # no server needs it

    settings = configuration.read()
    if (file is None) != publish:
        raise BadSetting("generate takes either a FILE to write to, or --publish")
    organisations = organisations or 2 * networks
    usual = min(10 * networks, networks * organisations)
    size = Size(networks, organisations, usual if members < 0 else members)
    if size.memberships > size.most_memberships:
        raise BadSetting(
            f"--members is {size.memberships}; {size.networks} networks and {size.organisations} "
            f"organisations have room for {size.most_memberships}"
        )
    made = generated(size, seed, settings.host_organisation)
    if file:
        _write(file, [*made], frozenset())
    else:
        asyncio.run(_publish(settings, [*made], f"made up, seed {seed}"))


async def _import(
    settings: Settings, file: Path, type: str, *, dry_run: bool, publish: bool
) -> None:
    async with opened(settings.database_url) as connection:
        journal = Journal(connection)
        known = [each.record() for each in await journal.newest()]
        found = formats.read(file, known, type)
        refuse_too_heavy(file.name, known, found.entries, settings.memory_megabytes)
        entries, lacking = await logos.known(connection, found.entries)
        for slug in lacking:
            err.print(f"  {slug}: this database lacks its logo, so it is left out; upload it again")
        if dry_run:
            changes = _tell(proposal(known, entries))
            out.print(f"{counted(changes, 'change')}; nothing was written.")
            return
        saved, number = await save(
            journal, entries, found.to_publish if publish else (), note=f"import of {file.name}"
        )
        said = f"{counted(len(entries), 'entry', 'entries')} read, {saved} saved"
        out.print(f"{said}, publication {number}." if publish else f"{said} as drafts.")


async def save(
    journal: Journal, entries: Sequence[Entry], publish: Collection[Key], note: str
) -> tuple[int, int]:
    """Shape: how many were saved, and the number of the last publication."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
    )  # no server needs it

    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("", total=len(entries))
        saved = await journal.save(
            entries,
            AUTHOR,
            note,
            publish=publish,
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
    _write(file, entries, drafts)


def _write(file: Path, entries: list[Entry], drafts: frozenset[Key]) -> None:
    formats.write(file, entries, drafts)
    said = f"{counted(len(entries), 'entry', 'entries')} written to {escape(str(file))}."
    out.print(said, soft_wrap=True)


async def _publish(settings: Settings, entries: list[Entry], note: str) -> None:
    async with opened(settings.database_url) as connection:
        journal = Journal(connection)
        if not await journal.is_new():
            raise StoreRefused(
                f"{settings.database_url} holds a catalogue already, and what is made up would "
                "stand among it; name another file in WIDGETS_DATABASE_URL"
            )
        refuse_too_heavy("generate", (), entries, settings.memory_megabytes)
        saved, number = await save(journal, entries, [*map(key_of, entries)], note)
        out.print(f"{counted(saved, 'entry', 'entries')} saved, publication {number}.")


def _tell(proposed: Proposal) -> int:
    """Print what an import would do. Shape: how many entries it would change."""
    for each in proposed.added:
        out.print(f"  add {_called(each)}", soft_wrap=True)
    for each in proposed.changed:
        out.print(f"  change {_called(each)}", soft_wrap=True)
        for difference in each.differences:
            out.print(f"    {printable(_differs(difference))}", soft_wrap=True)
    return len(proposed.entries)


def _called(each: Proposed) -> str:
    return printable(f"{TYPE_OF[type(each.entry)]} {each.entry.slug}")


def _differs(each: Difference) -> str:
    """ "website: https://a.example → nothing", "topics: − water + tax" """
    if each.removed or each.added:
        lists = [f"− {one}" for one in each.removed] + [f"+ {one}" for one in each.added]
        return f"{each.path}: {' '.join(lists)}"
    if each.before is None and each.after is None:
        return f"{each.path}: in another order"
    shown = ("nothing" if value is None else str(value) for value in (each.before, each.after))
    return f"{each.path}: {' → '.join(shown)}"


def printable(text: str) -> str:
    """Text from a file or an error, without what a terminal or rich would take for a command."""
    return escape(
        "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
    )


def counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
