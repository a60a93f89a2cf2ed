"""Whom an organisation works with, directly and through its networks."""

from dataclasses import dataclass
from gettext import NullTranslations as Messages

from widgets.catalogue.edition import Edition
from widgets.catalogue.partners import Partner, select_partners
from widgets.catalogue.records import ROLES, Collaboration, Publication
from widgets.catalogue.ties import Tie
from widgets.errors import NotPublished
from widgets.kinds import wording
from widgets.kinds.cards import frame, subject, topic_names
from widgets.kinds.listing import ListOptions, listing
from widgets.kinds.lists import Listed, Phrases, shown, what_a_list_shows
from widgets.kinds.options import Choice, Country, Slug, option
from widgets.kinds.parties import PartiesOptions, PartyCard, party_card
from widgets.kinds.site import Site
from widgets.kinds.wording import Wording, worded
from widgets.language.messages import marked, messages, plural

_ENTRY_PX = {"roomy": 212, "compact": 148}  # as widget.css has them
_LINE_PX = {"roomy": (132, 120), "compact": (100, 72)}


@dataclass(frozen=True, kw_only=True)
class PartnersOptions(ListOptions, PartiesOptions):
    folded = ("country", "network", "topic", "status")

    country: tuple[str, ...] = option(Country(), many=True, label=marked("Country"))
    network: tuple[str, ...] = option(Slug("network"), many=True, label=marked("Network"))
    topic: tuple[str, ...] = option(Slug("topic"), many=True, label=marked("Topic"))
    status: str = option(Choice(wording.STATUS_NAMES), "active", label=marked("Status"))


@dataclass(frozen=True)
class Dated:
    """Shape: years is "2013–2015" or "since 2021", and may be empty; so may href."""

    title: Wording
    years: str
    href: str


@dataclass(frozen=True)
class Shared:
    """The networks that both are in, by the partner's role there. Shape: before and after are the
    words around the names."""

    before: str
    networks: tuple[Wording, ...]
    after: str


@dataclass(frozen=True)
class PartnerCard:
    party: PartyCard
    projects: tuple[Dated, ...]
    shared: tuple[Shared, ...]
    publications: tuple[Dated, ...]


@dataclass(frozen=True)
class Partners(Listed):
    cards: tuple[PartnerCard, ...]


def partners(edition: Edition, options: PartnersOptions, site: Site) -> Partners:
    """Raises: NotPublished for an organisation or a network that the edition lacks."""
    party = subject(edition, site, options)
    for slug in options.network:
        if slug not in edition.networks:
            raise NotPublished("network", slug)
    said, lang = messages(options.lang), options.lang
    found = listing(
        "partners",
        edition,
        site,
        options,
        lambda wanted: select_partners(
            edition, party.slug, site.host, wanted.criteria, wanted.lang
        ),
    )
    phrases = Phrases(
        every=plural("%(shown)s partner", "%(shown)s partners"),
        some=plural("%(shown)s of %(total)s partner", "%(shown)s of %(total)s partners"),
        search=said.gettext("Search these partners"),
        none=said.gettext("No partner fits all of this."),
        everything=said.gettext("Back to all partners"),
    )
    name = wording.short_name(party, lang)
    title = said.gettext("Partners of %(organisation)s") % {"organisation": name}
    return Partners(
        **what_a_list_shows(found, frame(site, "partners", options, title), phrases),
        cards=tuple(_card(edition, said, options, site, each) for each in shown(found)),
    )


def partners_px(drawn: Partners, width_px: int) -> int:
    """Units: CSS pixels, in a frame of this width."""
    density = drawn.frame.density
    return drawn.rack(_ENTRY_PX[density], _LINE_PX[density]).height_px(width_px)


def _card(
    edition: Edition, said: Messages, options: PartnersOptions, site: Site, partner: Partner
) -> PartnerCard:
    lang = options.lang
    place = wording.place(said, partner.organisation, lang)
    topics = ((topic,) for topic in topic_names(edition, partner, lang)[:3])
    publications = [each for project in partner.collaborations for each in project.publications]
    return PartnerCard(
        party=party_card(
            partner.organisation,
            options,
            site,
            hue=1 if partner.collaborations else 0,
            has_ended=partner.has_ended,
            facts=(place, *topics),
        ),
        projects=tuple(_project(said, lang, each) for each in partner.collaborations),
        shared=_shared(said, lang, partner.ties),
        publications=tuple(_publication(said, options, each) for each in publications),
    )


def _project(said: Messages, lang: str, collaboration: Collaboration) -> Dated:
    return Dated(worded(collaboration.title, lang), wording.lasting(said, collaboration), "")


def _publication(said: Messages, options: PartnersOptions, publication: Publication) -> Dated:
    year = wording.year(said, publication.year) if publication.year else ""
    href = publication.url if options.links == "out" else ""
    return Dated(worded(publication.title, options.lang), year, href)


def _shared(said: Messages, lang: str, ties: tuple[Tie, ...]) -> tuple[Shared, ...]:
    groups = []
    for role in ROLES:
        alike = [each for each in ties if each.strongest.role == role]
        if alike:
            before, after = wording.around_networks(said, role, alike[0].has_ended)
            networks = (each.network for each in alike)
            names = tuple(worded(each.abbreviation or each.name, lang) for each in networks)
            groups.append(Shared(before, names, after))
    return tuple(groups)
