from typing import Any

import pytest

from tests.world import WORLD, name, texts
from widgets.catalogue.edition import edition
from widgets.catalogue.needs import NEEDS, Need, needs, survey, words
from widgets.catalogue.records import (
    Category,
    Collaboration,
    Entry,
    Logo,
    Membership,
    Network,
    Organisation,
)
from widgets.language.messages import messages

WHOLE: dict[str, Any] = {
    "slug": "whole",
    "name": name("Whole"),
    "website": "https://www.whole.org",
    "category": "thematic",
    "category_confirmed": True,
    "summary": texts(nl="Kort.", en="Short."),
    "sources": ("https://www.whole.org/about",),
    "logo": Logo(digest="0" * 64, alt=name("Whole"), width=10, height=10),
}


def codes(entry: Entry, *others: Entry) -> list[str]:
    judged = survey(edition([*WORLD, entry, *others]), ("nl", "en"), 2026)
    return [each.code for each in needs(entry, judged)]


def network(**changed: Any) -> Network:
    return Network.model_validate(WHOLE | changed)


def test_a_network_with_everything_needs_nothing() -> None:
    assert codes(network()) == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"summary": texts(en="Short.")}, ["text-nl"]),
        ({"summary": None}, ["text-nl", "text-en"]),
        ({"name": texts(nl="Heel")}, ["text-en"]),
        ({"website": None}, ["website"]),
        ({"website": "http://www.whole.org"}, ["insecure"]),
        ({"website": "https://www.example.org/x"}, ["example"]),
        ({"website": "http://whole.test"}, ["example"]),
        ({"website": "https://intranet"}, ["example"]),
        ({"category": None}, ["category"]),
        ({"category_confirmed": False}, ["unconfirmed"]),
        ({"category": "gone"}, ["dangling"]),
        ({"topics": ("tax", "gone")}, ["dangling"]),
        ({"until": "2026"}, ["ending"]),
        ({"until": "2025/2027"}, ["ending"]),
        ({"until": "2025"}, []),
        ({"until": "2029"}, []),
        ({"sources": ()}, ["source"]),
        ({"logo": None}, ["logo"]),
    ],
)
def test_what_a_network_lacks_is_told(changed: dict[str, Any], found: list[str]) -> None:
    assert codes(network(**changed)) == found


def test_a_website_that_stands_at_two_entries_is_told_at_both() -> None:
    other = Organisation(slug="other", name=name("Other"), website="http://whole.org/")
    assert codes(network(), other) == ["shared"]
    assert codes(other, network()) == ["insecure", "shared"]


def test_what_refers_to_nothing_is_told() -> None:
    assert codes(Membership(network="full", member="gone", role="board", confirmed="2020")) == [
        "dangling"
    ]
    ended = Membership(network="gone", member="umbrella", role="board", ended=True)
    assert codes(ended) == ["dangling"]
    project = Collaboration(
        slug="p", organisation="suedwind", form="research", title=name("P"), network="gone"
    )
    assert codes(project) == ["dangling"]


def test_a_membership_that_holds_wants_a_year_of_a_source() -> None:
    held = Membership(network="full", member="umbrella", role="active")
    assert codes(held) == ["unchecked"]
    assert codes(held.model_copy(update={"confirmed": "2024"})) == []
    assert codes(held.model_copy(update={"until": "2011"})) == []


def test_a_category_wants_its_name_in_each_language() -> None:
    assert codes(Category(slug="new", name=texts(en="New"))) == ["text-nl"]


def test_each_need_is_said_in_words_with_what_to_do() -> None:
    for kind, (_, advice) in NEEDS.items():
        assert advice
        said = words(messages("en"), Need(kind, "nl" if kind == "text" else ""), "en")
        assert "%" not in said
    assert words(messages("en"), Need("text", "nl"), "en") == "No text in Dutch"
