import re
from collections import Counter
from functools import cache
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from widgets.language import messages as module
from widgets.language.messages import (
    LANGUAGES,
    OWN_NAMES,
    direction,
    messages,
    number,
    own_name,
    territory,
    written_direction,
)

ROOT = Path(__file__).parents[2]
TRANSLATED = [language for language in LANGUAGES if language != "en"]
CODE = re.compile(r'https?:|<!--|"mode":"cors"|data-hx-config:inherited|\{ nl = [^}]*\}')


@cache
def written() -> set[object]:
    """Every message of the source and the templates; a plural one is a tuple."""
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None, "plural": (1, 2)}
    found: set[object] = set()
    for folder, method in (("widgets", "python"), ("templates", "jinja2")):
        suffix = "py" if method == "python" else "html"
        options = {f"**.{suffix}": {"trimmed": "true"}}
        for _, _, message, _, _ in extract_from_dir(
            ROOT / folder, [(f"**.{suffix}", method)], options, keywords=keywords
        ):
            found.add(message)
    return found


@cache
def catalogue(language: str) -> Catalog:
    with Path(module.__file__).with_name(f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(message: Message) -> list[str]:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return [str(each) for each in strings]


def places(text: str) -> set[str]:
    return set(re.findall(r"%(?:\(\w+\))?[a-z]", text))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_none_is_left_over(language: str) -> None:
    translated = {
        message.id
        for message in catalogue(language)
        if message.id and message.string and all(message.string) and not message.fuzzy
    }
    assert translated == written()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_fills_the_same_places(language: str) -> None:
    translated = [message for message in catalogue(language) if message.id]
    assert len(translated) > 50
    exact = forms_for_one_count(language)
    for message in translated:
        ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
        for at, form in enumerate(forms(message)):
            missing = places(ids[-1]) ^ places(form)
            assert len(missing) <= (len(ids) > 1 and at in exact), form


def forms_for_one_count(language: str) -> set[int]:
    """The plural forms that may leave the number out, because they say it: "one network"."""
    rule = c2py(catalogue(language).plural_expr)
    taken = Counter(rule(count) for count in range(1000))
    return {form for form, counts in taken.items() if counts == 1}


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("nl", 1, "1 netwerk"),
        ("nl", 0, "0 netwerken"),
        ("en", 1, "1 network"),
        ("en", 2, "2 networks"),
        ("fr", 0, "0 réseau"),
        ("fr", 2, "2 réseaux"),
        ("es", 0, "0 redes"),
        ("de", 1, "1 Netzwerk"),
        ("ar", 0, "لا شبكات"),
        ("ar", 1, "شبكة واحدة"),
        ("ar", 2, "شبكتان"),
        ("ar", 3, "3 شبكات"),
        ("ar", 11, "11 شبكة"),
        ("ar", 100, "100 شبكة"),
    ],
)
def test_plurals_are_right(language: str, count: int, said: str) -> None:
    said_here = messages(language).ngettext("%(shown)s network", "%(shown)s networks", count)
    assert said_here % {"shown": count} == said


def test_places_and_languages_are_named_from_cldr() -> None:
    assert territory("NL", "nl") == "Nederland"
    assert territory("150", "en") == "Europe"
    assert territory("ZQ", "nl") == "ZQ"
    assert territory("NL", "ar") == "هولندا"
    assert [own_name(language) for language in LANGUAGES] == [*OWN_NAMES.values()]


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "12.345"), ("fr", "12\u202f345"), ("ar", "12,345")]
)
def test_numbers_are_grouped_as_cldr_has_it(language: str, said: str) -> None:
    assert number(12345, language) == said


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_forms_are_those_of_cldr(language: str) -> None:
    rule, named = c2py(catalogue(language).plural_expr), Locale.parse(language).plural_form
    pairs = {(rule(count), named(count)) for count in range(1000)}
    assert len(pairs) == len({form for form, _ in pairs}) == len({name for _, name in pairs})


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("fr", r"(?<!\u202f)[:;?!»]|«(?!\u202f)|[“”']"),
        ("es", r"^[^¿]*\?|^[^¡]*!|[“”']"),
        ("de", r"”|„[^“]*$|^[^„]*“|'"),
        ("ar", r"[,;?“”'٠-٩]"),
    ],
)
def test_punctuation_is_the_languages_own(language: str, wrong: str) -> None:
    told = [form for message in catalogue(language) if message.id for form in forms(message)]
    assert [text for text in told if re.search(wrong, CODE.sub("", text))] == []


@pytest.mark.parametrize(
    ("text", "said"), [("1% CLUB", "ltr"), ("«شبكة» A", "rtl"), ("2003–", ""), ("", "")]
)
def test_a_text_is_written_as_its_first_letter_is(text: str, said: str) -> None:
    assert written_direction(text) == said


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
