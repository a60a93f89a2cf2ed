"""What a file says, entry by entry, whatever it is written in: every mistake is told, with its
place, and none is invented."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from widgets.catalogue.faults import YES_OR_NO, Fault, Path, faults
from widgets.catalogue.records import SLUG, TYPE_OF, TYPES, Entry, Key, key_of
from widgets.errors import CatalogueRefused, Problem, Told
from widgets.language.messages import marked

TWICE = marked("This entry stands in the file twice: leave one of the two.")
UNKNOWN = marked("%(wanted)s is not in the catalogue: mend it, or add that entry too.")
OF_ITSELF = marked("A network is no member of itself: name another member.")
OF_BOTH = marked("An organisation and a network have this short name: give each its own.")
NO_TABLE = marked("Write this as a table of fields.")
_REFERS = {
    "organisation": ("topics",),
    "network": ("category", "topics"),
    "membership": ("network", "member"),
    "collaboration": ("organisation", "network", "topics"),
}
Progress = Callable[[int, int], None]
Place = tuple[int, Told]  # where it comes in the file, and how that is said


@dataclass(frozen=True)
class Row:
    """One entry as it stands in a file.

    Shape: at tells the place of a field, or of the whole entry for (); faults were found before
    the fields could be put together."""

    type: str
    fields: Mapping[str, Any] | None
    at: Callable[[Path], Place]
    number: int
    faults: tuple[Fault, ...] = ()

    @property
    def called(self) -> str:
        """Its slug, as well as it can be told."""
        if self.fields is None:
            return ""
        slug = self.fields.get("slug")
        if isinstance(slug, str):
            return slug
        parts = (self.fields.get(key) for key in ("network", "member", "role"))
        return "/".join(part for part in parts if isinstance(part, str))

    def problem(self, fault: Fault) -> tuple[int, Problem]:
        order, place = self.at(fault.path)
        name = self.called or str(self.number)
        return order, Problem(place, self.type, name, fault.name, fault.told)


@dataclass(frozen=True)
class Read:
    """What a file holds: its entries, and which of them are to stay drafts."""

    entries: tuple[Entry, ...]
    drafts: frozenset[Key]

    @property
    def to_publish(self) -> frozenset[Key]:
        return frozenset(map(key_of, self.entries)) - self.drafts


def checked(
    rows: Sequence[Row],
    known: Iterable[Entry] = (),
    problems: Sequence[tuple[int, Problem]] = (),
    progress: Progress = lambda done, total: None,
) -> Read:
    """The entries of a whole file; they may refer to each other and to what is known already.

    Shape: progress is told how many of how many entries are done.
    Raises: CatalogueRefused with every problem of the file, those found before included."""
    entries = []
    for done, each in enumerate(rows, start=1):
        entries.append(_entry(each))
        progress(done, len(rows))
    found = [*problems]
    for row, (_, wrong) in zip(rows, entries, strict=True):
        found += map(row.problem, wrong)
    slugs = [_slug(row, entry) for row, (entry, _) in zip(rows, entries, strict=True)]
    found += _repeated(rows, slugs)
    found += _dangling(rows, slugs, known)
    if found:
        raise CatalogueRefused([each for _, each in sorted(found, key=lambda pair: pair[0])])
    drafts = frozenset(
        (row.type, slug)
        for row, slug in zip(rows, slugs, strict=True)
        if row.fields and row.fields.get("draft")
    )
    return Read(tuple(entry for entry, _ in entries if entry), drafts)


def _entry(row: Row) -> tuple[Entry | None, tuple[Fault, ...]]:
    if row.fields is None:
        return None, (Fault((), NO_TABLE),)
    wrong = row.faults
    if not isinstance(row.fields.get("draft", False), bool):
        wrong += (Fault(("draft",), YES_OR_NO),)
    fields = {key: value for key, value in row.fields.items() if key != "draft"}
    try:
        entry = TYPES[row.type].model_validate(fields)
    except ValidationError as error:
        told = {each.path for each in wrong}
        more = faults(error, TYPES[row.type])
        return None, wrong + tuple(each for each in more if each.path not in told)
    return (None if wrong else entry), wrong


def _slug(row: Row, entry: Entry | None) -> str:
    return entry.slug if entry else row.called


def _repeated(rows: Sequence[Row], slugs: Sequence[str]) -> Iterator[tuple[int, Problem]]:
    often = Counter((row.type, slug) for row, slug in zip(rows, slugs, strict=True) if slug)
    for row, slug in zip(rows, slugs, strict=True):
        if often[row.type, slug] > 1:
            yield row.problem(Fault((), TWICE))


def _dangling(
    rows: Sequence[Row], slugs: Sequence[str], known: Iterable[Entry]
) -> Iterator[tuple[int, Problem]]:
    """References to what neither the file nor the catalogue holds, also from and to entries that
    were refused for something else."""
    held: dict[str, set[str]] = {name: set() for name in TYPES}
    for entry in known:
        held[TYPE_OF[type(entry)]].add(entry.slug)
    for row, slug in zip(rows, slugs, strict=True):
        held[row.type].add(slug)
    both = held["network"] & held["organisation"]
    targets = {**held, "member": held["network"] | held["organisation"], "topics": held["topic"]}
    for row, slug in zip(rows, slugs, strict=True):
        fields = row.fields or {}
        for path, wanted in _references(row.type, fields):
            if wanted not in targets[str(path[0])]:
                yield row.problem(Fault(path, UNKNOWN, {"wanted": wanted}))
        if row.type == "membership" and fields.get("member") == fields.get("network"):
            yield row.problem(Fault(("member",), OF_ITSELF))
        if row.type in {"network", "organisation"} and slug in both:
            yield row.problem(Fault(("slug",), OF_BOTH))


def _references(type: str, fields: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """The slugs that an entry names; what is no slug at all has been refused already."""
    for field in _REFERS.get(type, ()):
        value = fields.get(field)
        for wanted in value if isinstance(value, list) else [value]:
            if isinstance(wanted, str) and re.fullmatch(SLUG, wanted.strip()):
                yield (field,), wanted.strip()
