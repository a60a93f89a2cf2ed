"""What the head of a page tells search engines, link previews and feed readers."""

from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Any
from urllib.parse import urlencode

from widgets.catalogue.edition import Edition
from widgets.embed.linked import linked_data
from widgets.kinds.options import Options
from widgets.kinds.site import Site
from widgets.kinds.wording import short_name
from widgets.language.messages import locale, messages

POSTER_PX = (1200, 630)  # what link previews are made for
SMALL_POSTER_PX = (400, 210)
_DESCRIPTION_CHARACTERS = 200
_NAMING = {"lang", "organisation", "network", "member"}  # what is shown; the rest is how


@dataclass(frozen=True)
class Head:
    """Shape: canonical is the page's address without filters and looks; feed that of the changes;
    linked is a JSON-LD object."""

    title: str
    description: str
    canonical: str
    locale: str
    site_name: str
    feed: str
    image: str
    linked: dict[str, Any] | None = None


def head(edition: Edition, site: Site, lang: str, title: str, canonical: str) -> Head:
    """The head of a page about the host. Shape: canonical is an absolute address."""
    said, host = messages(lang), edition.party(site.host)
    name = short_name(host, lang) if host else site.host
    return Head(
        title=title,
        description=_summary(edition, site.host, lang) or title,
        canonical=canonical,
        locale=locale(lang),
        site_name=said.gettext("Widgets of %(host)s") % {"host": name},
        feed=f"{site.base}/data/changes.atom?{urlencode({'lang': lang})}",
        image=f"{site.base}/posters/networks.png?{urlencode({'lang': lang})}",
    )


def head_of_widget(edition: Edition, site: Site, kind: str, options: Options, title: str) -> Head:
    shown = {name: getattr(options, name) for name in _NAMING if hasattr(options, name)}
    if not options.one_network:
        shown.pop("network", None)
    plain = type(options)(**shown)
    canonical = site.page(kind, plain)
    subject = options.one_network or site.subject(options)
    made = head(edition, site, options.lang, title, canonical)
    return replace(
        made,
        description=_summary(edition, subject, options.lang) or title,
        image=site.poster(kind, plain),
        linked=linked_data(edition, options, site),
    )


def _summary(edition: Edition, slug: str, lang: str) -> str:
    party = edition.party(slug)
    if party is None or party.summary is None:
        return ""
    return shorten(party.summary.chosen(lang)[1], _DESCRIPTION_CHARACTERS, placeholder="…")
