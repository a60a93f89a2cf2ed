"""The portfolio: every widget, with each option, over catalogues made up to break it."""

import re
from html import unescape

import pytest

from tests.staff.conftest import ORIGIN, Colleague
from tests.test_templates import Authored
from widgets.embed.builder import sample as filled
from widgets.embed.widgets import drawn
from widgets.errors import NotPublished
from widgets.kinds.registry import KINDS
from widgets.kinds.site import Site
from widgets.language.messages import messages
from widgets.staff.portfolio.samples import STATES, sample
from widgets.staff.portfolio.variants import variants

PAGE = "/staff/portfolio?lang=en"
FRAME = re.compile(r'<iframe src="([^"]+)" title="([^"]+)" width="(\d+)" height="(\d+)"')
SITE = Site(ORIGIN, "somo", "widget.css", "/staff/portfolio/any")


@pytest.fixture
def viewer(office: dict[str, Colleague]) -> Colleague:
    return office["viewer"]


def shown(page: str) -> dict[str, str]:
    """The frames of a page. Shape: label -> address."""
    return {label: unescape(address) for address, label, _, _ in FRAME.findall(page)}


def test_page_shows_each_option_of_a_widget_once(viewer: Colleague) -> None:
    page = viewer.get(f"{PAGE}&kind=members")
    frames = shown(page)
    assert len(frames) == len(FRAME.findall(page))
    assert {"With no option set", "Density: Compact", "Columns: 1", "q: zzz"} <= frames.keys()
    assert "density=compact" in frames["Density: Compact"]
    assert all("/staff/portfolio/usual/embed/members?" in each for each in frames.values())


def test_page_is_chosen_by_widget_catalogue_width_and_language(viewer: Colleague) -> None:
    chosen = "&kind=badge&state=hostile&width=320&language=ar"
    page = viewer.get(PAGE + chosen)
    frames = FRAME.findall(page)
    assert {width for *_, width, _ in frames} == {"320"}
    assert all("/hostile/embed/badge?lang=ar" in address for address, *_ in frames)
    assert '<img src="http://widgets.test/staff/portfolio/hostile/badges/' in page
    assert page.count('aria-current="true"') == 4


def test_what_the_page_does_not_know_changes_nothing(viewer: Colleague) -> None:
    page = viewer.get(f"{PAGE}&kind=x&state=../..&width=9&language=xx")
    assert shown(page) == shown(viewer.get(PAGE))


def test_frame_is_the_widget_itself_and_kept_by_nobody(viewer: Colleague) -> None:
    answer = viewer.ask(shown(viewer.get(PAGE))["With no option set"])
    assert "Fair Trade Coalition" in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    assert "etag" not in answer.headers
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    inner = set(re.findall(r'data-hx-get="([^"?]+)', answer.text))
    assert inner == {f"{ORIGIN}/staff/portfolio/usual/fragments/networks"}
    logo = re.search(r'<img class="sw-logo" src="([^"]+)"', answer.text)
    assert logo
    assert viewer.ask(logo[1]).headers["content-type"] == "image/webp"


def test_nothing_of_it_is_public(viewer: Colleague) -> None:
    address = shown(viewer.get(PAGE))["With no option set"]
    logo = re.search(r'src="[^"]+(/logos/[^"]+)"', viewer.ask(address).text)
    assert logo
    assert viewer.client.get(address, follow_redirects=False).status_code == 303
    assert viewer.client.get(logo[1]).status_code == 404
    assert "Fair Trade Coalition" not in viewer.client.get("/embed/networks").text


def test_catalogue_that_nobody_made_up_is_not_there(viewer: Colleague) -> None:
    assert viewer.ask("/staff/portfolio/none/embed/networks").status_code == 404
    assert viewer.ask("/staff/portfolio/usual/embed/none").status_code == 404


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_option_is_drawn_over_every_catalogue_and_nothing_breaks_out(
    kind: str, state: str
) -> None:
    edition, asked = sample(state, "somo"), KINDS[kind]
    drawings = 0
    for each in variants(asked, edition, messages("en")):
        given = [("lang", "en"), *([(each.option, each.value)] if each.option else [])]
        try:
            _, fragment = drawn(asked, edition, filled(asked, edition, SITE, given, "en"), SITE)
        except NotPublished:
            continue
        drawings += 1
        assert not Authored(fragment).found, each
        assert "<img src=x" not in fragment
    assert drawings > 8 or state in {"empty", "draft"}
