"""Options as a query: the canonical one, and those of links that change a few of them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from widgets.kinds.options import AnyOptions, Options, read, specified

Parts = Mapping[str, str]


def pairs_of(options: Options) -> list[tuple[str, str]]:
    """`lang` always, then whatever differs from its default, in one order."""
    pairs = [("lang", options.lang)]
    for name, spec in specified(type(options)).items():
        value = getattr(options, name)
        if name == "lang" or value == spec.default:
            continue
        values = value if isinstance(value, tuple) else (value,)
        pairs += [(name, str(each)) for each in values]
    return pairs


def asking(options: AnyOptions, **texts: str) -> AnyOptions:
    """The same options with some others. What the kind does not take changes nothing."""
    return read(type(options), [*pairs_of(options), *texts.items()], options.lang)


def query(options: Options) -> str:
    return joined(parts(options).values())


def parts(options: Options) -> Parts:
    """What a query is joined from, by name, in its order."""
    found = {"lang": spelled("lang", options.lang)}
    for name, spec in specified(type(options)).items():
        value = getattr(options, name)
        if name != "lang":
            found[name] = "" if value == spec.default else spelled(name, value)
    return found


def part(cls: type[Options], name: str, value: Any) -> str:
    """Shape: empty at the default of an option, which is not the language."""
    return "" if value == specified(cls)[name].default else spelled(name, value)


def joined(parts: Iterable[str]) -> str:
    return "&".join(filter(None, parts))


@lru_cache(4096)
def spelled(name: str, value: object) -> str:
    """One option as a part of a query."""
    return urlencode({name: value}, doseq=isinstance(value, tuple))
