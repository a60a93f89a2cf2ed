"""What holds for the lists of members and partners, whatever is in the catalogue."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.world import name, texts
from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.indexed import Selection
from widgets.catalogue.members import MEMBER_FACETS, select_members
from widgets.catalogue.partners import PARTNER_FACETS, select_partners
from widgets.catalogue.records import (
    ROLES,
    Collaboration,
    Entry,
    Membership,
    Network,
    Organisation,
)
from widgets.catalogue.selection import Criteria, pages

HOST = "o0"
NETWORKS = ("n0", "n1", "n2")
ORGANISATIONS = (HOST, "o1", "o2", "o3", "o4")
COUNTRIES = ("AT", "NL")
TOPICS = ("tax", "water")
WORDS = ("Südwind", "Watch", "Werkgroep")

Select = Callable[[Edition, Criteria], Selection[Any]]
LISTS: dict[str, tuple[Select, tuple[str, ...], Callable[[Any], str]]] = {
    "members": (
        lambda shown, wanted: select_members(shown, "n0", wanted, "nl"),
        tuple(MEMBER_FACETS),
        lambda member: member.party.slug,
    ),
    "partners": (
        lambda shown, wanted: select_partners(shown, HOST, HOST, wanted, "nl"),
        tuple(PARTNER_FACETS),
        lambda partner: partner.organisation.slug,
    ),
    "partners-of-another": (
        lambda shown, wanted: select_partners(shown, "o1", HOST, wanted, "nl"),
        tuple(PARTNER_FACETS),
        lambda partner: partner.organisation.slug,
    ),
}
unhurried = settings(deadline=None, max_examples=20)
each_list = pytest.mark.parametrize("listed", LISTS)


def some(values: tuple[str, ...], most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=most).map(tuple)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    entries: list[Entry] = []
    for slug in ORGANISATIONS:
        called = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2)))
        country = draw(st.none() | st.sampled_from(COUNTRIES))
        entries.append(Organisation(slug=slug, name=name(called), country=country))
        for number, topics in enumerate(draw(st.lists(some(TOPICS), max_size=2))):
            entries.append(
                Collaboration(
                    slug=f"{slug}-{number}",
                    organisation=slug,
                    form="research",
                    title=texts(nl=draw(st.sampled_from(WORDS))),
                    topics=topics,
                    ended=draw(st.booleans()),
                )
            )
    for slug in NETWORKS:
        entries.append(Network(slug=slug, name=name(slug), ended=draw(st.booleans())))
        for member in draw(some((*ORGANISATIONS, *NETWORKS), 5)):
            for role in draw(some(ROLES)):
                ended = draw(st.booleans())
                entries.append(Membership(network=slug, member=member, role=role, ended=ended))
    return edition(entries)


CRITERIA = st.builds(
    Criteria,
    role=some(ROLES),
    country=some(("at", "nl")),
    network=some(NETWORKS),
    topic=some(TOPICS),
    status=st.sampled_from(("active", "ended", "all")),
    q=st.sampled_from(("", "sudwind", "watch werkgroep", "zzz")),
)


def slugs(listed: str, shown: Edition, wanted: Criteria) -> list[str]:
    select, _, slug_of = LISTS[listed]
    return [slug_of(each) for each in select(shown, wanted).items]


@each_list
@unhurried
@given(shown=editions(), wanted=CRITERIA)
def test_a_count_is_what_a_click_would_show(listed: str, shown: Edition, wanted: Criteria) -> None:
    select, facets, _ = LISTS[listed]
    found = select(shown, wanted)
    for facet in facets:
        for value in found.known[facet]:
            click: Any = value if facet == "status" else (value,)
            clicked = slugs(listed, shown, replace(wanted, **{facet: click}))
            assert found.counts[facet].get(value, 0) == len(clicked)
        nothing: Any = "all" if facet == "status" else ()
        without = slugs(listed, shown, replace(wanted, **{facet: nothing}))
        assert found.anything.get(facet, 0) == len(without)


@each_list
@unhurried
@given(shown=editions(), wanted=CRITERIA, data=st.data())
def test_filters_narrow_alike_in_any_order(
    listed: str, shown: Edition, wanted: Criteria, data: Any
) -> None:
    everything = Criteria(status="all")
    narrowed, kept = everything, set(slugs(listed, shown, everything))
    for each in data.draw(st.permutations([*LISTS[listed][1], "q"])):
        narrowed = replace(narrowed, **{each: getattr(wanted, each)})
        kept &= set(slugs(listed, shown, replace(everything, **{each: getattr(wanted, each)})))
        assert set(slugs(listed, shown, narrowed)) == kept


@each_list
@unhurried
@given(shown=editions(), wanted=CRITERIA, per_page=st.integers(1, 4))
def test_pages_partition_the_result(
    listed: str, shown: Edition, wanted: Criteria, per_page: int
) -> None:
    found = LISTS[listed][0](shown, wanted)
    every = slugs(listed, shown, wanted)
    pages_of_all = range(1, pages(found.count, per_page) + 1)
    collected = [each for page in pages_of_all for each in found.page(page, per_page)]
    assert collected == [*found.items]
    assert len(every) == len(set(every))


@unhurried
@given(shown=editions(), wanted=CRITERIA)
def test_nobody_is_a_partner_of_itself_or_without_a_tie(shown: Edition, wanted: Criteria) -> None:
    for each in select_partners(shown, HOST, HOST, wanted, "nl").items:
        assert each.organisation.slug != HOST
        assert each.collaborations or each.ties


@unhurried
@given(shown=editions())
def test_partners_are_so_of_each_other(shown: Edition) -> None:
    everything = Criteria(status="all")
    for each in select_partners(shown, HOST, HOST, everything, "nl").items:
        slug = each.organisation.slug
        back = select_partners(shown, slug, HOST, everything, "nl").items
        (host,) = (other for other in back if other.organisation.slug == HOST)
        assert host.collaborations == each.collaborations
        assert {tie.network.slug for tie in host.ties} == {tie.network.slug for tie in each.ties}
        assert host.has_ended == each.has_ended
