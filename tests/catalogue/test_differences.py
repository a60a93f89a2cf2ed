"""Two records field by field, two texts word by word."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from tests.world import WORLD, name, texts
from widgets.catalogue.differences import ADDED, REMOVED, SAME, Difference, differences, words
from widgets.catalogue.records import Collaboration, Network, Publication

BEFORE = Network(
    slug="n",
    name=name("N"),
    summary=texts(nl="Een zin.", en="A sentence."),
    aliases=("Old", "Kept"),
    since="2003",
)


def changed(**fields: Any) -> tuple[Difference, ...]:
    return differences(BEFORE, Network.model_validate(BEFORE.model_dump() | fields))


def test_nothing_differs_between_equal_records() -> None:
    assert changed() == ()
    assert differences(None, None) == ()
    assert not [each for each in WORLD if differences(each, each)]


def test_a_text_differs_language_by_language() -> None:
    assert changed(summary={"nl": "Twee zinnen.", "fr": "Une phrase."}) == (
        Difference("summary.nl", "Een zin.", "Twee zinnen."),
        Difference("summary.en", "A sentence.", None),
        Difference("summary.fr", None, "Une phrase."),
    )
    assert [each.path for each in changed(summary=None)] == ["summary.nl", "summary.en"]


def test_a_list_tells_what_was_added_and_what_was_removed() -> None:
    assert changed(aliases=("Kept", "New")) == (
        Difference("aliases", removed=("Old",), added=("New",)),
    )
    assert changed(aliases=("Kept", "Old")) == (Difference("aliases"),)


def test_a_plain_field_tells_what_it_was_and_what_it_is() -> None:
    assert changed(since=None, ended=True, category_confirmed=True) == (
        Difference("category_confirmed", None, True),
        Difference("since", "2003", None),
        Difference("ended", None, True),
    )


def test_a_new_entry_tells_what_it_says_and_one_that_is_gone_what_it_said() -> None:
    added = differences(None, BEFORE)
    assert [each.path for each in added] == [
        "slug",
        "name.mul",
        "aliases",
        "summary.nl",
        "summary.en",
        "since",
    ]
    removed = differences(BEFORE, None)
    assert [each.path for each in removed] == [each.path for each in added]
    assert [each.before for each in removed] == [each.after for each in added]


def test_publications_are_told_on_a_line_each() -> None:
    shared = Publication(title=texts(nl="Een", en="One"), url="https://a.example", year="2014")
    without = Collaboration(slug="c", organisation="o", form="research", title=name("C"))
    holding = without.model_copy(update={"publications": (shared,)})
    assert differences(without, holding) == (
        Difference("publications", added=("Een / One, 2014, https://a.example",)),
    )


def test_a_logo_is_told_part_by_part() -> None:
    logo = {"digest": "a" * 64, "alt": "A logo", "width": 40, "height": 30}
    [digest, alt, *size] = changed(logo=logo)
    assert alt == Difference("logo.alt.mul", None, "A logo")
    assert [each.path for each in (digest, *size)] == ["logo.digest", "logo.width", "logo.height"]


def test_words_are_marked_one_by_one() -> None:
    runs = words("Fights tax avoidance in Europe.", "Fights tax evasion in Europe!")
    assert [(each.kind, each.text) for each in runs] == [
        (SAME, "Fights tax "),
        (REMOVED, "avoidance"),
        (ADDED, "evasion"),
        (SAME, " in Europe"),
        (REMOVED, "."),
        (ADDED, "!"),
    ]
    assert words("", "") == ()
    assert [each.kind for each in words("same", "same")] == [SAME]


@given(some.text("ab .", max_size=40), some.text("ab .", max_size=40))
def test_what_stays_and_is_removed_is_the_old_text_and_with_the_added_the_new(
    before: str, after: str
) -> None:
    runs = words(before, after)
    assert "".join(each.text for each in runs if each.kind != ADDED) == before
    assert "".join(each.text for each in runs if each.kind != REMOVED) == after


def test_long_texts_that_share_little_are_replaced_in_one_piece() -> None:
    before, after = " ".join(["a b"] * 3000), " ".join(["b a"] * 3000)
    kinds = [each.kind for each in words(f"Same {before} end", f"Same {after} end")]
    assert re.fullmatch("S?RAS?", "".join(kind[0].upper() for kind in kinds))
