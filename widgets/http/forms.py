"""Forms that people send, read with a bound on everything, in memory only."""

import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from widgets.errors import BadRequest, TooLarge

LARGEST = 1 << 20  # of one field, in characters; of a file, in bytes
_BESIDE_BYTES = 64 << 10  # boundaries, and small fields beside a large one
_DIGITS = 15
_BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,./:=? -]{1,70}")


@dataclass(frozen=True)
class Limits:
    """What one form may send. Shape: where files are not kept, only their names are.

    Units: field in characters, whole and file in bytes."""

    fields: int = 8
    field: int = LARGEST
    whole: int = LARGEST
    file: int = LARGEST
    keeps_files: bool = True


@dataclass(frozen=True)
class Upload:
    """A file as it was sent. Shape: name is what the sender calls it, and proves nothing."""

    name: str
    body: bytes


@dataclass(frozen=True)
class Sent:
    """Shape: fields in the order of the form, a name once for each of its values; files by the
    name of their field, without those that were left empty."""

    fields: tuple[tuple[str, str], ...] = ()
    files: Mapping[str, Upload] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """The last value that is not empty, or nothing."""
        return next((text for text in reversed(self.all(name)) if text), "")

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(text for key, text in self.fields if key == name)


def whole(text: str) -> int:
    """A number as an address or a form carries it. Shape: 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0


class _InMemory(MultiPartParser):
    def __init__(self, boundary: bytes, stream: AsyncGenerator[bytes, None], limits: Limits):
        named = f'multipart/form-data; boundary="{boundary.decode()}"'  # of all charsets UTF-8
        super().__init__(
            Headers({"content-type": named}),
            stream,
            max_files=1,
            max_fields=limits.fields,
            max_part_size=2 * limits.field,
        )
        self.spool_max_size = 2 * limits.file
        self._keeps_files = limits.keeps_files

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._keeps_files or self._current_part.file is None:
            super().on_part_data(data, start, end)


async def form(request: Request) -> Mapping[str, str]:
    """The fields of a form, a file as its text; of a name that comes twice, the last that is not
    empty.

    Raises: TooLarge as soon as there is too much, BadRequest for what is no form."""
    sent = await submitted(request)
    texts = {name: sent.get(name) for name, _ in sent.fields}
    return texts | {
        name: file.body.decode("utf-8-sig", "replace") for name, file in sent.files.items()
    }


async def submitted(request: Request, limits: Limits = Limits()) -> Sent:
    """A whole form.

    Raises: TooLarge as soon as there is too much, BadRequest for what is no form."""
    fields: list[tuple[str, str]] = []
    files: dict[str, Upload] = {}
    try:
        sent = await _parser(request, limits).parse()
    except (MultiPartException, UnicodeError, ClientDisconnect) as error:
        raise BadRequest from error
    try:
        for name, value in sent.multi_items():
            if isinstance(value, UploadFile):
                body = await value.read()
                if len(body) > limits.file:
                    raise TooLarge
                if body or (value.filename and not limits.keeps_files):
                    files[name] = Upload(value.filename or "", body)
                continue
            if len(value) > limits.field:
                raise TooLarge
            fields.append((name, value))
    finally:
        await sent.close()
    return Sent(tuple(fields), files)


def _parser(request: Request, limits: Limits) -> FormParser | MultiPartParser:
    media_type, options = parse_options_header(request.headers.get("content-type", ""))
    if media_type != b"multipart/form-data":
        most_bytes = 3 * limits.whole + _BESIDE_BYTES  # a byte may be written as %00
        return FormParser(
            request.headers,
            _bounded(request, most_bytes),
            max_fields=limits.fields,
            max_part_size=most_bytes,
        )
    boundary = options.get(b"boundary", b"")
    if not _BOUNDARY.fullmatch(boundary):
        raise BadRequest
    most_bytes = max(limits.whole, limits.file) + _BESIDE_BYTES
    return _InMemory(boundary, _bounded(request, most_bytes), limits)


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
