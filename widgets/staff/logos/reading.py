"""Reads an upload in a process of its own, with little memory and time: a thread that decodes
cannot be stopped, and what crashes a decoder would take the server along."""

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass

from widgets.errors import PictureRefused
from widgets.language.messages import marked

MOST_BYTES = 5 * 1024 * 1024
UNREADABLE = marked(
    "This picture is damaged or only half there. Save it again as a PNG, and choose that."
)
SECONDS = 20.0
_MOST_MEMORY_BYTES = 2 * 1024**3


@dataclass(frozen=True)
class Picture:
    """A logo as WebP, at the size of a card and with two pixels for each. Units: CSS pixels."""

    single: bytes
    double: bytes
    width: int
    height: int


async def read(upload: bytes, seconds: float = SECONDS) -> Picture:
    """Raises: PictureRefused."""
    return await asyncio.to_thread(_read, upload, seconds)


def _read(upload: bytes, seconds: float) -> Picture:
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", __name__],
            input=upload,
            capture_output=True,
            timeout=seconds,
            check=True,
            env={},
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise PictureRefused(UNREADABLE) from error
    head, _, body = done.stdout.partition(b"\n")
    said = json.loads(head)
    if "says" in said:
        raise PictureRefused(said["says"], **said["values"])
    single = said["single"]
    return Picture(body[:single], body[single:], said["width"], said["height"])


def main() -> None:
    """Answer on standard output what is read on standard input: a line that says what follows."""
    import resource  # which Windows lacks: there only the time is bounded

    from widgets.staff.logos.pictures import picture  # here alone: a decoder takes 8 MB

    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS)))
    try:
        made = picture(sys.stdin.buffer.read())
    except PictureRefused as refused:
        print(json.dumps({"says": refused.says, "values": refused.values}))
        return
    head = {"single": len(made.single), "width": made.width, "height": made.height}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + made.single + made.double)


if __name__ == "__main__":
    main()
