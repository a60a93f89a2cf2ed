"""What an import would do, or what is wrong with its file: kept by a job, shown by a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from widgets.catalogue.differences import Difference, Value
from widgets.catalogue.proposals import Proposal, Proposed
from widgets.catalogue.records import TYPE_OF, TYPES, Entry
from widgets.errors import Problem

SHOWN = 200  # of the changes and of the problems
_MOST_CHARACTERS = 2_000  # of a text
_LONG = {"summary", "description", "sources", "note", "publications", "aliases"}


@dataclass(frozen=True)
class Listed:
    """One entry that would be written. Shape: body holds what it is called by; differences is empty
    for one that is new."""

    type: str
    body: str
    differences: tuple[Difference, ...] = ()

    @property
    def entry(self) -> Entry:
        return TYPES[self.type].model_validate_json(self.body)


@dataclass(frozen=True)
class Outcome:
    """Shape: the first of all that there are, and how many; lacking are entries whose logo this
    database lacks; moved tells that the catalogue had changed since it was checked before."""

    added: tuple[Listed, ...] = ()
    changed: tuple[Listed, ...] = ()
    added_count: int = 0
    changed_count: int = 0
    unchanged: int = 0
    lacking: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    problem_count: int = 0
    saved: int = 0
    moved: bool = False

    @property
    def count(self) -> int:
        return self.added_count + self.changed_count


_STORED = TypeAdapter(Outcome)


def proposed(proposal: Proposal, lacking: Sequence[str], moved: bool) -> Outcome:
    return Outcome(
        added=_listed(proposal.added),
        changed=_listed(proposal.changed),
        added_count=len(proposal.added),
        changed_count=len(proposal.changed),
        unchanged=proposal.unchanged,
        lacking=tuple(lacking[:SHOWN]),
        moved=moved,
    )


def wrong(problems: Sequence[Problem]) -> Outcome:
    return Outcome(problems=tuple(problems[:SHOWN]), problem_count=len(problems))


def stored(outcome: Outcome) -> str:
    return _STORED.dump_json(outcome).decode()


def restored(text: str) -> Outcome:
    return _STORED.validate_json(text) if text else Outcome()


def _listed(entries: Iterable[Proposed]) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            TYPE_OF[type(each.entry)],
            each.entry.model_dump_json(exclude_defaults=True, exclude=_LONG),
            tuple(map(_short, each.differences)),
        )
        for each in tuple(entries)[:SHOWN]
    )


def _short(each: Difference) -> Difference:
    return replace(
        each,
        before=_cut(each.before),
        after=_cut(each.after),
        removed=tuple(str(_cut(one)) for one in each.removed[:SHOWN]),
        added=tuple(str(_cut(one)) for one in each.added[:SHOWN]),
    )


def _cut(value: Value) -> Value:
    if isinstance(value, str) and len(value) > _MOST_CHARACTERS:
        return f"{value[:_MOST_CHARACTERS]}…"
    return value
