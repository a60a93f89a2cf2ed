"""What a CMS can do to a snippet in the page itself, and to the htmx that it needs. Pure."""

import base64
import hashlib
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
from widgets.check.pasted import LONGEST, Address, Element, lets_cross_origins, source_of
from widgets.language.messages import marked

_SCRIPT_TYPES = {"", "text/javascript", "application/javascript", "module"}
_VERSION = re.compile(r"htmx(?:\.org)?[@/-]v?([0-9]+)")

INLINES = {
    "inline-whole": good(
        marked("The snippet in the page is whole"),
        marked("The element, the script and its settings are as they should be."),
    ),
    "inline-in-text": blocked(marked("The snippet is shown as text"), SHOWN_AS_TEXT),
    "inline-in-comment": blocked(marked("The snippet is commented out"), IN_A_COMMENT),
    "inline-in-noscript": blocked(
        marked("The snippet is for visitors without scripts only"), SCRIPTLESS_ONLY
    ),
    "inline-of-page": partly(
        marked("The snippet fetches a whole page"),
        marked("An address with /embed/ is for a frame. In the page itself it is /fragments/."),
    ),
    "inline-waits": partly(
        marked("The widget waits for a click"),
        marked('Without data-hx-trigger="load", which was taken away, nothing loads by itself.'),
    ),
    "inline-preflight": partly(
        marked("Part of the snippet was taken away"),
        marked(
            "Without data-hx-config:inherited the widget works, but each click asks twice, and the"
            " visitor's address on your page is sent along. WordPress takes it from authors."
        ),
    ),
    "htmx-missing": blocked(
        marked("The script is missing"),
        marked(
            "Visitors see only a link. Many CMSs let only administrators paste scripts: use the"
            " frame, or let an administrator paste it."
        ),
    ),
    "htmx-other": blocked(
        marked("There is another htmx here, but not ours"),
        marked("Versions before 4 do not load from another server. Paste our script as well."),
    ),
    "htmx-own": partly(
        marked("Your own htmx 4 loads the widget"),
        marked("That works, as long as your version and its settings stay as they are."),
    ),
    "htmx-beside": good(
        marked("There is another htmx on the page"),
        marked("That does no harm: each keeps to itself."),
    ),
    "htmx-twice": good(
        marked("The script is there more than once"),
        marked("That does no harm: each widget is loaded once."),
    ),
    "htmx-held": blocked(
        marked("A plugin holds the script back"),
        marked(
            "It changed the script's type or address, until visitors consent or for good."
            " Exempt this server in the plugin: it sets no cookies."
        ),
    ),
    "htmx-unknown": blocked(
        marked("The script's address is not one of ours"),
        marked("It was changed, or never offered here. Paste the snippet anew."),
    ),
    "htmx-unsealed": partly(
        marked("The script has lost its integrity"),
        marked("It runs, but browsers no longer see to it that it is the right one."),
    ),
    "htmx-changed": blocked(
        marked("The script's integrity is not right"),
        marked("Browsers refuse it. Something changed the snippet: paste it anew."),
    ),
    "htmx-unshared": blocked(
        marked("The script has lost crossorigin"),
        marked('With integrity and without crossorigin="anonymous", browsers refuse it.'),
    ),
    "config-missing": blocked(
        marked("The settings of htmx are missing"),
        marked(
            'Without <meta name="htmx-config"> htmx loads nothing from another server. Some'
            " CMSs take it away: use the frame there."
        ),
    ),
    "config-second": blocked(
        marked("Other settings of htmx come first"),
        marked('htmx reads the first <meta name="htmx-config"> only. Add "mode":"cors" to it.'),
    ),
    "config-closed": blocked(
        marked("The settings of htmx lack the mode"),
        marked('Without "mode":"cors" htmx loads nothing from another server.'),
    ),
}


def fetched(element: Element) -> str:
    """The address that htmx fetches for an element."""
    return element["data-hx-get"] or element["hx-get"]


