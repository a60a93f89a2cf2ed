"""A list with an index chooses, counts and orders as one that looks at each item in turn."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import WORLD, name
from widgets.catalogue import indexed as module
from widgets.catalogue.edition import Edition, Haystack, edition, folded, renewed
from widgets.catalogue.indexed import Facets, Indexed, prepare
from widgets.catalogue.selection import Criteria, indexed_ties, select

ROLES, TOPICS, WORDS = ("member", "board"), ("tax", "water", "land"), ("alpha", "beta", "alp")


@dataclass(frozen=True)
class Thing:
    names: str
    rest: str
    roles: tuple[str, ...]
    topics: tuple[str, ...]
    status: str
    rank: int


FACETS: Facets[Thing] = {
    "role": lambda thing: thing.roles,
    "topic": lambda thing: thing.topics,
    "status": lambda thing: (thing.status,),
}


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


THINGS = st.lists(
    st.builds(
        Thing,
        names=some(WORDS).map(" ".join),
        rest=some(WORDS).map(" ".join),
        roles=some(ROLES),
        topics=some(TOPICS),
        status=st.sampled_from(("active", "ended")),
        rank=st.integers(0, 3),
    ),
    max_size=20,
)
CRITERIA = st.builds(
    Criteria,
    role=some(ROLES),
    topic=some(TOPICS),
    status=st.sampled_from(("active", "ended", "all")),
    q=some(WORDS).map(" ".join),
)


def fits(thing: Thing, wanted: Criteria, but: str = "") -> bool:
    words, held = folded(wanted.q).split(), f"{thing.names}\n{thing.rest}"
    return all(word in held for word in words) and all(
        not wanted.wanted(facet) or {*wanted.wanted(facet)} & {*of(thing)}
        for facet, of in FACETS.items()
        if facet != but
    )


def indexed(things: list[Thing]) -> Indexed[Thing]:
    def searched(thing: Thing) -> Haystack:
        return Haystack(thing.names, thing.rest.encode())

    return Indexed(things, FACETS, searched, lambda order: lambda thing: thing.rank)


@settings(deadline=None)
@given(THINGS, CRITERIA)
def test_it_finds_what_looking_at_each_finds(things: list[Thing], wanted: Criteria) -> None:
    found = indexed(things).narrowed(wanted, "rank")
    words = folded(wanted.q).split()

    def order(thing: Thing) -> tuple[bool, int]:
        return not all(word in thing.names for word in words), thing.rank

    assert list(found.items) == sorted((each for each in things if fits(each, wanted)), key=order)
    assert found.count == len(found.items)
    for facet, of in FACETS.items():
        others = [each for each in things if fits(each, wanted, facet)]
        assert found.anything[facet] == len(others)
        assert found.known[facet] == {value for each in things for value in of(each)}
        for value in found.known[facet]:
            assert found.counts[facet][value] == sum(value in of(each) for each in others)
    in_status = (each for each in things if wanted.status in {each.status, "all"})
    assert found.total == len([*in_status])


@given(THINGS, THINGS, CRITERIA, st.booleans())
def test_a_list_that_follows_another_is_the_list_that_is_made_of_its_items(
    before: list[Thing], others: list[Thing], wanted: Criteria, is_searched: bool
) -> None:
    things = [*others[: len(before)], *before[len(others) :]]
    old, new, made = indexed(before), indexed(things), indexed(things)
    assert len(old.narrowed(wanted if is_searched else Criteria(), "rank").items) <= len(before)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "_FEW", 1)
        new.follow(old)
    assert list(new.orders) == ["rank"] * bool(old.orders)
    found, expected = (each.narrowed(wanted, "rank") for each in (new, made))
    assert found.items == expected.items
    for part in ("counts", "anything", "known", "total"):
        assert getattr(found, part) == getattr(expected, part)


def test_a_list_is_made_once_for_an_edition_and_anew_for_the_next() -> None:
    before = edition(WORLD, 1)
    assert before.listed(indexed_ties, "umbrella") is before.listed(indexed_ties, "umbrella")
    changed = before.networks["full"].model_copy(update={"name": name("Anders")})
    after = renewed(before, {("network", "full"): changed}, 2)
    assert not after.lists
    found = select(after, "umbrella", Criteria(q="anders"), "nl")
    assert [tie.network.slug for tie in found.items] == ["full"]


def test_lists_that_were_asked_for_are_ready_in_the_next_edition() -> None:
    before = edition(WORLD, 1)
    assert select(before, "umbrella", Criteria(), "nl").items
    after = renewed(before, {}, 2)
    prepare(after, before)
    [ready] = after.lists.values()
    assert isinstance(ready, Indexed)
    assert [*ready.orders] == [("role", "nl")]
    assert ready.items == before.listed(indexed_ties, "umbrella").items


def test_of_too_many_lists_the_smallest_go() -> None:
    shown = Edition()
    shown.listed(lambda edition, of: range(50_000), "large")
    for number in range(20):
        shown.listed(lambda edition, of: range(1_000), str(number))
    assert sum(map(len, shown.lists.values())) <= 60_000
    assert max(map(len, shown.lists.values())) == 50_000
