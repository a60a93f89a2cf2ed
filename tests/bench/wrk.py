"""As many requests as a server answers, by wrk."""

import re
import statistics
import subprocess
from dataclasses import dataclass, field

from tests.bench.answers import TAKES
from tests.bench.machine import CLIENT, pinned, program
from tests.bench.processes import cpu_seconds
from tests.bench.servers import Server

_DONE = re.compile(r"(\d+) requests in ")
_RATE = re.compile(r"Requests/sec: +([\d.]+)")
_TROUBLE = re.compile(r"(?:Non-2xx|Socket errors).*")


@dataclass(frozen=True)
class Target:
    """Shape: headers are asked with, beside what every browser says."""

    name: str
    server: Server
    address: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rate:
    """Shape: processor time of the server for each request, which other processes of a busy
    machine change little."""

    a_second: float
    cpu_us: float


def rate(target: Target, connections: int, seconds: float) -> Rate:
    """Raises: RuntimeError where a request failed."""
    headers = {"Accept-Encoding": TAKES, **target.headers}
    words = [program("wrk"), "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s"]
    for name, value in headers.items():
        words += ["-H", f"{name}: {value}"]
    words.append(f"http://127.0.0.1:{target.server.port}{target.address}")
    before = cpu_seconds(target.server.process.pid)
    done = subprocess.run(  # noqa: S603
        pinned(words, [CLIENT]), capture_output=True, text=True, timeout=seconds + 30
    )
    spent = cpu_seconds(target.server.process.pid) - before
    requests, a_second = read(done.stdout, target.name)
    return Rate(a_second, spent / requests * 1e6)


def read(said: str, name: str) -> tuple[int, float]:
    """What wrk says. Shape: all requests, and those of a second.

    Raises: RuntimeError where it tells of a request that failed."""
    if trouble := _TROUBLE.search(said):
        raise RuntimeError(f"{name}: {trouble[0].strip()}")
    total, found = _DONE.search(said), _RATE.search(said)
    if not total or not found:
        raise RuntimeError(f"{name}: wrk says {said.strip()!r}")
    return int(total[1]), float(found[1])


def rates(
    targets: list[Target], rounds: int, seconds: float, connections: int = 32
) -> dict[str, list[Rate]]:
    """All targets in turn, round after round, so that a busy moment meets each of them."""
    found: dict[str, list[Rate]] = {each.name: [] for each in targets}
    for each in targets:
        rate(each, connections, 1)  # warm
    for _ in range(rounds):
        for each in targets:
            found[each.name].append(rate(each, connections, seconds))
    return found


def ratio(ours: list[Rate], other: list[Rate]) -> float:
    """The median of the ratios of each round."""
    pairs = zip(ours, other, strict=True)
    return statistics.median(one.a_second / another.a_second for one, another in pairs)


def median(found: list[Rate]) -> Rate:
    return Rate(
        statistics.median(each.a_second for each in found),
        statistics.median(each.cpu_us for each in found),
    )
