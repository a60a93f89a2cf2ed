"""What every part of the benchmark works with: its folder, its catalogues, how long it may take."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench.servers import environment

HOST = "somo"
SHIPPED = 0  # instead of a number of networks: the catalogue that comes along
LARGE = 10_000


@dataclass(frozen=True)
class Workshop:
    """Shape: catalogues are made in folder, and stay there for the next run where it is kept; the
    curves end at largest, networks."""

    folder: Path
    is_quick: bool
    largest: int = 100_000

    @property
    def rounds(self) -> int:
        return 2 if self.is_quick else 5

    @property
    def seconds(self) -> int:
        return 1 if self.is_quick else 3

    @property
    def sizes(self) -> tuple[int, ...]:
        sizes = (100, 1_000) if self.is_quick else (100, 1_000, 10_000, 100_000)
        return tuple(each for each in sizes if each <= self.largest)

    def database(self, networks: int) -> Path:
        """A published catalogue, with twice as many organisations and ten times the memberships."""
        path = self.folder / f"{networks or HOST}.db"
        if not path.exists():
            half = path.with_suffix(".half")
            command = f"generate --networks {networks} --publish"
            words = command.split() if networks else ["import", str(_SHIPPED), "--publish"]
            _run(words, half)
            for each in self.folder.glob(f"{half.name}*"):
                each.rename(path.with_name(each.name.replace(half.name, path.name)))
        return path


_SHIPPED = Path(__file__).parents[2] / "widgets" / "catalogue" / "somo.toml"


def _run(words: list[str], database: Path) -> None:
    inherited = {name: value for name, value in os.environ.items() if "WIDGETS_" not in name}
    subprocess.run(  # noqa: S603
        [sys.executable, "-m", "widgets", *words],
        env={**inherited, **environment(database)},
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=900,
    )
