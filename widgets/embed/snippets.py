"""The text that a partner pastes. What it may rely on is a contract: see ARCHITECTURE.md."""

from dataclasses import dataclass

from markupsafe import escape

from widgets.http.assets import Assets
from widgets.kinds.options import Options, query
from widgets.kinds.registry import Kind
from widgets.kinds.site import Site

HTMX_CONFIG = '{"mode":"cors","history":false}'
NO_HEADERS = '{"headers":[]}'  # no preflight, and the visitor's address stays on the partner's page


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
    asked: Kind, options: Options, site: Site, assets: Assets, label: str, height_px: int
) -> Snippets:
    """Shape: label is the widget's name as a visitor reads it; height_px is right by itself."""
    page = escape(site.page(asked.name, options))
    fragment = escape(site.fragment(asked.name, options))
    title = escape(label)
    link = f'<a href="{page}">{title}</a>'
    iframe = (
        f'<iframe src="{page}" title="{title}" width="100%" height="{height_px}"'
        f' loading="lazy" style="border:0">{link}</iframe>'
    )
    inline = (
        f'<div data-hx-get="{fragment}" data-hx-trigger="load"'
        f" data-hx-config:inherited='{NO_HEADERS}'>{link}</div>"
        f"<meta name=\"htmx-config\" content='{HTMX_CONFIG}'>"
        f'<script src="{site.base}/static/{assets.htmx}" integrity="{assets.integrity}"'
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
