"""The published catalogue as tables for a spreadsheet. A row's fields are its columns: their names
are part of the address's promise, so new ones come last, and none is renamed."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from io import StringIO

from widgets.catalogue.cells import guarded
from widgets.catalogue.edition import Edition, folded
from widgets.catalogue.records import Network, Party, Texts
from widgets.catalogue.ties import with_end
from widgets.kinds.cards import known_members
from widgets.kinds.wording import ROLE_NAMES
from widgets.language.messages import messages, territory

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it Excel reads ü as Ã¼
_BETWEEN = "; "


@dataclass(frozen=True)
class NetworkRow:
    network: str
    name: str
    abbreviation: str
    also_known_as: str
    category: str
    category_name: str
    category_confirmed: str
    scope: str
    area: str
    area_name: str
    country: str
    country_name: str
    city: str
    since: str
    until: str
    has_ended: str
    size: str
    known_members: str
    topics: str
    topic_names: str
    summary: str
    website: str
    sources: str


@dataclass(frozen=True)
class MemberRow:
    network: str
    network_name: str
    member: str
    member_name: str
    member_type: str
    member_country: str
    member_country_name: str
    member_website: str
    role: str
    role_name: str
    since: str
    until: str
    has_ended: str
    confirmed: str
    note: str


def network_rows(edition: Edition, lang: str) -> list[NetworkRow]:
    """Every network, by name."""
    return [_network(edition, each, lang) for each in _by_name(edition.networks.values(), lang)]


def member_rows(edition: Edition, lang: str) -> list[MemberRow]:
    """Every membership: by the network's name, then as its members are ordered."""
    return [
        row
        for network in _by_name(edition.networks.values(), lang)
        for row in _members(edition, network, lang)
    ]


def as_csv(row: type, rows: Iterable[object], separator: str) -> str:
    """Shape: RFC 4180, with the columns' names first, and a byte order mark before them."""
    text = StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(each.name for each in fields(row))
    writer.writerows([guarded(cell) for cell in vars(each).values()] for each in rows)
    return BYTE_ORDER_MARK + text.getvalue()


def _network(edition: Edition, network: Network, lang: str) -> NetworkRow:
    category = edition.categories.get(network.category or "")
    topics = [edition.topics[slug] for slug in network.topics if slug in edition.topics]
    return NetworkRow(
        network=network.slug,
        name=_text(network.name, lang),
        abbreviation=_text(network.abbreviation, lang),
        also_known_as=_BETWEEN.join(network.aliases),
        category=category.slug if category else "",
        category_name=_text(category.name, lang) if category else "",
        category_confirmed=_claim(network.category_confirmed) if category else "",
        scope=network.scope or "",
        area=network.area or "",
        area_name=territory(network.area, lang) if network.area else "",
        country=network.country or "",
        country_name=_country(network, lang),
        city=_text(network.city, lang),
        since=network.since or "",
        until=network.until or "",
        has_ended=_claim(network.has_ended),
        size=network.size or "",
        known_members=str(known_members(edition, network)),
        topics=_BETWEEN.join(each.slug for each in topics),
        topic_names=_BETWEEN.join(_text(each.name, lang) for each in topics),
        summary=_text(network.summary, lang),
        website=network.website or "",
        sources=_BETWEEN.join(network.sources),
    )


def _members(edition: Edition, network: Network, lang: str) -> Iterator[MemberRow]:
    for entered in edition.members.get(network.slug, ()):
        each = with_end(entered, network)
        party = edition.party(each.member)
        if party is None:
            continue
        yield MemberRow(
            network=network.slug,
            network_name=_text(network.name, lang),
            member=party.slug,
            member_name=_text(party.name, lang),
            member_type="network" if party.slug in edition.networks else "organisation",
            member_country=party.country or "",
            member_country_name=_country(party, lang),
            member_website=party.website or "",
            role=each.role,
            role_name=messages(lang).gettext(ROLE_NAMES[each.role]),
            since=each.since or "",
            until=each.until or "",
            has_ended=_claim(each.has_ended),
            confirmed=each.confirmed or "",
            note=_text(each.note, lang),
        )


def _by_name(networks: Iterable[Network], lang: str) -> Sequence[Network]:
    return sorted(networks, key=lambda each: (folded(each.name.chosen(lang)[1]), each.slug))


def _country(party: Party, lang: str) -> str:
    return territory(party.country, lang) if party.country else ""


def _text(texts: Texts | None, lang: str) -> str:
    return texts.chosen(lang)[1] if texts else ""


def _claim(holds: bool) -> str:
    return "yes" if holds else "no"
