"""How a field of a record is asked for."""

from dataclasses import dataclass, field
from typing import Literal

Takes = Literal[
    "line",
    "year",
    "address",
    "tick",
    "choice",
    "ticks",  # several of a list
    "party",  # an organisation or a network, by its name
    "proper",  # a name that is mostly the same in each language
    "text",  # one line by language
    "prose",  # several lines by language
    "markdown",
    "rows",  # several lines
    "publications",
]


@dataclass(frozen=True)
class Control:
    """One field of a record as it is asked for.

    Shape: of is what it is chosen from; is_settled where it is part of the entry's address, and
    can no longer be changed once that is saved."""

    name: str
    takes: Takes
    label: str
    help: str = ""
    of: str = ""
    is_required: bool = False
    is_settled: bool = False


@dataclass(frozen=True)
class Group:
    label: str
    controls: tuple[Control, ...]


@dataclass(frozen=True)
class Form:
    """Shape: controls are those of all groups, by the name of their field."""

    type: str
    groups: tuple[Group, ...]
    controls: dict[str, Control] = field(default_factory=dict)


BY_LANGUAGE = frozenset({"proper", "text", "prose", "markdown"})
LISTS = frozenset({"rows", "ticks", "publications"})
