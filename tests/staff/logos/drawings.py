"""Pictures as people upload them."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

RED, CLEAR = (200, 20, 30, 255), (0, 0, 0, 0)


def logo(width: int = 400, height: int = 180, margin: int = 0, paper: Any = CLEAR) -> Image.Image:
    """A red block, in a margin of paper."""
    size = (width + 2 * margin, height + 2 * margin)
    drawn = Image.new("RGBA", size, paper)
    inner = (margin, margin, margin + width - 1, margin + height - 1)
    ImageDraw.Draw(drawn).rectangle(inner, fill=RED)
    return drawn


def saved(drawn: Image.Image, format: str = "PNG", **how: Any) -> bytes:
    out = BytesIO()
    drawn.save(out, format, **how)
    return out.getvalue()


def opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body))