def inline(element: Element, found: Address, desk: Desk, *, has_htmx: bool) -> Iterator[Finding]:
    """What is wrong with a snippet. Shape: has_htmx where the page around it is right."""
    asked = asked_for(found, desk)
    evidence, instead = element.source(), asked.snippets.inline
    if found.shape == "builder":
        yield Finding("address-of-builder", evidence, instead)
        return
    if asked.refusal:
        yield Finding("address-refused", evidence, instead, reason=asked.refusal)
    codes = [f"inline-in-{element.place}"] if element.place else list(_flaws(element, found, desk))
    for code in codes:
        yield Finding(code, evidence, instead)
    if has_htmx and not codes and not asked.refusal:
        yield Finding("inline-whole", evidence)


def _flaws(element: Element, found: Address, desk: Desk) -> Iterator[str]:
    if element.has_curly_quotes:
        yield "curly-quotes"
        return
    if found.shape == "embed":
        yield "inline-of-page"
    yield from desk.flaws(found)
    if "load" not in element["data-hx-trigger"] + element["hx-trigger"]:
        yield "inline-waits"
    if not any(name.removeprefix("data-").startswith("hx-config") for name in element.attributes):
        yield "inline-preflight"


def htmx(page: list[Element], desk: Desk, instead: str) -> Iterator[Finding]:
    """What is wrong with the script and the settings that inline snippets share."""
    shown = [each for each in page if not each.place]
    scripts = [each for each in shown if each.tag == "script"]
    ours, others = [], []
    for each in scripts:
        if _serves(each, desk):
            ours.append(each)
        elif "htmx" in each["src"].lower():
            others.append(each)
    if ours:
        for code in _script(ours[0], desk):
            yield Finding(code, ours[0].source(), instead)
    else:
        yield _without_ours(others, instead)
    if len(ours) > 1:
        yield Finding("htmx-twice", ours[1].source())
    if ours and others:
        yield Finding("htmx-beside", others[0].source())
    yield from _settings(shown, instead)


def _serves(element: Element, desk: Desk) -> bool:
    found, _ = source_of(element, desk.site.base)
    return found is not None and found.is_ours and found.shape == "static"


def _without_ours(others: list[Element], instead: str) -> Finding:
    if not others:
        return Finding("htmx-missing", instead=instead)
    told = _VERSION.search(others[0]["src"].lower())
    is_current = told is not None and int(told[1][:4]) >= 4
    return Finding("htmx-own" if is_current else "htmx-other", others[0].source(), instead)


def _script(element: Element, desk: Desk) -> Iterator[str]:
    found, moved = source_of(element, desk.site.base)
    if moved or element["type"].strip().lower() not in _SCRIPT_TYPES:
        yield "htmx-held"
    asset = desk.assets.files.get(found.name) if found else None
    if asset is None:
        yield "htmx-unknown"
    elif not element["integrity"].strip():
        yield "htmx-unsealed"
    elif not any(_seals(each, asset.body) for each in element["integrity"][:LONGEST].split()):
        yield "htmx-changed"
    elif "crossorigin" not in element.attributes:
        yield "htmx-unshared"
    if found and desk.is_insecure(found):
        yield "address-insecure"


def _seals(integrity: str, body: bytes) -> bool:
    algorithm, _, told = integrity.partition("-")
    if algorithm.lower() not in {"sha256", "sha384", "sha512"}:
        return False
    digest = hashlib.new(algorithm.lower(), body).digest()
    return told.split("?")[0] == base64.b64encode(digest).decode()


def _settings(shown: list[Element], instead: str) -> Iterator[Finding]:
    """Of several settings htmx reads the first."""
    found = [each for each in shown if each.tag == "meta" and each["name"] == "htmx-config"]
    if not found:
        yield Finding("config-missing", instead=instead)
    elif not lets_cross_origins(found[0]["content"]):
        later = any(lets_cross_origins(each["content"]) for each in found[1:])
        yield Finding("config-second" if later else "config-closed", found[0].source(), instead)
