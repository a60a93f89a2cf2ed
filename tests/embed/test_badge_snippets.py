import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt
from starlette.testclient import TestClient

from widgets.embed.snippets import BadgeSnippets, badge_snippets
from widgets.kinds.badge import BadgeOptions
from widgets.kinds.lettering import tidy
from widgets.kinds.site import Site

SITE = Site("http://widgets.test", "umbrella", "widget.css")
OPTIONS = BadgeOptions(lang="en", network="full", shape="plaque")
PROOF = "http://widgets.test/verify/full/umbrella?lang=en"
PICTURE = "http://widgets.test/badges/full/umbrella.svg?lang=en&shape=plaque"
HOSTILE = (
    "Plain: UMB is a member",
    "\"><b>'x' [a](b) |c| *d* _e_ `f` \\ {{g}} &amp; http://h.example <!-- ](z) ~~j~~ \\]",
    "]] [[File:x.png]] ''i'' == h ==",
    "*",
    "trailing \\",
)
LABELS = some.sampled_from(HOSTILE) | some.text(some.characters(codec="utf-8")).map(tidy)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def snippets(label: str) -> BadgeSnippets:
    return badge_snippets(OPTIONS, SITE, label, 200, 56)


@given(label=LABELS)
def test_html_and_markdown_are_one_linked_image_with_the_right_name(label: str) -> None:
    pasted = snippets(label)
    rendered = MarkdownIt("commonmark").render(f"{pasted.markdown}\n")
    for html, size in ((pasted.image, True), (rendered, False)):
        tags = [each for each in Tags(html).tags if each[0] != "p"]
        assert [tag for tag, _ in tags] == ["a", "img"]
        assert tags[0][1]["href"] == PROOF
        assert tags[1][1]["src"] == PICTURE
        assert (tags[1][1]["alt"] or "") == label
        assert (tags[1][1].get("width") == "200") == size
    assert "\n" not in pasted.image + pasted.markdown + pasted.mediawiki + pasted.asciidoc


@pytest.mark.parametrize("label", HOSTILE)
def test_no_attribute_of_the_html_holds_an_angle_bracket(label: str) -> None:
    for value in re.findall(r'="([^"]*)"', snippets(label).image):
        assert not {"<", ">"} & set(value)


@pytest.mark.parametrize("label", HOSTILE)
def test_a_wiki_and_asciidoc_see_no_markup_in_a_name(label: str) -> None:
    pasted = snippets(label)
    [said] = re.findall(r"^\[\S+ (.*)\]$", pasted.mediawiki)
    assert not set("[]{}|'<>=~*_`\"\\") & set(said)
    found = re.fullmatch(
        r'image:(\S+)\[alt="([^"\]\[]*)",width=200,height=56,link="([^"]*)"\]', pasted.asciidoc
    )
    assert found
    assert found[1] == PICTURE
    assert found[3] == PROOF


def test_restructuredtext_names_the_picture_its_target_and_its_words() -> None:
    assert snippets("Plain: a *b*").restructuredtext == (
        f".. image:: {PICTURE}\n   :target: {PROOF}\n   :alt: Plain: a *b*\n"
        "   :width: 200px\n   :height: 56px"
    )


def test_a_mail_gets_a_png_of_twice_the_pixels_at_the_same_size(worldly: TestClient) -> None:
    [_, (_, image)] = Tags(snippets("x").mail).tags
    assert (image["width"], image["height"]) == ("200", "56")
    assert "@2x.png" in (image["src"] or "")
    assert worldly.get(image["src"] or "").headers["content-type"] == "image/png"


def test_every_address_in_a_snippet_answers(worldly: TestClient) -> None:
    assert worldly.get(PROOF).status_code == 200
    assert worldly.get(PICTURE).status_code == 200
