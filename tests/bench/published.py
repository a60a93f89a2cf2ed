"""Publications while visitors ask."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
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
APART_SECONDS = 2
_VISIBLE_SECONDS = 1.5
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
    times_over = 2 if workshop.is_quick else 5
    seconds = times_over * APART_SECONDS
    database, slug = workshop.database(size), _SLUGS[size]
    changing = f"/fragments/network?lang=en&network={slug}"
    asked = [changing if number % 4 == 0 else each for number, each in enumerate(_others())]
    with servers.ours(database, WORKERS) as server, publisher(database, slug) as publish:
        for address in asked * 4:
            fetched(server.port, address)
        visits(server.port, asked, A_SECOND, 2)
        before = visits(server.port, asked, A_SECOND, seconds)
        during, moments = _published_meanwhile(server.port, asked, seconds, publish, times_over)
    visible = max(shown(during, changing, moments))
    failed = sum(each.status != 200 for each in (*before, *during))
    calm, busy = p99_ms(before), p99_ms(during)
    name = f"{count(size)} networks" if size else "SOMO's catalogue"
    return Row(
        f"publish under load, {WORKERS} workers, {name}: p99",
        "p99 before",
        f"{busy:.1f} / {calm:.1f} ms at {A_SECOND} a second; {failed} of "
        f"{count(len(before) + len(during))} failed; everywhere after {visible:.2f} s at most",
        times(busy / calm),
        f"≤ 2 ×, none failed, ≤ {_VISIBLE_SECONDS} s",
        busy <= 2 * calm and not failed and visible <= _VISIBLE_SECONDS,
    )


def _others() -> list[str]:
    return [each.format(language) for language in LANGUAGES for each in _ADDRESSES for _ in "12"]


def _published_meanwhile(
    port: int, asked: list[str], seconds: float, publish: "Publish", times_over: int
) -> tuple[list[Visit], list[float]]:
    moments: list[float] = []

    def work() -> None:
        for _ in range(times_over):
            moments.append(publish())
            time.sleep(APART_SECONDS)

    thread = threading.Thread(target=work)
    thread.start()
    made = visits(port, asked, A_SECOND, seconds)
    thread.join()
    return made, moments


def shown(made: list[Visit], address: str, moments: list[float]) -> list[float]:
    """How long after each publication the last answer was asked for that did not show it yet.
    Units: seconds."""
    found = []
    asked = [each for each in made if each.address == address]
    for moment, end in zip(moments, [*moments[1:], float("inf")], strict=True):
        old = {each.etag for each in asked if each.done < moment}
        late = [each.sent for each in asked if moment < each.sent < end and each.etag in old]
        found.append(max(late, default=moment) - moment)
    return found


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
