"""The gallery: each kind live, with its snippets ready to copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from widgets.catalogue.edition import Edition
from widgets.catalogue.selection import Criteria, select
from widgets.embed.heads import Head, head
from widgets.embed.heights import height_px
from widgets.embed.hosting import Hosting, edition, hosting, pairs
from widgets.embed.snippets import Snippets, snippets
from widgets.http.responses import public
from widgets.kinds.options import Options, readable
from widgets.kinds.registry import KINDS, Kind
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
    snippets: Snippets


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
        stylesheet=host.static(site, "page.css"),
        languages=tuple((each, f"{site.base}/?lang={each}", each == lang) for each in LANGUAGES),
        exhibits=tuple(_exhibits(shown, host, site, lang)) if party else (),
        data=tuple(
            (messages(lang).gettext(name), f"{site.base}/data/{file}?lang={lang}", format)
            for name, file, format in _DATA
        ),
    )


def _exhibits(shown: Edition, host: Hosting, site: Site, lang: str) -> Iterator[Exhibit]:
    said = messages(lang)
    for asked in KINDS.values():
        options = _sample(asked, shown, site, lang)
        if options is None:
            continue
        label = asked.view(shown, options, site).frame.label
        pasted_px = height_px(asked, shown, options, site)
        yield Exhibit(
            name=asked.name,
            title=said.gettext(asked.title),
            purpose=said.gettext(asked.purpose),
            label=label,
            page=site.page(asked.name, options),
            height_px=height_px(asked, shown, options, site, _LIVE_WIDTH_PX),
            snippets=snippets(asked, options, site, host.assets, label, pasted_px),
        )


def _sample(asked: Kind, shown: Edition, site: Site, lang: str) -> Options | None:
    """Options that show a kind at its best, of the host's own networks, if it has any."""
    values: dict[str, Any] = {"lang": lang}
    if asked.is_of_one_network:
        ties = select(shown, site.host, Criteria(), lang).items
        if not ties:
            return None
        values["network"] = max(
            ties, key=lambda tie: len(shown.members[tie.network.slug])
        ).network.slug
    return asked.options(**values)
