"""What a form asks for while somebody types: how Markdown looks, and whom a name may mean."""

from dataclasses import dataclass

from starlette.responses import Response

from widgets.kinds.wording import worded
from widgets.staff.desk import Desk
from widgets.staff.editing import parties

FOUND_OF = ("organisation", "network", "party")
_MOST_LETTERS = 200


@dataclass(frozen=True)
class Prose:
    text: str


@dataclass(frozen=True)
class Found:
    names: tuple[str, ...]


async def prose(desk: Desk) -> Response:
    """The field that the address names, as a widget shows it."""
    return desk.page("_prose.html", Prose(desk.sent.get(desk.asked.get("of", ""))))


async def find(desk: Desk) -> Response:
    """Options for what is typed into the field that the address names."""
    of = desk.request.path_params["of"]
    typed = desk.asked.get(desk.asked.get("of", ""), "")[:_MOST_LETTERS]
    drafts = await desk.drafts()
    there = parties.found(drafts, of, typed) if of in FOUND_OF else ()
    names = dict.fromkeys(worded(each.name, desk.lang).text for each in there)
    return desk.page("_found.html", Found(tuple(names)))
