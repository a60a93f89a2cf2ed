"""Forms that people send, read with a bound on everything, in memory only."""

import re
from collections.abc import AsyncGenerator, Mapping

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from widgets.errors import BadRequest, TooLarge

LARGEST = 1 << 20  # of one field, in characters; of a file, in bytes
_BESIDE_BYTES = 64 << 10  # boundaries, and small fields beside a large one
_MOST_FIELDS = 8
_BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,./:=? -]{1,70}")


class _InMemory(MultiPartParser):
    spool_max_size = 2 * LARGEST


async def form(request: Request) -> Mapping[str, str]:
    """The fields of a form, a file as its text; of a name that comes twice, the last that is not
    empty.

    Raises: TooLarge as soon as there is too much, BadRequest for what is no form."""
    fields: dict[str, str] = {}
    try:
        sent = await _parser(request).parse()
    except (MultiPartException, UnicodeError) as error:
        raise BadRequest from error
    try:
        for name, value in sent.multi_items():
            text = await _text(value)
            if len(text) > LARGEST:
                raise TooLarge
            if text or name not in fields:
                fields[name] = text
    finally:
        await sent.close()
    return fields


def _parser(request: Request) -> FormParser | MultiPartParser:
    media_type, options = parse_options_header(request.headers.get("content-type", ""))
    if media_type != b"multipart/form-data":
        stream = _bounded(request, 3 * LARGEST + _BESIDE_BYTES)  # a byte may be written as %00
        most = 4 * LARGEST  # never reached
        return FormParser(request.headers, stream, max_fields=_MOST_FIELDS, max_part_size=most)
    boundary = options.get(b"boundary", b"")
    if not _BOUNDARY.fullmatch(boundary):
        raise BadRequest
    named = f'multipart/form-data; boundary="{boundary.decode()}"'  # of all charsets UTF-8
    return _InMemory(
        Headers({"content-type": named}),
        _bounded(request, LARGEST + _BESIDE_BYTES),
        max_files=1,
        max_fields=_MOST_FIELDS,
        max_part_size=2 * LARGEST,
    )


async def _bounded(request: Request, most_bytes: int) -> AsyncGenerator[bytes, None]:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > most_bytes:
        raise TooLarge
    seen_bytes = 0
    async for chunk in request.stream():
        seen_bytes += len(chunk)
        if seen_bytes > most_bytes:
            raise TooLarge
        yield chunk


async def _text(value: str | UploadFile) -> str:
    if isinstance(value, str):
        return value
    return (await value.read()).decode("utf-8-sig", "replace")
