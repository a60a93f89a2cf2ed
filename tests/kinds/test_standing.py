import pytest

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Lasting
from widgets.errors import NotPublished
from widgets.kinds.standing import standing, years
from widgets.language.messages import messages


@pytest.mark.parametrize(
    ("network", "member", "state", "role", "when"),
    [
        ("full", "umbrella", "current", "On the board", ""),
        ("full", "suedwind", "current", "Member", ""),
        ("full", "hostile", "ended", "Former partner", "since 2015"),
        ("ended", "umbrella", "ended", "Former member", "since 2011"),
        ("bare", "suedwind", "never", "Not a member", ""),
    ],
)
def test_a_standing_says_what_a_party_is_in_a_network(
    world: Edition, network: str, member: str, state: str, role: str, when: str
) -> None:
    seen = standing(world, network, member, "en")
    assert (seen.state, seen.role, seen.years) == (state, role, when)


def test_a_membership_that_never_was_is_said_in_words(world: Edition) -> None:
    assert standing(world, "bare", "suedwind", "en").sentence == "Südwind is not a member"
    assert standing(world, "bare", "suedwind", "nl").sentence == "Südwind is geen lid"


@pytest.mark.parametrize(("network", "member"), [("nope", "umbrella"), ("bare", "nope")])
def test_what_is_not_published_has_no_standing(world: Edition, network: str, member: str) -> None:
    with pytest.raises(NotPublished, match="nope"):
        standing(world, network, member, "en")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (Lasting(since="2003"), "since 2003"),
        (Lasting(since="2004", until="2011"), "2004–2011"),
        (Lasting(until="2011~"), "since about 2011"),
        (Lasting(until="../2017"), "since 2017 or earlier"),
        (Lasting(since="2004", ended=True), ""),
        (Lasting(), ""),
    ],
)
def test_years_follow_the_role_without_saying_the_opposite(record: Lasting, said: str) -> None:
    assert years(messages("en"), record) == said
