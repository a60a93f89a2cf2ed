"""A membership ends with its network, wherever it is told."""

import pytest

from tests.world import name
from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import Entry, Membership, Network, Organisation
from widgets.kinds.cards import NetworkOptions
from widgets.kinds.members import MembersOptions, members
from widgets.kinds.network import FullNetwork, network
from widgets.kinds.site import Site
from widgets.kinds.standing import standing
from widgets.kinds.wording import plain

SITE = Site("https://widgets.test", "stayed", "widget-00000000.css")


@pytest.fixture
def past() -> Edition:
    entries: tuple[Entry, ...] = (
        *(Organisation(slug=slug, name=name(slug.capitalize())) for slug in ("stayed", "left")),
        Network(slug="dated", name=name("Dated"), since="2001", until="2011", ended=True),
        Network(slug="undated", name=name("Undated"), since="2001", ended=True),
        Network(slug="alive", name=name("Alive")),
        Network(slug="living", name=name("Living")),
        *(
            Membership(network=slug, member=member, role="member", since="2003", ended=ended)
            for slug in ("dated", "undated", "living")
            for member, ended in (("stayed", False), ("left", True), ("alive", False))
            if (slug, member) != ("living", "alive")
        ),
    )
    return edition(entries)


def full(past: Edition, slug: str) -> FullNetwork:
    return network(past, NetworkOptions(network=slug, lang="en"), SITE)


def test_who_stayed_to_the_end_was_in_it_until_that_year(past: Edition) -> None:
    assert standing(past, "dated", "stayed", "en").sentence == "Stayed was a member until 2011"
    listed = members(past, MembersOptions(network="dated", lang="en"), SITE).cards
    (group,) = full(past, "dated").groups
    in_list = {card.party.name.text: card.party.facts for card in listed}
    in_full = {member.name.text: member.facts for member in group.members}
    for found in (in_list, in_full):
        assert [plain(fact) for fact in found["Stayed"]] == ["2003–2011"]
        assert [plain(fact) for fact in found["Left"]] == []


def test_who_left_before_the_end_did_not_do_so_in_the_year_of_it(past: Edition) -> None:
    assert standing(past, "dated", "left", "en").sentence == "Left was a member"


def test_an_end_without_a_year_does_not_read_as_if_it_held(past: Edition) -> None:
    assert standing(past, "undated", "stayed", "en").sentence == "Stayed was a member"
    (group,) = full(past, "undated").groups
    assert [member.facts for member in group.members if member.name.text == "Stayed"] == [()]


def test_the_members_of_a_network_are_not_compared_with_each_other(
    past: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a thousand members that would take a third of a second."""
    monkeypatch.setattr(Membership, "__eq__", None)
    groups = {group.label: len(group.members) for group in full(past, "living").groups}
    assert groups == {"Members": 1, "Formerly involved": 1}


def test_nobody_takes_part_in_what_is_over(past: Edition) -> None:
    assert "Takes part in" not in {fact.label for fact in full(past, "alive").facts}
