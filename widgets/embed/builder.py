"""The builder: choose a widget's options, see it live, and copy the one snippet that fits where it
is to be pasted. Its address holds the whole state."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations as Messages
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from widgets.catalogue.edition import Edition
from widgets.catalogue.selection import Criteria, select
from widgets.embed import plugins
from widgets.embed.fields import Group, groups, offers
from widgets.embed.heights import COLUMN_PX, outline, snug
from widgets.embed.hosting import Hosting, edition, hosting, pairs
from widgets.embed.oembed import discovery
from widgets.embed.places import Place, places
from widgets.embed.problems import told
from widgets.errors import NotPublished
from widgets.http.responses import BRIEF, PUBLIC, public
from widgets.kinds.options import Options, Pairs, read, refused
from widgets.kinds.queries import asking, query
from widgets.kinds.registry import KINDS, Kind, kind
from widgets.kinds.site import Site
from widgets.language.messages import LANGUAGES, direction, marked, messages
from widgets.render import render

_WIDTHS = (
    (COLUMN_PX, marked("In an article")),
    (320, marked("On a phone")),
    (1100, marked("Over the whole page")),
)


@dataclass(frozen=True)
class Preview:
    label: str
    width_px: int
    height_px: int


@dataclass(frozen=True)
class Tab:
    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Builder:
    """Shape: here is the address of the form, share the one that holds its state; page is what is
    embedded, and label its name; picture is the address of the place's, if it has one."""

    lang: str
    dir: str
    title: str
    purpose: str
    icon: str
    stylesheet: str
    htmx: str
    integrity: str
    oembed: Mapping[str, str]
    languages: tuple[tuple[str, str, bool], ...]
    kinds: tuple[Tab, ...]
    front: str
    here: str
    share: str
    groups: tuple[Group, ...]
    has_errors: bool
    places: tuple[Place, ...]
    place: Place
    picture: str
    privacy: str
    plugin: str
    checker: str
    page: str
    label: str
    previews: tuple[Preview, ...]


async def builder(request: Request) -> Response:
    asked = kind(request.path_params["kind"])
    host = hosting(request)
    site = host.site(request)
    view = built(asked, pairs(request), edition(request), host, site)
    return public(
        request,
        render("pages/builder.html", view, view.lang),
        origins=host.origins,
        status=400 if view.has_errors else 200,
        cache=BRIEF if view.has_errors else PUBLIC,
        csp=host.policy(site),
        made_of=f"catalogue {asked.name}",
    )


def built(asked: Kind, given: Pairs, shown: Edition, host: Hosting, site: Site) -> Builder:
    """Raises: NotPublished for an entry that the edition lacks, or where it has none to show."""
    texts = dict(given)
    options, errors = understood(asked, given, shown, host, site)
    said = messages(options.lang)
    words = {name: told(said, error, options.lang) for name, error in errors.items()}
    fields = groups(shown, options, texts, words)
    pasted = snug(asked, shown, options, site)
    drawn = outline(asked, shown, pasted, site)
    offered = tuple(places(asked, pasted, shown, site.public, host.assets, drawn))
    place = next((each for each in offered if each.name == texts.get("paste")), offered[0])
    page = site.page(asked.name, pasted)
    ways = _Ways(site, asked, place.name)
    return Builder(
        lang=options.lang,
        dir=direction(options.lang),
        title=said.gettext(asked.title),
        purpose=said.gettext(asked.purpose),
        icon=host.static(site, "icon.svg"),
        stylesheet=host.static(site, "site.css"),
        htmx=site.static(host.assets.htmx),
        integrity=host.assets.integrity,
        oembed=discovery(site.public, site.public.page(asked.name, pasted)),
        languages=ways.languages(options),
        kinds=ways.kinds(options.lang),
        front=f"{site.base}/?lang={options.lang}",
        here=f"{site.base}/builder/{asked.name}",
        share=ways.here(options),
        groups=fields,
        has_errors=any(each.error for group in fields for each in group.fields),
        places=offered,
        place=place,
        picture=site.here(place.picture.address) if place.picture else "",
        privacy=privacy(said, site) if place.is_fetched else "",
        plugin=f"{site.base}/wordpress/{plugins.NAME}",
        checker=f"{site.base}/check?lang={options.lang}",
        page=page,
        label=drawn.label,
        previews=tuple(
            Preview(said.gettext(name), width, drawn.height_px(width)) for width, name in _WIDTHS
        ),
    )


def understood(
    asked: Kind, given: Pairs, shown: Edition, host: Hosting, site: Site
) -> tuple[Options, dict[str, Exception]]:
    """The options that can be read and shown, and what is wrong with the others, by name. What no
    field asks for is left out.

    Raises: NotPublished where there is nothing to show at all."""
    offered = {"lang", *(each.name for each in offers(asked.options))}
    kept = [(name, text) for name, text in given if name in offered]
    errors: dict[str, Exception] = {**refused(asked.options, kept)}
    while True:
        kept = [(name, text) for name, text in kept if name not in errors]
        options = sample(asked, shown, site, kept, host.settings.default_language)
        try:
            asked.view(shown, options, site)
        except NotPublished as error:
            wrong = [name for name, text in kept if text == error.slug]
            name = "member" if error.type == "membership" else next(iter(wrong), "")
            if name in {"", *errors}:
                raise
            errors[name] = error
        else:
            return options, errors


@dataclass(frozen=True)
class _Ways:
    """The builder's own addresses, which keep where one can paste."""

    site: Site
    asked: Kind
    place: str

    def here(self, options: Options) -> str:
        return self._address(self.asked.name, query(options))

    def languages(self, options: Options) -> tuple[tuple[str, str, bool], ...]:
        return tuple(
            (each, self.here(asking(options, lang=each)), each == options.lang)
            for each in LANGUAGES
        )

    def kinds(self, lang: str) -> tuple[Tab, ...]:
        said = messages(lang)
        return tuple(
            Tab(
                said.gettext(each.title),
                self._address(each.name, f"lang={lang}"),
                each is self.asked,
            )
            for each in KINDS.values()
        )

    def _address(self, kind: str, state: str) -> str:
        return f"{self.site.base}/builder/{kind}?{state}&paste={self.place}"


def sample(asked: Kind, shown: Edition, site: Site, given: Pairs, language: str) -> Options:
    """The options that are given; where they do not name the network that a kind needs, the one of
    the host's that has most members.

    Raises: NotPublished where the host has no network."""
    given = list(given)
    if asked.is_of_one_network and not dict(given).get("network"):
        known = select(shown, site.host, Criteria(), language).items
        if not known:
            raise NotPublished("organisation", site.host)
        best = max(known, key=lambda tie: len(shown.members[tie.network.slug]))
        given.append(("network", best.network.slug))
    return read(asked.options, given, language)


def privacy(said: Messages, site: Site) -> str:
    """What a partner may tell its visitors, ready to paste."""
    return said.gettext(
        "This page shows content of %(server)s. To fetch it, your browser connects to that server, "
        "which thereby sees your IP address and the address of this website. It sets no cookies, "
        "stores nothing in your browser, loads nothing from other parties and does not follow you."
    ) % {"server": urlsplit(site.base).netloc}
