"""What the journal tells of its own past: who changed an entry, what waits to be published, and
what each publication did. Reads only."""

from dataclasses import dataclass

import aiosqlite

from widgets.catalogue.changes import ADDED, CHANGED, REMOVED
from widgets.store.journal import Saved

MOST_REVISIONS = 200  # of one entry
MOST_PUBLICATIONS = 50  # at a time
EVERY = -1  # SQLite's word for no limit

_OF_ENTRY = """
  SELECT revision.id, revision.type, revision.slug, revision.body, revision.author, revision.note,
    revision.created_at, (SELECT group_concat(publication || ' ' || created_at, ',')
      FROM publication_entry AS entry JOIN publication ON publication.id = entry.publication
      WHERE entry.type = revision.type AND entry.slug = revision.slug
      AND entry.revision = revision.id)
  FROM revision WHERE revision.type = ? AND revision.slug = ? ORDER BY revision.id DESC LIMIT ?
"""
_WAITING = """
  WITH draft AS (
    SELECT revision.*, (SELECT entry.revision FROM publication_entry AS entry
      WHERE entry.type = revision.type AND entry.slug = revision.slug
      ORDER BY entry.publication DESC LIMIT 1) AS last
    FROM revision JOIN (SELECT max(id) AS id FROM revision GROUP BY type, slug) USING (id)
  )
  SELECT draft.id, draft.type, draft.slug, draft.body, draft.author, draft.note, draft.created_at,
    shown.id, shown.body
  FROM draft LEFT JOIN revision AS shown ON shown.id = draft.last
  WHERE draft.id IS NOT draft.last AND draft.body IS NOT shown.body
  ORDER BY draft.id DESC
"""
_STEPS = """
  SELECT entry.type, entry.slug, after.id, after.body, before.id, before.body,
    (SELECT max(publication) FROM publication_entry AS later
     WHERE later.type = entry.type AND later.slug = entry.slug) AS last
  FROM publication_entry AS entry JOIN revision AS after ON after.id = entry.revision
  LEFT JOIN publication_entry AS earlier ON earlier.type = entry.type
    AND earlier.slug = entry.slug AND earlier.publication = (
      SELECT max(publication) FROM publication_entry AS other WHERE other.type = entry.type
      AND other.slug = entry.slug AND other.publication < entry.publication)
  LEFT JOIN revision AS before ON before.id = earlier.revision
  WHERE entry.publication = ? ORDER BY entry.type, entry.slug LIMIT ?
"""
_PUBLICATIONS = """
  WITH step AS (
    SELECT entry.publication, after.body AS after,
      (SELECT body FROM publication_entry AS earlier
       JOIN revision ON revision.id = earlier.revision
       WHERE earlier.type = entry.type AND earlier.slug = entry.slug
       AND earlier.publication < entry.publication
       ORDER BY earlier.publication DESC LIMIT 1) AS before,
      entry.publication = (SELECT max(publication) FROM publication_entry AS later
       WHERE later.type = entry.type AND later.slug = entry.slug) AS is_last
    FROM publication_entry AS entry JOIN revision AS after ON after.id = entry.revision
    WHERE entry.publication IN (SELECT id FROM publication WHERE id < ? ORDER BY id DESC LIMIT ?)
  )
  SELECT publication.id, author, note, created_at,
    count(after) FILTER (WHERE before IS NULL),
    count(after) FILTER (WHERE before IS NOT NULL),
    count(before) FILTER (WHERE after IS NULL),
    count(*) FILTER (WHERE is_last AND before IS NOT after)
  FROM publication JOIN step ON step.publication = publication.id
  GROUP BY publication.id ORDER BY publication.id DESC
"""


def verb(before: Saved | None, after: Saved) -> str:
    """What leads from one revision to another: ADDED, CHANGED or REMOVED."""
    if after.body is None:
        return REMOVED
    return ADDED if before is None or before.body is None else CHANGED


@dataclass(frozen=True)
class Revision(Saved):
    """Shape: at is UTC, as in "2026-02-01T09:30:00.000Z"."""

    author: str
    note: str
    at: str


@dataclass(frozen=True)
class Revised(Revision):
    """Shape: published are the publications that point at it, (number, at), oldest first."""

    published: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Waiting:
    """An entry whose draft says something else than what is published. Shape: published is None
    where nothing ever was, and has no body where it was taken away."""

    draft: Revision
    published: Saved | None

    @property
    def verb(self) -> str:
        return verb(self.published, self.draft)


@dataclass(frozen=True)
class Step:
    """What one publication did to one entry. Shape: before is None where nothing was published;
    last is the newest publication that holds the entry."""

    before: Saved | None
    after: Saved
    last: int

    @property
    def verb(self) -> str:
        return verb(self.before, self.after)


@dataclass(frozen=True)
class Published:
    """One publication. Shape: undoable is of how many entries no later one has changed."""

    number: int
    author: str
    note: str
    at: str
    added: int
    changed: int
    removed: int
    undoable: int


class History:
    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def of(self, type: str, slug: str, most: int = MOST_REVISIONS) -> list[Revised]:
        """Every revision of one entry, newest first."""
        rows = await self._connection.execute_fetchall(_OF_ENTRY, (type, slug, most))
        return [Revised(*(*row[:7], _publications(row[7]))) for row in rows]

    async def waiting(self) -> list[Waiting]:
        """What publishing would change, newest first."""
        rows = await self._connection.execute_fetchall(_WAITING)
        return [
            Waiting(Revision(*row[:7]), Saved(row[7], row[1], row[2], row[8]) if row[7] else None)
            for row in rows
        ]

    async def steps(self, publication: int, most: int = EVERY) -> list[Step]:
        """What one publication did, entry by entry."""
        rows = await self._connection.execute_fetchall(_STEPS, (publication, most))
        return [
            Step(
                before=Saved(row[4], row[0], row[1], row[5]) if row[4] else None,
                after=Saved(row[2], row[0], row[1], row[3]),
                last=row[6],
            )
            for row in rows
        ]

    async def publications(
        self, before: int = 2**62, most: int = MOST_PUBLICATIONS
    ) -> list[Published]:
        """The publications before one, newest first."""
        rows = await self._connection.execute_fetchall(_PUBLICATIONS, (before, most))
        return [Published(*row) for row in rows]

    async def publication(self, number: int) -> Published | None:
        found = await self.publications(before=number + 1, most=1)
        return found[0] if found and found[0].number == number else None


def _publications(listed: str | None) -> tuple[tuple[int, str], ...]:
    pairs = (each.split(" ") for each in listed.split(",")) if listed else ()
    return tuple(sorted((int(number), at) for number, at in pairs))
