"""What a preview link was made for, and whether all of that is published by now."""

from dataclasses import dataclass

import aiosqlite

_STATE = """
  SELECT (SELECT coalesce(max(id), 0) FROM revision),
         (SELECT coalesce(max(id), 0) FROM publication)
"""
# An entry waits where its draft differed when the link was made, nothing as new has been published
# since, and it differs still: a draft that was given up waits for nobody.
_WAITS = """
  WITH
    pointed AS (SELECT type, slug, max(publication) AS publication FROM publication_entry
                WHERE publication <= :publication GROUP BY type, slug),
    drafted AS (SELECT type, slug, max(id) AS revision FROM revision
                WHERE id <= :revision GROUP BY type, slug),
    meant AS (SELECT drafted.* FROM drafted
              LEFT JOIN pointed USING (type, slug)
              LEFT JOIN publication_entry USING (type, slug, publication)
              WHERE drafted.revision IS NOT publication_entry.revision),
    today AS (SELECT type, slug, max(publication) AS publication FROM publication_entry
              GROUP BY type, slug)
  SELECT EXISTS (
    SELECT 1 FROM meant
    LEFT JOIN today USING (type, slug)
    LEFT JOIN publication_entry USING (type, slug, publication)
    LEFT JOIN revision AS published ON published.id = publication_entry.revision
    WHERE coalesce(published.id, 0) < meant.revision
      AND published.body IS NOT
        (SELECT body FROM revision WHERE type = meant.type AND slug = meant.slug
         ORDER BY id DESC LIMIT 1))
"""


@dataclass(frozen=True)
class State:
    """How far the journal was at some moment, by number; 0 where it was empty."""

    revision: int
    publication: int


async def state(connection: aiosqlite.Connection) -> State:
    row = await (await connection.execute(_STATE)).fetchone()
    return State(*row) if row else State(0, 0)


async def is_waiting(connection: aiosqlite.Connection, since: State) -> bool:
    """Whether anything that was a draft at that moment still waits to be published."""
    row = await (await connection.execute(_WAITS, vars(since))).fetchone()
    return bool(row and row[0])
