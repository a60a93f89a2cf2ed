"""Answers from memory, against the limit of the HTTP server and against others."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import servers
from tests.bench.answers import Answer, fetched, settled
from tests.bench.peers import rows
from tests.bench.table import Row, at_least, count, times
from tests.bench.workshop import HOST, SHIPPED, Workshop
from tests.bench.wrk import Rate, Target, median, rates, ratio

FRAGMENT = "/fragments/networks?lang=en"
_LIMIT = "a bare ASGI function, same uvicorn, same bytes"
_FIRST = "Starlette + Jinja2 + aiosqlite for each request"


def cached(workshop: Workshop) -> Iterator[Row]:
    found = measured(workshop)
    ours, unchanged = found["ours"], found["ours 304"]
    limit, limit_unchanged = found["bare"], found["bare 304"]
    yield _row("cached fragment, 1 worker", _LIMIT, ours, limit, 0.9)
    yield _row("304 answer", "the same function answering 304", unchanged, limit_unchanged, 0.9)
    yield _row("cached fragment", _FIRST, ours, found["naive"], 8)
    yield _row(
        "cached fragment",
        "Datasette: the same rows and facets as a page",
        ours,
        found["datasette"],
        100,
    )
    yield _row("cached fragment", "nginx: the same bytes as a file", ours, found["nginx"])


def measured(workshop: Workshop) -> dict[str, list[Rate]]:
    """Requests a second, by who answers them."""
    database = workshop.database(SHIPPED)
    with TemporaryDirectory() as scratch, ExitStack() as stack:
        folder = Path(scratch)
        ours = stack.enter_context(servers.ours(database))
        answer = settled(ours.port, FRAGMENT)
        asked = {"If-None-Match": answer.header("etag")}
        unchanged = _unchanged(ours.port, asked)
        bare, bare_unchanged = (
            stack.enter_context(servers.bare(each, folder, database))
            for each in (answer, unchanged)
        )
        tables = folder / "rows.db"
        rows.written(tables, ours.port, HOST)
        naive = stack.enter_context(servers.naive(tables, database))
        datasette = stack.enter_context(servers.datasette(tables))
        nginx = stack.enter_context(servers.nginx(answer, folder))
        _refuse_others(bare.port, answer)
        _refuse_others(bare_unchanged.port, unchanged)
        _refuse_others(nginx.port, answer, "/answer")
        targets = [
            Target("ours", ours, FRAGMENT),
            Target("bare", bare, FRAGMENT),
            Target("ours 304", ours, FRAGMENT, asked),
            Target("bare 304", bare_unchanged, FRAGMENT, asked),
            Target("naive", naive, FRAGMENT),
            Target("datasette", datasette, rows.LISTED),
            Target("nginx", nginx, "/answer"),
        ]
        return rates(targets, workshop.rounds, workshop.seconds)


def _unchanged(port: int, asked: dict[str, str]) -> Answer:
    known = {name.replace("-", "_"): value for name, value in asked.items()}
    answer = fetched(port, FRAGMENT, **known)
    assert answer.status == 304
    return answer


def _refuse_others(port: int, answer: Answer, address: str = FRAGMENT) -> None:
    """What is compared sends the same bytes and headers."""
    found = fetched(port, address)
    extra = {"last-modified", "accept-ranges"}  # of nginx
    headers = tuple(sorted(each for each in found.headers if each[0] not in extra))
    assert replace(found, headers=headers) == replace(answer, headers=tuple(sorted(answer.headers)))


def _row(measured: str, against: str, ours: list[Rate], other: list[Rate], bar: float = 0) -> Row:
    value = ratio(ours, other)
    one, another = median(ours), median(other)
    figures = (
        f"{count(one.a_second)} / {count(another.a_second)} a second; "
        f"{count(one.cpu_us)} / {count(another.cpu_us)} µs of processor time each"
    )
    limit = at_least(bar, value) if bar else ()
    return Row(measured, against, figures, times(value), *limit)
