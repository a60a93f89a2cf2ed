"""The list of one type of entry, with what still needs work."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from gettext import NullTranslations as Messages

from starlette.responses import Response

from widgets.catalogue.needs import NEEDS, words
from widgets.catalogue.selection import pages
from widgets.http.forms import whole
from widgets.kinds.wording import Phrase
from widgets.language.messages import marked, number
from widgets.staff.colleagues import authors
from widgets.staff.desk import Desk
from widgets.staff.frames import ENTRY_NAMES, Frame
from widgets.staff.listing.asked import PER_PAGE, Asked, asked
from widgets.staff.listing.changes import CHANGES
from widgets.staff.listing.facets import Facet, facets
from widgets.staff.listing.lines import SORTS, Line, select
from widgets.staff.listing.shelves import lines_of, shelves
from widgets.staff.listing.words import facts, title, uses
from widgets.staff.refusals import no_such_page
from widgets.staff.times import Moment
from widgets.store.ledger import STATE_NAMES, Book

NEW_NAMES = {
    "network": marked("New network"),
    "organisation": marked("New organisation"),
    "membership": marked("New membership"),
    "category": marked("New category"),
    "topic": marked("New topic"),
    "collaboration": marked("New collaboration"),
}
_HEADS = {
    "name": marked("Name"),
    "state": marked("Status"),
    "needs": marked("Needs"),
    "changed": marked("Last change"),
}


@dataclass(frozen=True)
class Head:
    """Shape: order is as in aria-sort, "" where the list is in another order."""

    label: str
    address: str
    order: str


@dataclass(frozen=True)
class Row:
    """Shape: slug is for the box that chooses it; needs are words."""

    slug: str
    title: Phrase
    address: str
    facts: tuple[Phrase, ...]
    state: str
    state_words: str
    needs: tuple[str, ...]
    author: str
    changed: Moment


@dataclass(frozen=True)
class Pager:
    """Shape: earlier and later are addresses, "" where there is nothing more."""

    words: str
    earlier: str
    later: str


@dataclass(frozen=True)
class EntryList:
    """Shape: carried are the filters that a search keeps, asked all of them; everything is the
    address without any, "" where none is on; advice is what to do about the need that is chosen;
    new is (address, words) and bulk the address of a change of several entries, empty for who may
    not edit."""

    frame: Frame
    here: str
    q: str
    carried: tuple[tuple[str, str], ...]
    asked: tuple[tuple[str, str], ...]
    facets: tuple[Facet, ...]
    counted: str
    advice: str
    everything: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    pager: Pager | None
    new: tuple[str, str]
    bulk: str
    bulk_words: str


async def entries(desk: Desk) -> Response:
    type = desk.request.path_params["type"]
    if type not in ENTRY_NAMES:
        return no_such_page(desk)
    view = await _entry_list(desk, asked(desk, type))
    return desk.page("entries.html", view)


async def _entry_list(desk: Desk, wanted: Asked) -> EntryList:
    said, type = desk.said, wanted.type
    held, book = await lines_of(desk, type), await shelves(desk).book()
    found = await asyncio.to_thread(select, held, wanted, type, wanted.sort)
    wanted = replace(wanted, page=min(wanted.page, pages(found.count, PER_PAGE)))
    may_edit = desk.account.may("editor")
    count = found.count
    change = said.ngettext("Change the %(count)s found", "Change all %(count)s found", count)
    return EntryList(
        frame=desk.frame(said.gettext(ENTRY_NAMES[type]), f"/staff/entries/{type}", _done(desk)),
        here=f"/staff/entries/{type}",
        q=wanted.q,
        carried=tuple(pair for pair in wanted.pairs if pair[0] != "q"),
        asked=wanted.pairs,
        facets=tuple(facets(said, book.edition, wanted, found, desk.lang)),
        counted=_counted(said, count, found.total, desk.lang),
        advice=said.gettext(NEEDS[kind][1]) if (kind := wanted.need.split("-")[0]) in NEEDS else "",
        everything=f"/staff/entries/{type}" if wanted.pairs else "",
        heads=tuple(_heads(said, wanted)),
        rows=tuple(await _rows(desk, book, found.page(wanted.page, PER_PAGE))),
        pager=_pager(said, wanted, count, desk.lang),
        new=(f"/staff/new/{type}", said.gettext(NEW_NAMES[type])) if may_edit else ("", ""),
        bulk=f"/staff/bulk/{type}" if may_edit and CHANGES[type] and count else "",
        bulk_words=change % {"count": number(count, desk.lang)},
    )


def _done(desk: Desk) -> str:
    """What a change of several entries leads back with."""
    count = whole(desk.asked.get("done", ""))
    if not count:
        return ""
    words = desk.said.ngettext(
        "%(count)s entry was changed as a draft.",
        "%(count)s entries were changed as drafts.",
        count,
    )
    return words % {"count": number(count, desk.lang)}


def _counted(said: Messages, count: int, total: int, lang: str) -> str:
    """Shape: count of a total, which is what there is without any filter."""
    if count == total:
        words = said.ngettext("%(count)s entry", "%(count)s entries", count)
    else:
        words = said.ngettext(
            "%(count)s of %(total)s entry", "%(count)s of %(total)s entries", total
        )
    return words % {"count": number(count, lang), "total": number(total, lang)}


def _heads(said: Messages, wanted: Asked) -> Iterator[Head]:
    for sort, label in _HEADS.items():
        is_on = wanted.sort == sort
        order = ("ascending" if sort == "name" else "descending") if is_on else ""
        address = wanted.to(sort=sort) if sort in SORTS else ""
        yield Head(said.gettext(label), address, order)


async def _rows(desk: Desk, book: Book, shown: Sequence[Line]) -> list[Row]:
    names = await authors(desk)
    lang, clock = desk.lang, desk.clock
    used = uses(book.edition, shown[0].key[0]) if shown else Counter()
    return [
        Row(
            slug=line.key[1],
            title=title(book.edition, line.record, lang),
            address=f"/staff/entries/{line.key[0]}/{line.key[1]}",
            facts=facts(book.edition, line.record, lang, used),
            state=line.mark.state,
            state_words=desk.said.gettext(STATE_NAMES[line.mark.state]),
            needs=tuple(words(desk.said, need, lang) for need in line.needs),
            author=names.get(line.mark.author, line.mark.author),
            changed=clock.ago(line.mark.at),
        )
        for line in shown
    ]


def _pager(said: Messages, wanted: Asked, count: int, lang: str) -> Pager | None:
    page, last = wanted.page, pages(count, PER_PAGE)
    if last == 1:
        return None
    words = said.gettext("Page %(page)s of %(last)s")
    return Pager(
        words=words % {"page": number(page, lang), "last": number(last, lang)},
        earlier=wanted.to(page=page - 1) if page > 1 else "",
        later=wanted.to(page=page + 1) if page < last else "",
    )
