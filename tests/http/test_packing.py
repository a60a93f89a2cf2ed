"""Which encoding an asker gets, and what it holds."""

import hashlib
import sys
import zlib
from math import inf

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as some

from widgets.http.kept import Answer
from widgets.http.packing import ENCODINGS, accepted, is_packable, packed

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

UNPACK = {
    "br": brotli.decompress,
    "zstd": zstd.decompress,
    "gzip": lambda body: zlib.decompress(body, wbits=31),
}
TEXT = b"Netwerken van maatschappelijke organisaties. " * 40


def answer(body: bytes, *, is_packable: bool = True) -> Answer:
    return Answer(None, inf, 200, (), body, "0" * 24, is_packable)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("zstd;q=1.0, gzip;q=0.8", "zstd"),
        ("BR", "br"),
        ("*", "br"),
        ("br;q=0, *;q=0.1", "zstd"),
        ("br ; q=0.001", "br"),
        ("gzip;q=0", ""),
        ("identity", ""),
        ("", ""),
        ("br;q=nine", ""),
        ("br;q=0.5;x=1", ""),
        ("deflate;;,gzip", "gzip"),
        (",,,", ""),
        ("\xff\xfe, gzip", "gzip"),
        ("gzip, " * 200, ""),
    ],
)
def test_an_asker_gets_the_smallest_encoding_that_it_takes(header: str, name: str) -> None:
    found = accepted(header.encode("latin-1"))
    assert (found.name if found else "") == name


@given(some.binary(max_size=400))
def test_no_header_is_too_strange_for_an_answer(header: bytes) -> None:
    assert accepted(header) in {None, *ENCODINGS}


@pytest.mark.parametrize("best", [False, True])
@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda each: each.name)
def test_what_is_packed_unpacks_to_the_same(encoding: object, best: bool) -> None:
    sent = packed(answer(TEXT), encoding, best=best)  # type: ignore[arg-type]
    headers = dict(sent.start["headers"])
    name = headers[b"content-encoding"].decode()
    assert UNPACK[name](sent.body["body"]) == TEXT
    assert headers[b"content-length"] == str(len(sent.body["body"])).encode()
    assert len(sent.body["body"]) < len(TEXT)


def test_what_packing_would_make_larger_stays_as_it_is() -> None:
    for given_ in (
        answer(b"\x89PNG" + TEXT, is_packable=False),
        answer(hashlib.shake_128(b"x").digest(400)),
    ):
        sent = packed(given_, ENCODINGS[0])
        assert sent.body["body"] == given_.body
        assert b"content-encoding" not in dict(sent.start["headers"])


@pytest.mark.parametrize(
    ("media_type", "is_worth_it"),
    [
        ("text/html; charset=utf-8", True),
        ("image/svg+xml", True),
        ("application/atom+xml; charset=utf-8", True),
        ("application/schema+json", True),
        ("image/png", False),
        ("image/webp", False),
    ],
)
def test_pictures_are_packed_already(media_type: str, is_worth_it: bool) -> None:
    assert is_packable(media_type, TEXT) is is_worth_it
    assert not is_packable(media_type, TEXT[:100])
