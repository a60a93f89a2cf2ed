"""The metrics, for Prometheus, across all workers: what is answered, how fast, and what it takes.
No label comes from a request, but for the route and the kind that it named."""

import fcntl
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from weakref import ref

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from widgets.catalogue.changes import Announcement
from widgets.catalogue.edition import Edition
from widgets.http.edge import Edge

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
_MEMORY = Path("/proc/self/statm")


class Metrics:
    """Of one application. Shape: folder is what the workers share, or None where there is one.

    There each holds a seat, and whoever takes the seat of one that ended counts on from there: so
    no total ever falls, and there are never more files than workers."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._registry = CollectorRegistry()
        self._seen: dict[str, int] = {}
        self._edition: Callable[[], Edition | None] = lambda: None
        self._seat = 0
        if folder:
            self._seat, self._lock = _seated(folder)
            values.ValueClass = values.MultiProcessValue(lambda: self._seat)  # type: ignore[no-untyped-call]
        into: dict[str, Any] = {"registry": None if folder else self._registry}
        self._answers = Counter(
            "widgets_answers", "Answers that were computed", ["route", "status"], **into
        )
        self._seconds = Histogram(
            "widgets_answer_seconds", "How long they took", ["zone"], buckets=_SECONDS, **into
        )
        self._edge = Counter("widgets_edge", "What the edge answered, by how", ["how"], **into)
        self._lag = Histogram(
            "widgets_event_loop_lag_seconds",
            "How late the event loop was when it looked, once a second",
            buckets=_SECONDS,
            **into,
        )
        each: dict[str, Any] = {**into, "multiprocess_mode": "liveall"}
        self._held = Gauge("widgets_edge_bytes", "What the edge holds, in memory", **each)
        self._number = Gauge("widgets_edition", "The publication that is shown", **each)
        self._memory = Gauge("widgets_memory_bytes", "Memory of the process", **each)
        newest: dict[str, Any] = {**into, "multiprocess_mode": "livemax"}
        self._published = Gauge("widgets_published", "Entries shown", ["type"], **newest)
        self._at = Gauge(
            "widgets_published_timestamp_seconds", "When it was last published", **newest
        )
        self._workers = Gauge(
            "widgets_workers", "Processes that answer", **into, multiprocess_mode="livesum"
        )

    def answered(self, zone: str, route: str, status: int, seconds: float) -> None:
        self._answers.labels(route, f"{status // 100}xx").inc()
        self._seconds.labels(zone).observe(seconds)

    def sample(self, edition: Edition, announcements: tuple[Announcement, ...], edge: Edge) -> None:
        """What is looked at now and then, so that no request has to count it."""
        if edition is not self._edition():
            self._tell(edition, announcements)
        for how, number in vars(edge.counts).items():
            self._edge.labels(how).inc(number - self._seen.get(how, 0))
            self._seen[how] = number
        self._held.set(edge.kept.bytes)
        if _MEMORY.exists():
            self._memory.set(int(_MEMORY.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))

    def _tell(self, edition: Edition, announcements: tuple[Announcement, ...]) -> None:
        self._edition = ref(edition)
        self._workers.set(1)
        self._number.set(edition.number)
        self._published.labels("network").set(len(edition.networks))
        self._published.labels("organisation").set(len(edition.organisations))
        self._published.labels("membership").set(sum(map(len, edition.members.values())))
        if announcements:
            self._at.set(datetime.fromisoformat(announcements[0].at).timestamp())

    def lagged(self, seconds: float) -> None:
        self._lag.observe(seconds)

    def text(self) -> bytes:
        """All of them, in Prometheus' format, of every worker."""
        if not self._folder:
            return prometheus_client.generate_latest(self._registry)
        _leave_out_the_dead(self._folder)
        registry = CollectorRegistry()
        MultiProcessCollector(registry, str(self._folder))  # type: ignore[no-untyped-call]
        return prometheus_client.generate_latest(registry)

    def end(self) -> None:
        """What this process is no longer; what it counted stays."""
        if self._folder:
            mark_process_dead(self._seat, str(self._folder))  # type: ignore[no-untyped-call]
            os.close(self._lock)


def _seated(folder: Path) -> tuple[int, int]:
    """The first seat that no living process holds. Shape: its number, and its open lock."""
    seat = 0
    while (lock := _locked(folder / f"{seat}.lock")) is None:
        seat += 1
    return seat, lock


def _leave_out_the_dead(folder: Path) -> None:
    """Who was killed could not say so."""
    for path in folder.glob("*.lock"):
        lock = _locked(path)
        if lock is not None:
            mark_process_dead(path.stem, str(folder))  # type: ignore[no-untyped-call]
            os.close(lock)


def _locked(path: Path) -> int | None:
    """The open file, or None where another holds it."""
    lock = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock
