"""What is sent of a stylesheet means to a browser what its source says."""

import pytest

from tests.browser.visits import Visitor
from widgets.http.assets import load
from widgets.settings import shipped

# A browser gives the spaces in the value of a variable back as they were.
RULES = """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
    return [...sheet.cssRules].map(rule => rule.cssText.replace(/(?<=[(,:])\\s+/g, "")) }"""
SHEETS = sorted(name for name in load().hashed if name.endswith(".css"))


@pytest.mark.parametrize("name", SHEETS)
def test_a_stylesheet_is_sent_smaller_and_says_the_same(visit: Visitor, name: str) -> None:
    written = (shipped("static") / name).read_text("utf-8")
    if name == "single.css":
        written = (shipped("static") / "widget.css").read_text("utf-8") + written
    sent = load().files[name].body.decode()
    page = visit.at("/healthz").page
    assert len(sent) < len(written)
    assert page.evaluate(RULES, sent) == page.evaluate(RULES, written)
