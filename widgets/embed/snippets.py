"""The text that a partner pastes. What it may rely on is a contract: see ARCHITECTURE.md."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import escape

from widgets.http.assets import Assets
from widgets.kinds.badge import BadgeOptions
from widgets.kinds.options import Options
from widgets.kinds.queries import query
from widgets.kinds.registry import Kind
from widgets.kinds.site import Site

HTMX_CONFIG = '{"mode":"cors","history":false}'
NO_HEADERS = '{"headers":[]}'  # no preflight, and the visitor's address stays on the partner's page
NEEDS = {
    "iframe": ("frame-src",),
    "inline": ("script-src", "style-src", "connect-src", "img-src"),
    "image": ("img-src",),
    "include": ("style-src", "img-src"),
}

_MARKUP = re.compile(r"""[][{}()<>|*_`~^#&"'\\=+@!$%]|:(?=//)""")  # of any syntax below


@dataclass(frozen=True)
class Snippets:
    """Shape: each one line, without < or > inside an attribute's value."""

    iframe: str
    inline: str


@dataclass(frozen=True)
class Includes:
    """What puts a fragment into the page on the partner's own server. Shape: each one line; ssi
    goes with location, a line of nginx's configuration."""

    php: str
    ssi: str
    location: str
    esi: str


def snippets(
    asked: Kind,
    options: Options,
    site: Site,
    assets: Assets,
    label: str,
    height_px: int,
    least_px: int,
) -> Snippets:
    """Shape: label is the widget's name as a visitor reads it; height_px is right by itself. Within
    a page, least_px are kept free until it is there, so that no text below it moves; where it never
    comes, no more than a screen stays empty."""
    page = escape(site.page(asked.name, options))
    fragment = escape(site.fragment(asked.name, options))
    title = escape(label)
    link = f'<a href="{page}">{title}</a>'
    iframe = (
        f'<iframe src="{page}" title="{title}" width="100%" height="{height_px}"'
        f' loading="lazy" frameborder="0" style="border:0">{link}</iframe>'
    )
    room = f' style="min-height:min(100vh,{least_px}px)"' if options.style == "own" else ""
    inline = (
        f'<div data-hx-get="{fragment}" data-hx-trigger="load"'
        f" data-hx-config:inherited='{NO_HEADERS}'{room}>{link}</div>"
        f"<meta name=\"htmx-config\" content='{HTMX_CONFIG}'>"
        f'<script src="{site.static(assets.htmx)}" integrity="{assets.integrity}"'
        ' crossorigin="anonymous" defer></script>'
    )
    return Snippets(iframe, inline)


def includes(asked: Kind, options: Options, site: Site, label: str) -> Includes:
    """Shape: label is the widget's name as a visitor reads it. With PHP and ESI a link stays where
    this server cannot be reached."""
    fragment = site.fragment(asked.name, options)
    link = f'<a href="{escape(site.page(asked.name, options))}">{escape(label)}</a>'
    quoted = link.replace("\\", "\\\\")  # escaping left no quotation mark in it
    return Includes(
        php=(
            f"<?= @file_get_contents('{fragment}', false, stream_context_create("
            f"['http' => ['timeout' => 3]])) ?: '{quoted}' ?>"
        ),
        ssi=f'<!--#include virtual="/widgets/{asked.name}?{query(options)}" -->',
        location=(
            f"location /widgets/ {{ internal; proxy_pass {site.base}/fragments/;"
            ' proxy_ssl_server_name on; proxy_set_header Accept-Encoding ""; }'
        ),
        esi=(
            f'<esi:include src="{escape(fragment)}" onerror="continue"/>'
            f"<esi:remove>{link}</esi:remove>"
        ),
    )


def needs(form: str, base: str) -> Mapping[str, str]:
    """What a partner's Content-Security-Policy must name for a snippet. Shape: form is iframe,
    inline, image or include -> {directive: source}."""
    return dict.fromkeys(NEEDS[form], base)


@dataclass(frozen=True)
class BadgeSnippets:
    """A badge as an image, in each syntax that people write in. Shape: one line each, but for
    reStructuredText. A wiki gets a link: it shows no picture of another site by itself."""

    image: str
    mail: str
    markdown: str
    restructuredtext: str
    mediawiki: str
    asciidoc: str


@dataclass(frozen=True)
class Links:
    """A link where no widget can stand. Shape: one line each."""

    html: str
    markdown: str
    restructuredtext: str
    mediawiki: str


def links(page: str, label: str) -> Links:
    """Shape: label is the widget's name as a visitor reads it."""
    plain = as_references(label)
    words = label.replace("\\", "\\\\").replace("`", "\\`").replace("<", "\\<")
    return Links(
        html=f'<a href="{escape(page)}">{escape(label)}</a>',
        markdown=f"[{plain}]({page})",
        restructuredtext=f"`{words} <{page}>`__",
        mediawiki=f"[{page} {plain}]",
    )


def badge_snippets(
    options: BadgeOptions, site: Site, label: str, width_px: int, height_px: int
) -> BadgeSnippets:
    """Shape: label, width and height are those of the picture.

    Units: CSS pixels; the image of a mail has two pixels for each, and is as large."""
    member = options.member or site.subject(options)
    svg, png = (
        site.picture(options.network, member, each, options) for each in (".svg", "@2x.png")
    )
    proof = site.verify(options.network, member, options.lang)
    plain = as_references(label)
    return BadgeSnippets(
        image=_linked_image(proof, svg, label, width_px, height_px),
        mail=_linked_image(proof, png, label, width_px, height_px),
        markdown=f"[![{plain}]({svg})]({proof})",
        restructuredtext=(
            f".. image:: {svg}\n   :target: {proof}\n   :alt: {label}\n"
            f"   :width: {width_px}px\n   :height: {height_px}px"
        ),
        mediawiki=f"[{proof} {plain}]",
        asciidoc=f'image:{svg}[alt="{plain}",width={width_px},height={height_px},link="{proof}"]',
    )


def _linked_image(proof: str, src: str, label: str, width_px: int, height_px: int) -> str:
    return (
        f'<a href="{escape(proof)}"><img src="{escape(src)}" alt="{escape(label)}"'
        f' width="{width_px}" height="{height_px}"></a>'
    )


def as_references(text: str) -> str:
    """Text in which nothing is markup: Markdown, MediaWiki and AsciiDoc all read a character
    reference as the character alone.

    Source: CommonMark 0.31, 2.5; Help:Formatting of MediaWiki; AsciiDoc's replacements."""
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", text)
