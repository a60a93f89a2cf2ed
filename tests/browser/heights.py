"""How well a frame's height fits what it shows. `make heights` prints all of it as a table."""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl

from playwright.sync_api import Page

from tests.browser.conftest import chromium
from tests.browser.origins import Server, widget_server
from tests.conftest import publish_shipped
from widgets.embed.heights import outline
from widgets.kinds.options import read, specified
from widgets.kinds.queries import asking
from widgets.kinds.registry import KINDS
from widgets.kinds.site import Site

WIDTHS_PX = (320, 480, 768, 1024, 1280)
LARGEST_GAP_PX = 48
_LAYOUTS = ("layout=grid", "layout=list", "layout=row", "density=compact")
_NETWORKS = ("eccj", "handel-anders")
_FITS = """() => [innerHeight, document.documentElement.scrollHeight,
    Math.ceil(document.body.getBoundingClientRect().bottom)]"""


def cases() -> Iterator[tuple[str, str]]:
    """What is measured. Shape: a kind and the rest of its query."""
    for kind in KINDS.values():
        options = specified(kind.options)
        of = _NETWORKS[: 2 if kind.name == "network" else 1] if kind.is_of_one_network else ()
        networks = [f"network={each}" for each in of] or [""]
        has_layout = "layout" in options and kind.name != "network"
        for layout in _LAYOUTS if has_layout else ("",):
            for each in networks:
                yield kind.name, "&".join(filter(None, ("lang=nl", layout, each)))
    yield "networks", "lang=ar&layout=grid"
    yield "network", "lang=ar&network=goodelectronics"


def gaps_px(page: Page, server: Server, kind: str, query: str) -> Iterator[tuple[int, int]]:
    """At each width the height that the server gives to a frame, and what is left of it below the
    widget: less than nothing where it scrolls. The address is the same for all, so that the page is
    loaded once and then changes its size."""
    options = asking(read(KINDS[kind].options, parse_qsl(query), "nl"), links="inside")
    site = Site(server.base, "somo", "widget.css")
    drawn = outline(KINDS[kind], server.edition, options, site)
    page.goto(site.page(kind, options))
    for width in WIDTHS_PX:
        given = drawn.height_px(width)
        page.set_viewport_size({"width": width, "height": given})
        inner, scrolled, end = page.evaluate(_FITS)
        yield given, inner - max(end, scrolled if scrolled > inner else 0)


def main() -> int:
    """Print every height with its gap. Shape: the exit status, 1 where one does not fit."""
    fits = True
    sys.stdout.write(f"{'height and gap in px at':52}" + "".join(f"{w:>12}" for w in WIDTHS_PX))
    sys.stdout.write("\n")
    with TemporaryDirectory() as folder:
        database = Path(folder) / "widgets.db"
        publish_shipped(database)
        with widget_server(database) as server, chromium() as browser:
            page = browser.new_page()
            for kind, query in cases():
                row = list(gaps_px(page, server, kind, query))
                fits = fits and all(0 <= gap <= LARGEST_GAP_PX for _, gap in row)
                cells = "".join(f"{f'{height} {gap:+d}':>12}" for height, gap in row)
                sys.stdout.write(f"{f'{kind} {query}':52}{cells}\n")
    return not fits


if __name__ == "__main__":
    sys.exit(main())
