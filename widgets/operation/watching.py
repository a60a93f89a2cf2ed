"""Looks at the process once a second, for the metrics."""

import asyncio

from starlette.datastructures import State

SAMPLE_SECONDS = 1.0


def sample(state: State) -> None:
    published = state.published
    state.metrics.sample(published.edition, published.announcements, state.edge)


async def watch(state: State) -> None:
    """Until it is cancelled."""
    clock = asyncio.get_running_loop().time
    while True:
        sample(state)
        due = clock() + SAMPLE_SECONDS
        await asyncio.sleep(SAMPLE_SECONDS)
        state.metrics.lagged(max(0.0, clock() - due))
