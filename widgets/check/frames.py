"""What a CMS can do to a frame. Pure."""

import re
from collections.abc import Iterator

from widgets.check.findings import (
    IN_A_COMMENT,
    SCRIPTLESS_ONLY,
    SHOWN_AS_TEXT,
    Desk,
    Finding,
    asked_for,
    blocked,
    good,
    partly,
)
from widgets.check.pasted import Address, Element, short
from widgets.embed.heights import COLUMN_PX
from widgets.language.messages import marked

_PERMITS = {"allow-scripts", "allow-forms", "allow-popups"}
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden|clip:\s*rect|clip-path:\s*inset")
_PIXELS = re.compile(r"\s*([0-9]{1,6})(?:\.[0-9]+)?\s*(?:px\s*)?", re.IGNORECASE)
_LENGTH = r"(?:^|;)\s*(?:min-)?{}:\s*([0-9]{{1,6}})(?:\.[0-9]+)?px"
_ENOUGH = 0.8  # of the height that is worked out, which leaves some room

FRAMES = {
    "frame-whole": good(
        marked("The frame is whole"), marked("Nothing was taken away that it needs.")
    ),
    "frame-in-text": blocked(marked("The frame is shown as text"), SHOWN_AS_TEXT),
    "frame-in-comment": blocked(marked("The frame is commented out"), IN_A_COMMENT),
    "frame-in-noscript": partly(
        marked("The frame is for visitors without scripts only"), SCRIPTLESS_ONLY
    ),
    "frame-of-fragment": partly(
        marked("The frame shows a bare fragment"),
        marked(
            "An address with /fragments/ is for the snippet in the page. A frame needs /embed/."
        ),
    ),
    "frame-hidden": blocked(
        marked("The frame is hidden"),
        marked(
            "Its style hides it. WordPress does that to a frame after a quotation, until a script"
            " shows it; some plugins for consent do it too. Paste the snippet anew."
        ),
    ),
    "frame-untitled": partly(
        marked("The frame has no title"),
        marked("A screen reader cannot tell what is in it. Its title was taken away."),
    ),
    "frame-low": partly(
        marked("The frame has no height"),
        marked("Browsers then make it 150 pixels high, and visitors must scroll inside."),
    ),
    "frame-short": partly(
        marked("The frame is too low"),
        marked(
            "It is %(given)s pixels high, and at a width of %(width)s pixels what it shows takes"
            " %(needed)s. Visitors must scroll inside."
        ),
    ),
    "frame-narrow": partly(
        marked("The frame has no width"), marked("Browsers then make it 300 pixels wide.")
    ),
    "sandbox-scriptless": partly(
        marked("The frame may not run scripts"),
        marked(
            "Its sandbox lacks allow-scripts. Filters still work, as links; the search field and"
            " links in new tabs do not."
        ),
    ),
    "sandbox-tight": partly(
        marked("The frame is confined"),
        marked(
            "Its sandbox lacks allow-forms or allow-popups. Filters and search while typing work;"
            " the search button and links in new tabs do nothing. Take the sandbox away, or"
            " let the cards stay inside with links=inside."
        ),
    ),
    "sandbox-wordpress": partly(
        marked("WordPress made this frame from the bare address"),
        marked(
            "It allows scripts only: filters and search while typing work, links in new tabs do"
            " nothing. Who may paste HTML gets all of it from the snippet; else let the cards"
            " stay inside with links=inside."
        ),
    ),
    "sandbox-inside": good(
        marked("The frame is confined, and its cards stay inside"),
        marked(
            "Because of links=inside, filters, links and search while typing all work. Only the"
            " search button does nothing."
        ),
    ),
    "lines-broken": good(
        marked("Your CMS put line breaks into the snippet"),
        marked("They do no harm here. A block “Custom HTML” leaves the snippet as it is."),
    ),
}


def frame(element: Element, found: Address, moved: str, desk: Desk) -> Iterator[Finding]:
    """What is wrong with a frame. Shape: moved is the attribute that holds its address."""
    width, given = _px(element, "width") or COLUMN_PX, _px(element, "height")
    asked = asked_for(found, desk, width)
    evidence, instead = element.source(), asked.snippets.iframe
    if found.shape == "builder":
        yield Finding("address-of-builder", evidence, instead)
        return
    if asked.refusal:
        yield Finding("address-refused", evidence, instead, reason=asked.refusal)
    codes = [f"frame-in-{element.place}"] if element.place else list(_flaws(element, found, desk))
    if moved and not element.place:
        codes.append("source-moved")
    for code in codes:
        mended = "" if code == "sandbox-inside" else instead
        yield Finding(code, evidence, mended, {"attribute": moved})
    if not (element.place or asked.refusal) and 0 < given < _ENOUGH * asked.height_px:
        sizes = {"given": given, "width": width, "needed": asked.height_px}
        codes.append("frame-short")
        yield Finding(codes[-1], evidence, instead, {name: str(px) for name, px in sizes.items()})
    if not codes and not asked.refusal:
        yield Finding("frame-whole", evidence)
    if re.search(r"<(?:br|p)\b", element.content, re.IGNORECASE):
        yield Finding("lines-broken", short(element.content))


def _px(element: Element, name: str) -> int:
    """A length that a frame says to have, in its style or else as an attribute; 0 for any other."""
    style = element["style"].lower()
    if styled := re.findall(_LENGTH.format(name), style):
        return max(map(int, styled))
    said = None if name in style else _PIXELS.fullmatch(element[name])
    return int(said[1]) if said else 0


def _flaws(element: Element, found: Address, desk: Desk) -> Iterator[str]:
    if element.has_curly_quotes:
        yield "curly-quotes"
        return
    if found.shape == "fragments":
        yield "frame-of-fragment"
    yield from desk.flaws(found)
    style = element["style"].lower()
    if _HIDDEN.search(style) or "hidden" in element.attributes:
        yield "frame-hidden"
    if not element["title"].strip():
        yield "frame-untitled"
    if not _PIXELS.fullmatch(element["height"]) and "height" not in style:
        yield "frame-low"
    if not element["width"] and "width" not in style:
        yield "frame-narrow"
    yield from _confined(element, stays_inside=("links", "inside") in found.pairs)


def _confined(element: Element, *, stays_inside: bool) -> Iterator[str]:
    if "sandbox" not in element.attributes:
        return
    permits = set(element["sandbox"].lower().split())
    if "allow-scripts" not in permits:
        yield "sandbox-scriptless"
    elif not permits >= _PERMITS:
        is_wordpress = "wp-embedded-content" in element["class"].split()
        advised = "sandbox-wordpress" if is_wordpress else "sandbox-tight"
        yield "sandbox-inside" if stays_inside else advised
