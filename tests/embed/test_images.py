import base64
import gzip
import hashlib
import re
import struct
from dataclasses import fields, is_dataclass
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from starlette.testclient import TestClient

from tests.world import WORLD
from widgets.catalogue.edition import edition
from widgets.catalogue.records import Membership, Names, Network, Organisation
from widgets.embed.drawing import DARK, LIGHT, Line, Palette, drawing
from widgets.embed.images import rasterised, svg
from widgets.http.responses import BRIEF, PUBLIC
from widgets.kinds.badge import BadgeOptions
from widgets.kinds.colours import contrast
from widgets.kinds.standing import standing

SHAPES = ("flat", "plaque", "seal")
HEIGHTS = {"flat": 24, "plaque": 56, "seal": 120}
SVG = "{http://www.w3.org/2000/svg}"
NAMES = some.text(some.characters(codec="utf-8"), min_size=1, max_size=300)
HOSTILE = some.sampled_from(
    ["]]>", "<script>x</script>", "&lt;&#0;", '" onload="x', "\u202egro", "网络" * 60, "ﷺ" * 90]
)


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314  # our own


def said(text: str) -> list[str]:
    return ["".join(each.itertext()) for each in parsed(text).iter(f"{SVG}text")]


def lines(drawn: Any) -> list[Line]:
    found = []
    for each in fields(drawn):
        value = getattr(drawn, each.name)
        found += [
            one for one in (value if isinstance(value, tuple) else (value,)) if is_dataclass(one)
        ]
    return [one for one in found if isinstance(one, Line)]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_badge_says_role_and_network_and_has_a_name(worldly: TestClient, shape: str) -> None:
    answer = worldly.get(f"/badges/full/umbrella.svg?lang=en&shape={shape}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "Full Network" in said(answer.text)
    assert "board" in " ".join(said(answer.text))
    root = parsed(answer.text)
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Full Network: UMB is on the board"
    assert root.findtext(f"{SVG}title") == "Full Network: UMB is on the board"
    assert root.get("height") == str(HEIGHTS[shape])
    assert root.get("lang") == "en"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_badge_speaks_the_language_asked_for(worldly: TestClient, shape: str) -> None:
    text = " ".join(said(worldly.get(f"/badges/full/suedwind.svg?lang=nl&shape={shape}").text))
    assert "Lid" in text
    assert "Vol Netwerk" in text


@pytest.mark.parametrize("shape", SHAPES)
def test_a_membership_that_ended_is_grey_and_says_since_when(
    worldly: TestClient, shape: str
) -> None:
    text = worldly.get(f"/badges/ended/umbrella.svg?lang=en&shape={shape}&accent=aa3300").text
    assert "Former member" in re.sub(" +", " ", " ".join(said(text)))
    assert "since 2011" in " ".join(said(text))
    assert "aa3300" not in text


@pytest.mark.parametrize("shape", SHAPES)
def test_a_membership_that_never_was_is_drawn_as_such(worldly: TestClient, shape: str) -> None:
    answer = worldly.get(f"/badges/bare/suedwind.svg?lang=en&shape={shape}&accent=aa3300")
    assert answer.status_code == 200
    assert "Not a member" in " ".join(said(answer.text))
    assert "aa3300" not in answer.text
    assert answer.headers["cache-control"] == PUBLIC


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("nope/umbrella.svg?lang=en", 404, "There is no network “nope” here."),
        ("bare/nope.svg?lang=en", 404, "There is no organisation “nope” here."),
        ("hidden/umbrella.svg?lang=en", 404, "There is no network “hidden” here."),
        ("bare/umbrella.svg?lang=en&shape=star", 400, "The option “shape” takes one of"),
        ("bare/umbrella.svg?lang=nl&accent=red", 400, "De optie"),
        ("bare/UMB.svg?lang=en", 400, "The option “member” takes"),
        ("bare/umbrella.gif?lang=en", 404, "There is nothing at this address."),
    ],
)
def test_an_error_is_drawn_and_soon_forgotten(
    worldly: TestClient, path: str, status: int, message: str
) -> None:
    answer = worldly.get(f"/badges/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == BRIEF
    assert message in (parsed(answer.text).get("aria-label") or "")
    assert message.split()[0] in " ".join(said(answer.text))


def test_an_error_of_a_png_is_a_png(worldly: TestClient) -> None:
    answer = worldly.get("/badges/nope/umbrella@2x.png")
    assert answer.status_code == 404
    assert pixels(answer.content)[1] == 48


def pixels(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("shape", SHAPES)
def test_a_png_has_a_pixel_for_each_of_the_svg_or_two(worldly: TestClient, shape: str) -> None:
    root = parsed(worldly.get(f"/badges/full/umbrella.svg?shape={shape}").text)
    size = (int(root.get("width", 0)), int(root.get("height", 0)))
    for suffix, each in ((".png", 1), ("@2x.png", 2)):
        answer = worldly.get(f"/badges/full/umbrella{suffix}?shape={shape}")
        assert answer.headers["content-type"] == "image/png"
        assert pixels(answer.content) == (size[0] * each, size[1] * each)


def test_a_png_is_light_unless_dark_is_asked_for(worldly: TestClient) -> None:
    auto, light, dark = (
        worldly.get(f"/badges/full/umbrella.png?theme={theme}").content
        for theme in ("auto", "light", "dark")
    )
    assert auto == light
    assert light != dark


def test_a_sentence_from_right_to_left_keeps_its_order_in_a_png(worldly: TestClient) -> None:
    asked = "/badges/nope/umbrella.{}?lang=ar"
    drawn = worldly.get(asked.format("svg")).text
    [sentence] = [each for each in said(drawn) if "nope" in each]
    assert (sentence[0], sentence[-1]) == ("\u202b", "\u202c")
    loose = drawn.replace(sentence, sentence[1:-1])
    assert worldly.get(asked.format("png")).content == rasterised(drawn, 1)
    assert rasterised(drawn, 1) != rasterised(loose, 1)


@pytest.mark.parametrize("member", ["umbrella", "suedwind", "hostile", "bare"])
def test_a_flat_badge_is_under_a_kilobyte_on_the_wire(worldly: TestClient, member: str) -> None:
    assert len(gzip.compress(worldly.get(f"/badges/full/{member}.svg").content)) < 800


def test_nothing_in_a_badge_runs_or_comes_from_elsewhere(worldly: TestClient) -> None:
    for shape in SHAPES:
        answer = worldly.get(f"/badges/hostile-network/umbrella.svg?shape={shape}")
        tags = {each.tag.removeprefix(SVG) for each in parsed(answer.text).iter()}
        assert not tags & {"script", "image", "a", "use", "foreignObject", "animate", "set"}
        assert set(re.findall(r'href="([^"]*)"', answer.text)) <= {"#t", "#b"}
        assert "url(" not in answer.text
        names = {name for each in parsed(answer.text).iter() for name in each.attrib}
        assert not [name for name in names if name.startswith("on") or name == "style"]
        [style] = re.findall("<style>(.*?)</style>", answer.text)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = answer.headers["content-security-policy"]
        assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; sandbox"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("theme", "has_both"), [("auto", True), ("light", False), ("dark", False)])
def test_only_auto_follows_the_scheme_of_the_visitor(
    worldly: TestClient, theme: str, has_both: bool
) -> None:
    text = worldly.get(f"/badges/full/umbrella.svg?theme={theme}").text
    assert ("prefers-color-scheme:dark" in text) == has_both
    assert (f'fill="#{DARK.plate}"' in text) == (theme == "dark")


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_text_on_the_plate_can_be_read(palette: Palette) -> None:
    assert contrast(palette.ink, palette.plate) >= 4.5
    assert contrast(palette.quiet, palette.plate) >= 4.5


def test_the_accent_paints_what_holds_today(worldly: TestClient) -> None:
    text = worldly.get("/badges/full/umbrella.svg?accent=FFEE88").text
    assert 'fill="#ffee88"' in text
    assert '<g fill="#1b1f24">' in text


def test_the_address_names_network_and_member_whatever_the_query_says(worldly: TestClient) -> None:
    plain = worldly.get("/badges/full/umbrella.svg")
    noisy = worldly.get("/badges/full/umbrella.svg?network=bare&member=suedwind&utm_source=x")
    assert plain.content == noisy.content
    assert (
        worldly.get(
            "/badges/full/umbrella.svg", headers={"If-None-Match": plain.headers["etag"]}
        ).status_code
        == 304
    )


@settings(max_examples=30, deadline=None)
@given(network=NAMES | HOSTILE, member=NAMES | HOSTILE, shape=some.sampled_from(SHAPES))
def test_any_name_stays_inside_the_picture_and_inside_the_xml(
    network: str, member: str, shape: str
) -> None:
    entries = (
        *(each for each in WORLD if each.slug not in {"bare", "umbrella"}),
        Network.model_construct(slug="bare", name=Names.model_construct({"mul": network})),
        Organisation.model_construct(slug="umbrella", name=Names.model_construct({"mul": member})),
        Membership(network="bare", member="umbrella", role="active", since="2004"),
    )
    options = BadgeOptions(lang="nl", network="bare", member="umbrella", shape=shape)
    drawn = drawing(standing(edition(entries), "bare", "umbrella", "nl"), options)
    root = parsed(svg(drawn))
    assert {each.tag for each in root.iter()} <= {
        SVG + name
        for name in (
            "svg",
            "title",
            "style",
            "rect",
            "path",
            "g",
            "text",
            "circle",
            "defs",
            "textPath",
        )
    }
    for line in lines(drawn):
        if line.x:
            assert line.x - line.length / 2 >= 6
            assert line.x + line.length / 2 <= drawn.picture.width - 6
        else:  # on the ring of a seal
            assert line.length <= 180
    assert drawn.picture.width <= 620
