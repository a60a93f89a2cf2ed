"""What a field is chosen from, by its name in the colleague's language."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations as Messages

from babel import Locale

from widgets.catalogue.edition import Edition, folded
from widgets.kinds.wording import ROLE_NAMES, SCOPE_NAMES, worded
from widgets.language.messages import marked, messages

FORM_NAMES = {"research": marked("Research"), "programme": marked("Programme")}
_NAMED = {"role": ROLE_NAMES, "scope": SCOPE_NAMES, "form": FORM_NAMES}
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})  # codes of CLDR's own
_WORLD = "001"


@dataclass(frozen=True)
class Choice:
    """Shape: group is "" or the name of what several choices stand below."""

    value: str
    name: str
    group: str = ""


def choices(of: str, drafts: Edition, lang: str, chosen: Collection[str]) -> tuple[Choice, ...]:
    """Shape: what is chosen already is among them, known or not."""
    offered = tuple(_offered(of, drafts, lang))
    known = {each.value for each in offered}
    return (*offered, *(Choice(each, each) for each in chosen if each and each not in known))


def is_offered(of: str, value: str, drafts: Edition) -> bool:
    """Whether an entry is there to be chosen; what else there is, the record itself knows."""
    if of == "category":
        return value in drafts.categories
    return value in drafts.topics if of == "topic" else True


def _offered(of: str, drafts: Edition, lang: str) -> Iterator[Choice]:
    match of:
        case "category":
            for each in drafts.categories.values():
                yield Choice(each.slug, worded(each.name, lang).text)
        case "topic":
            topics = drafts.topics.values()
            named = (Choice(each.slug, worded(each.name, lang).text) for each in topics)
            yield from sorted(named, key=lambda each: folded(each.name))
        case "country":
            yield from _countries(lang)
        case "area":
            yield from _areas(messages(lang), lang)
        case _:
            for value, name in _NAMED[of].items():
                yield Choice(value, messages(lang).gettext(name))


@cache
def _countries(lang: str) -> tuple[Choice, ...]:
    named = Locale.parse(lang).territories.items()
    found = (Choice(code, name) for code, name in named if code.isalpha() and len(code) == 2)
    return _sorted(each for each in found if each.value not in _NO_COUNTRIES)


def _areas(said: Messages, lang: str) -> Iterator[Choice]:
    regions, countries = said.gettext("Regions"), said.gettext("Countries")
    named = Locale.parse(lang).territories.items()
    found = (Choice(code, name, regions) for code, name in named if code.isdecimal())
    yield from _sorted(each for each in found if each.value != _WORLD)
    for each in _countries(lang):
        yield Choice(each.value, each.name, countries)


def _sorted(found: Iterator[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(found, key=lambda each: folded(each.name)))
