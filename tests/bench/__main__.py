"""`make bench`: measures, prints the table, and writes RESULTS.md and its charts."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from subprocess import SubprocessError
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from tests.bench import profiles, results
from tests.bench.cached import cached
from tests.bench.computed import scaled, searched, uncached
from tests.bench.curves import Curves, curves
from tests.bench.machine import CLIENT, told
from tests.bench.published import published
from tests.bench.resources import memory, started
from tests.bench.table import HEAD, Row
from tests.bench.wire import wire
from tests.bench.workshop import Workshop

PARTS: dict[str, Callable[[Workshop], Iterator[Row]]] = {
    "cached": cached,
    "uncached": uncached,
    "scaled": scaled,
    "searched": searched,
    "published": published,
    "memory": memory,
    "started": started,
    "wire": wire,
}
_out = Console(highlight=False)


def main() -> int:
    asked = _asked()
    os.sched_setaffinity(0, {CLIENT})
    kept = nullcontext(asked.keep) if asked.keep else TemporaryDirectory(prefix="bench-")
    with kept as folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        workshop = Workshop(Path(folder).absolute(), asked.quick, asked.largest)
        if asked.profile:
            for line in profiles.told(workshop):
                _out.print(line, markup=False, soft_wrap=True)
            return 0
        rows = [row for name in asked.only or PARTS for row in _measured(name, workshop)]
        grown = _grown(workshop) if not asked.only or "curves" in asked.only else None
    _show(rows)
    if not asked.quick and not asked.only and grown:
        results.write(rows, grown)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    names = [*PARTS, "curves"]
    parser.add_argument("--only", nargs="+", choices=names, help="these parts; writes no file")
    parser.add_argument("--quick", action="store_true", help="short and small; writes no file")
    parser.add_argument("--profile", action="store_true", help="where hit and miss spend time")
    parser.add_argument("--largest", type=int, default=100_000, help="where the curves end")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="for catalogues, to use again")
    return parser.parse_args()


def _measured(name: str, workshop: Workshop) -> Iterator[Row]:
    """Tells each row as it comes. What cannot be measured misses its bar."""
    try:
        with _out.status(f"Measuring: {name}…"):
            for row in PARTS[name](workshop) if name in PARTS else ():
                _out.print(f"{row.mark} {row.measured}: {row.result}; {row.figures}", markup=False)
                yield row
    except (AssertionError, OSError, RuntimeError, SubprocessError) as error:
        yield Row(name, "", f"{type(error).__name__}: {error}", "not measured", "", False)


def _grown(workshop: Workshop) -> Curves | None:
    try:
        with _out.status("Measuring: curves…"):
            return curves(workshop)
    except (AssertionError, OSError, RuntimeError, SubprocessError) as error:
        _out.print(f"The curves could not be measured: {error}", markup=False)
        return None


def _show(rows: list[Row]) -> None:
    table = Table(*HEAD, caption=told())
    for row in rows:
        table.add_row(*row.cells, style="red" if row.is_met is False else "")
    _out.print(table)
    missed = sum(row.is_met is False for row in rows)
    _out.print(f"{missed} of {len(rows)} rows miss their bar." if missed else "Every bar is met.")


if __name__ == "__main__":
    sys.exit(main())
