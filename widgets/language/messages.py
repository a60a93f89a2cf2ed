"""Reads the gettext catalogues. English is the language that messages are written in."""

from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from unicodedata import bidirectional

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

OWN_NAMES = {
    "nl": "Nederlands",
    "en": "English",
    "fr": "Français",
    "es": "Español",
    "de": "Deutsch",
    "ar": "العربية",
}
LANGUAGES = tuple(OWN_NAMES)
_FOLDER = Path(__file__).parent


@cache
def messages(language: str) -> NullTranslations:
    """The translations for one of LANGUAGES, with gettext, ngettext and pgettext."""
    if language == "en":
        return NullTranslations()
    with (_FOLDER / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def direction(language: str) -> str:
    """ "ltr" or "rtl", from CLDR; a language that CLDR does not know is taken to be "ltr"."""
    try:
        return Locale.parse(language, sep="-").text_direction
    except (ValueError, UnknownLocaleError):
        return "ltr" if "-" not in language else direction(language.rsplit("-", 1)[0])


def written_direction(text: str) -> str:
    """ "ltr" or "rtl" by the first letter that has a direction, "" where none has."""
    for character in text:
        kind = bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return ""


@lru_cache(4096)
def number(value: int, language: str) -> str:
    """With the language's own grouping, and with the digits that CLDR has as its usual ones: those
    of Arabic are Latin there, as in the years and addresses of a catalogue."""
    return format_decimal(value, locale=language)


@cache
def locale(language: str) -> str:
    """A language with its likely territory, from CLDR, as Open Graph wants it: nl_NL."""
    likely: str = get_global("likely_subtags").get(language, language)
    return f"{language}_{likely.split('_')[-1]}"


@cache
def own_name(language: str) -> str:
    """What a language calls itself, with a capital: Nederlands."""
    return (Locale.parse(language).display_name or language).capitalize()


@cache
def language_name(code: str, language: str) -> str:
    """What a language is called in another, from CLDR, with a capital; its code if unknown."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(language) or code
    except (ValueError, UnknownLocaleError):
        return code
    return name[:1].upper() + name[1:]


@cache
def territory(code: str, language: str) -> str:
    """The name of an ISO 3166 country or a UN M49 region, from CLDR; the code itself if unknown."""
    return str(Locale.parse(language).territories.get(code, code))


def marked(message: str) -> str:
    """Marks a message for the catalogues where it is written, to be translated where it is used."""
    return message


def plural(one: str, many: str) -> tuple[str, str]:
    """Marks both forms of a message, for ngettext."""
    return one, many
