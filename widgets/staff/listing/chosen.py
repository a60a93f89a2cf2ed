"""Several entries that a colleague has chosen from a list, each as it was when it was looked at."""

import asyncio
import re
from dataclasses import dataclass

from widgets.catalogue.records import Entry, Key
from widgets.staff.desk import Desk
from widgets.staff.listing.asked import asked
from widgets.staff.listing.lines import select
from widgets.staff.listing.shelves import lines_of, shelves
from widgets.store.ledger import Book

MOST = 1_000  # entries that are changed in one go
_SENT = re.compile(r"([a-z0-9/-]{1,250})(?::(\d{1,15}))?", re.ASCII)


@dataclass(frozen=True)
class Chosen:
    """Shape: seen is the revision that was looked at."""

    key: Key
    record: Entry
    seen: int

    @property
    def sent(self) -> str:
        """As a form carries it."""
        return f"{self.key[1]}:{self.seen}"


async def from_list(desk: Desk, type: str) -> tuple[list[Chosen], int]:
    """What is ticked in a list, or all that its filters find.

    Shape: at most MOST, and how many there are in all."""
    book = await shelves(desk).book()
    if desk.asked.get("all"):
        wanted = asked(desk, type)
        found = await asyncio.to_thread(
            select, await lines_of(desk, type), wanted, type, wanted.sort
        )
        sent = [line.key[1] for line in found.items]
    else:
        sent = desk.request.query_params.getlist("entry")
    chosen = _chosen(book, type, sent)
    return chosen[:MOST], len(chosen)


async def from_form(desk: Desk, type: str) -> list[Chosen]:
    """What an earlier page has carried on."""
    return _chosen(await shelves(desk).book(), type, desk.sent.all("entry"))[:MOST]


def _chosen(book: Book, type: str, sent: list[str] | tuple[str, ...]) -> list[Chosen]:
    """Entries that are no longer there are left out."""
    found: dict[Key, Chosen] = {}
    for text in sent:
        if match := _SENT.fullmatch(text):
            key = (type, match[1])
            if key in book.entries and key in book.marks:
                seen = int(match[2]) if match[2] else book.marks[key].revision
                found[key] = Chosen(key, book.entries[key], seen)
    return [*found.values()]
