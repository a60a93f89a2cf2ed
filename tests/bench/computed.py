"""Answers that are not there yet: filters and searches."""

import csv
import random
import statistics
from collections.abc import Iterator
from io import StringIO
from urllib.parse import urlencode

from tests.bench import servers
from tests.bench.answers import fetched
from tests.bench.inside import Parts, parts, parts_of
from tests.bench.paced import Visit, visits
from tests.bench.table import Row, at_most, count, percentile, times
from tests.bench.workshop import LARGE, SHIPPED, Workshop

SEARCHES_A_SECOND = 200


def uncached(workshop: Workshop) -> Iterator[Row]:
    found = [parts(workshop.database(SHIPPED), is_search=False, seconds=workshop.seconds)]
    found += [
        parts(workshop.database(SHIPPED), is_search=False, seconds=workshop.seconds)
        for _ in range(workshop.rounds // 2)
    ]
    value = statistics.median(each.ratio for each in found)
    yield Row(
        "uncached filter, SOMO's catalogue",
        "a bare Jinja2 render of that template, same context, which draws each card",
        _told(_middle(found)),
        times(value),
        *at_most(1.5, value),
    )


def scaled(workshop: Workshop) -> Iterator[Row]:
    rounds = [
        [
            parts(workshop.database(size), is_search=True, seconds=workshop.seconds)
            for size in (LARGE, SHIPPED)
        ]
        for _ in range(workshop.rounds // 2 + 1)
    ]
    large, small = (_middle([each[side] for each in rounds]) for side in (0, 1))
    value = statistics.median(one.whole / other.whole for one, other in rounds)
    yield Row(
        f"uncached filter + search, {count(LARGE)} networks",
        "the same, SOMO's catalogue",
        f"{_told(large)}; SOMO: {small.whole:.2f} ms",
        times(value),
        *at_most(8, value),
    )


def searched(workshop: Workshop) -> Iterator[Row]:
    seconds = 2 if workshop.is_quick else 10
    with servers.ours(workshop.database(LARGE)) as server:
        asked = addresses(server.port, round(SEARCHES_A_SECOND * seconds * 1.5))
        warm, asked = asked[: len(asked) // 3], asked[len(asked) // 3 :]
        visits(server.port, warm, SEARCHES_A_SECOND / 4, seconds / 4)
        one = visits(server.port, asked[:1], SEARCHES_A_SECOND, seconds)
        many = visits(server.port, asked, SEARCHES_A_SECOND, seconds)
    failed = sum(each.status != 200 for each in (*one, *many))
    late, early = p99_ms(many), p99_ms(one)
    answered = len(many) / (max(each.done for each in many) - many[0].due)
    yield Row(
        f"{SEARCHES_A_SECOND} distinct searches a second, {count(LARGE)} networks, p99",
        "the same load on one address",
        f"{late:.1f} / {early:.1f} ms; {failed} of {count(len(many) + len(one))} failed; "
        f"{count(answered)} a second were answered",
        times(late / early),
        "report, no error",
        not failed,
    )


def addresses(port: int, most: int) -> list[str]:
    """Searches that differ: words of names, parts of them, and two together."""
    chance = random.Random(1)  # noqa: S311 - no secret
    table = fetched(port, "/data/networks.csv?lang=en", Accept_Encoding="identity").body
    names = [row["name"] for row in csv.DictReader(StringIO(table.decode("utf-8-sig")))]
    words = sorted({word for name in names for word in parts_of(name)})
    found: dict[str, None] = {}
    while len(found) < most:
        one, other = chance.choices(words, k=2)
        asked = chance.choice((one, f"{one} {other}"))
        found[f"/fragments/networks?{urlencode({'lang': 'en', 'q': asked})}"] = None
    return [*found]


def p99_ms(made: list[Visit]) -> float:
    return percentile((each.seconds for each in made), 0.99) * 1e3


def _middle(found: list[Parts]) -> Parts:
    return sorted(found, key=lambda each: each.whole)[len(found) // 2]


def _told(found: Parts) -> str:
    return (
        f"{found.whole:.2f} ms, of which view {found.view:.2f}; the bare render {found.render:.2f}"
    )
