"""Where a partner can paste, and the snippet that fits there."""

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import NullTranslations as Messages

from widgets.catalogue.edition import Edition
from widgets.embed.heights import height_px
from widgets.embed.snippets import Snippets, snippets
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
class Place:
    """Shape: needs are what the partner's Content-Security-Policy must name, directive by
    directive; empty where none is asked."""

    name: str
    label: str
    help: str
    snippets: tuple[Snippet, ...]
    needs: tuple[str, ...]
    has_plugin: bool = False


def places(
    asked: Kind, options: Options, shown: Edition, site: Site, assets: Assets, label: str
) -> Iterator[Place]:
    said = messages(options.lang)
    made = snippets(asked, options, site, assets, label, height_px(asked, shown, options, site))
    yield _frame(said, made, site)
    yield _address(said, site.page(asked.name, options))
    yield _inline(said, made, site)


def _frame(said: Messages, made: Snippets, site: Site) -> Place:
    return Place(
        "frame",
        said.gettext("A page, as HTML"),
        said.gettext("The safest one: a frame. In WordPress, paste it into a block “Custom HTML”."),
        (Snippet(said.gettext("HTML, without any script"), made.iframe),),
        (f"frame-src {site.base}",),
    )


def _address(said: Messages, page: str) -> Place:
    return Place(
        "address",
        said.gettext("An address only: WordPress, Notion, Medium, Moodle…"),
        said.gettext(
            "Paste the bare address on a line of its own, once the widget shows what you want: "
            "WordPress keeps what it got the first time."
        ),
        (Snippet(said.gettext("Address"), page),),
        (),
        has_plugin=True,
    )


def _inline(said: Messages, made: Snippets, site: Site) -> Place:
    return Place(
        "inline",
        said.gettext("A page, as a part of the page itself"),
        said.gettext("Grows with its content and can take over your style. Loads htmx from here."),
        (Snippet(said.gettext("HTML with htmx"), made.inline),),
        (
            f"script-src {site.base}",
            f"style-src {site.base}",
            f"connect-src {site.base}",
        ),
    )
