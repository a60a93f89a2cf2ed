"""Reads an upload in a process of its own, with little memory and time: a thread that decodes
cannot be stopped, and what crashes a decoder would take the server along."""

import asyncio
import json
import subprocess
import sys

from widgets.errors import PictureRefused
from widgets.staff.logos.pictures import UNREADABLE, Picture, picture

SECONDS = 20.0
_MOST_MEMORY_BYTES = 2 * 1024**3


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
