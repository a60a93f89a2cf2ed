"""The portfolio: a page of every option of a kind, and the widgets that it shows."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from widgets.catalogue.edition import Edition
from widgets.embed.builder import sample as filled
from widgets.embed.heights import COLUMN_PX, outline
from widgets.embed.hosting import Shown
from widgets.errors import NotPublished
from widgets.kinds.registry import KINDS, Kind
from widgets.kinds.site import Site
from widgets.language.messages import LANGUAGES, OWN_NAMES, marked
from widgets.staff.desk import Desk
from widgets.staff.frames import Frame
from widgets.staff.portfolio.drawings import pictures
from widgets.staff.portfolio.samples import STATES, sample
from widgets.staff.portfolio.variants import Variant, variants
from widgets.staff.previewing.gate import FOR_CACHES, kept_by_nobody, showing
from widgets.staff.refusals import no_such_page

HERE = "/staff/portfolio"
_WIDTHS = {
    "320": marked("On a phone"),
    str(COLUMN_PX): marked("In an article"),
    "1100": marked("Over the whole page"),
}
_REFUSED_PX = 180
_HEADERS = (*FOR_CACHES, "access-control-allow-origin")  # that a frame of staff goes without


@dataclass(frozen=True)
class Tab:
    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Tabs:
    label: str
    tabs: tuple[Tab, ...]


@dataclass(frozen=True)
class Exhibit:
    """Shape: pictures are its images, where it has any. Units: CSS pixels."""

    label: str
    address: str
    width: int
    height: int
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Portfolio:
    frame: Frame
    purpose: str
    filters: tuple[Tabs, ...]
    exhibits: tuple[Exhibit, ...]


async def portfolio(desk: Desk) -> Response:
    chosen = _chosen(desk)
    said, asked = desk.said, KINDS[chosen["kind"]]
    state = STATES[chosen["state"]]
    site = replace(desk.site, mount=f"{HERE}/{chosen['state']}")
    shown = await asyncio.to_thread(sample, chosen["state"], site.host)  # draws, the first time
    names = {
        "kind": (said.gettext("Widget"), {name: each.title for name, each in KINDS.items()}),
        "state": (said.gettext("Catalogue"), {name: each.label for name, each in STATES.items()}),
        "width": (said.gettext("Width"), _WIDTHS),
        "language": (said.gettext("Language"), OWN_NAMES),
    }
    view = Portfolio(
        frame=desk.frame(said.gettext("Portfolio"), HERE),
        purpose=said.gettext(state.purpose),
        filters=tuple(
            Tabs(label, tuple(_tabs(desk, chosen, key, values)))
            for key, (label, values) in names.items()
        ),
        exhibits=tuple(
            _exhibit(asked, shown, site, each, chosen) for each in variants(asked, shown, said)
        ),
    )
    return desk.page("portfolio.html", view)


async def portfolio_frame(desk: Desk) -> Response:
    """Everything that is public, over a catalogue that was made up."""
    path = desk.request.path_params
    if path["state"] not in STATES:
        return no_such_page(desk)
    mount = f"{desk.request.scope.get('root_path', '')}{HERE}/{path['state']}"
    made = await asyncio.to_thread(sample, path["state"], desk.site.host)
    shown = Shown(made, (), mount, await asyncio.to_thread(pictures))
    return _Within(showing(desk.request.app.state.previewed, shown))


class _Within(Response):
    """An answer that another application gives."""

    def __init__(self, within: ASGIApp) -> None:
        super().__init__()
        self._within = within

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._within(scope, receive, kept_by_nobody(send, _HEADERS))


def _chosen(desk: Desk) -> dict[str, str]:
    """What the page shows; what is not known is as it is at first."""
    known = {
        "kind": tuple(KINDS),
        "state": tuple(STATES),
        "width": (str(COLUMN_PX), *_WIDTHS),
        "language": (desk.lang, *LANGUAGES),
    }
    asked = desk.asked
    return {
        key: asked[key] if asked.get(key) in values else values[0] for key, values in known.items()
    }


def _tabs(
    desk: Desk, chosen: Mapping[str, str], key: str, values: Mapping[str, str]
) -> Iterator[Tab]:
    for value, name in values.items():
        address = f"{HERE}?{urlencode({**chosen, key: value})}"
        yield Tab(desk.said.gettext(name), address, value == chosen[key])


def _exhibit(
    asked: Kind, shown: Edition, site: Site, variant: Variant, chosen: Mapping[str, str]
) -> Exhibit:
    width = int(chosen["width"])
    given = [("lang", chosen["language"])]
    given += [(variant.option, variant.value)] if variant.option else []
    try:
        options = filled(asked, shown, site, given, chosen["language"])
        height = outline(asked, shown, options, site).height_px(width)
    except NotPublished:
        if asked.is_of_one_network and not shown.networks:
            given.append(("network", "none"))
        address = f"{site.base}/embed/{asked.name}?{urlencode(given)}"
        return Exhibit(variant.label, address, width, _REFUSED_PX)
    address = site.page(asked.name, options)
    return Exhibit(variant.label, address, width, height, tuple(_pictures(asked, site, options)))


def _pictures(asked: Kind, site: Site, options: Any) -> Iterator[str]:
    if asked.is_pictured:
        member = options.member or site.subject(options)
        yield site.picture(options.network, member, ".svg", options)
