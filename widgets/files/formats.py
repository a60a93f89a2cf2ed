"""A catalogue as a file, in whichever of four formats its name says."""

from collections.abc import Iterable
from pathlib import Path

from widgets.catalogue.records import Entry, Key
from widgets.errors import CatalogueRefused, Problem, StoreRefused, Told
from widgets.files import nested, rows, sheets, tables
from widgets.files.rows import Progress, Read
from widgets.language.messages import marked

SUFFIXES = (".toml", ".json", ".csv", ".xlsx")
LARGEST_BYTES = 64 * 1024 * 1024
SUFFIX = marked("This is none of %(suffixes)s: save it as one of them.")
TOO_LARGE = marked("This is larger than %(most)s MB: import it in parts.")


def read(path: Path, known: Iterable[Entry] = (), type: str = "") -> Read:
    """Read and check a whole file. Entries may refer to each other and to what is known already;
    type is that of a table which does not say it.

    Raises: CatalogueRefused with every problem of the file."""
    _suffix(path.name)
    try:
        too_large = path.stat().st_size > LARGEST_BYTES
        content = b"" if too_large else path.read_bytes()
    except OSError as error:
        told = Told("%(said)s", {"said": f"{path} cannot be read: {error.strerror}"})
        raise _refused(path.name, told) from error
    if too_large:
        raise _refused(path.name, Told(TOO_LARGE, {"most": LARGEST_BYTES // 1024**2}))
    return parsed(path.name, content, known, type)


def parsed(
    name: str,
    content: bytes,
    known: Iterable[Entry] = (),
    type: str = "",
    progress: Progress = lambda done, total: None,
) -> Read:
    """The same of what was sent under a name; progress is told how many of how many are done.

    Raises: CatalogueRefused with every problem of it."""
    held, suffix = tuple(known), _suffix(name)
    if suffix in {".toml", ".json"}:
        found, problems = nested.rows(content, is_toml=suffix == ".toml")
    else:
        found, problems = sheets.rows(_cells(suffix, content), held, type)
    return rows.checked(found, held, problems, progress)


def write(path: Path, entries: Iterable[Entry], drafts: frozenset[Key]) -> None:
    """Write a catalogue that `read` takes back unchanged.

    Raises: StoreRefused for a suffix that is not known, or a place that cannot be written to."""
    content = written(path.name, entries, drafts)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise StoreRefused(f"{path} cannot be written: {error.strerror}") from error


def written(
    name: str, entries: Iterable[Entry], drafts: frozenset[Key], separator: str = ","
) -> bytes:
    """A catalogue as the bytes of a file of this name; separator is that of a CSV.

    Raises: StoreRefused for a suffix that is not known, or a text that the format cannot hold."""
    suffix = Path(name).suffix.lower()
    if suffix == ".xlsx":
        from widgets.files import spreadsheets

        return spreadsheets.written(tables.sheets(entries, drafts))
    if suffix == ".csv":
        from widgets.files import separated

        return separated.written(tables.single(entries, drafts), separator).encode()
    if suffix == ".toml":
        return nested.toml(entries, drafts).encode()
    if suffix == ".json":
        return nested.as_json(entries, drafts).encode()
    raise StoreRefused(f"{name} is none of {', '.join(SUFFIXES)}")


def _cells(suffix: str, content: bytes) -> list[tables.Sheet]:
    """What reads tables is loaded for those who send one: it takes 9 MB."""
    if suffix == ".csv":
        from widgets.files import separated

        return separated.sheets(content)
    from widgets.files import spreadsheets

    return spreadsheets.sheets(content)


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise _refused(name, Told(SUFFIX, {"suffixes": ", ".join(SUFFIXES)}))
    return suffix


def _refused(name: str, told: Told) -> CatalogueRefused:
    return CatalogueRefused([Problem(Told("%(name)s", {"name": name}), "", "", "", told)])
