"""What a list is asked for: its address says all of it."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from widgets.http.forms import whole
from widgets.staff.desk import Desk
from widgets.staff.listing.lines import OWN_FACET, SORTS

MOST_LETTERS = 100
PER_PAGE = 50
_MOST_PAGES = 100_000


@dataclass(frozen=True)
class Asked:
    """Shape: own is a value of the type's own facet; everything may be empty but sort."""

    type: str
    q: str = ""
    state: str = ""
    need: str = ""
    own: str = ""
    sort: str = "name"
    page: int = 1

    def wanted(self, facet: str) -> tuple[str, ...]:
        value = {"state": self.state, "need": self.need}.get(facet, self.own)
        return (value,) if value else ()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The query of its address, without the page and what is as ever."""
        own = OWN_FACET.get(self.type, "")
        named = (("q", self.q), ("state", self.state), ("need", self.need), (own, self.own))
        sort = (("sort", self.sort),) if self.sort != "name" else ()
        return (*(pair for pair in named if pair[1]), *sort)

    def to(self, **changes: Any) -> str:
        """The address of this list with something else; it starts at its first page again."""
        changed = replace(self, **{"page": 1, **changes})
        pairs = changed.pairs + ((("page", str(changed.page)),) if changed.page > 1 else ())
        address = f"/staff/entries/{self.type}"
        return f"{address}?{urlencode(pairs)}" if pairs else address


def asked(desk: Desk, type: str) -> Asked:
    """What makes no sense is left out."""
    said = desk.asked
    plain = "".join(letter if letter.isprintable() else " " for letter in said.get("q", ""))
    sort, page = said.get("sort", ""), said.get("page", "")
    return Asked(
        type,
        q=" ".join(plain.split())[:MOST_LETTERS],
        state=said.get("state", ""),
        need=said.get("need", ""),
        own=said.get(OWN_FACET.get(type, ""), ""),
        sort=sort if sort in SORTS else "name",
        page=min(whole(page), _MOST_PAGES) or 1,
    )
