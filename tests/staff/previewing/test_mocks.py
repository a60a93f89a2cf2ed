import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from widgets.kinds.registry import KINDS
from widgets.staff.previewing.mocks import PAGES, strict

POLICY = "content-security-policy"


def snippet(page: str) -> str:
    found = re.search(r"<section[^>]*>\n<h2>.*?</p>\n(.*?)\n</section>\n", page, re.S)
    assert found
    return found[1]


def printed(site: TestClient, kind: str, place: str) -> list[str]:
    """What the builder prints."""
    page = site.get(f"/builder/{kind}?lang=en&network=full&paste={place}").text
    return [unescape(each) for each in re.findall(r"<code[^>]*>(.*?)</code>", page, re.S)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_widget_stands_on_every_page(site: TestClient, mount: str, kind: str) -> None:
    for page in PAGES:
        answer = site.get(f"{mount}/mock/{page}/{kind}?lang=en")
        assert answer.status_code == 200
        assert mount in snippet(answer.text)


@pytest.mark.parametrize("place", ["frame", "inline", "text"])
@pytest.mark.parametrize("kind", ["networks", "badge"])
def test_what_stands_there_is_what_the_builder_prints(
    site: TestClient, mount: str, kind: str, place: str
) -> None:
    page = site.get(f"{mount}/mock/plain/{kind}?lang=en&network=full&paste={place}").text
    there, offered = snippet(page).replace(mount, ""), printed(site, kind, place)[0]
    room = r"min\(100vh,\d+px\)"  # drafts may take more of it
    assert re.sub(room, "", there) == re.sub(room, "", offered)


def test_a_filter_within_the_page_comes_with_the_list_that_it_steers(
    site: TestClient, mount: str
) -> None:
    page = site.get(f"{mount}/mock/plain/filters?lang=en&paste=inline").text
    assert len(re.findall(r"<div data-hx-get=", snippet(page))) == 2


def test_a_server_of_the_partner_puts_the_fragment_itself_there(
    site: TestClient, mount: str
) -> None:
    page = site.get(f"{mount}/mock/plain/networks?lang=en&paste=server").text
    assert site.get(f"{mount}/fragments/networks?lang=en").text in page


def test_wordpress_gets_the_frame_that_it_makes_of_an_address(site: TestClient, mount: str) -> None:
    frame = snippet(site.get(f"{mount}/mock/wordpress/networks?lang=en&paste=inline").text)
    assert frame.startswith(
        '<iframe sandbox="allow-scripts" security="restricted" class="wp-embedded-content"'
    )
    assert "links=inside" in frame
    assert re.search(r'src="[^"]*#\?secret=\w{10}"', frame)
    height = re.search(r'height="(\d+)"', frame)
    assert height
    assert int(height[1]) <= 750


def test_wordpress_gets_a_badge_as_a_linked_image(site: TestClient, mount: str) -> None:
    image = snippet(site.get(f"{mount}/mock/wordpress/badge?lang=en&network=full").text)
    assert re.fullmatch(
        r'<a href="[^"]*"><img src="[^"]*@2x\.png[^"]*" alt="[^"]+" [^>]*></a>', image
    )


def test_a_page_without_scripts_runs_none(site: TestClient, mount: str) -> None:
    policy = site.get(f"{mount}/mock/scriptless/networks").headers[POLICY]
    sandbox = next(each for each in policy.split("; ") if each.startswith("sandbox"))
    assert "allow-scripts" not in sandbox
    assert "sandbox" not in site.get(f"{mount}/mock/plain/networks").headers[POLICY]


@pytest.mark.parametrize("place", ["frame", "inline", "server"])
def test_a_strict_page_allows_what_the_builder_asks_for_and_nothing_else(
    site: TestClient, mount: str, place: str
) -> None:
    policy = site.get(f"{mount}/mock/strict/networks?paste={place}").headers[POLICY]
    given = dict(each.split(" ", 1) for each in policy.split("; "))
    asked = dict(
        each.split(" ", 1)
        for text in printed(site, "networks", place)
        if text.startswith(("frame-src ", "script-src ", "style-src "))
        for each in text.split("; ")
    )
    page = given["style-src"].split()[0]
    assert re.fullmatch(r"http://widgets\.test/static/mock-fund-[0-9a-f]{8}\.css", page)
    assert given == {
        "default-src": "'none'",
        **asked,
        "style-src": f"{page} {asked.get('style-src', '')}".strip(),
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
    }


def test_a_strict_policy_without_any_need_allows_the_pages_own_style_only() -> None:
    assert strict((), "/x.css") == (
        "default-src 'none'; style-src /x.css; base-uri 'none'; frame-ancestors 'self'"
    )


def test_an_arabic_page_is_arabic_whatever_the_widget_speaks(site: TestClient, mount: str) -> None:
    page = site.get(f"{mount}/mock/rtl/networks?lang=en").text
    assert '<html lang="ar" dir="rtl"' in page
    assert "lang=en" in page
    assert '<html lang="nl" dir="ltr"' in site.get(f"{mount}/mock/plain/networks?lang=nl").text


@pytest.mark.parametrize(
    "address", ["/mock/nowhere/networks", "/mock/plain/nothing", "/mock/plain"]
)
def test_a_page_that_there_is_not_is_404(site: TestClient, mount: str, address: str) -> None:
    assert site.get(mount + address).status_code == 404


def test_a_mock_page_is_shown_in_a_preview_only(site: TestClient) -> None:
    assert site.get("/mock/plain/networks").status_code == 404
