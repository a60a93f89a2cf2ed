"""What a pasted page holds that matters to a snippet, in the order of the page. Parsing only.

The tokens are justhtml's: pure Python and linear, so that hostile input can neither crash the
server nor keep it busy, as a parser in C or the standard library's could."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlsplit

from widgets.kinds.registry import KINDS

LONGEST = 2000  # of a value that could be of any length
CURLY = "“”„‟″‘’‚‛′«»"
_ADDRESS = re.compile(
    rf"https?://(?:\[[0-9a-f:.]{{2,45}}\])?[^\s<>\"'`{{}}|\[\]{CURLY}]{{1,2000}}", re.IGNORECASE
)
_AFTER_IT = ".,;:!?)*_~…،؛؟"  # what a sentence puts behind an address
_ESCAPED = re.compile(r"&(?:amp;|#0*38;|#x0*26;)+", re.IGNORECASE)
# justhtml looks for both ends of a comment, each time through all that follows: it finds both soon.
_COMMENT_END = re.compile(r"--!?>")
# It also tells of each "<" that opens nothing as an event of its own.
_LOOSE = re.compile(r"<(?![a-z/!?])", re.IGNORECASE | re.ASCII)
_TAG = re.compile(r"<[a-z]", re.IGNORECASE | re.ASCII)
_RAW = {"iframe", "noscript", "script"}
_TOLD_TAGS = _RAW | {"a", "base", "embed", "esi:include", "img", "link", "meta", "section"}
_SILENT = {"style", "textarea", "title"}
_LAZY = re.compile(r"data-(?:[a-z]+-)*(?:src|url)|data-src-[a-z]+")
_LINE = re.compile(r"\s*#\s*include\s[^>]{1,400}|\?(?:php|=)[^>]{1,400}")
_TOLD = 160


@dataclass(frozen=True)
class Element:
    """Shape: place is where it stands instead of being shown: text, comment, noscript, or empty;
    content is the raw text in a frame or a script, link the address of the <a> around it. A bare
    address in the text is an element without a tag, its address as href."""

    tag: str
    attributes: Mapping[str, str]
    place: str = ""
    content: str = ""
    link: str = ""

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def has_curly_quotes(self) -> bool:
        return any(value[:1] in CURLY for value in self.attributes.values() if value)

    def source(self) -> str:
        """The tag as it reads, shortened."""
        if self.tag == "include":
            return short(f"<!--{self['line']}-->" if "#" in self["line"] else f"<{self['line']}")
        if not self.tag:
            return short(self["href"])
        said = (f'{name}="{value}"' if value else name for name, value in self.attributes.items())
        return short(f"<{' '.join((self.tag, *said))}>")


@dataclass(frozen=True)
class Address:
    """An address of a widget server. Shape: shape is the first part of the path, name the rest;
    is_escaped_twice where servers read other options than the pairs that were meant."""

    scheme: str = ""
    server: str = ""
    shape: str = ""
    name: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    is_ours: bool = True
    is_escaped_twice: bool = False


def short(text: str) -> str:
    return text if len(text) <= _TOLD else f"{text[: _TOLD - 1]}…"


def read(html: str) -> list[Element]:
    """Every element that can matter, and every bare address. What stands in a fragment counts as
    one <section>."""
    return list(_elements(_LOOSE.sub("&lt;", _COMMENT_END.sub("-->--!>", html))))


def _elements(html: str, place: str = "") -> Iterator[Element]:
    from justhtml import stream  # for the few who check a page

    events = [*stream(html), ("end", "")]
    link, is_fragment, is_raw = "", False, False
    for event, following in zip(events, events[1:], strict=False):
        match event:
            case "start", (str(tag), dict(given)) if not is_fragment:
                is_raw = tag in _RAW or tag in _SILENT
                if tag not in _TOLD_TAGS and not any(each.endswith("hx-get") for each in given):
                    continue
                content = str(following[1]) if following[0] == "text" and tag in _RAW else ""
                made = Element(tag, _texts(given), place, content, link)
                link = made["href"] if tag == "a" else link
                is_fragment = tag == "section" and "sw" in made["class"].split()
                yield made
                if tag == "noscript" and not place:
                    yield from _elements(content, "noscript")
            case "end", str(tag):
                link = "" if tag == "a" else link
                is_fragment = is_fragment and tag != "section"
                is_raw = False
            case "text" | "comment", str(text) if not (is_fragment or is_raw or place):
                yield from _within(text, event[0], link)


def _texts(given: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value or "" for name, value in given.items()}


def _within(text: str, event: str, link: str) -> Iterator[Element]:
    """Elements that are only text, lines for a server that no server read, and bare addresses."""
    if event == "comment" and (line := _LINE.match(text)):
        yield Element("include", {"line": line[0]}, event)
    if _TAG.search(text):
        yield from (each for each in _elements(text, event) if each.tag)
    elif event == "text" and not link:
        for found in _ADDRESS.finditer(text):
            yield Element("", {"href": found[0].rstrip(_AFTER_IT)})


def address(text: str, base: str) -> Address | None:
    """What an address asks of a widget server: this one, or another that has the same paths."""
    here = urlsplit(base)
    plain, escapes = _ESCAPED.subn("&", text.strip().strip(CURLY))
    try:
        parts = urlsplit(f"{here.scheme}:{plain}" if plain.startswith("//") else plain)
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    shape, _, name = parts.path.strip("/").partition("/")
    is_ours = parts.netloc.lower() == here.netloc
    if not is_ours and not _is_alike(shape, name):
        return None
    server = parts.netloc.lower()
    return Address(parts.scheme, server, shape, name, tuple(pairs), is_ours, escapes > 0)


def source_of(element: Element, base: str) -> tuple[Address | None, str]:
    """The address of a frame, picture or script, and the attribute where a plugin has put it."""
    found = address(element["src"], base)
    if found:
        return found, ""
    for name, value in element.attributes.items():
        if _LAZY.fullmatch(name) and (found := address(value, base)):
            return found, name
    return None, ""


def _is_alike(shape: str, name: str) -> bool:
    """Whether a path is that of a widget server. Video sites have /embed/ as well."""
    if shape in {"embed", "fragments"}:
        return name in KINDS
    return shape == "badges" and bool(re.fullmatch(r"[a-z0-9-]+/[a-z0-9@-]+\.(svg|png)", name))


def page_origin(found: list[Element]) -> str:
    """The origin of the pasted page, as it tells itself; empty where it does not."""
    for each in found:
        is_canonical = each.tag == "link" and "canonical" in each["rel"].lower().split()
        told = each["href"] if is_canonical or each.tag == "base" else ""
        if each.tag == "meta" and each["property"] == "og:url":
            told = each["content"]
        with suppress(ValueError):
            parts: SplitResult = urlsplit(told)
            if parts.scheme in {"http", "https"} and parts.netloc:
                return f"{parts.scheme}://{parts.netloc.lower()}"
    return ""


def lets_cross_origins(config: str) -> bool:
    """Whether the content of htmx's <meta> has mode cors, in either of the two forms it reads."""
    try:
        read = json.loads(config)
    except (ValueError, RecursionError):
        short = config.strip().startswith("{") or any(each in config for each in CURLY)
        return not short and bool(re.search(r"(?:^|[\s,])mode:\s*[\"']?cors\b", config))
    return isinstance(read, dict) and read.get("mode") == "cors"
