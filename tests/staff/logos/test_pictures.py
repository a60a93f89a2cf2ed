"""What becomes of an uploaded picture, and which ones are refused."""

import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageDraw

from tests.staff.logos.drawings import RED, logo, opened, saved
from widgets.errors import PictureRefused
from widgets.staff.logos import pictures, reading
from widgets.staff.logos.pictures import picture


def refusal(upload: bytes) -> str:
    with pytest.raises(PictureRefused) as refused:
        picture(upload)
    return refused.value.says


def colour(body: bytes) -> tuple[int, ...]:
    """That of the middle."""
    image = opened(body).convert("RGBA")
    found = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(found, tuple)
    return tuple(map(int, found))


@pytest.mark.parametrize(
    ("format", "mode"),
    [
        *(("PNG", mode) for mode in ("RGBA", "RGB", "P")),
        *(("JPEG", mode) for mode in ("RGB", "CMYK")),
        ("WEBP", "RGBA"),
        ("AVIF", "RGBA"),
    ],
)
def test_picture_keeps_its_colour_in_each_format_and_fills_its_place(
    format: str, mode: str
) -> None:
    made = picture(saved(logo().convert("RGB").convert(mode), format))
    assert (made.width, made.height) == (80, 36)
    assert opened(made.single).size == (80, 36)
    assert opened(made.double).size == (160, 72)
    assert opened(made.double).format == "WEBP"
    assert all(abs(a - b) < 12 for a, b in zip(colour(made.double), RED, strict=True))


def test_square_picture_is_as_high_as_its_place() -> None:
    made = picture(saved(logo(500, 500)))
    assert (made.width, made.height) == (36, 36)


def test_sixteen_bits_of_grey_are_not_cut_off() -> None:
    made = picture(saved(Image.new("I;16", (200, 100), 30_000)))
    assert abs(colour(made.single)[0] - 117) < 3


@pytest.mark.parametrize("paper", [(0, 0, 0, 0), (255, 255, 255, 255), (252, 250, 249, 255)])
def test_margin_that_cannot_be_seen_is_cut_off(paper: tuple[int, ...]) -> None:
    made = picture(saved(logo(300, 100, margin=90, paper=paper)))
    assert (made.width, made.height) == (80, 27)


def test_transparency_stays() -> None:
    drawn = logo(300, 300)
    ImageDraw.Draw(drawn).rectangle((100, 100, 200, 200), fill=(0, 0, 0, 0))
    assert colour(picture(saved(drawn)).double)[3] == 0


def test_picture_is_turned_as_the_camera_said() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = picture(saved(logo(200, 400).convert("RGB"), "JPEG", exif=exif))
    assert (made.width, made.height) == (72, 36)


def test_nothing_that_the_picture_carried_comes_along() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    sent = saved(logo(), "WEBP", exif=exif, icc_profile=profile, xmp=b"<secret/>")
    assert b"Secret" in sent
    made = picture(sent)
    for body in (made.single, made.double):
        assert not {"exif", "icc_profile", "xmp"} & opened(body).info.keys()
        assert b"ecret" not in body


def test_equal_pictures_become_equal_bytes() -> None:
    assert picture(saved(logo())) == picture(saved(logo(), compress_level=1))


def test_photograph_is_not_kept_without_loss() -> None:
    noise = Image.effect_noise((640, 288), 90).convert("RGB")
    assert len(picture(saved(noise)).double) < 15_000


def test_profile_that_is_none_is_passed_over() -> None:
    assert picture(saved(logo(), icc_profile=b"nonsense")).width == 80


def _bomb() -> bytes:
    """A picture of 10^9 pixels in a hundred bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        whole = name + body
        return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 40_000, 25_000, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


MOVED: dict[str, Any] = {"save_all": True, "append_images": [logo().rotate(90)]}
REFUSED = {
    "nothing": (b"", pictures.NO_PICTURE),
    "text": (b"hello", pictures.NO_PICTURE),
    "page with a picture's name": (b"<!DOCTYPE html><script>", pictures.NO_PICTURE),
    "SVG": (b'<?xml version="1.0"?>\n<svg onload="alert(1)"/>', pictures.SVG),
    "GIF": (saved(logo(), "GIF"), pictures.NO_PICTURE),
    "TIFF": (saved(logo(), "TIFF"), pictures.NO_PICTURE),
    "moving PNG": (saved(logo(), **MOVED), pictures.MOVING),
    "moving WebP": (saved(logo(), "WEBP", **MOVED), pictures.MOVING),
    "bomb": (_bomb(), pictures.TOO_MANY_PIXELS),
    "too many bytes": (b"\x89PNG\r\n\x1a\n" + bytes(5 << 20), pictures.TOO_MANY_BYTES),
    "half a PNG": (saved(logo())[:300], reading.UNREADABLE),
    "half a JPEG": (saved(logo().convert("RGB"), "JPEG")[:1200], reading.UNREADABLE),
    "half a WebP": (saved(logo(), "WEBP")[:100], reading.UNREADABLE),
    "white": (saved(Image.new("RGB", (300, 100), "white")), pictures.INVISIBLE),
    "white on nothing": (saved(logo(1, 1, 200, (255, 255, 255, 90))), pictures.TOO_SMALL),
    "nothing to see": (saved(Image.new("RGBA", (300, 100))), pictures.INVISIBLE),
    "very pale": (saved(Image.new("RGB", (300, 100), "#eee")), pictures.INVISIBLE),
    "small": (saved(logo(79, 35)), pictures.TOO_SMALL),
    "long and thin": (saved(logo(3000, 20)), pictures.TOO_LONG),
}


@pytest.mark.parametrize("sent", REFUSED)
def test_what_cannot_be_shown_is_refused_and_says_why(sent: str) -> None:
    upload, says = REFUSED[sent]
    assert refusal(upload) == says


def test_refusals_name_the_limit() -> None:
    with pytest.raises(PictureRefused) as refused:
        picture(_bomb())
    assert "40 million" in refused.value.says % refused.value.values
