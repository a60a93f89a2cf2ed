"""A disk that is full or may only be read: a small one, mounted where no other process sees it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ALONE = ["--mount"] if os.geteuid() == 0 else ["--map-root-user", "--mount"]


def test_a_disk_that_is_full_or_may_only_be_read_loses_nothing() -> None:
    words = ["-p", "no:cacheprovider", "-q", "tests/faults/small_disk.py"]
    ended = subprocess.run(  # noqa: S603
        ["unshare", *ALONE, sys.executable, "-m", "pytest", *words],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=55,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
