"""The commands that keep a catalogue safe: backup and restore."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from widgets import settings as configuration
from widgets.errors import BadSetting
from widgets.store import backups
from widgets.store.restoring import restore as restored
from widgets.store.soundness import Contents

out = Console(highlight=False, markup=False)


def backup(
    file: Annotated[Path, typer.Argument(help="Where to; in a folder, a name with the moment.")],
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite an older one.")] = False,
    keep: Annotated[
        int, typer.Option(help="How many stay in the folder; the oldest go.", min=0)
    ] = 0,
) -> None:
    """Write the whole database to a file, while the server runs, and look it through."""
    settings = configuration.read()
    folder = file if file.is_dir() else None
    if keep and not folder:
        raise BadSetting(f"{file} is no folder; --keep looks after a folder of backups")
    target = backups.dated(folder) if folder else file
    found = asyncio.run(backups.backup(settings.database_url, target, replace=replace))
    _say(f"Backed up to {target}: {_told(found)}.")
    if folder and keep:
        for each in backups.keep_newest(folder, keep):
            _say(f"Removed {each}, an older one.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that widgets backup has written.")],
) -> None:
    """Bring a backup back, while the server runs or not; what it replaces is kept."""
    settings = configuration.read()
    found = asyncio.run(restored(settings.database_url, file))
    _say(f"Restored from {file}: {_told(found.now)}.")
    if found.kept:
        before = _told(found.before) if found.before else "it is damaged"
        _say(f"What was there before is kept in {found.kept}: {before}.")
    _say("Colleagues sign in again; one-time links have to be made anew.")


def _told(found: Contents) -> str:
    last = f", the last of {_moment(found.last)}" if found.last else ""
    return f"{found.revisions} revisions and {found.publications} publications{last}"


def _moment(iso: str) -> str:
    return datetime.fromisoformat(iso).astimezone().strftime("%Y-%m-%d %H:%M:%S %Z")


def _say(text: str) -> None:
    out.print(
        "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text),
        soft_wrap=True,
    )
