"""How an answer is packed for its way: the encodings, which one an asker takes, and the messages
that are sent."""

import re
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import brotli
from starlette.types import Message

from widgets.http.kept import Answer, Packed

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SMALLEST_BYTES = 256  # below, the header takes what packing saves
_LONGEST_HEADER = 256
_FAST = "-fast"
_PACKABLE = re.compile(r"text/|image/svg|application/(json|schema\+json|atom\+xml|xml)")
_ITEM = re.compile(
    rb"\s*([a-z0-9*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?", re.IGNORECASE
)


@dataclass(frozen=True)
class Encoding:
    """Shape: fast is for whoever waits, best for all who come later."""

    name: str
    fast: Callable[[bytes], bytes]
    best: Callable[[bytes], bytes]


ENCODINGS = (  # the one that makes the smallest first
    Encoding("br", lambda body: brotli.compress(body, quality=1), brotli.compress),
    Encoding("zstd", zstd.compress, lambda body: zstd.compress(body, 19)),
    Encoding(
        "gzip",
        lambda body: zlib.compress(body, 5, wbits=31),
        lambda body: zlib.compress(body, 9, 31),
    ),
)


def is_packable(media_type: str, body: bytes) -> bool:
    """Whether packing makes it smaller. Pictures are packed already."""
    return len(body) >= SMALLEST_BYTES and bool(_PACKABLE.match(media_type))


def accepted(header: bytes) -> Encoding | None:
    """The encoding for an asker, by its Accept-Encoding; None for the bytes as they are, which also
    answers a header that cannot be read."""
    return _accepted(header) if len(header) <= _LONGEST_HEADER else None


@lru_cache(256)
def _accepted(header: bytes) -> Encoding | None:
    wanted: dict[str, float] = {}
    for item in header.split(b","):
        if match := _ITEM.fullmatch(item):
            wanted[match[1].decode().lower()] = float(match[2] or 1)
    anything = wanted.get("*", 0.0)
    return next((each for each in ENCODINGS if wanted.get(each.name, anything) > 0), None)


def packed(answer: Answer, encoding: Encoding | None, *, best: bool = False) -> Packed:
    """Shape: as it is, where packing would not make it smaller."""
    if encoding is None or not answer.is_packable:
        return _messages(answer, answer.body, "", is_best=True)
    body = (encoding.best if best else encoding.fast)(answer.body)
    if len(body) >= len(answer.body):
        return _messages(answer, answer.body, "", is_best=True)
    return _messages(answer, body, encoding.name, is_best=best)


def unchanged(answer: Answer, sent: Packed, known: bytes) -> Message | None:
    """What tells an asker that it has this answer already, by its If-None-Match. Whichever way an
    answer was packed, it still says the same.

    Shape: with the tag that the asker has; None where it has none, or the answer is not for
    keeping."""
    if answer.status != 200 or not answer.digest:
        return None
    if known == sent.tag:
        return sent.unchanged
    tags = {tag.strip().removeprefix(b"W/") for tag in known.split(b",")}
    if b"*" in tags:
        return sent.unchanged
    ways = ("", *(each.name + how for each in ENCODINGS for how in ("", _FAST)))
    for way in ways:
        if (tag := _tag(answer, way)) in tags:
            return _not_modified(answer, tag)
    return None


def _messages(answer: Answer, body: bytes, encoding: str, *, is_best: bool) -> Packed:
    tag = _tag(answer, encoding if is_best else encoding + _FAST)
    tagged = [(b"etag", tag)] if answer.digest else []
    headers = [*answer.headers, *tagged, (b"content-length", str(len(body)).encode())]
    if encoding:
        headers.append((b"content-encoding", encoding.encode()))
    return Packed(
        tag=tag,
        start={"type": "http.response.start", "status": answer.status, "headers": headers},
        body={"type": "http.response.body", "body": body},
        unchanged=_not_modified(answer, tag),
        is_best=is_best,
    )


def _tag(answer: Answer, way: str) -> bytes:
    return f'"{answer.digest}-{way}"'.encode() if way else f'"{answer.digest}"'.encode()


def _not_modified(answer: Answer, tag: bytes) -> Message:
    lasting = [each for each in answer.headers if each[0] != b"content-type"]
    headers = [*lasting, (b"etag", tag)]
    return {"type": "http.response.start", "status": 304, "headers": headers}
