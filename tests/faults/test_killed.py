"""A short run of what `make faults` does at length."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.walk

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(180)
def test_whatever_is_killed_loses_nothing_that_was_acknowledged() -> None:
    words = [sys.executable, "-m", "tests.faults.killing", "--rounds", "2", "--unsynced"]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)  # noqa: S603
    assert ended.returncode == 0, ended.stdout + ended.stderr
    *_, total = ended.stdout.splitlines()
    assert total.split()[0] == "all"
    assert total.split()[1] == total.split()[3]
