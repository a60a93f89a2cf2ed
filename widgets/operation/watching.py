"""Looks at the process once a second, for the metrics, and gives unused memory back."""

import asyncio
import ctypes
import sys
from collections.abc import Callable

from starlette.datastructures import State

SAMPLE_SECONDS = 1.0
TRIM_SECONDS = 10


def sample(state: State) -> None:
    published = state.published
    state.metrics.sample(published.edition, published.announcements, state.edge)


async def watch(state: State) -> None:
    """Until it is cancelled."""
    clock = asyncio.get_running_loop().time
    trim, trimmed = trimmer(), clock()
    while True:
        sample(state)
        if clock() - trimmed > TRIM_SECONDS:
            await asyncio.to_thread(trim, 0)
            trimmed = clock()
        due = clock() + SAMPLE_SECONDS
        await asyncio.sleep(SAMPLE_SECONDS)
        state.metrics.lagged(max(0.0, clock() - due))


def trimmer() -> Callable[[int], object]:
    """What makes the C library give back the memory between what is in use: answers of every size
    come and go, and glibc by itself gives back only what lies at the end.

    Source: malloc_trim(3). Other libraries have none, and need none."""
    here = ctypes.CDLL(None) if sys.platform == "linux" else None
    return getattr(here, "malloc_trim", lambda _: None)
