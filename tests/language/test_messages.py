from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from widgets.language import messages as module
from widgets.language.messages import LANGUAGES, direction, messages, own_name, territory

ROOT = Path(__file__).parents[2]
TRANSLATED = [language for language in LANGUAGES if language != "en"]


def written() -> set[object]:
    """Every message of the source and the templates; a plural one is a tuple."""
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None}
    found: set[object] = set()
    for folder, method in (("widgets", "python"), ("templates", "jinja2")):
        suffix = "py" if method == "python" else "html"
        options = {f"**.{suffix}": {"trimmed": "true"}}
        for _, _, message, _, _ in extract_from_dir(
            ROOT / folder, [(f"**.{suffix}", method)], options, keywords=keywords
        ):
            found.add(message)
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_none_is_left_over(language: str) -> None:
    path = Path(module.__file__).with_name(f"{language}.po")
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    translated = {
        message.id
        for message in catalogue
        if message.id and message.string and all(message.string) and not message.fuzzy
    }
    assert translated == written()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_fills_the_same_places(language: str) -> None:
    path = Path(module.__file__).with_name(f"{language}.po")
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    assert len(catalogue) > 50
    assert not [error for message in catalogue for error in message.check(catalogue)]


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("nl", 1, "1 netwerk"),
        ("nl", 0, "0 netwerken"),
        ("en", 1, "1 network"),
        ("en", 2, "2 networks"),
    ],
)
def test_plurals_are_right(language: str, count: int, said: str) -> None:
    said_here = messages(language).ngettext("%(shown)s network", "%(shown)s networks", count)
    assert said_here % {"shown": count} == said


def test_places_and_languages_are_named_from_cldr() -> None:
    assert territory("NL", "nl") == "Nederland"
    assert territory("150", "en") == "Europe"
    assert territory("ZQ", "nl") == "ZQ"
    assert (own_name("nl"), own_name("en")) == ("Nederlands", "English")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "ltr"),
        ("ar", "rtl"),
        ("pt-BR", "ltr"),
        ("zh-Hant", "ltr"),
        ("ar-EG", "rtl"),
        ("qqq", "ltr"),
    ],
)
def test_any_language_that_a_text_may_have_has_a_direction(language: str, said: str) -> None:
    assert direction(language) == said
