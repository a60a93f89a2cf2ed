"""The catalogue taken along as a file, and files to start from."""

import asyncio
from dataclasses import dataclass

from starlette.responses import Response

from widgets.catalogue.records import TYPES, Entry
from widgets.files import formats
from widgets.http.responses import private
from widgets.language.messages import marked
from widgets.staff.desk import Desk
from widgets.staff.frames import ENTRY_NAMES, Frame
from widgets.staff.importing.examples import EXAMPLES, fitted
from widgets.staff.refusals import no_such_page
from widgets.store.audit import Audit
from widgets.store.journal import Saved

HERE = "/staff/export"
MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".toml": "application/toml",
}
_FOR = {
    ".xlsx": marked("For Excel and LibreOffice: a sheet for each kind of entry."),
    ".csv": marked("One table as text, for other programs."),
    ".json": marked("For programs: everything, by kind of entry."),
    ".toml": marked("Text to read, compare and keep: a line for each field."),
}
_STATES = ("drafts", "published")
_WITH_COMMA = frozenset({"en", "ar"})  # elsewhere a comma stands in numbers


@dataclass(frozen=True)
class Format:
    suffix: str
    help: str
    is_chosen: bool


@dataclass(frozen=True)
class Export:
    """Shape: examples are (address, name)."""

    frame: Frame
    formats: tuple[Format, ...]
    examples: tuple[tuple[str, str], ...]


async def export(desk: Desk) -> Response:
    """The page, or the file that its form asks for."""
    suffix, state = desk.asked.get("format", ""), desk.asked.get("state", "drafts")
    if suffix:
        is_known = suffix in MEDIA_TYPES and state in _STATES
        return await _file(desk, suffix, state) if is_known else no_such_page(desk)
    said = desk.said
    view = Export(
        frame=desk.frame(said.gettext("Export"), HERE),
        formats=tuple(
            Format(each, said.gettext(help), each == ".xlsx") for each, help in _FOR.items()
        ),
        examples=tuple(
            (f"{HERE}/examples/{type}.xlsx", said.gettext(name))
            for type, name in ENTRY_NAMES.items()
        ),
    )
    return desk.page("export.html", view)


async def example(desk: Desk) -> Response:
    """A file to start from: one entry, and a column for each field."""
    type, _, suffix = desk.request.path_params["name"].partition(".")
    if type not in TYPES or f".{suffix}" not in MEDIA_TYPES:
        return no_such_page(desk)
    held: dict[str, list[str]] = {name: [] for name in TYPES}
    for each in await desk.journal.newest():
        held[each.type].append(each.slug)
    content = _written(desk, f".{suffix}", [fitted(EXAMPLES[type], held)], frozenset())
    return private(content, media_type=MEDIA_TYPES[f".{suffix}"], file_name=f"{type}.{suffix}")


async def _file(desk: Desk, suffix: str, state: str) -> Response:
    published = {each.key: each for each in await desk.journal.published()}
    newest = await desk.journal.newest() if state == "drafts" else [*published.values()]

    def made() -> bytes:
        entries = [each.record() for each in newest]
        return _written(desk, suffix, entries, _drafts(newest, published))

    name = f"catalogue{suffix}"
    content = await asyncio.to_thread(made)
    await Audit(desk.connection).note(desk.author, "exported", f"{name}, {state}")
    return private(content, media_type=MEDIA_TYPES[suffix], file_name=name)


def _drafts(
    newest: list[Saved], published: dict[tuple[str, str], Saved]
) -> frozenset[tuple[str, str]]:
    return frozenset(
        each.key
        for each in newest
        if each.key not in published or published[each.key].body != each.body
    )


def _written(
    desk: Desk, suffix: str, entries: list[Entry], drafts: frozenset[tuple[str, str]]
) -> bytes:
    separator = "," if desk.lang in _WITH_COMMA else ";"
    return formats.written(f"catalogue{suffix}", entries, drafts, separator)
