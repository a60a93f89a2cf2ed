"""The draft edition as a value in memory, brought up to date whenever somebody asks for it."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import Entry
from widgets.store.database import opened
from widgets.store.journal import Journal, Key, Saved


class Drafts:
    """Reads only what was saved since the last time, and does its work beside the event loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[Key, Entry] = {}
        self._edition = Edition()
        self._seen: tuple[tuple[int, int], int] | None = None
        self._busy = asyncio.Lock()

    @property
    def entries(self) -> Mapping[Key, Entry]:
        """All that the edition was last made from, also what refers to an entry that is not there;
        replaced as a whole, never changed."""
        return self._entries

    async def edition(self) -> Edition:
        """Shape: its number is that of the newest revision.

        Raises: StoreRefused, Unreadable."""
        async with self._busy, opened(self._path) as connection:
            found = self._path.stat()
            file = found.st_dev, found.st_ino  # another one may be put there, such as a backup
            journal = Journal(connection)
            number = await journal.last_revision()
            if self._seen == (file, number):
                return self._edition
            known = self._seen if self._seen and self._seen[0] == file else None
            entries = dict(self._entries) if known else {}
            saved = await journal.newest_since(known[1] if known else 0)
            number = max([number, *(each.revision for each in saved)])
            self._edition = await asyncio.to_thread(_built, entries, saved, number)
            self._entries, self._seen = entries, (file, number)
            return self._edition


def _built(entries: dict[Key, Entry], saved: Sequence[Saved], number: int) -> Edition:
    """Brings the entries up to date as well."""
    for each in saved:
        if each.body is None:
            entries.pop(each.key, None)
        else:
            entries[each.key] = each.record()
    return edition(entries.values(), number)
