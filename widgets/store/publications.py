"""What the last publications changed, read from the journal."""

import json
import sqlite3
from collections.abc import AsyncIterator, Mapping
from itertools import groupby
from typing import Any

import aiosqlite
from pydantic import ValidationError

from widgets.catalogue.changes import ADDED, CHANGED, ENDED, REMOVED, Announcement, Change
from widgets.catalogue.records import Names

Stamp = tuple[int, str]  # a publication's number and moment: tells it from one of another history
PUBLICATIONS = 50
LISTED = 200  # of each publication; a first import may hold everything
MANY = 5_000  # rows at a time, so that nobody waits for all of them

_LAST = "SELECT id, created_at FROM publication ORDER BY id DESC LIMIT 1"
_IS_THERE = "SELECT 1 FROM publication WHERE id = ? AND created_at = ?"
_SINCE = """
  SELECT revision.id, revision.type, revision.slug, revision.body
  FROM (SELECT type, slug, max(publication) AS publication
        FROM publication_entry WHERE publication > ? GROUP BY type, slug)
  JOIN publication_entry USING (type, slug, publication)
  JOIN revision ON revision.id = publication_entry.revision
"""
_CHANGES = """
  WITH recent AS (SELECT id, created_at FROM publication WHERE id > ? ORDER BY id DESC LIMIT ?),
  change AS (
    SELECT recent.id, recent.created_at, entry.type, entry.slug, entry.revision,
      (SELECT before.revision FROM publication_entry AS before
       WHERE before.type = entry.type AND before.slug = entry.slug
       AND before.publication < entry.publication
       ORDER BY before.publication DESC LIMIT 1) AS earlier,
      count(*) OVER (PARTITION BY recent.id) AS total,
      row_number() OVER (PARTITION BY recent.id ORDER BY
        CASE entry.type WHEN 'network' THEN 1 WHEN 'membership' THEN 2
        WHEN 'organisation' THEN 3 ELSE 4 END, entry.slug) AS place
    FROM recent JOIN publication_entry AS entry ON entry.publication = recent.id
  )
  SELECT change.id, change.created_at, change.total, change.type, change.slug,
    revision.body, earlier.body
  FROM change JOIN revision ON revision.id = change.revision
  LEFT JOIN revision AS earlier ON earlier.id = change.earlier
  WHERE place <= ? ORDER BY change.id DESC, place
"""


async def last(connection: aiosqlite.Connection) -> Stamp:
    """The last publication, (0, "") before the first."""
    row = await (await connection.execute(_LAST)).fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


async def is_there(connection: aiosqlite.Connection, stamp: Stamp) -> bool:
    """Whether this very publication is part of the history, which a backup may have replaced."""
    return (
        stamp[0] == 0 or await (await connection.execute(_IS_THERE, stamp)).fetchone() is not None
    )


async def since(
    connection: aiosqlite.Connection, publication: int
) -> AsyncIterator[list[sqlite3.Row]]:
    """What publications later than this one did to entries: many at a time, in no order, and what
    the last of them did.

    Shape: rows of Saved."""
    cursor = await connection.execute(_SINCE, (publication,))
    while rows := [*await cursor.fetchmany(MANY)]:
        yield rows


async def announcements(
    connection: aiosqlite.Connection, known: tuple[Announcement, ...] = ()
) -> tuple[Announcement, ...]:
    """The last publications, newest first. Shape: known are those that were told before."""
    last = known[0].number if known else 0
    cursor = await connection.execute(_CHANGES, (last, PUBLICATIONS, LISTED))
    rows = await cursor.fetchall()
    told = []
    for (number, at, count), group in groupby(rows, key=lambda row: (row[0], row[1], row[2])):
        changes = (_change(*row[3:]) for row in group)
        told.append(Announcement(number, at, count, tuple(changes)))
    return (*told, *known)[:PUBLICATIONS]


def _change(type: str, slug: str, body: str | None, earlier: str | None) -> Change:
    if body is None:
        return Change(type, slug, REMOVED, _name(earlier))
    if earlier is None:
        return Change(type, slug, ADDED)
    return Change(type, slug, ENDED if _has_ended(body) and not _has_ended(earlier) else CHANGED)


def _has_ended(body: str) -> bool:
    held = _fields(body)
    return bool(held.get("until") or held.get("ended"))


def _name(body: str | None) -> Names | None:
    try:
        return Names.model_validate(_fields(body or "").get("name"))
    except ValidationError:
        return None


def _fields(body: str) -> Mapping[str, Any]:
    """An old body is no longer shown: it may be of an earlier release, or damaged."""
    try:
        held = json.loads(body)
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}
