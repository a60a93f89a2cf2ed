"""What a check of a pasted page finds, how bad that is, and what it has to know. Pure; the words
stand beside each check."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from widgets.catalogue.edition import Edition
from widgets.check.pasted import Address
from widgets.embed.heights import COLUMN_PX, outline
from widgets.embed.snippets import Snippets, snippets
from widgets.errors import BadOption, NotPublished, WidgetsError
from widgets.http.assets import Assets
from widgets.http.origins import Origins
from widgets.kinds.options import AnyOptions, read
from widgets.kinds.registry import kind
from widgets.kinds.site import Site
from widgets.language.messages import marked

SEVERITIES = {
    "blocked": marked("Does not work"),
    "partly": marked("Works partly"),
    "good": marked("Good"),
}
SHOWN_AS_TEXT = marked(
    "Visitors read the code instead of seeing the widget. It was pasted where people write text."
    " In WordPress, paste it into a block “Custom HTML”; elsewhere, into the view of the source."
)
IN_A_COMMENT = marked(
    "It stands between <!-- and -->, so browsers skip it. Take those marks away, or paste anew."
)
SCRIPTLESS_ONLY = marked(
    "It stands in <noscript>, so only visitors without scripts see it. Lazy loading plugins do"
    " that. If nothing else shows the widget, paste it anew and exempt it from the plugin."
)


@dataclass(frozen=True)
class Verdict:
    """Shape: severity is a key of SEVERITIES; title and text are messages, with the places that a
    finding's values fill."""

    severity: str
    title: str
    text: str


def blocked(title: str, text: str) -> Verdict:
    return Verdict("blocked", title, text)


def partly(title: str, text: str) -> Verdict:
    return Verdict("partly", title, text)


def good(title: str, text: str) -> Verdict:
    return Verdict("good", title, text)


@dataclass(frozen=True)
class Finding:
    """Shape: code is a key of checks.VERDICTS, values fill its places; evidence is an excerpt of
    what was pasted; reason is the error that an address is answered with."""

    code: str
    evidence: str = ""
    instead: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    reason: WidgetsError | None = None


@dataclass(frozen=True)
class Desk:
    """What a check knows: this server, and the origin of the pasted page, or empty."""

    site: Site
    edition: Edition
    assets: Assets
    origins: Origins
    language: str
    page: str = ""

    def is_insecure(self, found: Address) -> bool:
        """Whether an address gives away what this server offers encrypted."""
        return found.scheme == "http" and self.site.base.startswith("https:")

    def flaws(self, found: Address) -> Iterator[str]:
        """What is wrong with an address, whatever holds it."""
        if found.is_escaped_twice:
            yield "address-escaped"
        if self.is_insecure(found):
            yield "address-insecure"


@dataclass(frozen=True)
class Asked:
    """The widget that comes closest to what an address asks for, and the error that it is answered
    with all the same. Units: the height is in CSS pixels."""

    page: str = ""
    snippets: Snippets = field(default_factory=lambda: Snippets("", ""))
    height_px: int = 0
    refusal: WidgetsError | None = None


def asked_for(found: Address, desk: Desk, width_px: int = COLUMN_PX) -> Asked:
    """Units: width and height are in CSS pixels; the snippet's are those of an article."""
    try:
        chosen = kind(found.name)
        options, refusal = closest(chosen.options, found.pairs, desk.language)
        drawn = outline(chosen, desk.edition, options, desk.site)
    except (BadOption, NotPublished) as error:
        return Asked(refusal=error)
    texts = snippets(
        chosen, options, desk.site, desk.assets, drawn.label, drawn.height_px(), drawn.least_px()
    )
    height_px = drawn.height_px(width_px)
    return Asked(desk.site.page(chosen.name, options), texts, height_px, refusal)


def closest(
    cls: type[AnyOptions], given: Iterable[tuple[str, str]], language: str
) -> tuple[AnyOptions, BadOption | None]:
    """The options that can be read, and the first that cannot.

    Raises: BadOption for one that the kind cannot do without."""
    pairs, refusal = list(given), None
    while True:
        try:
            return read(cls, pairs, language), refusal
        except BadOption as error:
            refusal = refusal or error
            kept = [each for each in pairs if each[0] != error.option]
            if len(kept) == len(pairs):
                raise
            pairs = kept
