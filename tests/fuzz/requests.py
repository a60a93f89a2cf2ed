"""Requests to make of a route: what it takes, what is nearly that, and what is to break it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, quote_plus

from hypothesis import strategies as some

from widgets.embed.opendata import TableOptions
from widgets.kinds.badge import BadgeOptions
from widgets.kinds.options import Choice, Number, Options, Slug, Takes, specified
from widgets.kinds.registry import KINDS

HOST = b"widgets.test"
MARK = "x-mark"  # stands in all that is hostile: no element, attribute or header may be named so
OPEN = frozenset({"oembed", "check", "builder"})  # take more than the options of a widget
Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Asked:
    """Shape: path and query as they stand in the line of a request."""

    path: bytes
    query: bytes = b""
    headers: Headers = ()
    method: str = "GET"
    body: bytes = b""

    @property
    def target(self) -> bytes:
        return self.path + (b"?" + self.query if self.query else b"")

    def known(self, name: bytes) -> bytes:
        return b",".join(value for key, value in self.headers if key == name)


SLUGS = {
    "network": ("full", "bare", "ended", "left", "hostile-network", "hidden"),
    "organisation": ("umbrella", "suedwind", "hostile"),
    "category": ("sectoral", "thematic", "research"),
    "topic": ("tax", "water"),
}
NEARLY = (
    *("Full", "ful", "full.", "full/", "/full", "full/..", "..", ".", "-", "a--b", "full full"),
    *("0", "-1", "1e9", "٣", "9" * 19, "9" * 5_000, "nil", "null", "None", "%", "%%", "%2e%2e"),
    *("full\0", "\0", "full\r\n", "x" * 8_192, "é" * 2_000, "\ufeff", "\u202efull", "ﬁll", "İ"),
    *("&lang=en", "?lang=en", "#", ";", "=", "full&amp;", "e\u0301", "\U0001f9a6", "\ufffe"),
)
HOSTILE = (
    f"\"><{MARK} a='b'>",
    f"'><{MARK}>",
    f'" {MARK}="1',
    f"' {MARK}='1",
    f"</title></script></style></textarea><{MARK}>",
    f"--><{MARK}>",
    f"]]><{MARK}/>",
    f"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><{MARK}>&b;",
    f"<{MARK}",
    f"&lt;{MARK}&gt;&#60;{MARK}&#62;",
    f"javascript:alert('{MARK}')",
    f"data:text/html,<{MARK}>",
    f"//{MARK}.example",
    f"a\r\n{MARK}: 1\r\n\r\n<{MARK}>",
    f"a\n{MARK}:1",
    f"\0<{MARK}>",
    f"\u202e\u2066<{MARK}>\u2069",
    f'=HYPERLINK("{MARK}")',
    f"{{{{ 7*7 }}}}{{% {MARK} %}}%({MARK})s%s{{{MARK}}}",
    f"../../../../etc/passwd\0{MARK}",
    f"' OR 1=1 --{MARK}",
    f"<{MARK}>" * 200,
    f"\ud800{MARK}",
)
TEXT = some.text(max_size=24)
BAD = some.sampled_from(NEARLY) | some.sampled_from(HOSTILE) | TEXT
RAW = some.sampled_from(
    [
        *(b"%", b"%zz", b"%u0041", b"%00", b"%0d%0aX-Mark:1", b"%ED%A0%80", b"%C0%AE", b"%ff"),
        *(b"%F4%90%80%80", b"%E2%80%AE", b"%25%32%35", b";", b"&&"),
        *(b"=", b"&=&", b"a=b=c", b"%3Cx-mark%3E", b"+", b"q=%", b"lang=%en", b"page=%31"),
    ]
) | some.text(some.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#")).map(
    str.encode
)


def escaped(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


def taken(takes: Takes) -> some.SearchStrategy[str]:
    """What an option takes."""
    match takes:
        case Choice():
            return some.sampled_from([*takes.names])
        case Number():
            return some.integers(takes.lowest - 1, takes.highest + 1).map(str)
        case Slug():
            return some.sampled_from(SLUGS.get(takes.of) or SLUGS["organisation"])
        case _:
            return some.sampled_from(["nl", "BE", "0b5cad", "FFFFFF", "tax", "de", "a  b", "ü"])


CLASSES: tuple[type[Options], ...] = (
    *(Options, TableOptions, BadgeOptions),
    *(kind.options for kind in KINDS.values()),
)
FIELDS = {name: spec for cls in CLASSES for name, spec in specified(cls).items()}
ADDRESSES = some.builds(
    "{}/{}/{}{}".format,
    some.sampled_from(["http://widgets.test", "https://widgets.test", "//widgets.test", ""]),
    some.sampled_from(["embed", "fragments", "builder", "verify/full", "badges/full", MARK]),
    some.sampled_from([*KINDS, "umbrella", "umbrella.svg", MARK, ""]),
    some.sampled_from(
        ["", "?network=full", "?lang=xx", f"?q=<{MARK}>", "#?secret=1", "?%", "?q=["]
    ),
)
MORE: Mapping[str, some.SearchStrategy[str]] = {
    "url": ADDRESSES | BAD,
    "maxwidth": some.integers(-1, 5_000).map(str) | BAD,
    "maxheight": some.integers(-1, 5_000).map(str) | BAD,
    "format": some.sampled_from(["json", "xml", "yaml", "XML"]) | BAD,
    "place": some.sampled_from(["frame", "inline", "server", "image", "address"]) | BAD,
    "width": some.integers(-1, 5_000).map(str) | BAD,
    "utm_source": BAD,
}


@some.composite
def pairs(draw: some.DrawFn, names: tuple[str, ...]) -> bytes:
    """One piece of a query: mostly what is taken, often what is not, at times no pair at all."""
    name = draw(some.sampled_from(names) | some.sampled_from(HOSTILE))
    is_good = draw(some.integers(0, 9)) < 6
    if name in FIELDS:
        value = draw(taken(FIELDS[name].metadata["takes"]) if is_good else BAD)
    else:
        value = draw(MORE.get(name, BAD))
    written = draw(some.sampled_from([quote_plus, quote, escaped]))
    return f"{_written(written, name)}={_written(written, value)}".encode()


def _written(written: Any, text: str) -> str:
    return str(written(text, errors="surrogatepass") if written is not escaped else escaped(text))


def queries(names: tuple[str, ...]) -> some.SearchStrategy[bytes]:
    pieces = some.lists(pairs(names), max_size=6)
    repeated = some.tuples(pairs(names), some.integers(2, 40)).map(lambda each: [each[0]] * each[1])
    broken = some.lists(pairs(names) | RAW, max_size=5)
    return (pieces | pieces | repeated | broken).map(b"&".join)


PLACES: Mapping[str, some.SearchStrategy[str]] = MappingProxyType(
    {
        "kind": some.sampled_from([*KINDS]),
        "network": some.sampled_from(SLUGS["network"]),
        "member": some.sampled_from([*SLUGS["organisation"], "bare"]),
        "colour": some.sampled_from(["0b5cad", "FFFFFF", "red"]),
        "digest": some.sampled_from(["0" * 64, "f" * 64]),
        "name": some.sampled_from(["widget.css", "site.css", "icon.svg", "htmx-4.0.1.min.js"]),
        "path": some.sampled_from(["embed/badge", "/evil.example", "a", "builder/networks"]),
    }
)


@some.composite
def paths(draw: some.DrawFn, pattern: str) -> tuple[bytes, str]:
    """Shape: the path, and what stands in the place of a kind."""
    kind, path = "", pattern
    for name in re.findall(r"\{(\w+)[:\w]*\}", pattern):
        is_good = draw(some.integers(0, 9)) < 7
        value = draw(PLACES[name] if is_good else BAD)
        kind = value if name == "kind" else kind
        path = re.sub(rf"\{{{name}[:\w]*\}}", lambda _, it=value: escaped(it), path)  # type: ignore[misc]
    return path.encode(), kind


CODINGS = ("br", "gzip", "zstd", "identity", "*", "deflate", "br;q=0", "gzip;q=0.5", "*;q=0", "x")
ODD_HEADERS = some.sampled_from(
    [
        (b"origin", b"https://partner.example"),
        (b"origin", b"null"),
        (b"origin", b'"><x-mark>'),
        (b"range", b"bytes=0-3"),
        (b"range", b"bytes=-1,9-2,x-mark"),
        (b"cookie", b"widgets=x-mark; a=\xff"),
        (b"authorization", b"Basic \xff"),
        (b"accept-language", b"ar,<x-mark>"),
        (b"x-forwarded-host", b"x-mark.example"),
        (b"x-forwarded-proto", b"javascript"),
        (b"forwarded", b"host=x-mark"),
        (b"if-modified-since", b"never"),
        (b"expect", b"100-continue"),
        (b"hx-request", b"true"),
        (b"hx-current-url", b"x-mark"),
        (b"content-type", b"multipart/form-data; boundary="),
        (b"x-http-method-override", b"DELETE"),
        (b"te", b"trailers"),
        (b"x-long", b"x" * 4_000),
    ]
)
TAGS = some.sampled_from([b"*", b'"', b'W/""', b'"x-mark"', b"," * 500, b'"' * 99, b"\xff", b""])
HOSTS = some.sampled_from(
    [
        *(b"", b"x-mark.example", b"widgets.test:0", b"widgets.test:99999", b"WIDGETS.test:80"),
        *(b"a b", b'"><x-mark>', b"[::1]:8000", b"[x", b"a@b", b"\xff", b"-", b".", b"x" * 3_000),
    ]
)


@some.composite
def headers(draw: some.DrawFn) -> Headers:
    found: list[tuple[bytes, bytes]] = []
    host = draw(some.just(HOST) | some.just(HOST) | some.just(HOST) | HOSTS)
    found.append((b"host", host))
    if codings := draw(some.lists(some.sampled_from(CODINGS), max_size=3)):
        found.append((b"accept-encoding", ", ".join(codings).encode()))
    elif draw(some.booleans()):
        found.append(
            (b"accept-encoding", draw(some.binary(max_size=12)).translate(None, b"\r\n\0"))
        )
    if draw(some.integers(0, 4)) == 0:
        found.append((b"if-none-match", draw(TAGS)))
    return (*found, *draw(some.lists(ODD_HEADERS, max_size=3)))


@some.composite
def requests(draw: some.DrawFn, pattern: str) -> Asked:
    """Requests of one route, by its pattern in the table."""
    path, kind = draw(paths(pattern))
    room = pattern.split("/")[1]
    names = tuple(specified(KINDS[kind].options)) if kind in KINDS else tuple(FIELDS)
    query = draw(queries((*names, *MORE) if room in OPEN or kind not in KINDS else names))
    method = draw(some.sampled_from(["GET"] * 12 + ["HEAD", "OPTIONS", "POST", "PUT", "X-MARK"]))
    return Asked(path, query, draw(headers()), method)


NOISE = some.sampled_from(
    [b"\xff", b"\xed\xa0\x80", b"\xc3\xa9", b"\0", b"\t", b" ", b"\r", b"\n", b"\r\nx-mark: 1"]
) | some.binary(max_size=4)


@some.composite
def garbled(draw: some.DrawFn, asked: Asked) -> Asked:
    """The same with bytes in it that no client sends, or as only a proxy asks."""
    noise = draw(NOISE)
    name, value = draw(some.sampled_from(asked.headers))
    odd = (
        asked,
        replace(asked, path=b"http://x-mark.example" + asked.path),
        replace(asked, path=b"/" + asked.path),
        replace(asked, path=b"*"),
        replace(asked, path=asked.path + noise),
        replace(asked, query=asked.query + noise),
        replace(asked, headers=(*asked.headers, (name, value + noise))),
        replace(asked, headers=(*asked.headers, (name + noise, value))),
        replace(asked, headers=asked.headers[1:]),
        replace(asked, headers=((b"host", HOST), *asked.headers)),
    )
    return draw(some.sampled_from(odd))


PASTED = (
    '<iframe src="http://widgets.test/embed/networks?lang=en" title="x-mark" height="9"></iframe>',
    '<div data-hx-get="http://widgets.test/fragments/badge?network=full&member=x-mark"></div>',
    '<script src="http://widgets.test/static/htmx-4.0.1.min.js" integrity="x-mark"></script>',
    '<img src="http://widgets.test/badges/full/umbrella.svg?lang=x-mark">',
    "[http://widgets.test/embed/networks] &lt;iframe src=&quot;http://widgets.test/embed/x-mark",
    "<!--" * 500,
    "<div>" * 2_000,
)
POLICIES = (
    "default-src 'none'; frame-src widgets.test x-mark 'unsafe-inline'",
    "frame-src http://*:* ws: 'nonce-<x-mark>'",
    ";;,,\n" * 50,
)


@some.composite
def forms(draw: some.DrawFn) -> Asked:
    """What somebody pastes into the checker."""
    html = "".join(draw(some.lists(some.sampled_from(PASTED) | BAD, max_size=5)))
    policy = draw(some.sampled_from(POLICIES) | BAD)
    fields = {"html": html, "policy": policy, draw(BAD): draw(BAD)}
    body = "&".join(f"{escaped(key)}={escaped(text)}" for key, text in fields.items()).encode()
    kind = b"application/x-www-form-urlencoded"
    if draw(some.integers(0, 3)) == 0:
        kind = b'multipart/form-data; boundary="a"'
        part = (
            '--a\r\nContent-Disposition: form-data; name="html"; filename="{}"\r\n\r\n{}\r\n--a--'
        )
        body = part.format(draw(BAD), html).encode(errors="surrogatepass")
    if draw(some.integers(0, 9)) == 0:
        body = draw(some.binary(max_size=200))
    lang = draw(some.sampled_from([b"", b"lang=ar", b"lang=x-mark"]))
    return Asked(b"/check", lang, ((b"host", HOST), (b"content-type", kind)), "POST", body)
