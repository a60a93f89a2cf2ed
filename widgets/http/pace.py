"""Work that nobody waits for, in pieces: whoever asks meanwhile is answered in between."""

import asyncio
import time
from collections.abc import Iterable

from starlette.types import Scope

UNHURRIED = "widgets.unhurried"  # of an ASGI scope: tells whether nobody waits, now
_PIECE_SECONDS = 0.0005
_REST_SECONDS = 0.001  # for other processes on this core too


async def paced(scope: Scope, pieces: Iterable[str]) -> list[str]:
    """All pieces. As long as nobody waits for them there is a rest after the first, and whenever as
    many were made as take half a millisecond."""
    is_unhurried = scope.get(UNHURRIED)
    if is_unhurried is None:
        return [*pieces]
    made, end = [], 0.0
    for piece in pieces:
        made.append(piece)
        if time.perf_counter() > end and is_unhurried():
            await asyncio.sleep(_REST_SECONDS)
            end = time.perf_counter() + _PIECE_SECONDS
    return made
