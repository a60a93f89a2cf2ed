import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.cards import CONSORTIA, EVERY, chip, frame_of, shows, widget
from tests.browser.conftest import Snippet
from tests.browser.visits import Visitor

pytestmark = pytest.mark.walk

RGB = tuple[float, float, float]
READ_COLOUR = """(element, name) => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  canvas.fillStyle = getComputedStyle(element)[name];
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); }"""


def colour(element: Locator, name: str = "color") -> RGB:
    """As it is painted. Shape: red, green, blue, 0 to 255."""
    red, green, blue = element.evaluate(READ_COLOUR, name)
    return red, green, blue


def luminance(painted: RGB) -> float:
    """Source: WCAG 2.2, relative luminance."""
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in (part / 255 for part in painted)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: RGB, other: RGB) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == 21
    assert round(contrast((119, 119, 119), (255, 255, 255)), 2) == 4.48


@pytest.mark.parametrize("accent", ["ffee88", "101040", "00ff00"])
def test_accent_stays_readable(visit: Visitor, snippet: Snippet, accent: str) -> None:
    opened = visit(snippet("networks", "inline", f"accent={accent}&category=consortium"))
    shown = widget(opened, "inline")
    shows(shown, CONSORTIA)
    card = shown.locator('[data-network="fgg"]')
    on = chip(shown, "category=consortium")
    for is_dark in (False, True):
        opened.page.emulate_media(color_scheme="dark" if is_dark else "light")
        opened.until(lambda: (luminance(colour(card, "backgroundColor")) < 0.05) is is_dark)  # noqa: B023
        ground = colour(card, "backgroundColor")
        assert contrast(colour(card.locator(".sw-card__tie")), ground) >= 4.5, is_dark
        opened.until(lambda: contrast(colour(on), colour(on, "backgroundColor")) >= 4.5)


def test_accent_colours_the_tie(visit: Visitor, snippet: Snippet) -> None:
    def tie(query: str) -> RGB:
        shown = widget(visit(snippet("networks", "inline", query)), "inline")
        shows(shown, EVERY)
        return colour(shown.locator('[data-network="fgg"] .sw-card__tie'))

    assert tie("accent=aa3300") == pytest.approx((0xAA, 0x33, 0x00), abs=2)
    assert tie("heading=4") == pytest.approx((0x0B, 0x5C, 0xAD), abs=2)


@pytest.mark.parametrize("form", ["iframe", "inline"])
def test_dark_mode_follows_the_visitor(visit: Visitor, snippet: Snippet, form: str) -> None:
    opened = visit(snippet("networks", form))
    shown = widget(opened, form)
    shows(shown, EVERY)
    sheet = frame_of(opened).locator("body") if form == "iframe" else shown
    for each in (sheet, shown.locator('[data-network="fgg"]')):
        opened.page.emulate_media(color_scheme="light")
        assert luminance(colour(each, "backgroundColor")) > 0.9
        opened.page.emulate_media(color_scheme="dark")
        assert luminance(colour(each, "backgroundColor")) < 0.05


@pytest.mark.parametrize("form", ["iframe", "inline"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_theme_overrules_the_visitors_scheme(
    visit: Visitor, snippet: Snippet, form: str, theme: str
) -> None:
    opened = visit(snippet("networks", form, f"theme={theme}"), dark=theme == "light")
    shown = widget(opened, form)
    shows(shown, EVERY)
    grounds = [shown, shown.locator('[data-network="fgg"]')]
    if form == "iframe":
        grounds.append(frame_of(opened).locator("body"))
    for ground in grounds:
        assert (luminance(colour(ground, "backgroundColor")) < 0.05) == (theme == "dark")


@pytest.mark.parametrize("kind", ["networks", "network", "badge"])
def test_forced_colours_keep_edges_and_the_chosen_filter(
    visit: Visitor, snippet: Snippet, kind: str
) -> None:
    opened = visit(snippet(kind, "inline"), forced_colors=True)
    shown = widget(opened, "inline", kind)
    edge = shown.locator(".sw-card, .sw-plaque").first
    expect(edge).to_be_visible()
    expect(edge).to_have_css("border-style", "solid")
    assert colour(edge, "borderTopColor") != colour(edge, "backgroundColor")
    if kind == "networks":
        chip(shown, "category=consortium").click()
        shows(shown, CONSORTIA)
        on, off = chip(shown, "category=consortium"), chip(shown, "category=thematic")
        expect(on).to_have_attribute("aria-current", "true")
        opened.until(lambda: colour(on, "backgroundColor") != colour(off, "backgroundColor"))


@pytest.mark.parametrize("calm", [True, False], ids=["calm", "lively"])
def test_nothing_moves_for_whoever_asked_for_calm(
    visit: Visitor, snippet: Snippet, calm: bool
) -> None:
    shown = widget(visit(snippet("networks", "inline"), calm=calm), "inline")
    shows(shown, EVERY)
    moving = shown.evaluate(
        """root => [root, ...root.querySelectorAll("*")].filter(each => {
        const style = getComputedStyle(each);
        return parseFloat(style.transitionDuration) || parseFloat(style.animationDuration) })
        .length"""
    )
    assert (moving == 0) == calm


@pytest.mark.parametrize("form", ["iframe", "inline"])
def test_focus_is_easy_to_see(visit: Visitor, snippet: Snippet, form: str) -> None:
    opened = visit(snippet("networks", form))
    shown = widget(opened, form)
    shows(shown, EVERY)
    link = chip(shown, "category=consortium")
    chip(shown, "category=thematic").focus()
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_have_css("outline-style", "solid")
    expect(link).to_have_css("outline-width", "3px")
    name = shown.locator('[data-network="goodelectronics"] .sw-card__name a')
    name.focus()
    card = shown.locator('[data-network="goodelectronics"]')
    expect(card).to_have_css("outline-width", re.compile("3px"))
