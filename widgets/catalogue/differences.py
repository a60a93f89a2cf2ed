"""Two records of one entry, field by field, and two texts word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from widgets.catalogue.records import Entry, Lasting, Logo, Publication, Texts

SAME, REMOVED, ADDED = "same", "removed", "added"
_MOST_WORDS = 400  # of each side that are compared one by one; difflib is quadratic, at its worst
_ALIKE = 0.6  # spaces and commas are alike in any two texts
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")

Value = str | int | bool | None


@dataclass(frozen=True)
class Difference:
    """One field that differs.

    Shape: path is a field, "summary.nl" for a text in one language; before and after are None
    where nothing is said; of a list what was removed from it and added to it, and both are
    empty where only its order differs."""

    path: str
    before: Value = None
    after: Value = None
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """A stretch of text. Shape: kind is SAME, REMOVED or ADDED."""

    kind: str
    text: str


def differences(before: Entry | None, after: Entry | None) -> tuple[Difference, ...]:
    """Shape: both of one type, None for an entry that is not there; fields in the order in which
    the record has them, what it is called first, and languages as they come."""
    old, new = _fields(before), _fields(after)
    names = sorted(new or old, key=lambda name: name in Lasting.model_fields)
    return tuple(
        difference for name in names for difference in _of_field(name, old.get(name), new.get(name))
    )


def _fields(entry: Entry | Logo | None) -> dict[str, Any]:
    """What an entry says. Shape: None for what it leaves at its default."""
    if entry is None:
        return {}
    return {
        name: None if value == field.default else value
        for name, field in type(entry).model_fields.items()
        for value in [getattr(entry, name)]
    }


def _of_field(name: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before or after, Texts):
        old, new = before.root if before else {}, after.root if after else {}
        for language in dict.fromkeys([*old, *new]):
            if old.get(language) != new.get(language):
                yield Difference(f"{name}.{language}", old.get(language), new.get(language))
    elif isinstance(before or after, Logo):
        was_logo, is_logo = _fields(before), _fields(after)
        for part in is_logo or was_logo:
            yield from _of_field(f"{name}.{part}", was_logo.get(part), is_logo.get(part))
    elif isinstance(before or after, tuple):
        was, now = _lines(before or ()), _lines(after or ())
        removed = tuple(each for each in was if each not in now)
        added = tuple(each for each in now if each not in was)
        yield Difference(name, removed=removed, added=added)
    else:
        yield Difference(name, before, after)


def _lines(values: tuple[str | Publication, ...]) -> tuple[str, ...]:
    return tuple(each if isinstance(each, str) else _line(each) for each in values)


def _line(publication: Publication) -> str:
    """ "Titel / Title, 2014, https://example.org"."""
    title = " / ".join(publication.title)
    return ", ".join(part for part in (title, publication.year, publication.url) if part)


def words(before: str, after: str) -> tuple[Run, ...]:
    """What stayed, what was removed and what was added, in the order of reading. Where too much of
    a long text differs, it is shown as replaced in one piece."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    head, tail = old[:start], old[len(old) - end :]
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    runs = [Run(SAME, "".join(head)), *_between(old, new), Run(SAME, "".join(tail))]
    return tuple(each for each in runs if each.text)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """Where less than half stayed, a reader sees more in two whole texts. What stayed and holds no
    word would only tear them apart."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if max(len(old), len(new)) > _MOST_WORDS or matcher.ratio() < _ALIKE:
        yield from (Run(REMOVED, "".join(old)), Run(ADDED, "".join(new)))
        return
    removed = added = ""
    for _, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        before, after = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        if before == after and any(each.isalnum() for each in before):
            yield from (Run(REMOVED, removed), Run(ADDED, added), Run(SAME, before))
            removed = added = ""
        else:
            removed, added = removed + before, added + after
    yield from (Run(REMOVED, removed), Run(ADDED, added))
