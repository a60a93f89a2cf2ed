"""What a reader of any language is told of the texts that are not in it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from tests.embed.test_widgets import EVERY
from tests.world import WORLD
from widgets.catalogue.records import EVERY_LANGUAGE, Texts
from widgets.language.messages import LANGUAGES, direction, messages

VOID = {"meta", "link", "input", "br"}
READ = {"aria-label", "title", "placeholder", "alt"}
NOT_READ = {"script", "code"}
ISOLATED = re.compile("\u2068[^\u2069]*\u2069")
OTHER_SCRIPT = re.compile("[A-Za-z]")
PAGES = [f"/embed/{kind}?{query}" for kind, query in EVERY] + [
    "/",
    "/builder/networks?category=thematic",
    "/builder/badge?accent=green&paste=address",
    "/embed/networks?category=research&scope=regional&q=zzz",
    "/embed/networks?sort=random",
    "/embed/network?network=nope",
    "/nowhere?",
]


@dataclass
class Said:
    """Shape: lang and dir are those that a reader's software takes the text to have; those of an
    attribute are its element's, whatever its text is."""

    text: str
    lang: str
    dir: str
    is_attribute: bool = False


@dataclass
class Reading(HTMLParser):
    """Every text of a page, whether shown or only heard, with its language and direction."""

    html: str
    said: list[Said] = field(default_factory=list)
    around: list[tuple[str, str, str]] = field(default_factory=lambda: [("", "", "")])

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _, lang, way = self.around[-1]
        named = {name: value or "" for name, value in attrs}
        lang = named.get("lang", lang)
        way = named.get("dir", "auto" if tag == "bdi" else way)
        self.said += [Said(named[name], lang, way, True) for name in READ & named.keys()]
        if tag not in VOID:
            self.around.append((tag, lang, way))

    def handle_endtag(self, tag: str) -> None:
        self.around.pop()

    def handle_data(self, data: str) -> None:
        tag, lang, way = self.around[-1]
        if data.strip() and tag not in NOT_READ:
            self.said.append(Said(data.strip(), lang, way))


def reading(client: TestClient, path: str, lang: str) -> list[Said]:
    return Reading(client.get(f"{path}{'&' if '?' in path else '?'}lang={lang}").text).said


def untranslated(language: str) -> set[str]:
    """The texts of the world that a reader of this language gets in another one."""
    found = set()
    for entry in WORLD:
        for _, value in entry:
            if isinstance(value, Texts) and not value.root.keys() & {language, EVERY_LANGUAGE}:
                found |= set(value)
    return found


@pytest.mark.parametrize("path", PAGES)
def test_whatever_is_written_the_other_way_is_kept_apart(worldly: TestClient, path: str) -> None:
    said = [each for each in reading(worldly, path, "ar") if each.dir == "rtl"]
    assert said
    ours = re.compile(  # in messages, and monograms
        "htmx|HTML|oecd-watch|0b5cad|Content-Security-Policy|WordPress|Notion|Medium|Moodle"
        r"|^\w\w$|، \d+ px$"
    )
    bare = [ours.sub("", ISOLATED.sub("", each.text)) for each in said]
    assert [text for text in bare if OTHER_SCRIPT.search(text)] == []


@pytest.mark.parametrize("lang", sorted(set(LANGUAGES) - {"nl", "en"}))
@pytest.mark.parametrize("path", PAGES)
def test_a_text_in_another_language_says_which(worldly: TestClient, path: str, lang: str) -> None:
    other = untranslated(lang)
    shown = [
        each
        for each in reading(worldly, path, lang)
        if each.text.strip("\u2068\u2069") in other and not each.is_attribute
    ]
    assert [each for each in shown if each.lang == lang] == []
    assert [each for each in shown if each.dir != "ltr" and each.text in other] == []
    if path.startswith("/embed/network?network=full"):
        assert {each.lang for each in shown} == {"en"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_isolating_signs_are_only_where_two_directions_meet(worldly: TestClient, lang: str) -> None:
    shown = reading(worldly, "/embed/networks?q=tax&", lang)
    meets = any("\u2068" in each.text for each in shown)
    assert meets == (direction(lang) == "rtl")


def test_an_arabic_name_is_kept_apart_in_a_dutch_page(worldly: TestClient) -> None:
    shown = reading(worldly, "/embed/networks?q=شبكة", "nl")
    assert "‘\u2068شبكة\u2069’" in [each.text for each in shown]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_is_offered_by_its_own_name(worldly: TestClient, lang: str) -> None:
    offered = [each for each in reading(worldly, "/", lang) if each.text in OWN_NAMES]
    assert [(each.text, each.lang) for each in offered] == list(OWN_NAMES.items())
    assert [each.dir for each in offered] == [direction(each.lang) for each in offered]


OWN_NAMES = {
    "Nederlands": "nl",
    "English": "en",
    "Français": "fr",
    "Español": "es",
    "Deutsch": "de",
    "العربية": "ar",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_problem_is_told_in_the_language_that_was_asked_for(
    worldly: TestClient, lang: str
) -> None:
    answer = worldly.get(f"/fragments/networks?lang={lang}&sort=random")
    assert answer.status_code == 400
    assert messages(lang).gettext("This cannot be shown") in answer.text
    assert f'lang="{lang}" dir="{direction(lang)}"' in answer.text
