"""Reads the gettext catalogues. English is the language that messages are written in."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("nl", "en")
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
def territory(code: str, language: str) -> str:
    """The name of an ISO 3166 country or a UN M49 region, from CLDR; the code itself if unknown."""
    return str(Locale.parse(language).territories.get(code, code))


def marked(message: str) -> str:
    """Marks a message for the catalogues where it is written, to be translated where it is used."""
    return message
