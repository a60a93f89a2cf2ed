"""The machine that the benchmark runs on, and which of its cores are whose."""

import os
import platform
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0))
CLIENT = CORES[0]
SERVERS = CORES[1:] or CORES


def pinned(words: list[str], cores: list[int]) -> list[str]:
    """A command that runs on these cores alone."""
    return [program("taskset"), "-c", ",".join(map(str, cores)), *words]


def cores_for(workers: int) -> list[int]:
    """One core for each worker, as far as there are; none of them is the client's."""
    return SERVERS[:workers]


def program(name: str) -> str:
    """Raises: SystemExit where it is not installed."""
    beside = Path(sys.executable).parent.parent / "bench" / "bin" / name
    found = shutil.which(name, path=f"{beside.parent}:{os.environ['PATH']}:/usr/sbin")
    if not found:
        raise SystemExit(f"{name} is not installed: `make bench` does that")
    return found


def told() -> str:
    """The machine in one sentence."""
    names = (line for line in _processor() if line.startswith("model name"))
    model = next(names, "").partition(":")[2].strip() or platform.machine()
    packages = ", ".join(f"{name} {version(name)}" for name in ("uvicorn", "starlette", "jinja2"))
    return (
        f"{len(CORES)} cores of {model}, {platform.system()}; Python {platform.python_version()}, "
        f"{packages}."
    )


def _processor() -> list[str]:
    found = Path("/proc/cpuinfo")
    return found.read_text().splitlines() if found.exists() else []
