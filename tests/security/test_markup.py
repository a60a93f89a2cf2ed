"""Text that colleagues and files bring stays text, in every page, picture and feed that shows it.
Judged by the parsed document: what a tame text makes of a page is all that a hostile
one may."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from justhtml import JustHTML
from pydantic import TypeAdapter, ValidationError
from starlette.testclient import TestClient

from tests.conftest import client, publish
from tests.security.payloads import EVERY
from tests.staff.conftest import Colleague, signed_in
from tests.world import name, texts
from widgets.catalogue.records import Entry, Membership, Network, Organisation, WebAddress
from widgets.http.assets import HTMX, INTEGRITY, htmx_name
from widgets.render import prose
from widgets.settings import Settings

pytestmark = pytest.mark.walk

TAME = "Tame words"
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]")
PROSE = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "br", "code"}
LINK = {"href", "title", "target", "rel"}
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "cite", "content", "srcset"}
HOSTS = {"widgets.test", "a.example", "schema.org"}
LISTS = (
    "/embed/networks?per_page=60&page={}",
    "/fragments/networks?per_page=60&style=inherit&page={}",
    "/fragments/members?network=p-0&per_page=60&page={}",
    "/fragments/partners?per_page=60&page={}",
)
Shape = Counter[tuple[str, ...]]


def line(text: str) -> str:
    """The text as a name can hold it: on one line, without control letters."""
    return re.sub(r"[\x00-\x1f]", " ", text).strip()


def catalogue(said: tuple[str, ...]) -> Iterator[Entry]:
    """Networks and members that are called what is said, all of one umbrella."""
    yield Organisation(slug="umbrella", name=name("Umbrella"))
    for number, text in enumerate(said):
        named = texts(en=line(text))
        yield Network(
            slug=f"p-{number}",
            name=named,
            summary=named,
            description=texts(en=CONTROLS.sub(" ", text)),
        )
        yield Organisation(slug=f"o-{number}", name=named, city=named)
        yield Membership(network=f"p-{number}", member="umbrella", role="member", note=named)
        yield Membership(network="p-0", member=f"o-{number}", role="member")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, TestClient]]:
    """The same catalogue twice: with tame words in it, and with the payloads."""
    folder = tmp_path_factory.mktemp("markup")
    tame = tuple(f"{TAME} {number}" for number in range(len(EVERY)))
    for file, said in (("tame.db", tame), ("hostile.db", EVERY)):
        publish(folder / file, tuple(catalogue(said)))
    made = [
        client(Settings(folder / each, host_organisation="umbrella", default_language="en"))
        for each in ("tame.db", "hostile.db")
    ]
    with made[0] as tame_site, made[1] as hostile_site:
        yield tame_site, hostile_site


def elements(html: str) -> Iterator[Any]:
    """Every element that a browser makes of a document, those of templates too."""
    waiting = [JustHTML(html, sanitize=False).root]
    while waiting:
        node = waiting.pop()
        waiting += node.children or ()
        if content := getattr(node, "template_content", None):
            waiting.append(content)
        if not node.name.startswith(("#", "!")):
            yield node


def shape(html: str) -> Shape:
    """How many elements with which attributes there are. Shape: a name made of a digest is one."""
    return Counter(
        (re.sub(r"^sw-[0-9a-f]{8}$", "sw", each.name), *sorted({*each.attrs} - {"lang", "dir"}))
        for each in elements(html)
    )


def assert_inert(html: str) -> None:
    """Nothing runs but htmx, nothing styles but our files, and every address is a known one."""
    for each in elements(html):
        assert not [key for key in each.attrs if key.startswith("on") or key == "style"], each
        assert each.name not in {"style", "object", "embed", "base", "frameset", "math"}, each
        assert not [key for key in each.attrs if key.startswith(("hx-", "data-hx-on"))], each
        if each.name == "script":
            if each.attrs.get("type") == "application/ld+json":
                json.loads("".join(part.data for part in each.children))
            else:
                assert each.attrs["src"].endswith(f"/static/{htmx_name(HTMX)}")
                assert each.attrs.get("integrity") in {None, INTEGRITY[HTMX]}
        for key in ADDRESSES & {*each.attrs}:
            value = (each.attrs[key] or "").strip()
            if key == "content" and not re.match(r"[a-z]+:", value):
                continue
            parts = urlsplit(value)
            assert parts.scheme in {"", "http", "https", "mailto"}, each.to_html()
            assert parts.netloc in HOSTS | {""}, each.to_html()


def test_there_are_enough_of_them_and_the_judge_sees_each_kind() -> None:
    assert len(set(EVERY)) > 200
    for bad in (
        "<p onclick=x>",
        "<p style=x>",
        "<template shadowrootmode=open><script>x</script></template>",
        "<a href=javascript:x>",
        "<a href='//evil.example'>",
        "<svg><style>x</style></svg>",
        "<p hx-get=/x>",
        "<script type=application/ld+json>{</script>",
    ):
        with pytest.raises((AssertionError, KeyError, ValueError)):
            assert_inert(bad)


@pytest.mark.parametrize("text", EVERY)
def test_markdown_makes_a_few_elements_and_no_address_that_runs(text: str) -> None:
    html = str(prose(text))
    assert_inert(html)
    for each in elements(f"<html><head></head><body>{html}</body></html>"):
        if each.name in {"html", "head", "body"}:
            continue
        assert each.name in PROSE, html
        assert {*each.attrs} <= (
            {"href", "title", "target", "rel"} if each.name == "a" else set()
        ), html
        if "href" in each.attrs:
            assert each.attrs["href"].startswith(("https://a.example", "mailto:")), html
            assert each.attrs["rel"] == "noopener noreferrer"


@pytest.mark.parametrize("address", LISTS)
def test_a_list_of_hostile_names_is_built_as_one_of_tame_names(
    sites: tuple[TestClient, TestClient], address: str
) -> None:
    shown, tame_shape, hostile_shape = 0, Shape(), Shape()
    for page in range(1, len(EVERY) // 60 + 2):
        tame, hostile = (each.get(address.format(page)) for each in sites)
        assert (tame.status_code, hostile.status_code) == (200, 200)
        assert_inert(hostile.text)
        tame_shape += shape(tame.text)
        hostile_shape += shape(hostile.text)
        shown += tame.text.count(TAME)
    assert hostile_shape == tame_shape
    assert shown >= len(EVERY)


def test_a_network_of_a_hostile_name_is_built_as_one_of_a_tame_name(
    sites: tuple[TestClient, TestClient],
) -> None:
    for number in range(len(EVERY)):
        address = f"/fragments/network?network=p-{number}"
        tame, hostile = (each.get(address).text for each in sites)
        assert_inert(hostile)
        kinds = {each[0] for each in shape(hostile)}
        assert kinds <= {each[0] for each in shape(tame)} | PROSE, EVERY[number]


@pytest.mark.parametrize(
    "address",
    [
        *("/embed/network?network={}", "/builder/network?network={}", "/verify/{}/umbrella"),
        *("/embed/badge?network={}", "/embed/members?network={}", "/embed/networks?q={text}"),
        *("/embed/networks?topic={text}", "/embed/{text}", "/embed/networks?lang={text}"),
        *("/builder/networks?q={text}&paste={text}", "/check?html={text}", "/{text}"),
        *("/embed/network?network={text}", "/verify/{text}/{text}", "/preview/{text}/embed/badge"),
    ],
)
def test_a_page_about_a_hostile_name_or_question_is_inert(
    sites: tuple[TestClient, TestClient], address: str
) -> None:
    for number, text in list(enumerate(EVERY))[::11]:
        answer = sites[1].get(address.replace("{text}", quote(text, safe="")).format(f"p-{number}"))
        assert answer.status_code < 500
        assert_inert(answer.text)


def test_what_is_pasted_to_be_checked_is_shown_as_text(
    sites: tuple[TestClient, TestClient],
) -> None:
    for batch in range(0, len(EVERY), 20):
        pasted = "\n".join(EVERY[batch : batch + 20])
        for fields in ({"html": pasted}, {"html": "x", "policy": pasted}):
            answer = sites[1].post("/check", data=fields)
            assert answer.status_code == 200
            assert_inert(answer.text)


def tags(root: Element) -> set[str]:
    return {str(each.tag).rpartition("}")[2] for each in root.iter()}


def test_a_picture_of_a_hostile_name_holds_what_that_of_a_tame_name_does(
    sites: tuple[TestClient, TestClient],
) -> None:
    for number in range(len(EVERY)):
        tame, hostile = (
            fromstring(each.get(f"/badges/p-{number}/umbrella.svg").text) for each in sites
        )
        assert tags(hostile) == tags(tame), EVERY[number]
        assert not {"script", "foreignObject", "image", "animate", "set", "a"} & tags(hostile)
        attributes = {key for each in hostile.iter() for key in each.attrib}
        assert attributes <= {key for each in tame.iter() for key in each.attrib}


@pytest.mark.parametrize("address", ["/data/changes.atom", "/sitemap.xml"])
def test_a_feed_of_hostile_names_holds_what_that_of_tame_names_does(
    sites: tuple[TestClient, TestClient], address: str
) -> None:
    tame, hostile = (fromstring(each.get(address).text) for each in sites)
    assert Counter(each.tag for each in hostile.iter()) == Counter(each.tag for each in tame.iter())
    for each in hostile.iter():
        for text in (each.attrib.get("href"), each.text if each.tag.endswith("loc") else None):
            assert text is None or text.startswith("http://widgets.test/")


def test_an_oembed_answer_about_a_hostile_name_embeds_what_one_about_a_tame_name_does(
    sites: tuple[TestClient, TestClient],
) -> None:
    for number in range(0, len(EVERY), 3):
        page = f"http://widgets.test/embed/network?network=p-{number}"
        asked = {"url": page, "format": "xml"}
        found = fromstring(sites[1].get("/oembed", params=asked).text)
        html = found.findtext("html") or ""
        assert [each.name for each in elements(html) if each.name in {"iframe", "a"}]
        assert {each.name for each in elements(html)} == {"html", "head", "body", "iframe"}
        frame = next(each for each in elements(html) if each.name == "iframe")
        assert not [key for key in frame.attrs if key.startswith("on") or key == "srcdoc"]
        assert frame.attrs["src"].startswith("http://widgets.test/embed/network?")


@pytest.fixture(scope="module")
def editor(
    sites: tuple[TestClient, TestClient],
) -> Colleague:
    made = sites[1]
    path = made.app.state.hosting.settings.database_url  # type: ignore[attr-defined]
    return signed_in(path, made, "editor")


def test_colleagues_see_hostile_names_as_text(editor: Colleague) -> None:
    addresses = [
        *(f"/staff/entries/{type}" for type in ("network", "membership", "organisation")),
        *("/staff", "/staff/publications/1", "/staff/find/party?of=member&member=script"),
        *(f"/staff/entries/network/p-{number}" for number in range(0, len(EVERY), 7)),
        *(f"/staff/entries/network/p-{number}/history" for number in range(0, len(EVERY), 40)),
        *(f"/staff/preview?kind=network&network=p-{n}" for n in range(0, len(EVERY), 40)),
    ]
    for address in addresses:
        assert_inert(editor.get(address))


def test_what_is_typed_as_markdown_is_previewed_without_running(editor: Colleague) -> None:
    token = editor.token()
    for text in EVERY[::5]:
        answer = editor.send("/staff/prose?of=text", {"text": text, "token": token})
        assert answer.status_code == 200
        assert_inert(answer.text)


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "data:text/html,x"),
        *("vbscript:x", "file:///etc/passwd", "//evil.example", "/staff", "https:evil.example"),
        *("https://", "https:///evil", "https://a.example/\nx", "https://a.example/\tx", "blob:x"),
        *("https://a.example\\@evil.example", "ftp://a.example", "about:blank", "view-source:x"),
        *("java\tscript:alert(1)", "\x01javascript:alert(1)", "https://[x", "https://a.example:x"),
    ],
)
def test_no_entry_leads_to_an_address_that_is_no_web_page(address: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(WebAddress).validate_python(address)
