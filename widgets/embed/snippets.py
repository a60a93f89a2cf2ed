"""The text that a partner pastes. What it may rely on is a contract: see ARCHITECTURE.md."""

from dataclasses import dataclass

from markupsafe import escape

from widgets.http.assets import Assets
from widgets.kinds.options import Options
from widgets.kinds.registry import Kind
from widgets.kinds.site import Site

HTMX_CONFIG = '{"mode":"cors","history":false}'
NO_HEADERS = '{"headers":[]}'  # no preflight, and the visitor's address stays on the partner's page


@dataclass(frozen=True)
class Snippets:
    """Shape: each one line, without < or > inside an attribute's value."""

    iframe: str
    inline: str


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
