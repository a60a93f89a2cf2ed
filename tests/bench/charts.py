"""Draws line charts as SVG, readable on white and on dark."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil, floor, log10
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

WIDTH, HEIGHT = 380, 250  # of one chart, with its text
LEFT, RIGHT, TOP, BOTTOM = 58, 18, 56, 46
_SUFFIXES = ((1e6, "M"), (1e3, "k"))


@dataclass(frozen=True)
class Line:
    """Shape: name is empty where it is the only one of its chart."""

    name: str
    points: Mapping[int, float]


@dataclass(frozen=True)
class Chart:
    """Shape: across is logarithmic; upwards is, too, where values differ more than tenfold."""

    title: str
    unit: str
    across: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Drawn:
    """A line in the picture. Shape: points is what `polyline` takes."""

    name: str
    points: str
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Panel:
    x: int
    y: int
    chart: Chart
    lines: tuple[Drawn, ...]
    columns: tuple[Tick, ...]
    rows: tuple[Tick, ...]


def drawn(charts: list[Chart]) -> str:
    """Two charts beside each other, or one that is as wide."""
    wide = 2 if len(charts) > 1 else 1
    width = WIDTH * 2 // wide
    panels = [
        panel(each, number % wide * width, number // wide * HEIGHT, width)
        for number, each in enumerate(charts)
    ]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("charts.svg.jinja").render(
        panels=panels,
        width=WIDTH * 2,
        panel_width=width,
        height=HEIGHT * ceil(len(charts) / wide),
        left=LEFT,
        right=width - RIGHT,
        top=TOP,
        bottom=HEIGHT - BOTTOM,
        middle=(LEFT + width - RIGHT) / 2,
    )


def panel(chart: Chart, x: int, y: int, width: int) -> Panel:
    keys = sorted({key for line in chart.lines for key in line.points})
    values = [value for line in chart.lines for value in line.points.values()]
    marks = scale(values)
    is_log = marks[0] > 0
    bottom, height, span = HEIGHT - BOTTOM, HEIGHT - TOP - BOTTOM, width - LEFT - RIGHT

    def across(key: int) -> float:
        share = log10(key / keys[0]) / log10(keys[-1] / keys[0]) if keys[-1] > keys[0] else 0.5
        return round(LEFT + share * span, 1)

    def up(value: float) -> float:
        share = (value - marks[0]) / (marks[-1] - marks[0])
        if is_log:
            share = log10(value / marks[0]) / log10(marks[-1] / marks[0])
        return round(bottom - share * height, 1)

    return Panel(
        x,
        y,
        chart,
        tuple(_line(each, across, up) for each in chart.lines),
        tuple(Tick(across(key), short(key)) for key in keys),
        tuple(Tick(up(mark), short(mark)) for mark in marks),
    )


def scale(values: list[float]) -> list[float]:
    """Round marks around all values; from 0 on, or powers of ten where they differ much."""
    least, most = min(values), max(values)
    if least > 0 and most / least > 10:
        return [10.0**power for power in range(floor(log10(least)), ceil(log10(most)) + 1)]
    step = _round_up(most / 4)
    return [step * number for number in range(max(1, ceil(most / step)) + 1)]


def short(number: float) -> str:
    """ "250", "2.5k", "0.1" """
    for size, suffix in _SUFFIXES:
        if number >= size:
            return f"{number / size:g}{suffix}"
    return f"{number:g}"


def _round_up(step: float) -> float:
    if not step:
        return 1.0
    power = 10.0 ** floor(log10(step))
    return next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= step)


def _line(line: Line, across: Callable[[int], float], up: Callable[[float], float]) -> Drawn:
    dots = tuple((across(key), up(value)) for key, value in sorted(line.points.items()))
    return Drawn(line.name, " ".join(f"{x},{y}" for x, y in dots), dots)
