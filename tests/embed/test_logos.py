"""A party's logo, as visitors get it."""

import asyncio
import json
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.conftest import client, publish
from tests.world import WORLD, texts
from widgets.catalogue.records import Logo, Network, Organisation
from widgets.settings import Settings
from widgets.store import logos
from widgets.store.database import opened

ALT = texts(nl="Een rode bal", en="A red <ball>")
ADDRESS = re.compile(r"http://widgets\.test(/logos/[0-9a-f]{64})\.webp")


@pytest.fixture(scope="module")
def illustrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The small world, where one network and one of its members have a logo."""
    path = tmp_path_factory.mktemp("illustrated") / "widgets.db"

    async def keep() -> str:
        async with opened(path) as connection:
            return await logos.keep(connection, b"small", b"large")

    logo = Logo(digest=asyncio.run(keep()), alt=ALT.root, width=80, height=27)
    changed = {"full", "suedwind"}
    publish(
        path,
        [
            each.model_copy(update={"logo": logo})
            if isinstance(each, Network | Organisation) and each.slug in changed
            else each
            for each in WORLD
        ],
    )
    with client(Settings(database_url=path, host_organisation="umbrella")) as made:
        yield made


@pytest.mark.parametrize(
    "path",
    [
        "/fragments/networks?q=full&lang=nl",
        "/fragments/network?network=full&lang=nl",
        "/fragments/members?network=full&q=wind&lang=nl",
        "/fragments/partners?q=wind&lang=nl",
        "/verify/full/suedwind?lang=nl",
    ],
)
def test_widgets_show_the_logo_of_who_has_one(illustrated: TestClient, path: str) -> None:
    text = illustrated.get(path).text
    image = re.findall(r'<img class="(?:sw-|verify__)logo"[^>]*>', text)
    assert len(image) == (2 if "verify" in path else 1)
    assert 'width="80" height="27"' in image[0]
    assert 'alt="Een rode bal"' in image[0]
    assert 'loading="lazy"' in image[0]
    assert "sw-monogram" not in text
    found = ADDRESS.search(image[0])
    assert found
    assert illustrated.get(f"{found[1]}.webp").content == b"small"
    assert illustrated.get(f"{found[1]}@2x.webp").content == b"large"


def test_who_has_no_logo_is_shown_with_two_letters(illustrated: TestClient) -> None:
    text = illustrated.get("/fragments/networks?q=bare").text
    assert '<span class="sw-monogram" aria-hidden="true">BA</span>' in text
    assert "<img" not in text


def test_logo_in_another_language_says_which(illustrated: TestClient) -> None:
    text = illustrated.get("/fragments/networks?q=full&lang=fr").text
    assert 'alt="A red &lt;ball&gt;" lang="en"' in text


def test_logo_is_kept_for_good_and_may_be_shown_anywhere(illustrated: TestClient) -> None:
    found = ADDRESS.search(illustrated.get("/fragments/networks?q=full").text)
    assert found
    answer = illustrated.get(f"{found[1]}.webp", headers={"Origin": "https://partner.example"})
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["0" * 64, "x", "%27"])
def test_logo_that_is_not_kept_is_not_there(illustrated: TestClient, name: str) -> None:
    for scale in ("", "@2x"):
        assert illustrated.get(f"/logos/{name}{scale}.webp").status_code == 404


def test_others_read_of_the_logo_in_linked_and_open_data(illustrated: TestClient) -> None:
    page = illustrated.get("/embed/network?network=full&lang=en").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    address = json.loads(found[1])["logo"]
    assert illustrated.get(address).content == b"large"
    entries = illustrated.get("/data/catalogue.json").json()["organisation"]
    held = next(each["logo"] for each in entries if "logo" in each)
    assert f"/logos/{held['digest']}@2x.webp" in address
    assert held["alt"] == ALT.root
