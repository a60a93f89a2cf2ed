"""Entries as lines of a list, before anything of them is put into words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from widgets.catalogue.edition import Edition, Haystack, folded
from widgets.catalogue.indexed import Facets, Indexed, Selection, Wanted
from widgets.catalogue.needs import Need, Survey, needs
from widgets.catalogue.records import (
    ROLES,
    Category,
    Collaboration,
    Entry,
    Membership,
    Names,
    Network,
    Organisation,
    Party,
    Topic,
)
from widgets.store.ledger import Book, Mark

SORTS = ("name", "changed", "needs")
OWN_FACET = {  # what the entries of a type are sorted into
    "network": "category",
    "organisation": "country",
    "membership": "role",
    "collaboration": "form",
}
ANY = "any"  # the value of an entry that needs anything at all
NONE = "none"  # the value of a facet that an entry says nothing about


@dataclass(frozen=True)
class Line:
    """Shape: key is (type, slug); values are those of each facet; haystack is what a search looks
    through."""

    key: tuple[str, str]
    record: Entry
    mark: Mark
    needs: tuple[Need, ...]
    values: Mapping[str, tuple[str, ...]]
    haystack: Haystack


def lines(book: Book, type: str, lang: str, survey: Survey) -> tuple[Line, ...]:
    """Every entry of a type, ordered by name as a reader of the language sees them."""
    order = partial(_order, book.edition, lang, {})
    shared: dict[Any, Mapping[str, tuple[str, ...]]] = {}
    made = [
        _line(book, key, mark, survey, shared) for key, mark in book.marks.items() if key[0] == type
    ]
    return tuple(sorted(made, key=lambda line: order(line.record)))


def select(held: Sequence[Line], asked: Wanted, type: str, sort: str) -> Selection[Line]:
    """Shape: sort is one of SORTS; held is ordered by name, which decides where that does not."""
    names = ["state", "need", *([OWN_FACET[type]] if type in OWN_FACET else [])]
    facets: Facets[Line] = {name: partial(_values, name) for name in names}
    orders: Mapping[str, Callable[[Line], Any]] = {
        "name": lambda line: 0,
        "changed": lambda line: -line.mark.revision,
        "needs": lambda line: -len(line.needs),
    }
    indexed = Indexed(held, facets, lambda line: line.haystack, orders.__getitem__)
    return indexed.narrowed(asked, sort)


def names_of(edition: Edition, record: Entry) -> tuple[Names | str, ...]:
    """What an entry is called: its name; of a membership its member and its network, each as a
    slug where it is not there."""
    if isinstance(record, Membership):
        member, network = edition.party(record.member), edition.networks.get(record.network)
        return member.name if member else record.member, network.name if network else record.network
    return (record.title if isinstance(record, Collaboration) else record.name,)


def _values(name: str, line: Line) -> tuple[str, ...]:
    return line.values[name]


def _line(
    book: Book,
    key: tuple[str, str],
    mark: Mark,
    survey: Survey,
    shared: dict[Any, Mapping[str, tuple[str, ...]]],
) -> Line:
    """Shape: shared holds the values that many lines have in common, once."""
    record = book.record(key)
    found = needs(record, survey)
    codes = tuple(each.code for each in found)
    values = {"state": (mark.state,), "need": (ANY, *codes) if codes else ()}
    values |= {facet: (value,) for facet, value in _own(record)}
    common = shared.setdefault(tuple(values.values()), values)
    return Line(key, record, mark, found, common, _haystack(book.edition, record))


def _own(record: Entry) -> Iterator[tuple[str, str]]:
    match record:
        case Membership():
            yield "role", record.role
        case Network():
            yield "category", record.category or NONE
        case Organisation():
            yield "country", record.country or NONE
        case Collaboration():
            yield "form", record.form


def _haystack(edition: Edition, record: Entry) -> Haystack:
    match record:
        case Membership():
            parties = (_haystacks(edition, record.member), _haystacks(edition, record.network))
            return Haystack("\n".join(parties), b"")
        case Party():
            known = edition.haystacks.get(record.slug)
            return known or Haystack(folded("\n".join(record.name)), record.slug.encode())
        case Collaboration():
            titles = folded("\n".join(record.title))
            return Haystack(titles, _haystacks(edition, record.organisation).encode())
        case Category() | Topic():
            return Haystack(folded("\n".join(record.name)), record.slug.encode())


def _haystacks(edition: Edition, slug: str) -> str:
    known = edition.haystacks.get(slug)
    return known.names if known else slug


def _order(edition: Edition, lang: str, names: dict[str, str], record: Entry) -> tuple[Any, ...]:
    """Shape: names keeps those of parties as they are compared; most of them come often."""
    match record:
        case Membership():
            parties = (record.network, record.member)
            for slug in parties:
                if slug not in names:
                    party = edition.party(slug)
                    names[slug] = folded(party.name.chosen(lang)[1]) if party else slug
            return *(names[slug] for slug in parties), ROLES.index(record.role)
        case Category():
            return record.order, record.slug
        case Collaboration():
            return folded(record.title.chosen(lang)[1]), record.slug
    return folded(record.name.chosen(lang)[1]), record.slug
