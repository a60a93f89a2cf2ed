"""What is done now and then, beside the requests."""

import os
import platform
from pathlib import Path

import pytest

from widgets.operation.watching import trimmer

MEBIBYTES = 64


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has to be told")
def test_memory_between_what_is_in_use_is_given_back() -> None:
    answers = [bytes(20_000) for _ in range(MEBIBYTES * 52)]
    kept = answers[::50]
    del answers
    before = resident()
    trimmer()(0)
    assert resident() < before - MEBIBYTES / 2
    assert all(map(len, kept))


def resident() -> float:
    """Units: MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
