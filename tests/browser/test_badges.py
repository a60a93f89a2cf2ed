"""Badges as images on the page of a partner, which is another site."""

import pytest
from playwright.sync_api import Locator

from tests.browser.origins import Server
from tests.browser.visits import Visitor
from widgets.embed.drawing import DARK, LIGHT

PAINTED = """image => {
  const on = new OffscreenCanvas(image.width, image.height).getContext("2d");
  on.drawImage(image, 0, 0);
  const {data} = on.getImageData(0, 0, image.width, image.height), colours = new Set();
  const hex = part => part.toString(16).padStart(2, "0");
  for (let at = 0; at < data.length; at += 4) 
    colours.add([...data.slice(at, at + 3)].map(hex).join(""));
  return [...colours]; }"""
RIGHT_EDGE = """() => {
  const edges = [...document.querySelectorAll("text")]
    .map(each => each.getBoundingClientRect().right);
  return Math.max(...edges) - document.documentElement.getBoundingClientRect().width; }"""


def painted(image: Locator) -> set[str]:
    """Every colour of an image, as the browser draws it."""
    return set(image.evaluate(PAINTED))


@pytest.mark.parametrize("shape", ["flat", "plaque", "seal"])
def test_a_badge_is_painted_in_the_scheme_of_the_visitor(
    visit: Visitor, server: Server, shape: str
) -> None:
    source = f"{server.base}/badges/oecd-watch/somo.svg?lang=nl&amp;shape={shape}&amp;accent=aa3300"
    for dark, here, elsewhere in ((False, LIGHT, DARK), (True, DARK, LIGHT)):
        opened = visit(f'<img crossorigin src="{source}" alt="">', dark=dark)
        image = opened.page.locator("img")
        opened.page.wait_for_function("document.querySelector('img').naturalWidth")
        colours = painted(image)
        assert {here.plate, "aa3300"} <= colours
        assert elsewhere.plate not in colours


def test_no_letter_stands_outside_of_the_picture(visit: Visitor, server: Server) -> None:
    page = visit.begin().page
    for network in ("oecd-watch", "escr-net", "re-sourcing"):
        for shape in ("flat", "plaque"):
            page.goto(f"{server.base}/badges/{network}/somo.svg?lang=nl&shape={shape}")
            assert page.locator("text").count() >= 2, (network, shape)
            assert page.evaluate(RIGHT_EDGE) <= -6, (network, shape)
