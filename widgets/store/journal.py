"""The journal: revisions of entries and publications that point at them. Nothing is overwritten."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import aiosqlite
from pydantic import ValidationError

from widgets.catalogue.records import TYPES, Entry, Key, key_of, lean
from widgets.errors import Moved, Overtaken, Unreadable
from widgets.store.database import transaction

PARTIES = ("organisation", "network")  # share one space of slugs
Progress = Callable[[int], None]

_NEWEST = """
  SELECT revision.id, revision.type, revision.slug, revision.body FROM revision
  JOIN (SELECT max(id) AS id FROM revision GROUP BY type, slug) USING (id)
  ORDER BY revision.id
"""
_NEWEST_OF = """
  SELECT revision.id, revision.type, revision.slug, revision.body
  FROM json_each(?) AS wanted JOIN revision ON revision.id = (
    SELECT max(id) FROM revision WHERE type = json_extract(wanted.value, '$[0]')
    AND slug = json_extract(wanted.value, '$[1]'))
"""
_PUBLISHED = """
  SELECT revision.id, revision.type, revision.slug, revision.body
  FROM (SELECT type, slug, max(publication) AS publication
        FROM publication_entry GROUP BY type, slug)
  JOIN publication_entry USING (type, slug, publication)
  JOIN revision ON revision.id = publication_entry.revision
  ORDER BY revision.id
"""
_PUBLISHED_OF = """
  SELECT revision.id, revision.type, revision.slug, revision.body
  FROM json_each(?) AS wanted
  JOIN publication_entry AS entry ON entry.type = json_extract(wanted.value, '$[0]')
    AND entry.slug = json_extract(wanted.value, '$[1]')
    AND entry.publication = (SELECT max(publication) FROM publication_entry AS other
      WHERE other.type = entry.type AND other.slug = entry.slug)
  JOIN revision ON revision.id = entry.revision
