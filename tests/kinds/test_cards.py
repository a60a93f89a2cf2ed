"""What stands for a party where it has no logo, and how wide a logo is."""

import pytest

from tests.world import name
from widgets.catalogue.edition import edition
from widgets.catalogue.records import Logo, Network, Organisation
from widgets.kinds.cards import NetworksOptions, monogram
from widgets.kinds.logos import logo, mark_px
from widgets.kinds.networks import networks
from widgets.kinds.site import Site

SITE = Site("https://widgets.test", "umbrella", "widget.css")


@pytest.mark.parametrize(
    ("called", "short", "letters"),
    [
        ("OECD Watch", "", "OW"),
        ("Milieudefensie", "", "MI"),
        ("Fair Trade", "FLO", "FL"),
        ("Network", "N", "NE"),
        ("ßeta", "", "SS"),
        ('"><img src=x>', "", "IM"),
        ("Union 1", "", "UN"),
        ("\u202eesrever\u202c", "", "ES"),
        ("350.org", "", "35"),
        ("X", "", "X"),
        ("منظمة العمل", "", "ما"),
        ("🙂", "", "🙂"),
    ],
)
def test_two_letters_are_such_that_can_be_read(called: str, short: str, letters: str) -> None:
    party = Network(slug="a", name=name(called), abbreviation=name(short) if short else None)
    assert monogram(party, "en") == letters


@pytest.mark.parametrize(("width", "takes"), [(36, 44), (12, 44), (80, 88)])
def test_logo_takes_as_much_as_letters_or_as_it_needs(width: int, takes: int) -> None:
    shown = Logo(digest="0" * 64, alt=name("The logo"), width=width, height=20)
    drawn = logo(Network(slug="a", name=name("A"), logo=shown), SITE, "en")
    assert drawn
    assert drawn.double == f"https://widgets.test/logos/{'0' * 64}@2x.webp"
    assert mark_px(drawn) == takes
    assert mark_px(None) == 44


def test_list_that_has_nothing_at_all_does_not_speak_of_filters() -> None:
    host = edition([Organisation(slug="umbrella", name=name("Umbrella"))], 1)
    shown = networks(host, NetworksOptions(lang="en"), SITE)
    assert shown.empty
    assert shown.empty.message == "There is nothing to show here yet."
    assert shown.empty.everything is None
    filtered = networks(host, NetworksOptions(lang="en", q="a"), SITE)
    assert filtered.empty
    assert filtered.empty.everything
