"""The form of a kind's options, made from the options themselves."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import Field as Specification
from dataclasses import dataclass, fields
from gettext import NullTranslations as Messages
from typing import Any

from widgets.catalogue.edition import Edition, folded
from widgets.catalogue.records import Party, Texts
from widgets.kinds.colours import DARK_PAPER, READABLE, WHITE, contrast
from widgets.kinds.options import Choice, Colour, Country, Number, Options, Slug
from widgets.kinds.wording import Wording, proper, worded
from widgets.language.messages import messages, territory

_MOST_RADIOS = 3


@dataclass(frozen=True)
class Value:
    value: str
    label: Wording
    is_on: bool


@dataclass(frozen=True)
class Field:
    """Shape: control is "radios", "select", "checks", "number" or "text"; error is what was wrong
    with what was asked for, which text still holds; note what becomes of what was asked for."""

    name: str
    label: str
    help: str
    control: str
    text: str
    values: tuple[Value, ...]
    lowest: int
    highest: int
    error: str
    note: str


@dataclass(frozen=True)
class Group:
    label: str
    fields: tuple[Field, ...]


def offers(cls: type[Options]) -> list[Specification[Any]]:
    """The options that a snippet is built with."""
    return [
        each for each in fields(cls) if each.metadata["label"] and each.name not in cls.not_offered
    ]


def groups(
    shown: Edition, options: Options, asked: Mapping[str, str], errors: Mapping[str, str]
) -> tuple[Group, ...]:
    """The options that a kind has of its own, then those that every kind has; the language is
    that of the page, which has links for it.

    Shape: asked are the texts that errors speak of."""
    said = messages(options.lang)
    shared = {each.name for each in fields(Options)}
    made = [
        _field(shown, said, each, options, asked.get(each.name, ""), errors.get(each.name, ""))
        for each in offers(type(options))
        if each.name != "lang"
    ]
    own = tuple(each for each in made if each.name not in shared)
    look = tuple(each for each in made if each.name in shared)
    return (
        *((Group(said.gettext("What it shows"), own),) if own else ()),
        Group(said.gettext("How it looks"), look),
    )


def _field(
    shown: Edition,
    said: Messages,
    spec: Specification[Any],
    options: Options,
    asked: str,
    error: str,
) -> Field:
    takes, value = spec.metadata["takes"], getattr(options, spec.name)
    label, help = spec.metadata["label"], spec.metadata["help"]
    chosen = value if isinstance(value, tuple) else (str(value),)
    values = tuple(_values(shown, said, takes, spec, chosen, options.lang))
    return Field(
        name=spec.name,
        label=said.gettext(label),
        help=said.gettext(help) if help else "",
        control=_control(takes, spec.metadata["many"], len(values)),
        text=asked if error else chosen[0] if chosen else "",
        values=values,
        lowest=takes.lowest if isinstance(takes, Number) else 0,
        highest=takes.highest if isinstance(takes, Number) else 0,
        error=error,
        note=_note(said, options) if isinstance(takes, Colour) else "",
    )


def _note(said: Messages, options: Options) -> str:
    """What becomes of an accent that cannot be read as it is."""
    if not options.accent:
        return ""
    if options.theme != "dark" and contrast(options.accent, WHITE) < READABLE:
        return said.gettext("On light pages it is made darker, so that text in it can be read.")
    if options.theme != "light" and contrast(options.accent, DARK_PAPER) < READABLE:
        return said.gettext("On dark pages it is made lighter, so that text in it can be read.")
    return ""


def _control(takes: object, is_many: bool, values: int) -> str:
    if is_many:
        return "checks"
    match takes:
        case Choice() if values <= _MOST_RADIOS:
            return "radios"
        case Choice() | Slug():
            return "select"
        case Number():
            return "number"
        case Colour():
            return "text"
    raise TypeError(f"no control is known for {takes}")


def _values(
    shown: Edition,
    said: Messages,
    takes: object,
    spec: Specification[Any],
    chosen: tuple[str, ...],
    lang: str,
) -> Iterator[Value]:
    if isinstance(takes, Choice):
        for value, name in takes.names.items():
            yield Value(value, proper(said.gettext(name), lang), value in chosen)
    if isinstance(takes, Country):
        codes = {each.country for each in shown.organisations.values() if each.country}
        names = {code.lower(): territory(code, lang) for code in codes}
        for code in sorted(names, key=lambda code: folded(names[code])):
            yield Value(code, Wording(names[code]), code in chosen)
    if isinstance(takes, Slug):
        if spec.default == "":
            yield Value("", Wording(said.gettext("The host")), not any(chosen))
        named = {slug: worded(name, lang) for slug, name in _named(shown, takes.of)}
        for slug in sorted(named, key=lambda slug: folded(named[slug].text)):
            yield Value(slug, named[slug], slug in chosen)


def _named(shown: Edition, of: str) -> Iterable[tuple[str, Texts]]:
    """The entries that a slug may name. An organisation is offered where it is in a network."""
    listed: dict[str, Mapping[str, Any]] = {
        "category": shown.categories,
        "topic": shown.topics,
        "network": shown.networks,
    }
    if of in listed:
        return ((slug, each.name) for slug, each in listed[of].items())
    parties: dict[str, Party] = {**shown.organisations, **shown.networks}
    return ((slug, each.name) for slug, each in parties.items() if shown.joined.get(slug))
