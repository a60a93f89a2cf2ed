"""The first page after signing in."""

from collections import Counter
from dataclasses import dataclass

from starlette.responses import Response

from widgets.staff.desk import Desk
from widgets.staff.frames import ENTRY_NAMES, Frame


@dataclass(frozen=True)
class Tile:
    name: str
    address: str
    count: int


@dataclass(frozen=True)
class Start:
    frame: Frame
    tiles: tuple[Tile, ...]


async def start(desk: Desk) -> Response:
    counts = Counter(each.type for each in await desk.journal.newest())
    tiles = (
        Tile(desk.said.gettext(name), f"/staff/entries/{type}", counts[type])
        for type, name in ENTRY_NAMES.items()
    )
    title = desk.said.gettext("Welcome, %(name)s") % {"name": desk.account.name}
    return desk.page("start.html", Start(desk.frame(title, "/staff"), tuple(tiles)))
