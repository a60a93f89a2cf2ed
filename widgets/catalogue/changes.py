"""What a publication changed, as it is told to those who follow the catalogue."""

from dataclasses import dataclass

from widgets.catalogue.records import Names

ADDED, CHANGED, ENDED, REMOVED = "added", "changed", "ended", "removed"


@dataclass(frozen=True)
class Change:
    """Shape: type and slug as in the journal; verb is one of the words above; name is what a
    removed entry was called, if it had a name of its own."""

    type: str
    slug: str
    verb: str
    name: Names | None = None


@dataclass(frozen=True)
class Announcement:
    """One publication.

    Shape: at is UTC, as in "2026-02-01T09:30:00.000Z"; count is of all its changes, of which the
    first are listed: networks, memberships, organisations, then the rest."""

    number: int
    at: str
    count: int
    changes: tuple[Change, ...]
