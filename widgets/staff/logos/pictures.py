"""An uploaded picture, read and drawn anew as a logo at both scales. Pure: bytes in, bytes out; its
decoders run where nothing else does (`reading.py`)."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageChops, ImageCms, ImageOps, UnidentifiedImageError

from widgets.catalogue.records import LOGO_PX
from widgets.errors import PictureRefused
from widgets.language.messages import marked
from widgets.staff.logos.reading import MOST_BYTES, UNREADABLE, Picture

MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "AVIF")
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, MemoryError)
_WORKED_ON_PX = 1600  # longest side: as much as is trimmed and judged
_FAINT, _VISIBLE = 12, 64  # of 255: how far from white a margin may be, and a logo has to be
_THINNEST_PX = 5
_LARGE_BYTES = 8192  # above this a picture is a photograph rather than a drawing

NO_PICTURE = marked("This file is no picture in PNG, JPEG, WebP or AVIF. Choose one that is.")
SVG = marked(
    "This is an SVG, which may hold scripts. Open it in a drawing program, save it as a PNG"
    " that is at least 400 pixels wide, and choose that."
)
TOO_MANY_BYTES = marked("This file is larger than %(most)s MB. Save the picture smaller.")
TOO_MANY_PIXELS = marked(
    "This picture has more than %(most)s million pixels. Save it smaller: 400 pixels wide"
    " is enough."
)
MOVING = marked("This picture moves. Save one frame of it as a PNG, and choose that.")
INVISIBLE = marked(
    "On white there is nothing to see of this picture. Choose a version made for a light"
    " background."
)
TOO_SMALL = marked(
    "This picture is only %(width)s by %(height)s pixels. Choose one that is at least 160 pixels"
    " wide or 72 high."
)
TOO_LONG = marked(
    "This picture is too long and thin to be read at the size of a card. Choose a more"
    " compact logo."
)


def picture(upload: bytes) -> Picture:
    """Raises: PictureRefused."""
    if len(upload) > MOST_BYTES:
        raise PictureRefused(TOO_MANY_BYTES, most=MOST_BYTES // 1024**2)
    with _refusing_what_is_broken():
        trimmed = _trimmed(_upright(_opened(upload)))
        width, height = _size(trimmed.size)
        single, double = (_encoded(trimmed, (width * zoom, height * zoom)) for zoom in (1, 2))
    return Picture(single, double, width, height)


@contextmanager
def _refusing_what_is_broken() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise PictureRefused(UNREADABLE) from error


def _opened(upload: bytes) -> Image.Image:
    """The picture, of which no pixel has been read. Pillow's own limit would only warn."""
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(BytesIO(upload), formats=FORMATS)
    except UnidentifiedImageError:
        raise PictureRefused(SVG if b"<svg" in upload[:4096].lower() else NO_PICTURE) from None
    if image.width * image.height > MOST_PIXELS:
        raise PictureRefused(TOO_MANY_PIXELS, most=MOST_PIXELS // 1_000_000)
    if getattr(image, "is_animated", False) and image.format != "MPO":  # a JPEG with a preview
        raise PictureRefused(MOVING)
    return image


def _upright(image: Image.Image) -> Image.Image:
    """In sRGB with transparency, turned as its camera said, without anything else it carried."""
    profile = image.info.get("icc_profile")
    image.draft("RGB", (_WORKED_ON_PX, _WORKED_ON_PX))
    image.thumbnail((_WORKED_ON_PX, _WORKED_ON_PX), reducing_gap=2.0)
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):  # 16 bits of grey, which a conversion would cut off
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    managed = _in_srgb(image, profile) if profile else image
    plain = managed.convert("RGBA")
    plain.info = {}
    return plain


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """A profile that does not fit the picture is passed over, as a browser does."""
    if image.mode in {"P", "PA", "LA", "1"}:
        image = image.convert("RGBA")
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        made = ImageCms.profileToProfile(
            image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return made or image


def _trimmed(image: Image.Image) -> Image.Image:
    """Without a margin that is transparent or white: a card has its own.

    Raises: PictureRefused where nothing is left to see on white."""
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    white = Image.new("RGB", image.size, "white")
    away = ImageChops.difference(paper.convert("RGB"), white)
    bands = away.split()
    strongest = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    box = strongest.point(lambda value: 255 if value > _FAINT else 0).getbbox()
    extreme = strongest.getextrema()[1]
    if box is None or not isinstance(extreme, (int, float)) or extreme < _VISIBLE:
        raise PictureRefused(INVISIBLE)
    return image.crop(box)


def _size(natural: tuple[int, int]) -> tuple[int, int]:
    """As large as a card has room for. Raises: PictureRefused."""
    width, height = natural
    if width < LOGO_PX[0] and height < LOGO_PX[1]:
        raise PictureRefused(TOO_SMALL, width=width, height=height)
    scale = min(LOGO_PX[0] / width, LOGO_PX[1] / height)
    size = round(width * scale), round(height * scale)
    if min(size) < _THINNEST_PX:
        raise PictureRefused(TOO_LONG)
    return size


def _encoded(image: Image.Image, size: tuple[int, int]) -> bytes:
    """Without loss, unless that makes a photograph much larger than it needs to be."""
    drawn = image.resize(size, Image.Resampling.LANCZOS)
    if drawn.getchannel("A").getextrema() == (255, 255):
        drawn = drawn.convert("RGB")
    exact = _webp(drawn, lossless=True, quality=100)
    if len(exact) <= _LARGE_BYTES:
        return exact
    return min(exact, _webp(drawn, quality=90, use_sharp_yuv=True), key=len)


def _webp(image: Image.Image, **how: bool | int) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", method=6, **how)
    return out.getvalue()
