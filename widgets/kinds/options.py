"""The options of a widget: a query string becomes one frozen, canonical value, and back."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, ClassVar, Protocol, TypeVar

from widgets.errors import BadOption
from widgets.language.messages import OWN_NAMES, marked

MOST_VALUES = 24  # of one option: each is a link in the answer, and each link names them all
Pairs = Iterable[tuple[str, str]]


class Takes(Protocol):
    """What an option takes: `read` raises ValueError for anything else, `says` is the message that
    tells a person, `values` fills its places."""

    says: str
    values: dict[str, str | int]

    def read(self, text: str) -> Any: ...


class Choice:
    """Shape: names are the message that names each value to a person."""

    says = marked("one of: %(choices)s")

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.values: dict[str, str | int] = {"choices": ", ".join(names)}

    def read(self, text: str) -> str:
        if text not in self.names:
            raise ValueError
        return text


class Number:
    says = marked("a whole number from %(lowest)s to %(highest)s")

    def __init__(self, lowest: int, highest: int) -> None:
        self.lowest, self.highest = lowest, highest
        self.values: dict[str, str | int] = {"lowest": lowest, "highest": highest}

    def read(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not self.lowest <= int(text) <= self.highest:
            raise ValueError
        return int(text)


class Slug:
    """Shape: of names the entries that are meant, such as "network"."""

    says = marked("a short name of lower-case letters, digits and hyphens, such as oecd-watch")

    def __init__(self, of: str) -> None:
        self.of = of
        self.values: dict[str, str | int] = {}

    def read(self, text: str) -> str:
        if len(text) > 80 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
            raise ValueError
        return text


class Country:
    says = marked("a country as two letters, such as nl")

    def __init__(self) -> None:
        self.values: dict[str, str | int] = {}

    def read(self, text: str) -> str:
        if not re.fullmatch("[a-zA-Z]{2}", text):
            raise ValueError
        return text.lower()


class Colour:
    says = marked("a colour as six hexadecimal digits without #, such as 0b5cad")

    def __init__(self) -> None:
        self.values: dict[str, str | int] = {}

    def read(self, text: str) -> str:
        if not re.fullmatch("[0-9a-fA-F]{6}", text):
            raise ValueError
        return text.lower()


class Words:
    says = marked("at most %(longest)s characters of text")

    def __init__(self, longest: int) -> None:
        self.values: dict[str, str | int] = {"longest": longest}
        self.longest = longest

    def read(self, text: str) -> str:
        plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        if len(plain) > self.longest:
            raise ValueError
        return plain


COLOUR = Colour()
ON_OFF = Choice({"on": marked("Yes"), "off": marked("No")})


def option(
    takes: Takes, default: Any = MISSING, *, many: bool = False, label: str = "", help: str = ""
) -> Any:
    """A field of an options class. Several values are kept without repeats, in one order.

    Shape: label and help are messages for who builds a snippet; without a label it is not offered
    there."""
    metadata = {"takes": takes, "many": many, "label": label, "help": help}
    if many:
        return field(default=(), metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Options:
    """What every kind takes. An empty organisation is the host.

    Shape: not_offered are options that no snippet is built with."""

    not_offered: ClassVar[frozenset[str]] = frozenset()

    lang: str = option(
        Choice(OWN_NAMES),
        "nl",
        label=marked("Language"),
        help=marked("A text that is not translated keeps its own language."),
    )
    organisation: str = option(
        Slug("organisation"),
        "",
        label=marked("Organisation"),
        help=marked("Whose networks or memberships the widget speaks of."),
    )
    theme: str = option(
        Choice(
            {
                "auto": marked("As the visitor's device"),
                "light": marked("Light"),
                "dark": marked("Dark"),
            }
        ),
        "auto",
        label=marked("Light or dark"),
        help=marked("Choose light or dark where your own page is always so."),
    )
    accent: str = option(
        COLOUR,
        "",
        label=marked("Accent colour"),
        help=marked("Six hexadecimal digits, such as 0b5cad: the colour of your links."),
    )
    style: str = option(
        Choice({"own": marked("The widget's own"), "inherit": marked("As my page")}),
        "own",
        label=marked("Style"),
        help=marked("“As my page” takes over its fonts and colours, within the page only."),
    )
    density: str = option(
        Choice({"roomy": marked("Roomy"), "compact": marked("Compact")}),
        "roomy",
        label=marked("Density"),
        help=marked("Compact cards leave out the summary and the topics."),
    )
    heading: int = option(
        Number(2, 5),
        3,
        label=marked("Heading level"),
        help=marked("One more than the heading that stands above it on your page."),
    )

    @property
    def one_network(self) -> str:
        """The slug of the network that the widget is about; empty where networks only filter."""
        network = getattr(self, "network", "")
        return network if isinstance(network, str) else ""


AnyOptions = TypeVar("AnyOptions", bound=Options)


_specified: dict[type[Options], Mapping[str, Field[Any]]] = {}


def specified(cls: type[Options]) -> Mapping[str, Field[Any]]:
    """The fields of an options class by name."""
    if cls not in _specified:
        _specified[cls] = {each.name: each for each in fields(cls)}
    return _specified[cls]


def read(cls: type[AnyOptions], pairs: Pairs, default_language: str) -> AnyOptions:
    """The options that a query asks for. Unknown names and blank values change nothing; of an
    option that takes one value, the last counts.

    Raises: BadOption naming the option and what it takes."""
    given = _given(cls, pairs)
    values: dict[str, Any] = {"lang": default_language}
    for name, each in specified(cls).items():
        if name in given:
            values[name] = _value(each, given[name])
        elif each.default is MISSING:
            raise _refusal(each)
    return cls(**values)


def refused(cls: type[Options], pairs: Pairs) -> dict[str, BadOption]:
    """The options of a query that cannot be read, by name."""
    errors = {}
    for name, texts in _given(cls, pairs).items():
        try:
            _value(specified(cls)[name], texts)
        except BadOption as error:
            errors[name] = error
    return errors


def _given(cls: type[Options], pairs: Pairs) -> dict[str, list[str]]:
    given: dict[str, list[str]] = defaultdict(list)
    specification = specified(cls)
    for name, text in pairs:
        if name in specification and text.strip():
            given[name].append(text.strip())
    return given


def _value(spec: Field[Any], texts: list[str]) -> Any:
    try:
        if spec.metadata["many"]:
            if len(distinct := set(texts)) > MOST_VALUES:
                raise BadOption(spec.name, marked("at most %(most)s values"), most=MOST_VALUES)
            return tuple(sorted({spec.metadata["takes"].read(text) for text in distinct}))
        return spec.metadata["takes"].read(texts[-1])
    except ValueError:
        raise _refusal(spec) from None


def _refusal(spec: Field[Any]) -> BadOption:
    takes: Takes = spec.metadata["takes"]
    return BadOption(spec.name, takes.says, **takes.values)


def carried(options: Options, cls: type[AnyOptions], **more: Any) -> AnyOptions:
    """What another kind takes of these options, with some of its own."""
    shared = specified(cls).keys() & specified(type(options)).keys() - more.keys()
    return cls(**{name: getattr(options, name) for name in shared}, **more)


def readable(pairs: Pairs, default_language: str) -> Options:
    """What can be read of the shared options, to answer in the language and look that was asked
    for when the rest of the query cannot be."""
    kept = []
    for name, text in dict(pairs).items():  # the last of each name, however many there are
        with suppress(BadOption):
            read(Options, [(name, text)], default_language)
            kept.append((name, text))
    return read(Options, kept, default_language)
