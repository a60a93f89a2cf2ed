"""The filters of a list as links, each with how many entries it would show."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from gettext import NullTranslations as Messages

from widgets.catalogue.edition import Edition, folded
from widgets.catalogue.indexed import Selection
from widgets.catalogue.needs import NEEDS, Need, words
from widgets.catalogue.records import ROLES
from widgets.kinds.wording import ROLE_NAMES, Wording, worded
from widgets.language.messages import marked, territory
from widgets.staff.editing.choices import FORM_NAMES
from widgets.staff.listing.asked import Asked
from widgets.staff.listing.lines import ANY, NONE, Line
from widgets.store.ledger import STATE_NAMES

_FACET_NAMES = {
    "state": marked("Status"),
    "need": marked("Needs work"),
    "category": marked("Category"),
    "country": marked("Country"),
    "role": marked("Role"),
    "form": marked("Kind of collaboration"),
}
_NONE_NAMES = {"category": marked("No category"), "country": marked("No country")}
_MANY = 7  # chips, with which a facet folds away


@dataclass(frozen=True)
class Chip:
    label: Wording
    count: int
    address: str
    is_on: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    chips: tuple[Chip, ...]
    is_folded: bool


def facets(
    said: Messages, edition: Edition, asked: Asked, found: Selection[Line], lang: str
) -> Iterator[Facet]:
    """Those that have anything to choose from."""
    for name, known in found.known.items():
        values = _ordered(name, known, edition, lang)
        field = name if name in {"state", "need"} else "own"
        chosen = getattr(asked, field)
        if not values or (len(values) == 1 and name != "need" and not chosen):
            continue
        chips = [
            Chip(
                _label(said, edition, name, value, lang),
                found.counts[name].get(value, 0),
                asked.to(**{field: "" if value == chosen else value}),
                value == chosen,
            )
            for value in values
        ]
        folds = field == "own" and len(chips) > _MANY and not chosen
        yield Facet(name, said.gettext(_FACET_NAMES[name]), tuple(chips), folds)


def _ordered(name: str, known: Set[str], edition: Edition, lang: str) -> list[str]:
    """The values that occur, as a reader expects them."""
    orders: Mapping[str, Sequence[str]] = {
        "state": [*STATE_NAMES],
        "need": [ANY, *NEEDS],
        "category": [*edition.categories],
        "role": ROLES,
        "form": [*FORM_NAMES],
        "country": sorted(known - {NONE}, key=lambda code: folded(territory(code, lang))),
    }
    order = orders[name]

    def place(value: str) -> tuple[int, str]:
        kind = value.split("-")[0] if name == "need" else value
        return (order.index(kind) if kind in order else len(order)), value

    return sorted(known, key=place)


def _label(said: Messages, edition: Edition, name: str, value: str, lang: str) -> Wording:
    if value == NONE:
        return Wording(said.gettext(_NONE_NAMES[name]))
    match name:
        case "state":
            return Wording(said.gettext(STATE_NAMES[value]))
        case "need" if value == ANY:
            return Wording(said.gettext("Any of these"))
        case "need":
            return Wording(words(said, Need(*value.split("-", 1)), lang))
        case "role":
            return Wording(said.gettext(ROLE_NAMES[value]))
        case "form":
            return Wording(said.gettext(FORM_NAMES[value]))
        case "country":
            return Wording(territory(value, lang))
    category = edition.categories.get(value)
    return worded(category.name, lang) if category else Wording(value)
