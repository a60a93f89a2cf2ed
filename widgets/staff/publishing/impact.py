"""Which widgets and badges show an entry: found by drawing them over two editions. A widget is a
pure function of edition and options, so what is drawn alike is alike on every partner's page. Long
lists are drawn of the networks concerned alone, where the entry itself looks the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from markupsafe import Markup

from widgets.catalogue.changes import ADDED, CHANGED, REMOVED
from widgets.catalogue.differences import differences
from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Collaboration, Key
from widgets.embed.widgets import drawn
from widgets.errors import NotPublished
from widgets.kinds.badge import BadgeOptions
from widgets.kinds.cards import NetworkOptions, NetworksOptions
from widgets.kinds.filters import FiltersOptions
from widgets.kinds.members import MembersOptions
from widgets.kinds.options import Options
from widgets.kinds.partners import PartnersOptions
from widgets.kinds.registry import KINDS
from widgets.kinds.site import Site
from widgets.language.messages import LANGUAGES

MOST = 40  # widgets that are drawn, some of them in each language
_KIND_OF: dict[type[Options], str] = {each.options: each.name for each in KINDS.values()}


@dataclass(frozen=True)
class Affected:
    """One widget that visitors see change.

    Shape: options lead to where the change can be seen; label is what the widget calls itself;
    verb is ADDED, CHANGED or REMOVED."""

    kind: str
    options: Options
    label: str
    verb: str


@dataclass(frozen=True)
class Impact:
    """Shape: more is how many widgets were not looked at."""

    widgets: tuple[Affected, ...]
    more: int


@dataclass(frozen=True)
class _Concerned:
    """Shape: networks by slug; pairs are (network, member); subjects are parties whose own lists
    may change; narrowed are the options of a list of networks that shows just these."""

    networks: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    subjects: tuple[str, ...] = ()
    narrowed: NetworksOptions = NetworksOptions()


def impact(before: Edition, after: Edition, keys: Iterable[Key], site: Site, lang: str) -> Impact:
    """What visitors see change between two editions because of some entries: of each kind the
    widget with its default options, for each network and organisation concerned."""
    either = (before, after)
    widgets: dict[Options, Affected | None] = {}
    more = 0
    for key in keys:
        found = _concerned(either, *key)
        languages = (lang, *_languages(either, *key))
        short = tuple(_shortened(each, found, site.host) for each in either)
        for options in _probes(found, site.host, lang):
            if options not in widgets and len(widgets) == MOST:
                more += 1
            elif not widgets.get(options):
                widgets[options] = _affected(short, options, languages, site)
    return Impact(tuple(each for each in widgets.values() if each), more)


def _languages(either: tuple[Edition, Edition], type: str, slug: str) -> tuple[str, ...]:
    """In which the entry says something else."""
    found = differences(*(each.entry(type, slug) for each in either))
    said = {each.path.rpartition(".")[2] for each in found}
    return tuple(each for each in LANGUAGES if each in said)


def _shortened(edition: Edition, found: "_Concerned", host: str) -> Edition:
    """The same, but what is concerned is all that its host and its subjects are in."""
    shown = {*found.networks[:MOST]}
    held = {
        slug: tuple(each for each in edition.joined.get(slug, ()) if each.network in shown)
        for slug in {host, *found.subjects[:MOST]} - shown
    }
    return replace(edition, joined={**edition.joined, **held})


def _concerned(either: tuple[Edition, Edition], type: str, slug: str) -> _Concerned:
    match type:
        case "network":
            held = _pairs(either, slug)
            members = tuple(member for network, member in held if network == slug)
            return _Concerned((slug,), held, members, NetworksOptions(q=slug, status="all"))
        case "organisation":
            held = _pairs(either, slug)
            return _Concerned(tuple(network for network, _ in held), held, (slug,))
        case "membership":
            network, member, _ = slug.split("/")
            narrowed = NetworksOptions(q=network, status="all")
            return _Concerned((network,), ((network, member),), (member,), narrowed)
        case "category":
            narrowed = NetworksOptions(category=(slug,), status="all")
            return _Concerned(_sorted_into(either, "category", slug), narrowed=narrowed)
        case "topic":
            narrowed = NetworksOptions(topic=(slug,), status="all")
            return _Concerned(_sorted_into(either, "topics", slug), narrowed=narrowed)
        case _:
            return _Concerned(subjects=_organisations(either, slug))


def _pairs(either: Iterable[Edition], slug: str) -> tuple[tuple[str, str], ...]:
    """The memberships of a party, and in it."""
    held = chain.from_iterable(
        (*each.members.get(slug, ()), *each.joined.get(slug, ())) for each in either
    )
    return tuple(dict.fromkeys((each.network, each.member) for each in held))


def _sorted_into(either: Iterable[Edition], field: str, slug: str) -> tuple[str, ...]:
    """The networks that a category or a topic is said of."""
    networks = chain.from_iterable(each.networks.values() for each in either)
    named = (each.slug for each in networks if slug in _said(getattr(each, field)))
    return tuple(dict.fromkeys(named))


def _said(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _organisations(either: Iterable[Edition], slug: str) -> tuple[str, ...]:
    """Whom a collaboration is with."""
    groups = chain.from_iterable(each.collaborations.values() for each in either)
    held: Iterable[Collaboration] = chain.from_iterable(groups)
    return tuple(dict.fromkeys(each.organisation for each in held if each.slug == slug))


def _probes(found: _Concerned, host: str, lang: str) -> Iterator[Options]:
    """The widgets to look at. Of a long list it is the part that shows what is concerned."""
    by_host = sorted(found.subjects, key=lambda slug: slug != host)
    first = by_host[-1] if by_host else ""
    if found.networks:
        yield replace(found.narrowed, lang=lang)
        yield FiltersOptions(lang=lang)
    yield PartnersOptions(lang=lang, q=first if first != host else "", status="all")
    for slug in found.networks:
        yield NetworkOptions(lang=lang, network=slug)
        yield MembersOptions(lang=lang, network=slug, q=first, status="all")
    for network, member in sorted(found.pairs, key=lambda pair: pair[1] != host):
        yield BadgeOptions(lang=lang, network=network, member=member)
    for slug in by_host:
        if slug != host:
            yield replace(found.narrowed, lang=lang, organisation=slug)
            yield PartnersOptions(lang=lang, organisation=slug, status="all")


def _affected(
    either: Iterable[Edition], options: Options, languages: Iterable[str], site: Site
) -> Affected | None:
    """In the first language that shows a difference, if any does."""
    for lang in languages:
        asked = replace(options, lang=lang)
        before, after = (_drawn(each, asked, site) for each in either)
        if (there := after or before) and before != after:
            verb = ADDED if before is None else REMOVED if after is None else CHANGED
            return Affected(_KIND_OF[type(asked)], asked, there[0], verb)
    return None


def _drawn(shown: Edition, options: Options, site: Site) -> tuple[str, Markup] | None:
    """What a widget calls itself, and what it shows; None where there is nothing to show."""
    try:
        frame, fragment = drawn(KINDS[_KIND_OF[type(options)]], shown, options, site)
    except NotPublished:
        return None
    return frame.label, fragment
