from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import name, texts
from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import ROLES, SCOPES, Entry, Membership, Network, Organisation
from widgets.catalogue.selection import FACETS, Criteria, pages, select

HOST = "host"
TOPICS = ("tax", "water", "labour")
CATEGORIES = ("sectoral", "thematic")
WORDS = ("belasting", "ontwijking", "Südwind", "OECD", "water")


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    entries: list[Entry] = [Organisation(slug=HOST, name=name("Host"))]
    for number in range(draw(st.integers(0, 9))):
        slug = f"n{number}"
        entries.append(
            Network(
                slug=slug,
                name=name("".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2)))),
                category=draw(st.none() | st.sampled_from(CATEGORIES)),
                scope=draw(st.none() | st.sampled_from(SCOPES)),
                topics=draw(some(TOPICS)),
                ended=draw(st.booleans()),
                summary=draw(st.none() | st.sampled_from(WORDS).map(lambda word: texts(nl=word))),
            )
        )
        for role in draw(some(ROLES)):
            ended = draw(st.booleans())
            entries.append(Membership(network=slug, member=HOST, role=role, ended=ended))
    return edition(entries)


CRITERIA = st.builds(
    Criteria,
    relation=some(("coordinates", "participates")),
    category=some(CATEGORIES),
    role=some(ROLES),
    topic=some(TOPICS),
    scope=some(SCOPES),
    status=st.sampled_from(("active", "ended", "all")),
    q=st.lists(st.sampled_from(("tax", "ontwijking", "sudwind", "oecd", "zzz")), max_size=2).map(
        " ".join
    ),
    sort=st.sampled_from(("role", "name", "since")),
)


def slugs(shown: Edition, criteria: Criteria) -> list[str]:
    return [tie.network.slug for tie in select(shown, HOST, criteria, "nl").items]


@given(editions(), CRITERIA, st.data())
def test_filters_narrow_alike_in_any_order(shown: Edition, wanted: Criteria, data: Any) -> None:
    names = data.draw(st.permutations(["relation", "category", "role", "topic", "scope", "q"]))
    everything = Criteria(status=wanted.status, sort=wanted.sort)
    narrowed, kept = everything, set(slugs(shown, everything))
    for each in names:
        narrowed = replace(narrowed, **{each: getattr(wanted, each)})
        alone = replace(everything, **{each: getattr(wanted, each)})
        kept &= set(slugs(shown, alone))
        assert set(slugs(shown, narrowed)) == kept


@given(editions(), CRITERIA)
def test_a_count_is_what_a_click_would_show(shown: Edition, wanted: Criteria) -> None:
    found = select(shown, HOST, wanted, "nl")
    for facet in FACETS:
        values = {*found.counts[facet], "zzz"} - ({"zzz"} if facet == "status" else set())
        for value in values:
            click: Any = value if facet == "status" else (value,)
            clicked = replace(wanted, **{facet: click})
            assert found.counts[facet].get(value, 0) == len(slugs(shown, clicked))
        nothing: Any = "all" if facet == "status" else ()
        without = replace(wanted, **{facet: nothing})
        assert found.anything.get(facet, 0) == len(slugs(shown, without))


@given(editions(), CRITERIA, st.integers(1, 4))
def test_pages_partition_the_result(shown: Edition, wanted: Criteria, per_page: int) -> None:
    found = select(shown, HOST, wanted, "nl")
    last = pages(found.count, per_page)
    collected = [tie for page in range(1, last + 1) for tie in found.page(page, per_page)]
    assert collected == [*found.items]
    assert not found.page(last + 1, per_page)


@given(editions(), CRITERIA)
def test_sorting_and_searching_never_lose_or_repeat(shown: Edition, wanted: Criteria) -> None:
    found = slugs(shown, wanted)
    assert len(found) == len(set(found))
    assert set(found) == set(slugs(shown, replace(wanted, sort="name")))


@pytest.fixture
def tax() -> Iterator[Edition]:
    networks = (
        Network(
            slug="in-text", name=name("A Coalition"), summary=texts(nl="Tegen belastingontwijking")
        ),
        Network(slug="in-name", name=name("Belasting Ontwijking Nee"), since="2010"),
        Network(slug="in-alias", name=name("Z Net"), aliases=("Ontwijking",), since="2001"),
        Network(slug="other", name=name("Südwind")),
    )
    ties = [Membership(network=each.slug, member=HOST, role="member") for each in networks]
    yield edition([Organisation(slug=HOST, name=name("Host")), *networks, *ties])


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("ontwijking", ["in-name", "in-alias", "in-text"]),
        ("ONTWIJKING tegen", ["in-text"]),
        ("belasting ontwijking", ["in-name", "in-text"]),
        ("sudwind", ["other"]),
        ("SÜDWIND", ["other"]),
        ("ontwijking nergens", []),
        ("", ["in-text", "in-name", "other", "in-alias"]),
    ],
)
def test_every_word_must_occur_and_names_come_first(tax: Edition, q: str, found: list[str]) -> None:
    assert slugs(tax, Criteria(q=q)) == found


def test_oldest_first_puts_the_unknown_last(tax: Edition) -> None:
    assert slugs(tax, Criteria(sort="since"))[:2] == ["in-alias", "in-name"]


def test_a_tie_that_ended_is_ended_though_the_network_goes_on(world: Edition) -> None:
    found = select(world, "umbrella", Criteria(status="ended"), "nl")
    assert {tie.network.slug for tie in found.items} == {"ended", "left"}


def test_another_organisation_sees_its_own_networks(world: Edition) -> None:
    found = select(world, "suedwind", Criteria(), "nl")
    assert [tie.network.slug for tie in found.items] == ["full"]
