"""What each option of a kind can be, one at a time."""

from collections.abc import Iterator
from dataclasses import Field, dataclass
from gettext import NullTranslations as Messages
from typing import Any

from widgets.catalogue.edition import Edition
from widgets.kinds.options import Choice, Colour, Country, Number, Slug, Words, specified
from widgets.kinds.registry import Kind

_ACCENT = "b3005e"
_SEARCHES = ("a", "zzz")  # that find something, and nothing


@dataclass(frozen=True)
class Variant:
    """Shape: an option and its value, or neither for the widget as it comes; label is in words."""

    option: str
    value: str
    label: str


def variants(asked: Kind, shown: Edition, said: Messages) -> Iterator[Variant]:
    yield Variant("", "", said.gettext("With no option set"))
    for name, spec in specified(asked.options).items():
        if name not in {"lang", *asked.options.not_offered}:
            label = spec.metadata["label"]
            label = said.gettext(label) if label else name
            for value, words in _values(spec, shown, said):
                yield Variant(name, value, f"{label}: {words}")


def _values(spec: Field[Any], shown: Edition, said: Messages) -> Iterator[tuple[str, str]]:
    """Shape: (value, its name)."""
    takes = spec.metadata["takes"]
    if isinstance(takes, Choice):
        names = takes.names.items()
        yield from ((value, said.gettext(name)) for value, name in names if value != spec.default)
    else:
        yield from ((value, value) for value in _tried(spec, shown))


def _tried(spec: Field[Any], shown: Edition) -> list[str]:
    match spec.metadata["takes"]:
        case Number(lowest=lowest, highest=highest):
            return [str(each) for each in sorted({lowest, highest} - {spec.default})]
        case Slug(of=of):
            return _slugs(of, spec, shown)
        case Country():
            found = {each.country for each in shown.organisations.values() if each.country}
            return [code.lower() for code in sorted(found)[:1]]
        case Colour():
            return [_ACCENT]
        case Words():
            return [*_SEARCHES]
    return []


def _slugs(of: str, spec: Field[Any], shown: Edition) -> list[str]:
    """Every network where one is shown, else one of each that there is."""
    others = list(shown.organisations)[1:]
    known = {
        "category": list(shown.categories),
        "topic": list(shown.topics),
        "network": list(shown.networks),
        "organisation": others,
        "member": others,
    }
    return known[of][: 6 if of == "network" and not spec.metadata["many"] else 1]
