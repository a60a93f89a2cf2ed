"""Options as a query: the canonical one, and those of links that change a few of them."""

from collections.abc import Mapping
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
    return joined(parts(options))


def parts(options: Options) -> Parts:
    """What a query is joined from, in its order. Shape: by name; empty at its default."""
    found = {"lang": _part("lang", options.lang)}
    for name, spec in specified(type(options)).items():
        value = getattr(options, name)
        if name != "lang":
            found[name] = "" if value == spec.default else _part(name, value)
    return found


def changed(made: Parts, cls: type[Options], changes: Mapping[str, Any]) -> Parts:
    """The parts of the same options, but for some."""
    specification = specified(cls)
    return {
        **made,
        **{
            name: "" if value == specification[name].default else _part(name, value)
            for name, value in changes.items()
        },
    }


def joined(made: Parts) -> str:
    return "&".join(filter(None, made.values()))


@lru_cache(4096)
def _part(name: str, value: object) -> str:
    return urlencode({name: value}, doseq=isinstance(value, tuple))
