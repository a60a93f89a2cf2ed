"""Publishes when it is told to, in a process of its own: a line read is a publication made."""

import asyncio
import sys
import time
from pathlib import Path

from widgets.catalogue.records import Network
from widgets.store.database import opened
from widgets.store.journal import Journal


async def publish(path: Path, slug: str) -> None:
    """Shape: prints when each was there to be read, as time.monotonic has it."""
    async with opened(path) as connection:
        journal = Journal(connection)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        for number, _ in enumerate(iter(sys.stdin.readline, "")):
            saved = await journal.newest_of("network", slug)
            assert saved
            network = saved.record()
            assert isinstance(network, Network)
            told = {"en": f"Publication {number} of the benchmark, at {time.time()}"}
            changed = network.model_validate({**network.model_dump(), "summary": told})
            await journal.save([changed], "bench", "", publish=[("network", slug)])
            sys.stdout.write(f"{time.monotonic()}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(publish(Path(sys.argv[1]), sys.argv[2]))
