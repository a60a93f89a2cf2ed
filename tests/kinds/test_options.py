from dataclasses import fields
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.errors import BadOption
from widgets.kinds.cards import NetworkOptions, NetworksOptions
from widgets.kinds.options import Options, read, readable
from widgets.kinds.queries import query

GOOD = st.lists(
    st.sampled_from(
        [
            ("lang", "en"),
            ("lang", "nl"),
            ("theme", "dark"),
            ("accent", "AA3300"),
            ("heading", "2"),
            ("relation", "coordinates"),
            ("category", "thematic"),
            ("category", "sectoral"),
            ("role", "board"),
            ("role", "member"),
            ("status", "all"),
            ("q", "  tax   justice "),
            ("page", "2"),
            ("links", "inside"),
            ("utm_source", "mail"),
            ("category", ""),
            ("fbclid", "\x00<script>"),
        ]
    ),
    max_size=12,
)


@given(GOOD)
def test_a_canonical_query_says_the_same(pairs: list[tuple[str, str]]) -> None:
    options = read(NetworksOptions, pairs, "nl")
    assert read(NetworksOptions, parse_qsl(query(options)), "en") == options


@given(GOOD, st.randoms())
def test_order_and_unknown_keys_change_nothing(
    pairs: list[tuple[str, str]], random: object
) -> None:
    multiple = [pair for pair in pairs if pair[0] in {"category", "role", "relation"}]
    shuffled = list(multiple)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    noisy = [("x", "1"), *shuffled, ("category", " ")]
    assert read(NetworksOptions, noisy, "nl") == read(NetworksOptions, multiple, "nl")


def test_a_query_always_names_its_language_and_leaves_out_defaults() -> None:
    assert query(read(NetworksOptions, [("sort", "role"), ("page", "1")], "nl")) == "lang=nl"
    assert query(read(NetworksOptions, [("accent", "AABBCC")], "en")) == "lang=en&accent=aabbcc"


def test_more_values_than_an_answer_can_carry_are_refused() -> None:
    topics = [("topic", f"t{number}") for number in range(24)]
    assert len(read(NetworksOptions, topics * 50, "nl").topic) == 24
    with pytest.raises(BadOption) as refused:
        read(NetworksOptions, [*topics, ("topic", "one-more")], "nl")
    assert refused.value.option == "topic"


def test_of_an_option_with_one_value_the_last_counts() -> None:
    assert read(NetworksOptions, [("lang", "nl"), ("lang", "en")], "nl").lang == "en"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lang", "xx"),
        ("lang", "NL"),
        ("theme", "pink"),
        ("accent", "#0b5cad"),
        ("accent", "red"),
        ("style", "none"),
        ("heading", "1"),
        ("heading", "six"),
        ("organisation", "Both ENDS"),
        ("organisation", "a" * 81),
        ("relation", "owns"),
        ("category", "../etc"),
        ("role", "chief"),
        ("topic", "<script>"),
        ("scope", "galactic"),
        ("status", "gone"),
        ("sort", "random"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "1e3"),
        ("page", "٣"),
        ("page", "9" * 5000),
        ("per_page", "61"),
        ("columns", "0"),
        ("layout", "table"),
        ("links", "nowhere"),
        ("filters", "maybe"),
        ("search", "1"),
        ("q", "x" * 101),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(BadOption) as refused:
        read(NetworksOptions, [(name, text)], "nl")
    assert refused.value.option == name


def test_every_option_of_a_list_refuses_something() -> None:
    for spec in fields(NetworksOptions):
        with pytest.raises(BadOption):
            read(NetworksOptions, [(spec.name, "!" * 200)], "nl")


def test_an_option_that_must_be_there_is_asked_for() -> None:
    with pytest.raises(BadOption) as refused:
        read(NetworkOptions, [("lang", "en"), ("network", " ")], "nl")
    assert refused.value.option == "network"


def test_a_search_is_one_plain_line() -> None:
    assert read(NetworksOptions, [("q", "a\x00\n\tb ‮c")], "nl").q == "a b c"


def test_language_and_look_survive_a_query_that_cannot_be_read() -> None:
    pairs = [("lang", "en"), ("theme", "dark"), ("accent", "nope"), ("page", "x")]
    assert readable(pairs, "nl") == Options(lang="en", theme="dark")
