"""Who has changed or published what of late, for the start page."""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby, islice

from widgets.catalogue.records import Key
from widgets.kinds.wording import Phrase, just
from widgets.language.messages import number
from widgets.staff.colleagues import authors
from widgets.staff.desk import Desk
from widgets.staff.frames import ENTRY_NAMES
from widgets.staff.listing.shelves import shelves
from widgets.staff.listing.words import title
from widgets.staff.times import Moment
from widgets.store.history import History, Published
from widgets.store.ledger import Book, Mark

_LOOKED_AT = 500  # changes, which may be of one import
_SHOWN = 7
_PUBLICATIONS = 3


@dataclass(frozen=True)
class Deed:
    """Shape: what is a link to address; more is how many entries it stands for, "" for one."""

    author: str
    what: Phrase
    more: str
    address: str
    is_publication: bool
    at: Moment


async def activity(desk: Desk) -> tuple[Deed, ...]:
    """The newest first."""
    book = await shelves(desk).book()
    published = await History(desk.connection).publications(most=_PUBLICATIONS)
    names = await authors(desk)
    found = [*islice(_changes(desk, book), _SHOWN), *_publications(desk, published)]
    found.sort(key=lambda deed: deed.at.iso, reverse=True)
    return tuple(
        Deed(**vars(each) | {"author": names.get(each.author, each.author)})
        for each in found[:_SHOWN]
    )


def _changes(desk: Desk, book: Book) -> Iterator[Deed]:
    """What one colleague has changed of one type at one time stands together."""
    newest = nlargest(_LOOKED_AT, book.marks.items(), key=lambda item: item[1].revision)
    for (author, type, _), group in groupby(newest, key=_together):
        held = [*group]
        key, mark = held[0]
        at = desk.clock.ago(mark.at)
        if len(held) == 1:
            what = title(book.edition, book.record(key), desk.lang)
            yield Deed(author, what, "", f"/staff/entries/{type}/{key[1]}", False, at)
        else:
            what = just(desk.said.gettext(ENTRY_NAMES[type]))
            more = number(len(held), desk.lang)
            yield Deed(author, what, more, f"/staff/entries/{type}?sort=changed", False, at)


def _together(item: tuple[Key, Mark]) -> tuple[str, str, str]:
    (type, _), mark = item
    return mark.author, type, mark.at[:16]  # to the minute


def _publications(desk: Desk, published: list[Published]) -> Iterator[Deed]:
    for each in published:
        count = each.added + each.changed + each.removed
        words = desk.said.ngettext(
            "%(count)s change published", "%(count)s changes published", count
        ) % {"count": number(count, desk.lang)}
        at = desk.clock.ago(each.at)
        yield Deed(each.author, just(words), "", "/staff/publications", True, at)
