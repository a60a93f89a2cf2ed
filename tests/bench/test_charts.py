import re

import pytest
from defusedxml.ElementTree import fromstring

from tests.bench.charts import Chart, Line, drawn, scale, short
from tests.bench.curves import Curves
from tests.bench.results import pictures

GROWN = Curves(
    cached={100: 9_000, 10_000: 8_900},
    uncached_ms={100: 4, 10_000: 21},
    megabytes={100: 80, 10_000: 420},
    start_seconds={100: 1.1, 10_000: 4},
    missing={},
    at_once={1: {1: 4_000, 512: 9_000}, 2: {1: 4_100, 512: 17_000}},
)


def test_every_picture_is_an_svg_that_says_what_it_shows() -> None:
    for charts in pictures(GROWN).values():
        root = fromstring(drawn(charts))
        words = "".join(root.itertext())
        for chart in charts:
            assert chart.title in root.get("aria-label")
            assert chart.unit in words
            assert chart.across in words
            assert all(line.name in words for line in chart.lines)


def test_every_line_stays_within_its_picture() -> None:
    for charts in pictures(GROWN).values():
        root = fromstring(drawn(charts))
        for points in re.findall(r'points="([^"]+)"', drawn(charts)):
            for pair in points.split():
                x, y = map(float, pair.split(","))
                assert 0 <= x <= float(root.get("width"))
                assert 0 <= y <= float(root.get("height"))


def test_a_name_is_escaped() -> None:
    picture = drawn([Chart("<b>&", "a", "b", (Line("<i>", {1: 1, 2: 2}),))])
    assert "<b>" not in picture
    assert "<i>" not in picture


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([9_000, 8_000], [0, 2_500, 5_000, 7_500, 10_000]),
        ([4, 210], [1, 10, 100, 1_000]),
        ([0, 3], [0, 1, 2, 3]),
        ([5], [0, 2, 4, 6]),
        ([0.0], [0, 1]),
    ],
)
def test_marks_are_round_and_enclose_all_values(values: list[float], marks: list[float]) -> None:
    assert scale(values) == marks


def test_large_numbers_are_short() -> None:
    assert [short(each) for each in (0.1, 250, 2_500, 3e6)] == ["0.1", "250", "2.5k", "3M"]
