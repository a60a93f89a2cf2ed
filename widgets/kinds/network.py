"""One network in full: everything that is known of it, and its members by role."""

from collections.abc import Iterable
from dataclasses import dataclass
from gettext import NullTranslations as Messages

from widgets.catalogue.edition import Edition, folded
from widgets.catalogue.records import ROLES, Membership, Network, Texts
from widgets.catalogue.selection import tie
from widgets.errors import NotPublished
from widgets.kinds import wording
from widgets.kinds.cards import (
    Frame,
    Link,
    NetworkOptions,
    NetworksOptions,
    abbreviation,
    category_name,
    frame,
    hue,
    known_members,
    monogram,
    outward,
    subject,
    topic_names,
)
from widgets.kinds.options import carried
from widgets.kinds.site import Site, Way, way
from widgets.kinds.wording import Wording, worded
from widgets.language.messages import marked, messages

_GROUP_NAMES = {
    "coordinator": marked("Coordination"),
    "initiator": marked("Initiators"),
    "board": marked("Board and steering group"),
    "active": marked("Active participants"),
    "member": marked("Members"),
    "partner": marked("Partners"),
}


@dataclass(frozen=True)
class Member:
    name: Wording
    link: Link | None
    facts: tuple[str, ...]
    note: Wording | None


@dataclass(frozen=True)
class Group:
    label: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Project:
    """The collaborations of the host that share a title and their years."""

    title: Wording
    years: str
    partners: tuple[Wording, ...]


@dataclass(frozen=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True)
class FullNetwork:
    """Shape: ties are the sentences about the organisation that the widget speaks of; back leads
    to the list, where there is one within the same frame."""

    frame: Frame
    slug: str
    name: Wording
    abbreviation: str
    monogram: str
    hue: int
    has_ended: bool
    ties: tuple[str, ...]
    summary: Wording | None
    description: Wording | None
    facts: tuple[Fact, ...]
    topics: tuple[Wording, ...]
    groups: tuple[Group, ...]
    projects: tuple[Project, ...]
    website: Link | None
    back: Way | None


def network(edition: Edition, options: NetworkOptions, site: Site) -> FullNetwork:
    """Raises: NotPublished for a network or an organisation that the edition lacks."""
    record = edition.networks.get(options.network)
    if record is None:
        raise NotPublished("network", options.network)
    lang, said = options.lang, messages(options.lang)
    name = worded(record.name, lang)
    return FullNetwork(
        frame=frame(site, options, name.text),
        slug=record.slug,
        name=name,
        abbreviation=abbreviation(record, lang),
        monogram=monogram(record, lang),
        hue=hue(edition, record),
        has_ended=record.has_ended,
        ties=_ties(edition, options, site, record),
        summary=_text(record.summary, lang),
        description=_text(record.description, lang),
        facts=tuple(_facts(edition, said, record, lang)),
        topics=topic_names(edition, record, lang),
        groups=tuple(_groups(edition, said, record, lang)),
        projects=_projects(edition, said, record, lang),
        website=outward(record),
        back=_back(options, site),
    )


def _text(texts: Texts | None, language: str) -> Wording | None:
    return worded(texts, language) if texts else None


def _ties(
    edition: Edition, options: NetworkOptions, site: Site, record: Network
) -> tuple[str, ...]:
    party = subject(edition, site, options)
    held = [each for each in edition.members.get(record.slug, ()) if each.member == party.slug]
    if not held:
        return ()
    member = wording.short_name(party, options.lang)
    said = messages(options.lang)
    return tuple(
        wording.tie_sentence(said, member, each, record) for each in tie(record, held).memberships
    )


def _facts(edition: Edition, said: Messages, record: Network, lang: str) -> Iterable[Fact]:
    candidates = (
        (said.gettext("Category"), category_name(edition, said, record, lang)),
        (said.gettext("Reach"), wording.reach(said, record, lang)),
        (said.gettext("Seat"), wording.place(record, lang)),
        (said.gettext("Years"), wording.lasting(said, record)),
        (said.gettext("Size"), wording.size(said, record, known_members(edition, record))),
        (said.gettext("Takes part in"), ", ".join(_joined(edition, record, lang))),
        (said.gettext("Also known as"), ", ".join(record.aliases)),
    )
    for label, value in candidates:
        if value:
            yield Fact(label, value)


def _joined(edition: Edition, record: Network, lang: str) -> Iterable[str]:
    """The networks that this one is itself a member of."""
    for each in edition.joined.get(record.slug, ()):
        if not each.has_ended:
            yield edition.networks[each.network].name.chosen(lang)[1]


def _groups(edition: Edition, said: Messages, record: Network, lang: str) -> Iterable[Group]:
    """Members by role, strongest first; then those who no longer are, with what they were."""
    memberships = edition.members.get(record.slug, ())
    once = [each for each in memberships if each.has_ended and not record.has_ended]
    for role in ROLES:
        held = [each for each in memberships if each.role == role and each not in once]
        if held:
            yield Group(said.gettext(_GROUP_NAMES[role]), _members(edition, said, held, lang))
    if once:
        former = _members(edition, said, once, lang, with_role=True)
        yield Group(said.gettext("Formerly involved"), former)


def _members(
    edition: Edition,
    said: Messages,
    memberships: Iterable[Membership],
    lang: str,
    with_role: bool = False,
) -> tuple[Member, ...]:
    members = []
    for membership in memberships:
        party = edition.party(membership.member)
        if party is None:
            continue
        role = said.gettext(wording.ROLE_NAMES[membership.role]) if with_role else ""
        facts = (
            role,
            wording.place(party, lang),
            "" if membership.ended else wording.lasting(said, membership),
            wording.confirmed(said, membership),
        )
        members.append(
            Member(
                worded(party.name, lang),
                outward(party),
                tuple(fact for fact in facts if fact),
                _text(membership.note, lang),
            )
        )
    return tuple(sorted(members, key=lambda each: folded(each.name.text)))


def _projects(edition: Edition, said: Messages, record: Network, lang: str) -> tuple[Project, ...]:
    partners: dict[tuple[Wording, str], list[Wording]] = {}
    for slug, collaborations in edition.collaborations.items():
        for each in collaborations:
            if each.network == record.slug:
                key = (worded(each.title, lang), wording.lasting(said, each))
                partners.setdefault(key, []).append(worded(edition.organisations[slug].name, lang))
    return tuple(
        Project(title, years, tuple(sorted(names, key=lambda name: folded(name.text))))
        for (title, years), names in partners.items()
    )


def _back(options: NetworkOptions, site: Site) -> Way | None:
    if options.links != "inside":
        return None
    return way(site, "networks", carried(options, NetworksOptions))
