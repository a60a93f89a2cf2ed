"""Writes what was found: RESULTS.md, its charts, and the table that README.md quotes."""

import re
from pathlib import Path

from tests.bench.charts import Chart, Line, drawn
from tests.bench.curves import Curve, Curves
from tests.bench.machine import told
from tests.bench.table import Row, markdown

FOLDER = Path(__file__).parent
README = FOLDER.parents[1] / "README.md"
QUOTED = re.compile(r"(?<=<!-- make bench -->\n).*?(?=<!-- end -->)", re.S)
_TEXT = """# Results

`make bench` writes this file. Each result is a ratio to something measured in the same run, with
the server and its client on cores of their own: the figures beside it say little about another
machine. Where two figures stand together, the first is ours. Medians of several runs.

{machine}

{table}
## How it grows
![By the size of the catalogue](catalogue.svg)

![By the number of connections](connections.svg)

{curves}"""


def write(rows: list[Row], grown: Curves) -> None:
    table = markdown(rows)
    for name, charts in pictures(grown).items():
        (FOLDER / name).write_text(drawn(charts))
    text = _TEXT.format(machine=told(), table=table, curves=_sizes(grown))
    (FOLDER / "RESULTS.md").write_text(text)
    readme = README.read_text()
    README.write_text(QUOTED.sub(lambda _: table, readme))


def pictures(grown: Curves) -> dict[str, list[Chart]]:
    """The charts by the name of their file."""
    by = "networks in the catalogue"
    workers = {1: "1 worker", 2: "2 workers"}
    return {
        "catalogue.svg": [
            Chart("Cached answers", "a second", by, (Line("", grown.cached),)),
            Chart("An uncached search", "milliseconds", by, (Line("", grown.uncached_ms),)),
            Chart("Memory of a worker", "megabytes", by, (Line("", grown.megabytes),)),
            Chart("Start to first answer", "seconds", by, (Line("", grown.start_seconds),)),
        ],
        "connections.svg": [
            Chart(
                "Cached answers",
                "a second",
                "connections at once",
                tuple(Line(workers[count], curve) for count, curve in grown.at_once.items()),
            )
        ],
    }


def _sizes(grown: Curves) -> str:
    def cells(curve: Curve, digits: int) -> list[str]:
        found = [f"{value:,.{digits}f}" for value in curve.values()]
        return found + ["not measured"] * len(grown.missing)

    sizes = [*grown.cached, *grown.missing]
    lines = [
        ["networks", *(f"{size:,}" for size in sizes)],
        ["---"] * (len(sizes) + 1),
        ["cached answers a second", *cells(grown.cached, 0)],
        ["uncached filter + search, ms", *cells(grown.uncached_ms, 1)],
        ["memory of a worker, MB", *cells(grown.megabytes, 0)],
        ["start to first answer, s", *cells(grown.start_seconds, 1)],
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
