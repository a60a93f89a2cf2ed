"""One network in full: everything that is known of it, and its members by role."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from gettext import NullTranslations as Messages
from math import ceil

from widgets.catalogue.edition import Edition, folded
from widgets.catalogue.records import ROLES, Membership, Network, Texts
from widgets.catalogue.ties import tie, with_end
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
from widgets.kinds.heights import EDGES_PX, chips_px, columns, lines, rows_px, text_px
from widgets.kinds.logos import LogoImage, logo, mark_px
from widgets.kinds.options import carried
from widgets.kinds.site import Site, Way, way
from widgets.kinds.wording import Phrase, Wording, isolated, just, plain, proper, worded
from widgets.language.messages import marked, messages

_PADDING_PX = 46
_SMALL_PX = 12.2
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
    facts: tuple[Phrase, ...]
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
    value: Phrase


@dataclass(frozen=True)
class FullNetwork:
    """Shape: ties are the sentences about the organisation that the widget speaks of; website has
    no href where it stands as text; back leads to the list, where there is one within the same
    frame."""

    frame: Frame
    slug: str
    name: Wording
    abbreviation: Wording | None
    logo: LogoImage | None
    monogram: str
    hue: int
    has_ended: bool
    ties: tuple[Phrase, ...]
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
    groups = _groups(edition, said, record, lang)
    is_inside = options.links == "inside"
    return FullNetwork(
        frame=frame(site, "network", options, isolated(name.text, lang), name.lang),
        slug=record.slug,
        name=name,
        abbreviation=abbreviation(record, lang),
        logo=logo(record, site, lang),
        monogram=monogram(record, lang),
        hue=hue(edition, record),
        has_ended=record.has_ended,
        ties=_ties(edition, options, site, record),
        summary=_text(record.summary, lang),
        description=_text(record.description, lang),
        facts=tuple(_facts(edition, said, record, lang)),
        topics=topic_names(edition, record, lang),
        groups=tuple(_with_addresses(each, lang) if is_inside else each for each in groups),
        projects=_projects(edition, said, record, lang),
        website=_website(record, options),
        back=way(site, "networks", carried(options, NetworksOptions)) if is_inside else None,
    )


def network_px(drawn: FullNetwork, width_px: int) -> int:
    """Units: CSS pixels, in a frame of this width."""
    frame_px = width_px - EDGES_PX
    across, inner = min(columns(frame_px), 3), frame_px - _PADDING_PX
    names = " ".join(each.text for each in (drawn.name, drawn.abbreviation) if each)
    head = text_px(names, inner - 12 - mark_px(drawn.logo), 21, 1.25, 600)
    blocks = [max(44, head)]
    blocks += [text_px(plain(each), inner, 15, 1.35, 600) for each in drawn.ties]
    if drawn.summary:
        blocks.append(text_px(drawn.summary.text, inner, 17, 1.5))
    if drawn.description:
        paragraphs = drawn.description.text.split("\n\n")
        blocks.append(sum(8 + text_px(each, inner, 15, 1.5) for each in paragraphs) - 8)
    if drawn.facts:
        facts = [_fact_px(each, inner, is_wide=across > 1) for each in drawn.facts]
        blocks.append(rows_px(facts, 1, 6))
    if drawn.topics:
        chips = chips_px((each.text for each in drawn.topics), inner, 13, 20)
        blocks.append(31 * lines(chips, inner, 6) - 6)
    if drawn.website:
        blocks.append(text_px(drawn.website.address, inner, 15, 1.5, 600))
    cell = (inner - 24 * (across - 1)) / across
    for group in drawn.groups:
        label = text_px(f"{group.label} {len(group.members)}", inner, 15, 1.2, 600)
        members = rows_px([_member_px(each, cell) for each in group.members], across, 8)
        blocks.append(21 + label + members)
    if drawn.projects:
        blocks.append(39 + rows_px([_project_px(each, cell) for each in drawn.projects], across, 8))
    back = 41 if drawn.back else 0
    return ceil(EDGES_PX + _PADDING_PX + back + sum(blocks) + 14 * (len(blocks) - 1))


def _fact_px(fact: Fact, inner: float, is_wide: bool) -> float:
    if is_wide:
        label = text_px(fact.label, 9 * 15, _SMALL_PX, 1.5)
        return max(label, text_px(plain(fact.value), inner - 151, 15, 1.5))
    label = text_px(fact.label, inner, _SMALL_PX, 1.5)
    return label + text_px(plain(fact.value), inner, 15, 1.5)


def _member_px(member: Member, cell: float) -> float:
    name = text_px(member.name.text, cell, 15, 1.4) + (6 if member.link else 0)
    facts = text_px(" · ".join(plain(fact) for fact in member.facts), cell, _SMALL_PX, 1.4)
    return name + facts + (text_px(member.note.text, cell, _SMALL_PX, 1.4) if member.note else 0)


def _project_px(project: Project, cell: float) -> float:
    title = text_px(f"{project.title.text}, {project.years}", cell, 15, 1.4)
    partners = " · ".join(each.text for each in project.partners)
    return title + text_px(partners, cell, _SMALL_PX, 1.4)


def _text(texts: Texts | None, language: str) -> Wording | None:
    return worded(texts, language) if texts else None


def _ties(
    edition: Edition, options: NetworkOptions, site: Site, record: Network
) -> tuple[Phrase, ...]:
    party = subject(edition, site, options)
    held = [each for each in edition.members.get(record.slug, ()) if each.member == party.slug]
    if not held:
        return ()
    member = wording.short_wording(party, options.lang)
    said = messages(options.lang)
    return tuple(wording.tie_phrase(said, member, each) for each in tie(record, held).memberships)


def _facts(edition: Edition, said: Messages, record: Network, lang: str) -> Iterable[Fact]:
    members = known_members(edition, record)
    joined = ((name,) for name in _joined(edition, record, lang))
    aliases = ((proper(alias, lang),) for alias in record.aliases)
    candidates = (
        (said.gettext("Category"), category_name(edition, said, record, lang)),
        (said.gettext("Reach"), just(wording.reach(said, record, lang))),
        (said.gettext("Seat"), wording.place(said, record, lang)),
        (said.gettext("Years"), just(wording.lasting(said, record))),
        (said.gettext("Size"), just(wording.size(said, record, members, lang))),
        (said.gettext("Takes part in"), wording.enumeration(said, joined)),
        (said.gettext("Also known as"), wording.enumeration(said, aliases)),
    )
    for label, value in candidates:
        if value:
            yield Fact(label, value)


def _joined(edition: Edition, record: Network, lang: str) -> Iterable[Wording]:
    """The networks that this one is itself a member of."""
    for each in edition.joined.get(record.slug, ()):
        joined = edition.networks[each.network]
        if not with_end(each, joined).has_ended:
            yield worded(joined.name, lang)


def _groups(edition: Edition, said: Messages, record: Network, lang: str) -> Iterable[Group]:
    """Members by role, strongest first; then those who no longer are, with what they were."""
    memberships = edition.members.get(record.slug, ())

    def has_left(each: Membership) -> bool:
        return each.has_ended and not record.has_ended

    for role in ROLES:
        alike = (each for each in memberships if each.role == role and not has_left(each))
        if held := [with_end(each, record) for each in alike]:
            yield Group(said.gettext(_GROUP_NAMES[role]), _members(edition, said, held, lang))
    if once := [each for each in memberships if has_left(each)]:
        former = _members(edition, said, once, lang, with_role=True)
        yield Group(said.gettext("Formerly involved"), former)


def _website(record: Network, options: NetworkOptions) -> Link | None:
    link = outward(record)
    return replace(link, href="") if link and options.links == "inside" else link


def _with_addresses(group: Group, lang: str) -> Group:
    """Members whose sites stand as text, since no tab opens from within a sandboxed frame."""
    return replace(
        group,
        members=tuple(
            replace(each, link=None, facts=(*each.facts, (proper(each.link.address, lang),)))
            if each.link
            else each
            for each in group.members
        ),
    )


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
        is_vague = membership.ended and not membership.until
        facts = (
            just(role),
            wording.place(said, party, lang),
            just("" if is_vague else wording.lasting(said, membership)),
            just(wording.confirmed(said, membership)),
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
