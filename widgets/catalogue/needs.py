"""What an entry still needs before it is at its best. Judged by what the catalogue itself says: no
website is ever asked."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations as Messages
from urllib.parse import urlsplit

from babel import Locale

from widgets.catalogue import years
from widgets.catalogue.edition import Edition
from widgets.catalogue.records import (
    EVERY_LANGUAGE,
    Category,
    Collaboration,
    Entry,
    Lasting,
    Membership,
    Network,
    Party,
    Texts,
    Topic,
)
from widgets.language.messages import marked

NEEDS = {  # kind -> (in a few words, what to do), the gravest first
    "dangling": (
        marked("Refers to what is not there"),
        marked("Choose something else there, or add the entry that is missing."),
    ),
    "text": (
        marked("No text in %(language)s"),
        marked("Readers get another language instead. Write the text, or have it translated."),
    ),
    "website": (
        marked("No website"),
        marked("Without a website its name leads nowhere. Look it up and add it."),
    ),
    "example": (
        marked("Website is not a real one"),
        marked("This address stands for an example. Replace it by the real one, or take it out."),
    ),
    "insecure": (
        marked("Website without https"),
        marked("Most sites can be reached by https today. Try it, and add the s if it works."),
    ),
    "shared": (
        marked("Website stands at several entries"),
        marked("Open them and check to which of them it belongs. It may be right for several."),
    ),
    "category": (
        marked("No category"),
        marked("Without a category it is found under none. Choose one."),
    ),
    "unconfirmed": (
        marked("Category not confirmed"),
        marked("Visitors see that it is provisional. Ask, and then confirm it."),
    ),
    "ending": (
        marked("Ends soon"),
        marked("It ends this year or next. Check whether that still holds."),
    ),
    "unchecked": (
        marked("Not confirmed by a source"),
        marked("Add the last year for which a source says that this membership holds."),
    ),
    "source": (
        marked("No source"),
        marked("Add the address of a page where this can be read."),
    ),
    "logo": (
        marked("No logo"),
        marked("Cards show its letters instead. Upload a logo if there is one."),
    ),
}
_EXAMPLES = ("example.com", "example.net", "example.org", "localhost")
_RESERVED = (".example", ".invalid", ".test", ".localhost", *(f".{host}" for host in _EXAMPLES))


@dataclass(frozen=True)
class Need:
    """Shape: kind is a key of NEEDS; language is one of those asked for, for a missing text."""

    kind: str
    language: str = ""

    @property
    def code(self) -> str:
        """As an address has it."""
        return f"{self.kind}-{self.language}" if self.language else self.kind


@dataclass(frozen=True)
class Survey:
    """What entries are judged by. Shape: languages are those in which each text should be; sites
    is how many parties have a website, by its host and path."""

    edition: Edition
    languages: tuple[str, ...]
    year: int
    sites: Mapping[str, int]


def survey(edition: Edition, languages: Sequence[str], year: int) -> Survey:
    parties: Iterable[Party] = (*edition.organisations.values(), *edition.networks.values())
    sites = Counter(_site(each.website) for each in parties if each.website)
    return Survey(edition, tuple(languages), year, sites)


def needs(entry: Entry, survey: Survey) -> tuple[Need, ...]:
    """Shape: in the order of NEEDS; empty for an entry that needs nothing."""
    if isinstance(entry, Membership):  # first, because there are more of them than of all others
        return (*_of_membership(entry, survey.edition), *_ending(entry, survey.year))
    if isinstance(entry, Category | Topic):
        return (*_unwritten(entry.name, survey.languages),)
    if isinstance(entry, Collaboration):
        return (*_of_collaboration(entry, survey.edition), *_ending(entry, survey.year))
    if isinstance(entry, Network):
        return (*_of_network(entry, survey),)
    return (
        *_unknown_topics(entry, survey.edition),
        *_unwritten(entry.name, survey.languages),
        *_website(entry, survey),
        *_ending(entry, survey.year),
    )


def words(messages: Messages, need: Need, lang: str) -> str:
    """In a few words, in the reader's language."""
    said = messages.gettext(NEEDS[need.kind][0])
    name = Locale.parse(lang).languages.get(need.language, need.language)
    return said % {"language": name} if need.language else said


def _of_membership(membership: Membership, edition: Edition) -> Iterator[Need]:
    if membership.network not in edition.networks or not edition.party(membership.member):
        yield Need("dangling")
    if not membership.confirmed and not membership.has_ended:
        yield Need("unchecked")


def _of_collaboration(project: Collaboration, edition: Edition) -> Iterator[Need]:
    is_known = project.network is None or project.network in edition.networks
    if project.organisation not in edition.organisations or not is_known:
        yield Need("dangling")
    else:
        yield from _unknown_topics(project, edition)


def _of_network(network: Network, survey: Survey) -> Iterator[Need]:
    """Sources and a logo are asked of networks alone: organisations are many, and few have them."""
    if network.category and network.category not in survey.edition.categories:
        yield Need("dangling")
    else:
        yield from _unknown_topics(network, survey.edition)
    for language in survey.languages:
        if any(_unwritten(each, (language,)) for each in (network.name, network.summary)):
            yield Need("text", language)
    yield from _website(network, survey)
    if network.category is None:
        yield Need("category")
    elif not network.category_confirmed:
        yield Need("unconfirmed")
    yield from _ending(network, survey.year)
    if not network.sources:
        yield Need("source")
    if not network.logo:
        yield Need("logo")


def _unknown_topics(entry: Party | Collaboration, edition: Edition) -> tuple[Need, ...]:
    is_known = all(slug in edition.topics for slug in entry.topics)
    return () if is_known else (Need("dangling"),)


def _unwritten(texts: Texts | None, languages: Iterable[str]) -> tuple[Need, ...]:
    written = texts.root if texts else {}
    is_proper = EVERY_LANGUAGE in written
    return tuple(Need("text", each) for each in languages if not is_proper and each not in written)


def _website(party: Party, survey: Survey) -> Iterator[Need]:
    if not party.website:
        yield Need("website")
        return
    parts = urlsplit(party.website)
    host = (parts.hostname or "").rstrip(".")
    if host in _EXAMPLES or host.endswith(_RESERVED) or "." not in host:
        yield Need("example")
    elif parts.scheme != "https":
        yield Need("insecure")
    if survey.sites.get(_site(party.website), 0) > 1:
        yield Need("shared")


def _ending(entry: Lasting, year: int) -> tuple[Need, ...]:
    last = years.read(entry.until).last if entry.until else None
    return (Need("ending"),) if last in {year, year + 1} else ()


def _site(website: str) -> str:
    parts = urlsplit(website)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"
