"""Publications while visitors ask."""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.bench import servers
from tests.bench.answers import fetched
from tests.bench.computed import p99_ms
from tests.bench.machine import CLIENT, pinned
from tests.bench.paced import Visit, visits
from tests.bench.table import Row, count, times
from tests.bench.workshop import LARGE, SHIPPED, Workshop
from widgets.language.messages import LANGUAGES

WORKERS = 2
A_SECOND = 300
SECONDS = 4
MOST_TIMES = 2
VISIBLE_SECONDS = 1.5
_SLUGS = {SHIPPED: "oecd-watch", LARGE: "network-0"}
_ADDRESSES = (
    "/fragments/networks?lang={}",
    "/fragments/filters?lang={}",
    "/embed/networks?lang={}",
)


def published(workshop: Workshop) -> Iterator[Row]:
    for size in (SHIPPED, LARGE):
        yield _row(workshop, size)


def _row(workshop: Workshop, size: int) -> Row:
    rounds = list(_rounds(workshop, size))
    calm, busy = (statistics.median(each[side] for each in rounds) for side in (0, 1))
    value = statistics.median(during / before for before, during, *_ in rounds)
    visible, failed = max(each[2] for each in rounds), sum(each[3] for each in rounds)
    name = f"{count(size)} networks" if size else "SOMO's catalogue"
    bar = f"≤ {MOST_TIMES} ×, none failed, ≤ {VISIBLE_SECONDS} s"
    is_met = value <= MOST_TIMES and not failed and visible <= VISIBLE_SECONDS
    return Row(
        f"publish under load, {WORKERS} workers, {name}: p99",
        "p99 before",
        f"{busy:.1f} / {calm:.1f} ms at {A_SECOND} a second, published once in {SECONDS} s; "
        f"{failed} of {count(len(rounds) * 2 * A_SECOND * SECONDS)} failed; everywhere after "
        f"{visible:.2f} s at most",
        times(value),
        *(() if size else (bar, is_met)),
    )


def _rounds(workshop: Workshop, size: int) -> Iterator[tuple[float, float, float, int]]:
    """Shape: p99 before and with a publication, in milliseconds; after how many seconds it was seen
    everywhere; how many requests failed."""
    database, slug = workshop.database(size), _SLUGS[size]
    changing = f"/fragments/network?lang=en&network={slug}"
    asked = [changing if number % 4 == 0 else each for number, each in enumerate(_others())]
    with servers.ours(database, WORKERS) as server, publisher(database, slug) as publish:
        for address in asked * 4:
            fetched(server.port, address)
        visits(server.port, asked, A_SECOND, SECONDS)
        for _ in range(workshop.rounds):
            before = visits(server.port, asked, A_SECOND, SECONDS)
            with ThreadPoolExecutor(1) as beside:
                moment = beside.submit(publish)
                during = visits(server.port, asked, A_SECOND, SECONDS)
            made = [*before, *during]
            failed = sum(each.status != 200 for each in made)
            seen = shown(made, changing, moment.result())
            yield p99_ms(before), p99_ms(during), seen, failed


def _others() -> list[str]:
    return [each.format(language) for language in LANGUAGES for each in _ADDRESSES for _ in "12"]


def shown(made: list[Visit], address: str, moment: float) -> float:
    """How long after a publication the last answer was asked for that did not show it yet.
    Units: seconds."""
    asked = [each for each in made if each.address == address]
    old = {each.etag for each in asked if each.done < moment}
    late = [each.sent for each in asked if each.sent > moment and each.etag in old]
    return max(late, default=moment) - moment


class Publish:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self) -> float:
        """Shape: the moment in which it was published."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


@contextmanager
def publisher(database: Path, slug: str) -> Iterator[Publish]:
    words = [sys.executable, "-m", "tests.bench.publisher", str(database), slug]
    process = subprocess.Popen(  # noqa: S603
        pinned(words, [CLIENT]), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout
        process.stdout.readline()
        yield Publish(process)
    finally:
        process.kill()
        process.communicate()
