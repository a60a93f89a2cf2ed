"""How figures grow: with the size of the catalogue, and with the visitors who ask at once."""

from dataclasses import dataclass
from subprocess import SubprocessError

from tests.bench import servers
from tests.bench.answers import settled
from tests.bench.cached import FRAGMENT
from tests.bench.inside import parts
from tests.bench.resources import start, used
from tests.bench.workshop import SHIPPED, Workshop
from tests.bench.wrk import Target, median, rate

CONNECTIONS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
WORKERS = (1, 2)

Curve = dict[int, float]


@dataclass(frozen=True)
class Curves:
    """Shape: by the number of networks: cached answers a second, milliseconds of an uncached filter
    with a search, resident megabytes, seconds to the first answer; by the number of workers:
    answers a second by the number of connections."""

    cached: Curve
    uncached_ms: Curve
    megabytes: Curve
    start_seconds: Curve
    at_once: dict[int, Curve]
    missing: dict[int, str]


def curves(workshop: Workshop) -> Curves:
    found = Curves({}, {}, {}, {}, {workers: {} for workers in WORKERS}, {})
    for size in workshop.sizes:
        try:
            _grow(workshop, size, found)
        except (OSError, RuntimeError, SubprocessError) as error:
            found.missing[size] = f"{type(error).__name__}: {error}"
    for workers, curve in found.at_once.items():
        with servers.ours(workshop.database(SHIPPED), workers) as server:
            settled(server.port, FRAGMENT)
            target = Target(f"{workers} workers", server, FRAGMENT)
            rate(target, 32, 1)  # warm
            for connections in CONNECTIONS:
                curve[connections] = _a_second(target, connections, workshop.seconds)
    return found


def _grow(workshop: Workshop, size: int, found: Curves) -> None:
    database = workshop.database(size)
    start_seconds = start(database)[0]
    with servers.ours(database) as server:
        settled(server.port, FRAGMENT)
        target = Target(f"{size} networks", server, FRAGMENT)
        rate(target, 32, 1)  # warm
        cached = _a_second(target, 32, workshop.seconds)
        megabytes = used(server)[0]
    uncached_ms = parts(database, is_search=True, seconds=workshop.seconds).whole
    found.start_seconds[size], found.cached[size] = start_seconds, cached
    found.megabytes[size], found.uncached_ms[size] = megabytes, uncached_ms


def _a_second(target: Target, connections: int, seconds: float) -> float:
    """The median of three runs: one alone may meet a busy moment."""
    return median([rate(target, connections, seconds / 2) for _ in range(3)]).a_second
