"""The front page: what this is, each kind live, and the way to its builder."""

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from widgets.catalogue.edition import Edition
from widgets.embed.builder import sample
from widgets.embed.heads import Head, head
from widgets.embed.heights import outline
from widgets.embed.hosting import Hosting, edition, hosting, pairs
from widgets.errors import NotPublished
from widgets.http.responses import public
from widgets.kinds.options import readable
from widgets.kinds.queries import asking
from widgets.kinds.registry import KINDS
from widgets.kinds.site import Site
from widgets.kinds.wording import short_name
from widgets.language.messages import LANGUAGES, direction, marked, messages
from widgets.render import render

_LIVE_WIDTH_PX = 1070
_DATA = (
    (marked("The whole catalogue"), "catalogue.json", "JSON"),
    (marked("Networks"), "networks.csv", "CSV"),
    (marked("Memberships"), "members.csv", "CSV"),
    (marked("What changed"), "changes.atom", "Atom"),
)


@dataclass(frozen=True)
class Exhibit:
    name: str
    title: str
    purpose: str
    label: str
    page: str
    height_px: int
    builder: str


@dataclass(frozen=True)
class Gallery:
    """Shape: languages are (code, address, whether it is this page's); data is (name, address,
    format)."""

    lang: str
    dir: str
    host: str
    head: Head
    icon: str
    stylesheet: str
    languages: tuple[tuple[str, str, bool], ...]
    exhibits: tuple[Exhibit, ...]
    checker: str
    data: tuple[tuple[str, str, str], ...]


async def gallery(request: Request) -> Response:
    host = hosting(request)
    site = host.site(request)
    lang = readable(pairs(request), host.settings.default_language).lang
    shown = view(edition(request), host, site, lang)
    return public(
        request,
        render("pages/gallery.html", shown, lang),
        origins=host.origins,
        csp=host.policy(site),
        made_of="catalogue gallery",
    )


def view(shown: Edition, host: Hosting, site: Site, lang: str) -> Gallery:
    party = shown.party(site.host)
    name = short_name(party, lang) if party else site.host
    title = messages(lang).gettext("Widgets of %(host)s") % {"host": name}
    return Gallery(
        lang=lang,
        dir=direction(lang),
        host=name,
        head=head(shown, site, lang, title, f"{site.base}/?lang={lang}"),
        icon=host.static(site, "icon.svg"),
        stylesheet=host.static(site, "site.css"),
        languages=tuple((each, f"{site.base}/?lang={each}", each == lang) for each in LANGUAGES),
        exhibits=tuple(_exhibits(shown, host, site, lang)) if party else (),
        checker=f"{site.base}/check?lang={lang}",
        data=tuple(
            (messages(lang).gettext(name), f"{site.base}/data/{file}?lang={lang}", format)
            for name, file, format in _DATA
        ),
    )


def _exhibits(shown: Edition, host: Hosting, site: Site, lang: str) -> Iterator[Exhibit]:
    said = messages(lang)
    for asked in KINDS.values():
        try:
            options = sample(asked, shown, site, [("lang", lang)], lang)
        except NotPublished:  # the host has no network to show
            continue
        live = asking(options, layout="row")
        drawn = outline(asked, shown, live, site)
        yield Exhibit(
            name=asked.name,
            title=said.gettext(asked.title),
            purpose=said.gettext(asked.purpose),
            label=drawn.label,
            page=site.page(asked.name, live),
            height_px=drawn.height_px(_LIVE_WIDTH_PX),
            builder=f"{site.base}/builder/{asked.name}?lang={lang}",
        )
