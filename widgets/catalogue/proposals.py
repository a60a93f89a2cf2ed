"""What an import would do, before anything is written. An import adds and changes; it never takes
an entry away."""

from collections.abc import Iterable
from dataclasses import dataclass

from widgets.catalogue.differences import Difference, differences
from widgets.catalogue.records import Entry


@dataclass(frozen=True)
class Proposed:
    """One entry that would be written. Shape: differences is empty for one that is new."""

    entry: Entry
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """Shape: in the order of the file; unchanged is how many entries stay as they are."""

    added: tuple[Proposed, ...]
    changed: tuple[Proposed, ...]
    unchanged: int

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(each.entry for each in (*self.added, *self.changed))


def proposal(known: Iterable[Entry], entries: Iterable[Entry]) -> Proposal:
    """Shape: known is the draft of the catalogue, entries what a file says."""
    before = {(type(each), each.slug): each for each in known}
    added, changed, unchanged = [], [], 0
    for entry in entries:
        old = before.get((type(entry), entry.slug))
        if old is None:
            added.append(Proposed(entry))
        elif old != entry:
            changed.append(Proposed(entry, differences(old, entry)))
        else:
            unchanged += 1
    return Proposal(tuple(added), tuple(changed), unchanged)
