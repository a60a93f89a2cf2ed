import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.staff.previewing.conftest import NOW, Clock, publish_all, save
from tests.world import name
from widgets.app import PUBLIC_ROUTES
from widgets.catalogue.records import Network
from widgets.staff.previewing import links
from widgets.staff.previewing.links import Link
from widgets.store.previews import State

DRAFT, PUBLISHED = "Barely Changed", "Bare"
FILLED = {
    "kind": "networks",
    "network": "full",
    "member": "suedwind",
    "colour": "0b5cad",
    "name": "site.css",
    "digest": "0" * 64,
}
ADDRESSES = [
    re.sub(r"\{(\w+)\}", lambda found: FILLED[found[1]], each.path) for each in PUBLIC_ROUTES
]


def test_a_link_shows_the_draft_at_every_shape_of_a_widget(site: TestClient, mount: str) -> None:
    for address in (
        "/embed/networks?lang=en",
        "/fragments/networks?lang=en",
        "/embed/network?network=bare",
        "/builder/network?network=bare",
        "/verify/bare/umbrella",
        "/data/networks.csv",
        "/badges/bare/umbrella.svg",
    ):
        assert DRAFT in site.get(mount + address).text, address
        assert DRAFT not in site.get(address).text, address


def test_a_draft_that_was_never_published_has_a_page_in_the_preview_only(
    site: TestClient, mount: str
) -> None:
    address = "/embed/network?network=hidden"
    assert "Secret Draft" in site.get(mount + address).text
    assert site.get(address).status_code == 404


def test_what_is_saved_later_shows_at_once(site: TestClient, mount: str, world_file: Path) -> None:
    site.get(f"{mount}/embed/networks")
    save(world_file, Network(slug="bare", name=name("Changed Once More")))
    assert "Changed Once More" in site.get(f"{mount}/embed/networks").text


def test_nobody_keeps_finds_or_passes_on_a_preview(site: TestClient, mount: str) -> None:
    for address in (*ADDRESSES, "/mock/plain/networks", "/nowhere", "/embed/networks/"):
        answer = site.get(mount + address, headers={"If-None-Match": "*"})
        assert answer.status_code in {200, 308, 400, 404}, address
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-robots-tag"] == "noindex, nofollow"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert not {"etag", "surrogate-key", "set-cookie"} & set(answer.headers)


def test_every_address_on_a_page_stays_in_the_preview_but_for_files_and_snippets(
    site: TestClient, mount: str
) -> None:
    html = site.get(f"{mount}/embed/networks?lang=en").text
    ours = set(re.findall(r'"http://widgets\.test(/[^"?]*)', html))
    assert f"{mount}/embed/network" in ours
    assert {each for each in ours if not each.startswith((f"{mount}/", "/static/"))} == {"/oembed"}
    assert "preview" not in " ".join(re.findall(r"/oembed\?[^\"]*", html))


@pytest.mark.parametrize("place", ["frame", "address", "inline", "server", "text"])
@pytest.mark.parametrize("kind", ["networks", "filters", "badge"])
def test_a_builder_in_a_preview_offers_what_everybody_may_paste(
    site: TestClient, mount: str, kind: str, place: str
) -> None:
    def pasted(mounted: str) -> list[str]:
        page = site.get(f"{mounted}/builder/{kind}?lang=en&network=full&paste={place}").text
        page = re.sub(r"min\(100vh,\d+px\)", "", page)  # drafts may take more room
        return re.findall(r"<code[^>]*>(.*?)</code>", page, re.S)

    assert pasted(mount)
    assert pasted(mount) == pasted("")


def test_an_image_in_a_previewed_builder_is_that_of_the_draft(site: TestClient, mount: str) -> None:
    page = site.get(f"{mount}/builder/badge?network=bare&paste=text").text
    assert f'<img src="http://widgets.test{mount}/badges/bare/umbrella.svg' in page


def test_the_checker_in_a_preview_offers_what_everybody_may_paste(
    site: TestClient, mount: str
) -> None:
    broken = '<iframe src="http://widgets.test/embed/networks" title="x"></iframe>'
    page = site.post(f"{mount}/check", data={"html": broken}).text
    said = re.findall(r"<code[^>]*>(.*?)</code>", page, re.S)
    assert said
    assert not [each for each in said if "preview" in each]


def test_oembed_of_a_preview_knows_no_preview(site: TestClient, mount: str) -> None:
    page = f"http://widgets.test{mount}/embed/networks"
    for asked in ("", mount):
        assert site.get(f"{asked}/oembed", params={"url": page}).status_code == 401
    public = {"url": "http://widgets.test/embed/networks"}
    assert "preview" not in site.get(f"{mount}/oembed", params=public).text


def test_only_pages_of_ours_may_frame_a_preview(site: TestClient, mount: str) -> None:
    policy = site.get(f"{mount}/embed/networks").headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    assert mount not in policy


@pytest.mark.parametrize(
    "address", ["/staff", "/staff/preview", "/preview/x/embed/networks", "/healthz/x"]
)
def test_a_link_opens_nothing_but_what_is_public(
    site: TestClient, mount: str, address: str
) -> None:
    assert site.get(mount + address).status_code == 404


def test_a_link_that_is_not_whole_says_what_to_do(site: TestClient, mount: str) -> None:
    for bad in (mount[:-1], f"{mount}x", "/preview/x"):
        for shape in ("embed", "fragments"):
            answer = site.get(f"{bad}/{shape}/networks?lang=en")
            assert answer.status_code == 404
            assert "Copy all of it" in answer.text
            assert answer.text.startswith("<section") == (shape == "fragments")
            assert DRAFT not in answer.text
            assert bad not in answer.text
            assert answer.headers["cache-control"] == "private, no-store"


def test_a_link_that_has_ended_says_what_to_do(site: TestClient, mount: str, clock: Clock) -> None:
    clock.seconds = NOW + 7 * links.DAY_SECONDS
    answer = site.get(f"{mount}/embed/networks?lang=en")
    assert answer.status_code == 410
    assert "Ask whoever sent it to you for a new one" in answer.text
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("/embed/networks?lang=en&q=a%20b", "/embed/networks?lang=en&q=a%20b"),
        ("/", "/"),
        ("/mock/wordpress/network?lang=nl&network=full", "/embed/network?lang=nl&network=full"),
    ],
)
def test_a_shared_link_leads_to_the_public_address_once_its_draft_is_published(
    site: TestClient, mount: str, world_file: Path, address: str, public: str
) -> None:
    assert site.get(mount + address).status_code == 200
    publish_all(world_file)
    answer = site.get(mount + address)
    assert answer.status_code == 307
    assert answer.headers["location"] == f"http://widgets.test{public}"
    assert answer.headers["cache-control"] == "private, no-store"


def test_a_link_of_the_desk_leads_nowhere_else(
    site: TestClient, link: Callable[[Link], str], since: State, world_file: Path
) -> None:
    publish_all(world_file)
    assert site.get(f"{link(links.own(since, NOW))}/mock/plain/networks").status_code == 200
