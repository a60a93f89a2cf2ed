"""`make fuzz`: many requests of every route, and a table of what survived.

Every route is tried to its end, whatever another one has done. The seed, which is printed, makes
the same requests again."""

import argparse
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from traceback import extract_tb

import hypothesis
from hypothesis import HealthCheck, Phase
from rich.console import Console
from rich.table import Table

from tests.conftest import HIDDEN, publish
from tests.fuzz.answers import inspect_heard
from tests.fuzz.office import deeds, office
from tests.fuzz.requests import Asked, forms, garbled, requests
from tests.fuzz.trying import Tried, listening
from tests.fuzz.wire import sent
from tests.world import WORLD
from widgets.app import PUBLIC_ROUTES, SLASHES
from widgets.staff.routes import STAFF_ROUTES

PATTERNS = tuple(each.path for each in (*PUBLIC_ROUTES, SLASHES))
SHOWN = 2  # of each route, of what did not survive
Ask = Callable[[Asked], object]


@dataclass
class Line:
    """Of the table. Shape: seconds is what the slowest took of a processor."""

    name: str
    tried: int = 0
    survived: int = 0
    seconds: float = 0.0


def main() -> int:
    words = argparse.ArgumentParser(prog="make fuzz ARGS=")
    words.add_argument("--requests", type=int, default=20_000)
    words.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    given = words.parse_args()
    print(f"seed {given.seed}; the same again: make fuzz ARGS='--seed {given.seed}'", flush=True)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "widgets.db"
        publish(path, WORLD, HIDDEN)
        lines = [*in_process(path, given), *over_sockets(path, given), *at_desks(given)]
    table = Table("asked for", *("tried", "survived", "slowest, in ms of a processor"))
    for each in lines:
        table.add_row(each.name, str(each.tried), str(each.survived), f"{each.seconds * 1000:.0f}")
    tried, survived = sum(each.tried for each in lines), sum(each.survived for each in lines)
    table.add_section()
    table.add_row("all", str(tried), str(survived), "")
    Console(width=100).print(table)
    return int(survived < tried)


def in_process(path: Path, given: argparse.Namespace) -> list[Line]:
    lines = []
    most = -(-given.requests * 19 // 20 // (len(PATTERNS) + 1))
    with Tried(path) as tried:
        for pattern in (*PATTERNS, "POST /check"):
            line = Line(pattern)
            made = requests(pattern) if pattern.startswith("/") else forms()
            tried.seconds = 0.0
            _try(line, made, tried.asked, most, given.seed)
            line.seconds = tried.seconds
            lines.append(line)
    return lines


def over_sockets(path: Path, given: argparse.Namespace) -> list[Line]:
    """Through the server itself, with lines that break the rules of HTTP."""
    line = Line("all of them, over a socket")
    made = hypothesis.strategies.sampled_from(PATTERNS).flatmap(requests).flatmap(garbled)
    with listening(path) as port:

        def ask(asked: Asked) -> None:
            inspect_heard(asked, sent(port, asked))

        _try(line, made, ask, given.requests // 20, given.seed)
    return [line]


def at_desks(given: argparse.Namespace) -> list[Line]:
    """Every route of staff, by an administrator; each begins with the same database."""
    lines = []
    most = -(-given.requests // 5 // len(STAFF_ROUTES))
    with office() as desks:
        for route in STAFF_ROUTES:
            line = Line(route.path)
            with desks.anew() as tried:
                _try(line, deeds(desks, route), tried.told, most, given.seed)
                line.seconds = tried.seconds
            lines.append(line)
    return lines


def _try(
    line: Line, made: hypothesis.strategies.SearchStrategy[Asked], ask: Ask, most: int, seed: int
) -> None:
    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @hypothesis.given(made)
    def play(asked: Asked) -> None:
        line.tried += 1
        try:
            ask(asked)
        except Exception as error:
            if line.tried - line.survived <= SHOWN:
                at = extract_tb(error.__traceback__)[-1]
                said = f"{line.name}: {at.line}: {type(error).__name__}: {error}\n    {asked}"
                print(said[:2_000], flush=True)
            return
        line.survived += 1

    play()


if __name__ == "__main__":
    sys.exit(main())