"""
_REVISION = "SELECT id, type, slug, body FROM revision WHERE id = ?"


@dataclass(frozen=True)
class Saved:
    """One entry as the journal holds it. Shape: body is None where it was taken away."""

    revision: int
    type: str
    slug: str
    body: str | None

    @property
    def key(self) -> Key:
        return self.type, self.slug

    def record(self) -> Entry:
        """Raises: Unreadable where the body is not what was once saved, or there is none."""
        try:
            return lean(TYPES[self.type].model_validate_json(self.body or ""))
        except (KeyError, ValidationError) as error:
            said = f"revision {self.revision}, {self.type} {self.slug}, is not readable"
            raise Unreadable(said) from error


def body_of(entry: Entry) -> str:
    """An entry as it is stored: what is not said is left out, so that equal entries are equal."""
    return entry.model_dump_json(exclude_defaults=True)


class Journal:
    """The intentions that the rest of the program has with the store."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def newest(self) -> list[Saved]:
        """The draft edition's entries."""
        return [each for each in await self.newest_of_all() if each.body is not None]

    async def newest_of_all(self) -> list[Saved]:
        """Of each entry that there ever was the draft, taken away or not."""
        return await self._saved(_NEWEST)

    async def newest_of(self, type: str, slug: str) -> Saved | None:
        """The draft of one entry, taken away or not; None where there never was one."""
        return (await self.newest_among([(type, slug)])).get((type, slug))

    async def newest_among(self, keys: Iterable[Key]) -> dict[Key, Saved]:
        return {each.key: each for each in await self._saved(_NEWEST_OF, json.dumps([*keys]))}

    async def published(self) -> list[Saved]:
        """The published edition's entries."""
        return [each for each in await self._saved(_PUBLISHED) if each.body is not None]

    async def published_among(self, keys: Iterable[Key]) -> dict[Key, Saved]:
        """What is published of some entries, or was last, where it was taken away."""
        return {each.key: each for each in await self._saved(_PUBLISHED_OF, json.dumps([*keys]))}

    async def revision(self, number: int) -> Saved | None:
        found = await self._saved(_REVISION, number)
        return found[0] if found else None

    async def last_revision(self) -> int:
        """The number of the last revision, 0 before the first."""
        return await self._number("SELECT coalesce(max(id), 0) FROM revision")

    async def is_new(self) -> bool:
        """Whether nothing was ever saved."""
        return not await self.last_revision()

    async def publication(self) -> int:
        """The number of the last publication, 0 before the first."""
        return await self._number("SELECT coalesce(max(id), 0) FROM publication")

    async def save(
        self,
        entries: Sequence[Entry],
        author: str,
        note: str,
        *,
        base: Mapping[Key, int] | None = None,
        publish: Collection[Key] = (),
        progress: Progress = lambda done: None,
    ) -> list[Saved]:
        """Append a revision of each entry that differs from its newest one, and publish those that
        are named: all of it or none.

        Shape: base holds the revision that each entry was made from, 0 for a new one, and without
        it nothing is compared; publish names entries by (type, slug); what was appended comes
        back; progress is told how many entries are done.
        Raises: Overtaken where somebody has changed one of them meanwhile."""
        appended = []
        async with transaction(self._connection):
            bodies = {key_of(each): body_of(each) for each in entries}
            newest = await self.newest_among({*bodies, *publish})
            await self._refuse_overtaken(bodies, newest, base or {})
            number = await self.last_revision()
            for done, (key, body) in enumerate(bodies.items(), start=1):
                if key not in newest or newest[key].body != body:
                    newest[key] = Saved(number := number + 1, *key, body)
                    appended.append(newest[key])
                progress(done)
            await self._connection.executemany(
                """INSERT INTO revision (id, type, slug, body, author, note)
                   VALUES (?, ?, ?, ?, ?, ?)""",
                ((each.revision, *each.key, each.body, author, note) for each in appended),
            )
            shown = await self.published_among(publish)
            chosen = [newest[key] for key in publish]
            await self.point(
                [each for each in chosen if each.body != _body(shown.get(each.key))], author, note
            )
        return appended

    async def take_away(
        self, type: str, slug: str, author: str, note: str, *, base: int | None = None
    ) -> Saved | None:
        """Take an entry out of the drafts. Shape: None where it is not among them.

        Raises: Overtaken."""
        return await self.replace((type, slug), None, author, note, base=base)

    async def replace(
        self, key: Key, body: str | None, author: str, note: str, *, base: int | None = None
    ) -> Saved | None:
        """Append a body, or None, as the draft of one entry, unless that is what it is already.

        Raises: Overtaken."""
        async with transaction(self._connection):
            newest = await self.newest_among([key])
            bases = {} if base is None else {key: base}
            await self._refuse_overtaken({key: body}, newest, bases)
            if body == _body(newest.get(key)):
                return None
            return await self.append(key, body, author, note)

    async def publish(self, saved: Sequence[Saved], author: str, note: str) -> int:
        """Point a new publication at these revisions, which are the newest ones of their entries;
        nothing happens to those that are published already: sent twice at once, the second would
        hide from an undo what the first has done.

        Shape: the number of the last publication.
        Raises: Overtaken for those that are not."""
        async with transaction(self._connection):
            newest = await self.newest_among(each.key for each in saved)
            await self._refuse_moved({each.key: each.revision for each in saved}, newest)
            shown = await self.published_among(newest)
            others = [each for each in saved if each.body != _body(shown.get(each.key))]
            await self.point(others, author, note)
        return await self.publication()

    async def append(self, key: Key, body: str | None, author: str, note: str) -> Saved:
        """Within a transaction."""
        cursor = await self._connection.execute(
            "INSERT INTO revision (type, slug, body, author, note) VALUES (?, ?, ?, ?, ?)",
            (*key, body, author, note),
        )
        return Saved(cursor.lastrowid or 0, *key, body)

    async def point(self, saved: Sequence[Saved], author: str, note: str) -> None:
        """A new publication, within a transaction; nothing happens where it would be empty.

        Raises: Overtaken where an organisation and a network would both hold one slug."""
        if not saved:
            return
        parties = [each for each in saved if each.type in PARTIES]
        shown = await self.published_among(twin(each.key) for each in parties)
        await self._refuse_twins(parties, shown | {each.key: each for each in parties})
        cursor = await self._connection.execute(
            "INSERT INTO publication (author, note) VALUES (?, ?)", (author, note)
        )
        await self._connection.executemany(
            "INSERT INTO publication_entry (publication, type, slug, revision) VALUES (?, ?, ?, ?)",
            [(cursor.lastrowid, each.type, each.slug, each.revision) for each in saved],
        )

    async def _refuse_overtaken(
        self, bodies: Mapping[Key, str | None], newest: Mapping[Key, Saved], base: Mapping[Key, int]
    ) -> None:
        """Who writes what is there already overtakes nobody."""
        compared = {
            key: number
            for key, number in base.items()
            if key in bodies and bodies[key] != _body(newest.get(key))
        }
        await self._refuse_moved(compared, newest)
        new = [
            Saved(0, *key, body)
            for key, body in bodies.items()
            if key[0] in PARTIES and body is not None and _body(newest.get(key)) is None
        ]
        there = await self.newest_among(twin(each.key) for each in new)
        await self._refuse_twins(new, there | {each.key: each for each in new})

    async def _refuse_twins(self, parties: Iterable[Saved], there: Mapping[Key, Saved]) -> None:
        held = [twin(each.key) for each in parties if each.body is not None]
        if twins := [there[key] for key in held if _body(there.get(key)) is not None]:
            raise Overtaken([Moved(*each.key, 0, each.revision) for each in twins])

    async def _refuse_moved(self, base: Mapping[Key, int], newest: Mapping[Key, Saved]) -> None:
        """An entry has moved where it no longer says what it said when it was looked at."""
        moved = []
        for key, number in base.items():
            there = newest.get(key)
            if there is None or there.revision != number:
                looked_at = await self.revision(number)
                if _body(looked_at) != _body(there):
                    moved.append(Moved(*key, number, there.revision if there else 0))
        if moved:
            raise Overtaken(moved)

    async def _saved(self, sql: str, *values: object) -> list[Saved]:
        cursor = await self._connection.execute(sql, values)
        return [Saved(*row) for row in await cursor.fetchall()]

    async def _number(self, sql: str) -> int:
        row = await (await self._connection.execute(sql)).fetchone()
        return int(row[0]) if row else 0


def twin(key: Key) -> Key:
    """The entry that may not be there beside this one, where both are parties."""
    return ("network" if key[0] == "organisation" else "organisation"), key[1]


def _body(saved: Saved | None) -> str | None:
    return saved.body if saved else None
