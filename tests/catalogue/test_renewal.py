"""An edition made from the one before is the one that all its entries make."""

from dataclasses import fields
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import WORLD, name
from widgets.catalogue.edition import Edition, edition, renewed
from widgets.catalogue.records import (
    Category,
    Collaboration,
    Entry,
    Key,
    Membership,
    Network,
    Organisation,
    Topic,
    key_of,
)

SLUGS = st.sampled_from(["a", "b", "c"])
TOPICS = st.sampled_from([(), ("tax",), ("water", "tax")])
NAMES = st.sampled_from(["One", "Two"]).map(name)
LASTING: dict[str, Any] = {"until": st.sampled_from([None, "2019"]), "ended": st.booleans()}

ENTRIES: st.SearchStrategy[Entry] = st.one_of(
    st.builds(Category, slug=st.sampled_from(["x", "y"]), name=NAMES, order=st.integers(0, 1)),
    st.builds(Topic, slug=st.sampled_from(["tax", "water"]), name=NAMES),
    st.builds(Organisation, slug=SLUGS, name=NAMES, topics=TOPICS),
    st.builds(
        Network, slug=SLUGS, name=NAMES, topics=TOPICS, category=st.sampled_from([None, "x", "y"])
    ),
    st.builds(
        Membership,
        network=SLUGS,
        member=SLUGS,
        role=st.sampled_from(["coordinator", "member"]),
        **LASTING,
    ),
    st.builds(
        Collaboration,
        slug=st.sampled_from(["p", "q"]),
        organisation=SLUGS,
        form=st.just("research"),
        title=NAMES,
    ),
)
CHANGES = st.lists(st.tuples(ENTRIES, st.integers(0, 3)), max_size=6).map(
    lambda drawn: {key_of(each): each if number else None for each, number in drawn}
)


def orders(shown: Edition) -> dict[str, list[object]]:
    """What comes in which order, but for what nothing shows."""
    held = {each.name: getattr(shown, each.name) for each in fields(shown) if each.compare}
    return {field: list(value) for field, value in held.items() if field not in {"number", "loose"}}


@settings(max_examples=100, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=4))
def test_changes_one_after_another_give_what_all_of_it_gives(
    steps: list[dict[Key, Entry | None]],
) -> None:
    entries: dict[Key, Entry] = {}
    shown = Edition()
    for number, changes in enumerate(steps, start=1):
        shown = renewed(shown, changes, number)
        entries |= {key: each for key, each in changes.items() if each}
        entries = {key: each for key, each in entries.items() if changes.get(key, each)}
        whole = edition(entries.values(), number)
        assert shown == whole
        assert orders(shown) == orders(whole)


def test_what_has_not_changed_is_shared() -> None:
    before = edition(WORLD, 1)
    full = before.networks["full"].model_copy(update={"name": name("Fuller")})
    after = renewed(before, {("network", "full"): full}, 2)
    assert after.haystacks["full"].names.startswith("fuller")
    assert before.haystacks["full"].names.startswith("vol")
    assert after.organisations is before.organisations
    assert after.members is before.members
    assert after.networks["bare"] is before.networks["bare"]
    assert after.haystacks["umbrella"] is before.haystacks["umbrella"]


def test_a_network_that_comes_back_has_its_members_again() -> None:
    before = edition(WORLD, 1)
    key = ("network", "full")
    held = before.members["full"]
    without = renewed(before, {key: None}, 2)
    assert "full" not in without.members
    assert "full" not in {each.network for group in without.joined.values() for each in group}
    assert renewed(without, {key: before.networks["full"]}, 3).members["full"] == held
