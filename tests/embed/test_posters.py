import re
import struct
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import resvg_py
from starlette.testclient import TestClient

from tests.conftest import client, publish
from widgets.catalogue.records import Names, Organisation
from widgets.embed.images import rasterised
from widgets.kinds.registry import KINDS
from widgets.settings import Settings


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_link_preview_of_every_kind_has_its_picture(shipped: TestClient, kind: str) -> None:
    page = shipped.get(f"/embed/{kind}?lang=nl&network=eccj&accent=aa3300").text
    image = re.search(r'<meta property="og:image" content="([^"]+)">', page)
    assert image
    answer = shipped.get(unescape(image[1]))
    assert answer.headers["content-type"] == "image/png"
    assert size_of(answer.content) == (1200, 630)


def test_the_front_page_has_a_picture_too(shipped: TestClient) -> None:
    image = re.search(r'<meta property="og:image" content="([^"]+)">', shipped.get("/").text)
    assert image
    assert size_of(shipped.get(unescape(image[1])).content) == (1200, 630)


def test_a_thumbnail_is_small(shipped: TestClient) -> None:
    assert size_of(shipped.get("/posters/members-small.png?network=eccj").content) == (400, 210)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/posters/nothing.png", 404),
        ("/posters/network.png?network=nope", 404),
        ("/posters/networks.png?accent=red", 400),
    ],
)
def test_what_has_no_widget_has_no_picture(shipped: TestClient, path: str, status: int) -> None:
    assert shipped.get(path).status_code == status


def test_a_title_of_any_length_and_script_is_drawn(worldly: TestClient) -> None:
    answers = {
        slug: worldly.get(f"/posters/network.png?lang=ar&network={slug}").content
        for slug in ("full", "hostile-network", "bare")
    }
    assert {size_of(each) for each in answers.values()} == {(1200, 630)}
    assert len(set(answers.values())) == 3


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """What resvg was asked to draw."""
    asked: list[dict[str, Any]] = []

    def draw(**given: Any) -> bytes:
        asked.append(given)
        return b""

    monkeypatch.setattr(resvg_py, "svg_to_bytes", draw)
    rasterised.cache_clear()
    yield asked
    rasterised.cache_clear()


def test_a_picture_is_drawn_once_whatever_is_searched_for(
    worldly: TestClient, drawings: list[dict[str, Any]]
) -> None:
    for search in ("a", "b", "c"):
        worldly.get(f"/posters/networks.png?q={search}")
    assert len(drawings) == 1
    worldly.get("/posters/networks-small.png?q=a")
    assert len(drawings) == 2


def test_fonts_of_the_machine_help_out_for_every_text_that_is_drawn(
    tmp_path: Path, drawings: list[dict[str, Any]]
) -> None:
    path = tmp_path / "far.db"
    publish(path, [Organisation(slug="far", name=Names({"mul": "网络"}))])
    with client(Settings(database_url=path, host_organisation="far")) as far:
        far.get("/posters/networks.png?lang=en")
    assert [each["skip_system_fonts"] for each in drawings] == [False]
