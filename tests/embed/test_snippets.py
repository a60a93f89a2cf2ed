import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.conftest import client
from widgets.catalogue.edition import Edition
from widgets.embed.snippets import includes, needs
from widgets.kinds.options import read
from widgets.kinds.registry import KINDS
from widgets.kinds.site import Site
from widgets.settings import Settings


def copied(made: TestClient, kind: str, lang: str = "nl") -> tuple[str, str]:
    """The snippets as a partner copies them: iframe and inline."""
    return printed(made, kind, "frame", lang), printed(made, kind, "inline", lang)


def printed(made: TestClient, kind: str, place: str, lang: str) -> str:
    text = made.get(f"/builder/{kind}?lang={lang}&paste={place}").text
    found = re.search(r"<code[^>]*>(.*?)</code>", text, re.S)
    assert found
    return unescape(found[1])


def test_the_front_page_leads_to_the_builder_of_every_kind(shipped: TestClient) -> None:
    page = shipped.get("/?lang=nl").text
    for kind in KINDS:
        assert f'href="http://widgets.test/builder/{kind}?lang=nl"' in page


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_snippet_is_one_line_that_a_cms_leaves_alone(shipped: TestClient, kind: str) -> None:
    for snippet in copied(shipped, kind):
        assert "\n" not in snippet
        for value in re.findall(r'="([^"]*)"|=\'([^\']*)\'', snippet):
            assert not {"<", ">"} & set("".join(value))
        assert not re.findall(r"<[A-Z]", snippet)
        assert not re.findall(r"\son\w+=|hx-on|js:|javascript:", snippet)


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_iframe_has_a_title_a_height_and_one_link_to_the_same_page(
    shipped: TestClient, kind: str
) -> None:
    iframe, _ = copied(shipped, kind)
    found = re.fullmatch(
        r'<iframe src="([^"]+)" title="([^"]+)" width="100%" height="([0-9]+)" loading="lazy"'
        r' frameborder="0" style="border:0"><a href="([^"]+)">([^<]+)</a></iframe>',
        iframe,
    )
    assert found
    src, title, height, href, text = found.groups()
    assert src == href
    assert title == text
    assert int(height) > 90
    assert "." not in src.split("?")[0].rsplit("/", 1)[1]
    assert shipped.get(unescape(src)).status_code == 200


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_inline_snippet_carries_all_that_htmx_needs(shipped: TestClient, kind: str) -> None:
    _, inline = copied(shipped, kind)
    assert inline.startswith('<div data-hx-get="http://widgets.test/fragments/')
    assert 'data-hx-trigger="load" data-hx-config:inherited=\'{"headers":[]}\'' in inline
    assert '<meta name="htmx-config" content=\'{"mode":"cors","history":false}\'>' in inline
    assert 'crossorigin="anonymous" defer></script>' in inline
    fetched = re.search(r'data-hx-get="([^"]+)"', inline)
    assert fetched
    assert shipped.get(unescape(fetched[1])).status_code == 200
    script = re.search(r'<script src="([^"]+)" integrity="(sha384-[^"]+)"', inline)
    assert script
    assert shipped.get(script[1]).status_code == 200


def test_no_version_token_or_hash_is_in_an_address_but_htmx_its_own(shipped: TestClient) -> None:
    for pair in (copied(shipped, kind) for kind in KINDS):
        for snippet in pair:
            addresses = [
                each for each in re.findall(r'"(http[^"]+)"', snippet) if "htmx" not in each
            ]
            assert not [each for each in addresses if re.search(r"[0-9a-f]{8}|v[0-9]", each)]


def test_the_gallery_speaks_the_language_asked_for(shipped: TestClient) -> None:
    assert "De netwerken van SOMO op je eigen site" in shipped.get("/?lang=nl").text
    assert "The networks of SOMO, on your own site" in shipped.get("/?lang=en").text
    assert "lang=en" in copied(shipped, "badge", "en")[0]


def test_the_readme_shows_the_snippets_as_they_are(shipped: TestClient) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    for snippet in copied(shipped, "networks", "en"):
        there = snippet.replace("http://widgets.test", "https://widgets.example.org")
        assert re.sub('integrity="[^"]*"', 'integrity="sha384-…"', there) in readme


def test_the_gallery_of_an_empty_catalogue_says_so(shipped_database: Path) -> None:
    with client(Settings(database_url=shipped_database)) as made:
        app: Any = made.app
        app.state.published.edition = Edition()
        answer = made.get("/?lang=en")
        assert answer.status_code == 200
        assert "Nothing is published yet" in answer.text
        assert made.get("/readyz").status_code == 503


HOSTILE_LABEL = 'It\'s <b>"A" & \\B\\ -->'


@pytest.mark.parametrize("query", [[], [("q", "a-->b\"c'd$e &?>"), ("category", "thematic")]])
def test_a_line_for_a_server_is_one_line_that_nothing_in_it_can_end(
    query: list[tuple[str, str]],
) -> None:
    asked = KINDS["networks"]
    site = Site("https://widgets.test", "somo", "widget.css")
    made = includes(asked, read(asked.options, query, "nl"), site, HOSTILE_LABEL)
    for line in (made.php, made.ssi, made.esi, made.location):
        assert "\n" not in line
        assert "<b>" not in line
    assert re.fullmatch(r'<!--#include virtual="/widgets/networks\?[^"\'$<>]*" -->', made.ssi)
    assert made.php.count("?>") == 1
    strings = re.findall(r"'((?:[^'\\]|\\.)*)'", made.php)
    assert strings[0].startswith("https://widgets.test/fragments/networks?lang=nl")
    link = re.sub(r"\\(.)", r"\1", strings[-1])
    assert link in made.esi
    assert unescape(re.sub("<[^>]*>", "", link)) == HOSTILE_LABEL
    assert made.location.startswith("location /widgets/ { internal; ")


def test_what_each_form_needs_is_this_server_and_nothing_unsafe() -> None:
    base = "https://widgets.example"
    assert needs("iframe", base) == {"frame-src": base}
    assert needs("inline", base).keys() == {
        "script-src",
        "style-src",
        "connect-src",
        "img-src",
    }
    assert needs("image", base) == {"img-src": base}
    assert needs("include", base) == {"style-src": base, "img-src": base}
