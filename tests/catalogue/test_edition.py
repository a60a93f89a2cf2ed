import pytest

from tests.world import WORLD, name
from widgets.catalogue.edition import Edition, edition, folded
from widgets.catalogue.records import Collaboration, Membership, Network


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Südwind", "sudwind"),
        ("  Handel \n Anders! ", "handel anders!"),
        ("STRASSE straße", "strasse strasse"),
        ("Łódź Ørsted", "lodz orsted"),
        ("1%CLUB", "1%club"),
    ],
)
def test_text_is_compared_without_case_accents_and_spaces(text: str, bare: str) -> None:
    assert folded(text) == bare


def test_memberships_stand_strongest_first_and_the_ended_last(world: Edition) -> None:
    roles = [(each.role, each.has_ended) for each in world.members["full"]]
    assert roles == [
        ("board", False),
        ("member", False),
        ("member", False),
        ("member", False),
        ("partner", True),
    ]


def test_a_network_can_be_a_member_of_a_network(world: Edition) -> None:
    assert [each.network for each in world.joined["bare"]] == ["full"]


def test_what_refers_to_nothing_is_left_out() -> None:
    made = edition(
        [
            Network(slug="a", name=name("A")),
            Membership(network="a", member="nobody", role="member"),
            Membership(network="nothing", member="a", role="member"),
            Collaboration(slug="c", organisation="nobody", form="research", title=name("C")),
        ]
    )
    assert not made.members
    assert not made.joined
    assert not made.collaborations


def test_the_order_of_entries_is_irrelevant(world: Edition) -> None:
    backwards = edition(
        reversed([each for each in WORLD if each.slug not in {"hidden", "hidden/umbrella/member"}]),
        1,
    )
    assert dict(backwards.members) == dict(world.members)
    assert list(backwards.categories) == list(world.categories)


def test_indexes_cannot_be_changed(world: Edition) -> None:
    with pytest.raises(TypeError):
        world.networks["x"] = world.networks["bare"]  # type: ignore[index]
