"""One network as a card, the frame that every widget stands in, and the options that lead from a
list to a card and back."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from gettext import NullTranslations as Messages
from typing import ClassVar

from widgets.catalogue.edition import Edition
from widgets.catalogue.partners import Partner
from widgets.catalogue.records import Network, Party
from widgets.catalogue.ties import Tie
from widgets.errors import NotPublished
from widgets.kinds import wording
from widgets.kinds.listing import ListOptions
from widgets.kinds.logos import LogoImage, logo
from widgets.kinds.options import Choice, Options, Slug, carried, option
from widgets.kinds.site import Site
from widgets.kinds.wording import Phrase, Wording, just, worded
from widgets.language.messages import direction, marked, messages


@dataclass(frozen=True, kw_only=True)
class NetworksOptions(ListOptions):
    front = ("category", "relation")
    folded = ("role", "topic", "scope", "status", "sort")

    relation: tuple[str, ...] = option(
        Choice(wording.RELATION_NAMES), many=True, label=marked("Relation")
    )
    category: tuple[str, ...] = option(Slug("category"), many=True, label=marked("Category"))
    role: tuple[str, ...] = option(Choice(wording.ROLE_NAMES), many=True, label=marked("Role"))
    topic: tuple[str, ...] = option(Slug("topic"), many=True, label=marked("Topic"))
    scope: tuple[str, ...] = option(Choice(wording.SCOPE_NAMES), many=True, label=marked("Reach"))
    status: str = option(Choice(wording.STATUS_NAMES), "active", label=marked("Status"))
    sort: str = option(Choice(wording.SORT_NAMES), "role", label=marked("Order"))
    links: str = option(
        Choice(
            {
                "out": marked("To the network's own site, in a new tab"),
                "inside": marked("To the full card, within the frame"),
            }
        ),
        "out",
        label=marked("Links"),
    )


@dataclass(frozen=True, kw_only=True)
class NetworkOptions(NetworksOptions):
    """Takes the options of the list as well, so that the way back leads to where one came from."""

    not_offered: ClassVar = frozenset(each.name for each in fields(NetworksOptions)) - frozenset(
        each.name for each in fields(Options) if each.name != "density"
    )

    network: str = option(Slug("network"), label=marked("Network"))


@dataclass(frozen=True)
class Frame:
    """What every fragment's root carries.

    Shape: label_lang is empty, unless the label is a name in another language; page is where the
    same can be seen by itself."""

    lang: str
    dir: str
    label: str
    label_lang: str
    style: str
    theme: str
    density: str
    accent: str
    heading: int
    page: str
    stylesheets: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """Shape: address is the part of href that a person would read; opens_tab for a foreign site."""

    href: str
    opens_tab: bool
    address: str


@dataclass(frozen=True)
class Card:
    """Shape: hue is 1 to 6 by category, 0 for none; everything but slug, name, monogram and tie may
    be empty."""

    slug: str
    name: Wording
    abbreviation: Wording | None
    logo: LogoImage | None
    monogram: str
    hue: int
    tie: Phrase
    has_ended: bool
    summary: Wording | None
    facts: tuple[Phrase, ...]
    topics: tuple[Wording, ...]
    link: Link | None


def frame(site: Site, kind: str, options: Options, label: str, label_lang: str = "") -> Frame:
    return Frame(
        lang=options.lang,
        dir=direction(options.lang),
        label=label,
        label_lang=label_lang,
        style=options.style,
        theme=options.theme,
        density=options.density,
        accent=options.accent,
        heading=options.heading,
        page=site.page(kind, options),
        stylesheets=site.stylesheets(options.accent, of_one=kind in {"network", "badge"}),
    )


def subject(edition: Edition, site: Site, options: Options) -> Party:
    """The organisation that the widget speaks of.

    Raises: NotPublished."""
    slug = site.subject(options)
    party = edition.party(slug)
    if party is None:
        raise NotPublished("organisation", slug)
    return party


def card(edition: Edition, site: Site, lang: str, tie: Tie, member: Wording) -> Card:
    """Shape: member is the name by which the tie's sentence calls the organisation."""
    said, network = messages(lang), tie.network
    facts = (
        category_name(edition, said, network, lang),
        just(wording.reach(said, network, lang)),
        just(wording.lasting(said, network)),
        just(wording.size(said, network, known_members(edition, network), lang)),
    )
    name = worded(network.name, lang)
    return Card(
        slug=network.slug,
        name=name,
        abbreviation=abbreviation(network, lang),
        logo=logo(network, site, lang),
        monogram=monogram(network, lang),
        hue=hue(edition, network),
        tie=wording.tie_phrase(said, member, tie.strongest),
        has_ended=tie.has_ended,
        summary=worded(network.summary, lang) if network.summary else None,
        facts=tuple(fact for fact in facts if fact),
        topics=topic_names(edition, network, lang)[:3],
        link=outward(network),
    )


def known_members(edition: Edition, network: Network) -> int:
    """How many have not left it; of a network that has ended, those who were in it to its end."""
    return edition.sizes.get(network.slug, 0)


def inward(site: Site, options: NetworksOptions, slug: str) -> Link:
    """To the full card of a network, within the frame."""
    inside = carried(options, NetworkOptions, network=slug)
    return Link(site.page("network", inside), opens_tab=False, address="")


def outward(party: Party) -> Link | None:
    if party.website is None:
        return None
    address = party.website.split("://", 1)[1].removeprefix("www.").rstrip("/")
    return Link(party.website, opens_tab=True, address=address)


def abbreviation(party: Party, language: str) -> Wording | None:
    return worded(party.abbreviation, language) if party.abbreviation else None


def monogram(party: Party, language: str) -> str:
    """Two letters that stand for a party: of its abbreviation, else of its name's words."""
    name = party.name.chosen(language)[1]
    short = abbreviation(party, language)
    initials = "".join(word[0] for word in name.split() if word[0].isalpha())
    candidates = (_drawn_letters(short.text) if short else "", initials, _drawn_letters(name))
    letters = next((each for each in candidates if len(each) > 1), name)
    return letters.upper()[:2]


def _drawn_letters(text: str) -> str:
    """Without what has no shape of its own in two letters: signs, accents alone, directions."""
    return "".join(letter for letter in text if letter.isalnum())


def hue(edition: Edition, network: Network) -> int:
    if not network.category or network.category not in edition.categories:
        return 0
    return list(edition.categories).index(network.category) % 6 + 1


def category_name(edition: Edition, said: Messages, network: Network, language: str) -> Phrase:
    if not network.category or network.category not in edition.categories:
        return ()
    name = worded(edition.categories[network.category].name, language)
    if network.category_confirmed:
        return (name,)
    return wording.phrase(said.gettext("%(category)s (provisional)"), category=name)


def topic_names(edition: Edition, record: Party | Partner, language: str) -> tuple[Wording, ...]:
    known = (edition.topics.get(slug) for slug in record.topics)
    return tuple(worded(topic.name, language) for topic in known if topic)


def check_categories(edition: Edition, categories: Sequence[str]) -> None:
    """Raises: NotPublished for the first that the edition lacks."""
    for slug in categories:
        if slug not in edition.categories:
            raise NotPublished("category", slug)
