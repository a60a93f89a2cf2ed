"""The table of results: on the terminal, and as Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass

MARKS = {True: "✓", False: "✗ misses", None: "–"}
HEAD = ("measured", "against", "figures", "result", "must reach", "")


@dataclass(frozen=True)
class Row:
    """Shape: is_met is None where there is no bar to reach."""

    measured: str
    against: str
    figures: str
    result: str
    bar: str = "report"
    is_met: bool | None = None

    @property
    def mark(self) -> str:
        return MARKS[self.is_met]

    @property
    def cells(self) -> tuple[str, ...]:
        return self.measured, self.against, self.figures, self.result, self.bar, self.mark


def at_least(bar: float, value: float) -> tuple[str, bool]:
    return f"≥ {_plain(bar)}", value >= bar


def at_most(bar: float, value: float) -> tuple[str, bool]:
    return f"≤ {_plain(bar)}", value <= bar


def times(ratio: float) -> str:
    """A ratio as it is read: "0.94 ×", "12.3 ×", "312 ×"."""
    digits = 2 if ratio < 10 else 1 if ratio < 100 else 0
    return f"{ratio:.{digits}f} ×"


def count(number: float) -> str:
    return f"{number:,.0f}"


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def markdown(rows: list[Row]) -> str:
    lines = [_line(HEAD), _line(["---"] * len(HEAD)), *(_line(row.cells) for row in rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(bar: float) -> str:
    return f"{bar:.2f} ×" if bar < 1 else f"{bar:g} ×"
