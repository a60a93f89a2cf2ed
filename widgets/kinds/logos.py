"""A party's logo, as a card shows it."""

from dataclasses import dataclass

from widgets.catalogue.records import Party
from widgets.kinds.site import Site
from widgets.kinds.wording import Wording, worded

_PADDING_PX = 8
_LEAST_PX = 44  # as wide as two letters


@dataclass(frozen=True)
class LogoImage:
    """Shape: double has two pixels for each. Units: CSS pixels, of the picture in its frame."""

    single: str
    double: str
    alt: Wording
    width: int
    height: int


def logo(party: Party, site: Site, language: str) -> LogoImage | None:
    if party.logo is None:
        return None
    return LogoImage(
        single=site.logo(party.logo.digest),
        double=site.logo(party.logo.digest, "@2x"),
        alt=worded(party.logo.alt, language),
        width=party.logo.width,
        height=party.logo.height,
    )


def mark_px(drawn: LogoImage | None) -> int:
    """How wide what stands before a name is, in its frame. Units: CSS pixels."""
    return max(_LEAST_PX, drawn.width + _PADDING_PX) if drawn else _LEAST_PX
