"""What the checker says of a policy is what a browser does with it."""

import re
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.cards import widget
from tests.browser.conftest import Snippet
from tests.browser.visits import Visit, Visitor

pytestmark = pytest.mark.walk

VIOLATION = re.compile(r"Policy: (?:(?:frame|script|connect|style)-src(?:-elem)?|require-\S+) ")
POLICIES = [
    ("iframe", "default-src 'none'; frame-src {base}", True),
    ("iframe", "child-src 'none'; default-src *", False),
    ("iframe", "default-src 'self'", False),
    ("iframe", "frame-src http:", True),
    ("iframe", "frame-src {base}/embed/", True),
    ("iframe", "frame-src {base}/embed", False),
    ("iframe", "frame-src 127.0.0.1", False),
    ("iframe", "frame-src 127.0.0.1:*", True),
    ("iframe", "frame-src *, frame-src 'none'", False),
    ("iframe", "frame-src 'none'; frame-src *", False),
    ("inline", "default-src 'none'; script-src {base}; style-src {base}; connect-src {base}", True),
    ("inline", "script-src 'strict-dynamic' {base}", False),
    ("inline", "script-src 'strict-dynamic' '{integrity}'", True),
    ("inline", "script-src '{integrity}'", True),
    ("inline", "script-src-elem 'none'; script-src *", False),
    ("inline", "connect-src {base}/static/", False),
    ("inline", "style-src-elem 'none'; style-src {base}", False),
    ("inline", "style-src 'self'", False),
    ("inline", "require-trusted-types-for 'script'", False),
]


def verdict(visit: Visit, base: str, snippet: str, policy: str) -> bool:
    """Whether the checker finds nothing that blocks."""
    page = f'<link rel="canonical" href="{visit.page.url}">{snippet}'
    form = urlencode({"html": page, "policy": policy}).encode()
    with urlopen(f"{base}/check", form, timeout=10) as answer:  # noqa: S310
        text = answer.read().decode()
    assert "finding--" in text
    return "finding--blocked" not in text


@pytest.mark.parametrize(("form", "policy", "works"), POLICIES)
def test_checker_and_browser_agree(
    visit: Visitor, snippet: Snippet, form: str, policy: str, works: bool
) -> None:
    pasted, base = snippet("networks", form), visit.server.base
    integrity = re.search(r"sha384-[^\"]+", snippet("networks", "inline"))
    assert integrity
    csp = policy.format(base=base, integrity=integrity[0])
    opened = visit(pasted, csp=csp, allowing=("Policy", "Trusted", "Failed", "requires"))
    shown = widget(opened, form)
    if works:
        expect(shown).to_be_visible()
        opened.settled()
    else:
        opened.until(lambda: any(map(VIOLATION.search, opened.notes)))
    assert any(map(VIOLATION.search, opened.notes)) != works
    assert verdict(opened, base, pasted, csp) == works
