"""Where the time goes: of an answer from memory, by py-spy, and of one that is not there yet, by
cProfile."""

import asyncio
import cProfile
import io
import pstats
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator

from tests.bench import servers
from tests.bench.answers import settled
from tests.bench.cached import FRAGMENT
from tests.bench.inside import Asker, searches
from tests.bench.machine import program
from tests.bench.workshop import LARGE, SHIPPED, Workshop
from tests.bench.wrk import Target, rate

_MOST = 25
_RAW = "--format raw --function"
_SECONDS = 6


def told(workshop: Workshop) -> Iterator[str]:
    yield f"Hit: {FRAGMENT}, in parts of the samples of {_SECONDS} s"
    yield from _hit(workshop)
    for size in (SHIPPED,) if workshop.is_quick else (SHIPPED, LARGE):
        yield f"Miss: filter + search, {size or 'SOMO'} networks, time of functions themselves"
        yield from _miss(workshop, size)


def _hit(workshop: Workshop) -> Iterator[str]:
    raw = workshop.folder / "hit.txt"
    with servers.ours(workshop.database(SHIPPED)) as server:
        settled(server.port, FRAGMENT)
        target = Target("ours", server, FRAGMENT)
        load = threading.Thread(target=rate, args=(target, 32, _SECONDS + 3))
        load.start()
        words = f"record --pid {server.process.pid} --duration {_SECONDS} --rate 500"
        subprocess.run(  # noqa: S603
            [program("py-spy"), *words.split(), *_RAW.split(), "--output", str(raw)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=60,
        )
        load.join()
    samples: Counter[str] = Counter()
    for line in raw.read_text().splitlines():
        stack, _, times = line.rpartition(" ")
        if "threading.py" not in stack:  # a thread that waits is no work
            samples[stack.split(";")[-1]] += int(times)
    raw.unlink()
    for name, number in samples.most_common(_MOST):
        yield f"  {number / samples.total():6.1%}  {name}"


def _miss(workshop: Workshop, size: int) -> Iterator[str]:
    profile = cProfile.Profile()

    async def work() -> None:
        asker = Asker(workshop.database(size))
        async with asker.running():
            asked = await searches(asker)
            profile.enable()
            for number, query in enumerate(asked[:100]):
                await asker.ask(f"/fragments/networks?{query}&accent={number:06x}")
            profile.disable()

    asyncio.run(work())
    said = io.StringIO()
    statistics = pstats.Stats(profile, stream=said).strip_dirs()
    statistics.sort_stats("tottime").print_stats(_MOST)
    statistics.sort_stats("cumulative").print_stats(
        "widgets|view|render|edge|listing|facets", _MOST
    )
    yield said.getvalue()
