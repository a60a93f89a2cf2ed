"""Colours that can be read: an accent, and what is written on it."""

from dataclasses import dataclass

DEFAULT_ACCENT = "0b5cad"
WHITE, INK = "ffffff", "1b1f24"
DARK_PAPER = "1d2127"  # of a card
READABLE = 4.5  # WCAG 2.2, AA for text
_STEP = 0.97


@dataclass(frozen=True)
class Paint:
    """Shape: six hexadecimal digits each; is_adjusted where the fill is not what was asked for."""

    fill: str
    text: str
    is_adjusted: bool = False


def legible(accent: str) -> Paint:
    """A fill and the text on it: white where that can be read, else ink, else white on the accent
    as much darker as it takes.

    Shape: accent as six lower-case hexadecimal digits, empty for the default."""
    fill = asked = accent or DEFAULT_ACCENT
    if contrast(fill, WHITE) >= READABLE:
        return Paint(fill, WHITE)
    if contrast(fill, INK) >= READABLE:
        return Paint(fill, INK)
    while contrast(fill, WHITE) < READABLE:
        fill = bytes(int(part * _STEP) for part in bytes.fromhex(fill)).hex()
    return Paint(fill, WHITE, is_adjusted=fill != asked)


def contrast(one: str, other: str) -> float:
    """Units: WCAG's ratio, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Source: WCAG 2.2, relative luminance."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (each / 255 for each in bytes.fromhex(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
