"""What can be wrong with the picture of a badge. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from widgets.check.findings import (
    IN_A_COMMENT,
    SCRIPTLESS_ONLY,
    SHOWN_AS_TEXT,
    Desk,
    Finding,
    blocked,
    closest,
    good,
    partly,
)
from widgets.check.pasted import Address, Element
from widgets.embed.drawing import drawing
from widgets.embed.snippets import badge_snippets
from widgets.errors import BadOption, NotPublished, WidgetsError
from widgets.kinds.badge import BadgeOptions
from widgets.kinds.standing import standing
from widgets.language.messages import marked

IMAGES = {
    "image-whole": good(marked("The badge is whole"), marked("Picture, text and link are there.")),
    "image-in-text": blocked(marked("The badge is shown as text"), SHOWN_AS_TEXT),
    "image-in-comment": blocked(marked("The badge is commented out"), IN_A_COMMENT),
    "image-in-noscript": partly(
        marked("The badge is for visitors without scripts only"), SCRIPTLESS_ONLY
    ),
    "image-never": partly(
        marked("The badge says that there is no membership"),
        marked(
            "This server knows of none, neither now nor formerly, and the picture says so. If that"
            " is wrong, ask its owner to add it."
        ),
    ),
    "image-silent": partly(
        marked("The badge has no text"),
        marked("Without alt, a screen reader and many e-mail programs show nothing."),
    ),
    "image-unlinked": partly(
        marked("The badge is not a link"),
        marked("The link shows everybody that the claim is true. It was taken away."),
    ),
    "image-unsized": partly(
        marked("The badge has no size"),
        marked("Without width and height the text around it jumps while it loads."),
    ),
}


@dataclass(frozen=True)
class _Asked:
    """The badge that comes closest to what an address asks for, as a snippet, and the error that
    the address is answered with all the same. Shape: state is that of its standing."""

    snippet: str = ""
    state: str = ""
    refusal: WidgetsError | None = None


def image(element: Element, found: Address, moved: str, desk: Desk) -> Iterator[Finding]:
    """What is wrong with a picture. Shape: moved is the attribute that holds its address."""
    asked = _asked_for(found, desk)
    evidence, instead = element.source(), asked.snippet
    if asked.refusal:
        yield Finding("address-refused", evidence, instead, reason=asked.refusal)
    codes = [f"image-in-{element.place}"] if element.place else []
    codes += _flaws(element, found, desk)
    if moved and not element.place:
        codes.append("source-moved")
    for code in codes:
        yield Finding(code, evidence, instead, {"attribute": moved})
    if asked.state == "never":
        yield Finding("image-never", evidence)
    elif not codes and not asked.refusal:
        yield Finding("image-whole", evidence)


def _asked_for(found: Address, desk: Desk) -> _Asked:
    network, _, picture = found.name.partition("/")
    member, _, suffix = picture.partition(".")
    named = (("network", network), ("member", member.removesuffix("@2x")))
    try:
        options, refusal = closest(BadgeOptions, (*found.pairs, *named), desk.language)
        member = options.member or desk.site.subject(options)
        seen = standing(desk.edition, options.network, member, options.lang)
    except (BadOption, NotPublished) as error:
        return _Asked(refusal=error)
    drawn = drawing(seen, options).picture
    texts = badge_snippets(options, desk.site, drawn.label, drawn.width, drawn.height)
    return _Asked(texts.mail if suffix == "png" else texts.image, seen.state, refusal)


def _flaws(element: Element, found: Address, desk: Desk) -> Iterator[str]:
    if element.has_curly_quotes:
        yield "curly-quotes"
    yield from desk.flaws(found)
    if not element["alt"].strip():
        yield "image-silent"
    if not element.link:
        yield "image-unlinked"
    if not (element["width"] and element["height"]):
        yield "image-unsized"
