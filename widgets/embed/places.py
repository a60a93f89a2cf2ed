"""Where a partner can paste, and the snippet that fits there."""

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import NullTranslations as Messages
from typing import Any

from widgets.catalogue.edition import Edition
from widgets.embed.drawing import pictured
from widgets.embed.heights import Outline
from widgets.embed.snippets import (
    Includes,
    Links,
    badge_snippets,
    includes,
    links,
    needs,
    snippets,
)
from widgets.http.assets import Assets
from widgets.kinds.options import Options
from widgets.kinds.registry import Kind
from widgets.kinds.site import Site
from widgets.language.messages import messages


@dataclass(frozen=True)
class Snippet:
    label: str
    text: str


@dataclass(frozen=True)
class Picture:
    """Units: CSS pixels."""

    address: str
    label: str
    width: int
    height: int


@dataclass(frozen=True)
class Place:
    """Shape: is_fetched where a visitor's browser asks this server for it; needs are what the
    partner's Content-Security-Policy must name, directive by directive, empty where it is none."""

    name: str
    label: str
    help: str
    snippets: tuple[Snippet, ...]
    needs: tuple[str, ...]
    has_plugin: bool = False
    is_fetched: bool = True
    picture: Picture | None = None


def places(
    asked: Kind, options: Options, shown: Edition, site: Site, assets: Assets, drawn: Outline
) -> Iterator[Place]:
    """Shape: drawn is the widget with these options."""
    said = messages(options.lang)
    label = drawn.label
    made = snippets(asked, options, site, assets, label, drawn.height_px(), drawn.least_px())
    yield Place(
        "frame",
        said.gettext("A page, as HTML"),
        said.gettext("The safest: a frame. In WordPress, paste it into a block “Custom HTML”."),
        (Snippet(said.gettext("HTML, without any script"), made.iframe),),
        _needs("iframe", site),
    )
    yield Place(
        "address",
        said.gettext("An address only: WordPress, Notion, Medium, Moodle…"),
        said.gettext(
            "Paste the bare address on a line of its own, once the widget shows what you want: "
            "WordPress keeps what it got the first time."
        ),
        (Snippet(said.gettext("Address"), site.page(asked.name, options)),),
        _needs("image" if asked.is_pictured else "iframe", site),
        has_plugin=True,
    )
    yield Place(
        "inline",
        said.gettext("A page, as a part of the page itself"),
        said.gettext("Grows with its content and can take over your style. Loads htmx from here."),
        (
            Snippet(said.gettext("HTML with htmx"), made.inline),
            *_list(said, asked, options, site, assets, drawn),
        ),
        _needs("inline", site),
    )
    yield _server(said, includes(asked, options, site, label), site)
    if asked.is_pictured:
        yield _picture(said, options, shown, site)
    else:
        yield _link(said, links(site.page(asked.name, options), label))


def _list(
    said: Messages, asked: Kind, options: Options, site: Site, assets: Assets, drawn: Outline
) -> Iterator[Snippet]:
    """The list that a filter steers, which has to be pasted too."""
    if beside := asked.steered(options):
        kind, its_options = beside
        title = said.gettext(kind.title)
        made = snippets(kind, its_options, site, assets, title, 0, drawn.least_px(1))
        yield Snippet(said.gettext("and, below or above it, the list that it steers"), made.inline)


def _server(said: Messages, made: Includes, site: Site) -> Place:
    return Place(
        "server",
        said.gettext("A server of my own, which puts it into the page"),
        said.gettext("The visitor's browser gets the widget with your page, without any script."),
        (
            Snippet("PHP", made.php),
            Snippet("SSI (nginx)", made.ssi),
            Snippet(
                said.gettext("and, for SSI, once in the configuration of nginx"), made.location
            ),
            Snippet("ESI (Varnish, Fastly, Akamai)", made.esi),
        ),
        _needs("include", site),
    )


def _picture(said: Messages, options: Any, shown: Edition, site: Site) -> Place:
    drawn = pictured(shown, options, site)
    made = badge_snippets(options, site, drawn.label, drawn.width, drawn.height)
    member = options.member or site.subject(options)
    address = site.picture(options.network, member, ".svg", options)
    return Place(
        "text",
        said.gettext("An e-mail, a README, a wiki"),
        said.gettext("An image that links to the page where the membership can be checked."),
        (
            Snippet(said.gettext("HTML of an e-mail or a newsletter"), made.mail),
            Snippet(said.gettext("HTML of a page"), made.image),
            Snippet("Markdown", made.markdown),
            Snippet("reStructuredText", made.restructuredtext),
            Snippet("MediaWiki", made.mediawiki),
            Snippet("AsciiDoc", made.asciidoc),
        ),
        _needs("image", site),
        picture=Picture(address, drawn.label, drawn.width, drawn.height),
    )


def _link(said: Messages, made: Links) -> Place:
    return Place(
        "text",
        said.gettext("An e-mail, a README, a wiki"),
        said.gettext("A link to the widget on a page of its own."),
        (
            Snippet("HTML", made.html),
            Snippet("Markdown", made.markdown),
            Snippet("reStructuredText", made.restructuredtext),
            Snippet("MediaWiki", made.mediawiki),
        ),
        (),
        is_fetched=False,
    )


def _needs(form: str, site: Site) -> tuple[str, ...]:
    return tuple(f"{directive} {source}" for directive, source in needs(form, site.origin).items())
