"""A disk that is full or may only be read: a small one, mounted where no other process sees it."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import publish
from tests.world import WORLD

pytestmark = pytest.mark.walk

ROOT = Path(__file__).parents[2]
ALONE = ["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"]), "--mount"]
LARGEST = 200  # kB of any file


@pytest.mark.timeout(180)
def test_a_disk_that_is_full_or_may_only_be_read_loses_nothing(tmp_path: Path) -> None:
    mounted = [*ALONE, "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)]
    if subprocess.run(mounted, capture_output=True).returncode:  # noqa: S603
        pytest.skip("no disk may be mounted here")
    words = ["-p", "no:cacheprovider", "-q", "tests/faults/small_disk.py"]
    ended = subprocess.run(  # noqa: S603
        [*ALONE, sys.executable, "-m", "pytest", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_database_that_may_not_grow_is_one_line_on_the_command_line(
    database: Path, tmp_path: Path
) -> None:
    publish(database, WORLD)
    before = database.stat().st_size
    rows = (f'[[topic]]\nslug = "t{each}"\nname = "{"x" * 250}"\n' for each in range(2000))
    (tmp_path / "in.toml").write_text("".join(rows), "utf-8")
    words = [sys.executable, "-m", "widgets", "import", str(tmp_path / "in.toml")]
    ended = subprocess.run(  # noqa: S603
        ["sh", "-c", f"ulimit -f {LARGEST * 2}; exec {shlex.join(words)}"],  # noqa: S607
        env={**os.environ, "WIDGETS_DATABASE_URL": f"sqlite:///{database}"},
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"widgets: {database} cannot be read or written")
    assert ended.stderr.count("\n") == 1
    assert database.stat().st_size == before
