"""The check of a pasted page: what became of its snippets, and what policies do to them. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from widgets.check.findings import Desk, Finding, asked_for, blocked, good
from widgets.check.frames import FRAMES, frame
from widgets.check.images import IMAGES, image
from widgets.check.inlines import INLINES, fetched, htmx, inline
from widgets.check.links import LINKS, link
from widgets.check.pasted import Address, Element, address, page_origin, read, short, source_of
from widgets.check.policies import POLICIES, given_by, policies
from widgets.embed.snippets import NEEDS
from widgets.language.messages import marked

MOST = 12  # snippets of one page that are looked at
_MOST_FOUND = 80
_INCLUDES = {
    "include": good(
        marked("Your server puts the widget into the page"),
        marked("It is whole, and needs no script to be seen."),
    ),
    "included-problem": blocked(
        marked("Your server puts an error into the page"),
        marked("The widget says in the page why it cannot be shown. Look at the address there."),
    ),
    "include-unread": blocked(
        marked("Your server does not read the line for it"),
        marked(
            "The line came through as it is. Switch on what reads it there: PHP, SSI or ESI; a CMS"
            " usually takes none of them in a page."
        ),
    ),
}
VERDICTS = {**FRAMES, **LINKS, **INLINES, **IMAGES, **_INCLUDES, **POLICIES}
Placed = list[tuple[str, Element, Address, str]]


def check(html: str, policy: str, desk: Desk) -> list[Finding]:
    """Shape: desk as it is without the page; every finding once, in the order of the page, and of
    its policies no more than anybody reads."""
    page = read(html)
    desk = replace(desk, page=page_origin(page))
    placed = _placed(page, desk.site.base)
    found = [*_found(placed, page, desk)]
    if html.strip() and not found:
        found = [_nothing(html, desk)]
    if len(placed) > MOST:
        found.append(Finding("too-many", values={"most": str(MOST)}))
    allowed = (desk.site.base, *desk.origins.allowed)
    if desk.page and not desk.origins.are_open and desk.page not in allowed:
        found.append(Finding("origin-refused", desk.page))
    forms = [form for form, *_ in placed if form in NEEDS] or ["iframe", "inline", "image"]
    found += policies(given_by(policy, page), forms, page, desk)
    return _once(found)


def _placed(page: list[Element], base: str) -> Placed:
    """What is a widget's, by the form of its snippet."""
    placed: Placed = []
    for each in page:
        form, (found, moved) = _form(each, base)
        if form.startswith("include") or (found and form):
            placed.append((form, each, found or Address(), moved))
    return placed


def _form(each: Element, base: str) -> tuple[str, tuple[Address | None, str]]:
    if fetched(each):
        return "inline", (address(fetched(each), base), "")
    match each.tag:
        case "iframe" | "embed":
            return "iframe", source_of(each, base)
        case "img":
            found, moved = source_of(each, base)
            return "image" if found and found.shape == "badges" else "", (found, moved)
        case "include" if "/widgets/" in each["line"] or base in each["line"]:
            return "include-unread", (None, "")
        case "esi:include" if address(each["src"], base) and not each.place:
            return "include-unread", (None, "")
        case "section" if not each.place and "sw" in each["class"].split():
            return "include", (None, "")
        case "a" | "" if not each.place:
            found = address(each["href"], base)
            shapes = {"embed"} if each.tag else {"embed", "builder"}
            return "link" if found and found.shape in shapes else "", (found, "")
    return "", (None, "")


def _found(placed: Placed, page: list[Element], desk: Desk) -> Iterator[Finding]:
    shown = {_key(found) for form, _, found, _ in placed if form in {"iframe", "inline"}}
    around = {each.link for form, each, *_ in placed if form == "image"}
    inlines = [found for form, each, found, _ in placed if form == "inline" and not each.place]
    instead = asked_for(inlines[0], desk).snippets.inline if inlines else ""
    shared = list(htmx(page, desk, instead)) if inlines else []
    has_htmx = all(each.code in {"htmx-twice", "htmx-beside"} for each in shared)
    for form, each, found, moved in placed[:MOST]:
        if form.startswith("include"):
            is_refusal = "sw-problem" in each["class"].split()
            yield Finding("included-problem" if is_refusal else form, each.source())
        elif not found.is_ours:
            yield Finding("address-elsewhere", each.source(), values={"server": found.server})
        elif form != "link":
            yield from _judged(form, each, found, moved, desk, has_htmx)
        elif _key(found) not in shown and each["href"] not in around:
            yield link(each, found, desk)
    yield from shared


def _judged(
    form: str, each: Element, found: Address, moved: str, desk: Desk, has_htmx: bool
) -> Iterator[Finding]:
    if form == "iframe":
        return frame(each, found, moved, desk)
    if form == "inline":
        return inline(each, found, desk, has_htmx=has_htmx)
    return image(each, found, moved, desk)


def _key(found: Address) -> tuple[str, tuple[tuple[str, str], ...]]:
    return found.name, tuple(found.pairs)


def _nothing(html: str, desk: Desk) -> Finding:
    server = urlsplit(desk.site.base).netloc
    start = html.lower().find(server)
    if start < 0:
        return Finding("nothing")
    excerpt = " ".join(html[max(0, start - 60) : start + 100].split())
    return Finding("address-broken", short(excerpt))


def _once(found: list[Finding]) -> list[Finding]:
    seen: dict[tuple[str, str], Finding] = {}
    for each in found:
        seen.setdefault((each.code, each.evidence), each)
    return list(seen.values())[:_MOST_FOUND]
