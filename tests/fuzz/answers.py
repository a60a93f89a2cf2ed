"""What has to be true of each answer, whatever was asked."""

import csv
import io
import json
import re
import sys
import zlib
from html.parser import HTMLParser
from xml.etree import ElementTree

import brotli

from tests.fuzz.requests import MARK, Asked
from tests.fuzz.wire import Answered

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOST_BYTES = 2_000_000
COMPLETE = {"cache-control", "cross-origin-resource-policy", "x-content-type-options"}
OF_DOCUMENTS = {"content-security-policy", "referrer-policy"}
_PARTS = (".css", ".js")  # of a page: no browser makes a document of them
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = frozenset(
    {"text/css", "text/javascript", "text/plain", "application/toml", "application/octet-stream"}
)
_NOT_DONE = 501  # what oEmbed says of a format that it does not give
_SAYS_NOTHING = frozenset({204, 304})
_LEADS = frozenset({"href", "src", "action", "formaction", "poster", "data-hx-get", "data-hx-post"})
_NO_ADDRESS = re.compile(r"[\s\x00-\x1f]*(javascript|data|vbscript|file):", re.I)
_NAME = re.compile(rb"[a-z0-9!#$%&'*+.^_`|~-]+", re.I)
_VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")


def inspect(asked: Asked, answer: Answered) -> str:
    """Look at everything that one answer must be. Shape: its text, empty for a picture."""
    assert answer.status < 500 or answer.status == _NOT_DONE, answer.status
    inspect_headers(asked, answer)
    if asked.method == "HEAD" or answer.status in _SAYS_NOTHING or not answer.body:
        assert not answer.body
        return ""
    declared = answer.header("content-length")
    assert not declared or int(declared) == len(answer.body)
    return inspect_body(answer.header("content-type"), unpacked(answer))


def inspect_heard(asked: Asked, answer: Answered | None) -> None:
    """What came over a socket. The server refuses by itself what is no request, in a few words, or
    hangs up."""
    if answer and (answer.status != 400 or answer.header("content-security-policy")):
        inspect(asked, answer)
    elif answer:
        assert len(answer.body) < 100
        assert answer.header("content-type").startswith("text/plain")


def inspect_headers(asked: Asked, answer: Answered) -> None:
    for name, value in answer.headers:
        assert _NAME.fullmatch(name), name
        assert _VALUE.fullmatch(value), (name, value)
        assert MARK.encode() not in name.lower()
    names = [name.lower() for name, _ in answer.headers]
    assert len(names) == len({*names}), names
    assert not answer.header("set-cookie") or asked.path.startswith(b"/staff")
    assert not answer.header("access-control-allow-credentials")
    if asked.method == "OPTIONS" and answer.status == 204:
        return
    policy = answer.header("content-security-policy")
    is_part = answer.status in {200, 304} and asked.path.decode("latin-1").endswith(_PARTS)
    complete = COMPLETE if is_part else COMPLETE | OF_DOCUMENTS
    if "script-src" in policy:
        complete = complete | {"permissions-policy"}
    missing = [each for each in complete if not answer.header(each)]
    assert not missing, missing
    assert answer.header("x-content-type-options") == "nosniff"
    assert "unsafe" not in policy
    leads = answer.header("location")
    assert not leads or leads.startswith(f"http://{asked.known(b'host').decode().lower()}/"), leads
    if answer.status not in _SAYS_NOTHING and answer.header("content-length") != "0":
        assert answer.header("content-type")


def unpacked(answer: Answered) -> bytes:
    """Shape: the body as it is without an encoding; the bytes must end where the encoding does."""
    match answer.header("content-encoding"):
        case "":
            return answer.body
        case "br":
            return bytes(brotli.decompress(answer.body))
        case "gzip":
            unpacking = zlib.decompressobj(31)
            body = unpacking.decompress(answer.body)
            assert unpacking.eof
            assert not unpacking.unused_data
            return body
        case "zstd":
            return bytes(zstd.decompress(answer.body))
        case other:
            raise AssertionError(other)


def inspect_body(media_type: str, body: bytes) -> str:
    assert len(body) <= MOST_BYTES
    kind = media_type.partition(";")[0]
    if kind.startswith("image/") and kind != "image/svg+xml":
        assert body.startswith((b"\x89PNG\r\n", b"RIFF"))
        return ""
    if kind == WORKBOOK:
        assert body.startswith(b"PK")
        return ""
    text = body.decode("utf-8")
    assert "\0" not in text
    match kind:
        case "text/html":
            Reader().read(text)
        case "image/svg+xml" | "application/xml" | "text/xml" | "application/atom+xml":
            inspect_xml(text)
        case "application/json" | "application/schema+json" | "application/manifest+json":
            json.loads(text)
        case "text/csv":
            inspect_table(text)
        case other:
            assert other in PLAIN, other
    return text


def inspect_xml(text: str) -> None:
    assert "<!DOCTYPE" not in text
    for each in ElementTree.fromstring(text).iter():  # noqa: S314
        assert MARK not in f"{each.tag}{[*each.attrib]}".lower()
        assert not any(key.lower().startswith("on") for key in each.attrib)


def inspect_table(text: str) -> None:
    """Every row is as wide as the first, and no cell is one that a spreadsheet computes."""
    head = text.removeprefix("\ufeff").partition("\n")[0]
    rows = [*csv.reader(io.StringIO(text, newline=""), delimiter=max(",;", key=head.count))]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [
        cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))
    ]


class Reader(HTMLParser):
    """Reads a page as a browser does, and refuses what no template of ours has written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._data: list[str] | None = None  # of JSON, while it is read

    def read(self, text: str) -> None:
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert MARK not in tag, tag
        for name, value in attributes:
            assert MARK not in name, (tag, name)
            assert not name.startswith("on"), (tag, name)
            assert name != "style", tag
            assert name not in _LEADS or not _NO_ADDRESS.match(value or ""), (tag, name, value)
        if tag == "script":
            given = dict(attributes)
            self._data = [] if given.get("type") == "application/ld+json" else None
            assert self._data is not None or given.get("src"), given

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._data is not None:
            json.loads("".join(self._data))
            self._data = None

    def handle_comment(self, data: str) -> None:
        assert MARK not in data

    def handle_decl(self, decl: str) -> None:
        assert decl.lower() == "doctype html", decl

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)
