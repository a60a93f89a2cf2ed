"""Logos for the made-up catalogues: a mark, a word, and something tall and pale."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO

from widgets.catalogue.records import Logo, Names
from widgets.staff.logos.reading import Picture
from widgets.store.logos import digest_of

SHAPES = ("round", "wide", "tall", "pale")
_INK = {"round": "#be1e2d", "wide": "#14213d", "tall": "#0a7a5a", "pale": "#e8d9a0"}
_SIZE = {"round": (320, 320), "wide": (640, 150), "tall": (130, 400), "pale": (500, 240)}


def logo(shape: str, alt: str) -> Logo:
    drawn = _drawn(shape)
    digest = digest_of(drawn.single, drawn.double)
    return Logo(
        digest=digest, alt=Names.model_validate(alt), width=drawn.width, height=drawn.height
    )


@cache
def pictures() -> Mapping[str, tuple[bytes, bytes]]:
    """What the store would hold. Shape: by digest, at both scales."""
    drawn = (_drawn(shape) for shape in SHAPES)
    return {digest_of(each.single, each.double): (each.single, each.double) for each in drawn}


@cache
def _drawn(shape: str) -> Picture:
    from PIL import Image, ImageDraw  # by need, as below: they take 8 MB

    from widgets.staff.logos.pictures import picture

    width, height = _SIZE[shape]
    image = Image.new("RGBA", (width, height))
    pen = ImageDraw.Draw(image)
    if shape == "round":
        pen.ellipse((0, 0, width - 1, height - 1), fill=_INK[shape])
        pen.rectangle((140, 70, 180, 250), fill="white")
    elif shape == "wide":
        for start in range(0, width, 160):
            pen.rectangle((start, 0, start + 110, height), fill=_INK[shape])
            pen.ellipse((start + 25, 45, start + 85, 105), fill="white")
    else:
        corners = [(width // 2, 0), (width - 1, height - 1), (0, height - 1)]
        pen.polygon(corners, fill=_INK[shape], outline="#5b4a12", width=6)
    out = BytesIO()
    image.save(out, "PNG")
    return picture(out.getvalue())
