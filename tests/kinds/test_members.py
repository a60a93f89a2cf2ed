from typing import Any

import pytest

from tests.world import name, texts
from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import Entry, Membership, Network, Organisation
from widgets.errors import NotPublished
from widgets.kinds.members import MemberCard, Members, MembersOptions, members
from widgets.kinds.site import Site
from widgets.kinds.wording import plain

SITE = Site("https://widgets.test", "umbrella", "widget-00000000.css")


def shown(world: Edition, network: str = "full", **options: Any) -> Members:
    return members(world, MembersOptions(network=network, **options), SITE)


def card(world: Edition, slug: str, **options: Any) -> MemberCard:
    (found,) = (each for each in shown(world, **options).cards if each.party.slug == slug)
    return found


def test_members_stand_by_name_and_networks_are_among_them(world: Edition) -> None:
    found = shown(world, lang="en")
    assert [each.party.slug for each in found.cards] == ["bare", "suedwind", "umbrella"]
    assert found.frame.label == "Members of FN"
    assert found.count == "3 members"
    assert [plain(fact) for fact in card(world, "bare", lang="en").party.facts] == ["Network"]


def test_names_are_ordered_in_the_language_that_is_read() -> None:
    entries: tuple[Entry, ...] = (
        Network(slug="n", name=name("N")),
        Organisation(slug="a", name=texts(nl="Zon", en="Apple")),
        Organisation(slug="b", name=texts(nl="Berg", en="Ōcean")),
        *(Membership(network="n", member=slug, role="member") for slug in "ab"),
    )
    for lang, order in (("nl", ["b", "a"]), ("en", ["a", "b"])):
        found = members(edition(entries), MembersOptions(network="n", lang=lang), SITE)
        assert [each.party.slug for each in found.cards] == order


def test_a_member_is_said_in_roles_place_and_years(world: Edition) -> None:
    found = card(world, "umbrella", lang="nl")
    assert found.roles == "In het bestuur · Lid"
    assert [plain(fact) for fact in found.party.facts] == ["Nederland"]
    assert [plain(fact) for fact in card(world, "suedwind", lang="nl").party.facts] == [
        "stand 2019"
    ]


def test_a_member_with_only_a_name_has_no_holes(world: Edition) -> None:
    found = card(world, "hostile", status="ended").party
    assert (found.abbreviation, found.link) == (None, None)


def test_who_has_left_is_shown_only_when_asked_for_and_in_the_past(world: Edition) -> None:
    found = card(world, "hostile", status="ended", lang="en")
    assert (found.roles, found.party.has_ended) == ("Former partner", True)
    assert [plain(fact) for fact in found.party.facts] == ["until 2015"]
    assert len(shown(world, status="all", filters="off").cards) == 4


def test_a_network_that_has_ended_keeps_its_members(world: Edition) -> None:
    (found,) = shown(world, "ended", lang="en").cards
    assert (found.party.slug, found.roles) == ("umbrella", "Former member")


def test_roles_are_chips_in_sight_that_stay_whatever_is_filtered(world: Edition) -> None:
    for options in ({}, {"country": ("at",)}, {"q": "zzz"}):
        (facet,) = shown(world, lang="en", **options).facets
        assert [chip.label.text for chip in facet.chips] == [
            "All",
            "On the board",
            "Member",
            "Partner",
        ]


def test_a_single_role_is_no_filter(world: Edition) -> None:
    assert shown(world, "bare").facets == ()


def test_a_country_is_named_in_the_language_that_is_read(world: Edition) -> None:
    for lang, country in (("nl", "Nederland"), ("en", "Netherlands")):
        folded = {facet.name: facet for facet in shown(world, lang=lang).more}
        assert [chip.label.text for chip in folded["country"].chips] == [country]
        (tag,) = shown(world, lang=lang, country=("nl",)).tags
        assert tag.label.text == country


def test_an_empty_list_says_so_and_names_the_way_out(world: Edition) -> None:
    found = shown(world, lang="en", country=("de",), role=("board",))
    assert found.empty
    assert found.empty.message == "No member fits all of this."
    assert found.empty.remedy
    assert (found.empty.remedy.label.text, found.empty.remedy_count) == ("Germany", 1)
    assert found.empty.everything
    assert found.empty.everything.page == (
        "https://widgets.test/embed/members?lang=en&network=full"
    )


def test_members_of_nothing_are_not_published(world: Edition) -> None:
    with pytest.raises(NotPublished):
        shown(world, "hidden")
