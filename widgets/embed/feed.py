"""An Atom feed of what changed in the published catalogue. Whoever is named is published today, or
was until the publication that says so."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from gettext import NullTranslations as Messages
from urllib.parse import urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from widgets.catalogue.changes import ADDED, CHANGED, ENDED, REMOVED, Announcement, Change
from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Category, Names, Party, Topic
from widgets.embed.hosting import announcements, edition, hosting, pairs
from widgets.embed.statics import EVERYBODY
from widgets.http.responses import public
from widgets.kinds.cards import NetworkOptions, NetworksOptions
from widgets.kinds.options import Options, read
from widgets.kinds.site import Site
from widgets.kinds.wording import ROLE_NAMES, isolated, short_wording
from widgets.language.messages import marked, messages
from widgets.render import render, well_formed

_SINCE = 2026  # a tag: names a day on which its host was ours; any one year keeps it stable
_NAMED_IN_TITLE = 3
_VERBS = {
    ADDED: marked("Added"),
    CHANGED: marked("Changed"),
    ENDED: marked("Ended"),
    REMOVED: marked("Removed"),
}


@dataclass(frozen=True)
class Published:
    """What a feed may name, gathered once for all of its changes.

    Shape: names by type and slug, of all but memberships; held are the slugs of those."""

    edition: Edition
    names: Mapping[str, Mapping[str, Names]]
    held: Set[str]


@dataclass(frozen=True)
class Told:
    """Shape: page is the address of the network that a change is about, or empty."""

    words: str
    page: str


@dataclass(frozen=True)
class News:
    """One entry of the feed.

    Shape: groups are (verb, what it was done to); more says how many there are besides, if any."""

    id: str
    title: str
    updated: str
    page: str
    groups: tuple[tuple[str, tuple[Told, ...]], ...]
    more: str


@dataclass(frozen=True)
class Feed:
    lang: str
    id: str
    title: str
    author: str
    address: str
    page: str
    updated: str
    news: tuple[News, ...]


async def changes_atom(request: Request) -> Response:
    host = hosting(request)
    site = host.site(request)
    options = read(Options, pairs(request), host.settings.default_language)
    told = announcements(request)
    return public(
        request,
        await run_in_threadpool(_drawn, edition(request), told, site, options.lang),
        origins=EVERYBODY,
        media_type="application/atom+xml; charset=utf-8",
        made_of="catalogue data",
        file_name="changes.atom",
    )


def _drawn(shown: Edition, told: Sequence[Announcement], site: Site, lang: str) -> str:
    return as_xml(feed(shown, told, site, lang))


def as_xml(shown: Feed) -> str:
    return well_formed(str(render("data/changes.xml", shown, shown.lang)))


def feed(shown: Edition, told: Sequence[Announcement], site: Site, lang: str) -> Feed:
    """Shape: told is newest first; a publication of which nothing can be named is left out."""
    said, party, published = messages(lang), shown.party(site.host), _published(shown)
    host = short_wording(party, lang).text if party else site.host
    tag = f"tag:{urlsplit(site.base).hostname},{_SINCE}:changes"
    return Feed(
        lang=lang,
        id=f"{tag}/{lang}",
        title=said.gettext("Networks of %(organisation)s: what changed")
        % {"organisation": isolated(host, lang)},
        author=host,
        address=f"{site.base}/data/changes.atom?{urlencode({'lang': lang})}",
        page=site.page("networks", NetworksOptions(lang=lang)),
        updated=max((each.at for each in told), default=f"{_SINCE}-01-01T00:00:00Z"),
        news=tuple(
            news
            for each in told
            if (news := _news(published, each, site, said, f"{tag}/{each.number}/{lang}", lang))
        ),
    )


def _published(shown: Edition) -> Published:
    named: dict[str, Mapping[str, Category | Topic | Party]] = {
        "category": shown.categories,
        "topic": shown.topics,
        "organisation": shown.organisations,
        "network": shown.networks,
    }
    projects = (each for group in shown.collaborations.values() for each in group)
    return Published(
        edition=shown,
        names={
            **{type: {each.slug: each.name for each in of.values()} for type, of in named.items()},
            "collaboration": {each.slug: each.title for each in projects},
        },
        held={each.slug for group in shown.members.values() for each in group},
    )


def _news(
    shown: Published, told: Announcement, site: Site, said: Messages, id: str, lang: str
) -> News | None:
    by_verb: dict[str, list[Told]] = {}
    for change in told.changes:
        if each := _told(shown, change, site, said, lang):
            by_verb.setdefault(change.verb, []).append(each)
    groups = tuple(
        (said.gettext(name), tuple(by_verb[verb]))
        for verb, name in _VERBS.items()
        if verb in by_verb
    )
    everything = [each for _, group in groups for each in group]
    if not everything:
        return None
    more = told.count - len(told.changes)
    pages = {each.page for each in everything}
    return News(
        id=id,
        title=_title(said, groups, more),
        updated=told.at,
        page=pages.pop() if len(pages) == 1 and "" not in pages else _list(site, lang),
        groups=groups,
        more=_more(said, more) if more else "",
    )


def _title(said: Messages, groups: Sequence[tuple[str, tuple[Told, ...]]], more: int) -> str:
    """ "Added: Alpha, Beta · Ended: Gamma", or the first of them and how many there are besides."""
    parts, left = [], _NAMED_IN_TITLE
    for verb, group in groups:
        if named := [each.words for each in group[:left]]:
            told = {"verb": verb, "names": said.gettext(", ").join(named)}
            parts.append(said.gettext("%(verb)s: %(names)s") % told)
        left -= len(named)
    title = " · ".join(parts)
    besides = sum(len(group) for _, group in groups) + more - (_NAMED_IN_TITLE - left)
    if not besides:
        return title
    return title + said.gettext(", ") + _more(said, besides)


def _more(said: Messages, count: int) -> str:
    return said.ngettext("and %(count)s more", "and %(count)s more", count) % {"count": count}


def _told(shown: Published, change: Change, site: Site, said: Messages, lang: str) -> Told | None:
    """What a change was made to, if it may be named: what is published today, or was removed."""
    if change.type == "membership":
        return _membership(shown, change, site, said, lang)
    name = change.name if change.verb == REMOVED else shown.names[change.type].get(change.slug)
    page = _page(site, change.slug, lang) if change.slug in shown.edition.networks else ""
    return Told(isolated(name.chosen(lang)[1], lang), page) if name else None


def _membership(
    shown: Published, change: Change, site: Site, said: Messages, lang: str
) -> Told | None:
    slug, member_slug, role = change.slug.split("/")
    network, member = shown.edition.networks.get(slug), shown.edition.party(member_slug)
    if not network or not member or (change.slug in shown.held) == (change.verb == REMOVED):
        return None
    wording = said.gettext("%(member)s in %(network)s: %(role)s")
    named = {
        "member": isolated(member.name.chosen(lang)[1], lang),
        "network": isolated(network.name.chosen(lang)[1], lang),
        "role": said.gettext(ROLE_NAMES[role]),
    }
    return Told(wording % named, _page(site, slug, lang))


def _page(site: Site, network: str, lang: str) -> str:
    return site.page("network", NetworkOptions(lang=lang, network=network))


def _list(site: Site, lang: str) -> str:
    return site.page("networks", NetworksOptions(lang=lang))
