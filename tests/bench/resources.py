"""What a server takes: memory, and time to start."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from tests.bench import servers
from tests.bench.answers import fetched
from tests.bench.machine import cores_for, pinned
from tests.bench.processes import cpu_seconds, family, megabytes
from tests.bench.servers import Server
from tests.bench.table import Row, at_most, count, times
from tests.bench.workshop import LARGE, SHIPPED, Workshop
from widgets.language.messages import LANGUAGES

MOST_MEGABYTES = {SHIPPED: 90, LARGE: 450}
_SETTLING_SECONDS = 2
_PAGES = ("/?lang={}", "/embed/networks?lang={}", "/fragments/partners?lang={}")
_IMPORTS = "import starlette, uvicorn, jinja2, pydantic"


def memory(workshop: Workshop) -> Iterator[Row]:
    with servers.starlette() as server:
        fetched(server.port, "/")
        bare = megabytes(server.process.pid)
    for size, bar in MOST_MEGABYTES.items():
        with servers.ours(workshop.database(size)) as server:
            found, shared = used(server)
        name = f"{count(size)} networks" if size else "SOMO's catalogue"
        yield Row(
            f"memory per worker, {name}",
            "a bare Starlette application",
            f"{found:.0f} / {bare:.0f} MB resident ({shared:.0f} MB with shared pages in part)",
            times(found / bare),
            f"≤ {bar} MB",
            found <= bar,
        )


def used(server: Server) -> tuple[float, float]:
    """After the first visitors. Units: megabytes, resident and proportional."""
    for language in LANGUAGES:
        for address in _PAGES:
            fetched(server.port, address.format(language))
    time.sleep(_SETTLING_SECONDS)
    worker = family(server.process.pid)[-1]
    return megabytes(worker), megabytes(worker, "Pss")


def started(workshop: Workshop) -> Iterator[Row]:
    pairs = [(start(workshop.database(SHIPPED)), _imports()) for _ in range(workshop.rounds)]
    ours, imports = (
        [statistics.median(each[side][clock] for each in pairs) for clock in (0, 1)]
        for side in (0, 1)
    )
    value = statistics.median(one[0] / other[0] for one, other in pairs)
    yield Row(
        "start to first answer",
        f"`python -c '{_IMPORTS}'`",
        f"{ours[0]:.2f} / {imports[0]:.2f} s; {ours[1]:.2f} / {imports[1]:.2f} s of processor time",
        times(value),
        *at_most(4, value),
    )


def start(database: Path) -> tuple[float, float]:
    """Units: seconds, by the clock and of the processor."""
    began = time.monotonic()
    with servers.ours(database) as server:
        return time.monotonic() - began, cpu_seconds(server.process.pid)


def _imports() -> tuple[float, float]:
    before, began = getrusage(RUSAGE_CHILDREN), time.monotonic()
    words = pinned([sys.executable, "-c", _IMPORTS], cores_for(1))
    subprocess.run(words, check=True, timeout=60)  # noqa: S603
    after = getrusage(RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, spent
