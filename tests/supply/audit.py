"""Asks pip-audit for known faults of what an installation takes, by its lock file. What was not
answered is said, not passed over: pip-audit itself finds no fault where nobody knows a package."""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LOCKS = ("requirements.lock", "requirements-build.lock")
MOST_SECONDS = 120
_PROGRAM = ROOT / ".venv" / "supply" / "bin" / "pip-audit"
_HOW = ("--disable-pip", "--require-hashes", "--progress-spinner=off", "--timeout=5", "-f", "json")


@dataclass(frozen=True)
class Found:
    """Shape: faults are a line each; answered and unanswered count packages."""

    faults: tuple[str, ...]
    answered: int
    unanswered: int


def found(report: str) -> Found:
    """What a report of pip-audit says; one that it could not write says nothing."""
    packages = json.loads(report)["dependencies"] if report.strip() else []
    faults = tuple(
        f"{each['name']} {each['version']}: {fault['id']}, mended in "
        f"{', '.join(fault['fix_versions']) or 'no version yet'}"
        for each in packages
        for fault in each.get("vulns", ())
    )
    answered = sum("skip_reason" not in each for each in packages)
    return Found(faults, answered, len(packages) - answered)


def status(found: Found, *, is_strict: bool) -> int:
    is_answered = found.answered > 0 and found.unanswered == 0
    return int(bool(found.faults) or (is_strict and not is_answered))


def audited(lock: str) -> Found:
    words = [str(_PROGRAM), *_HOW, "-r", str(ROOT / lock)]
    try:
        done = subprocess.run(  # noqa: S603
            words, capture_output=True, text=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return found("")
    return found(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make audit", description=__doc__)
    parser.add_argument("--strict", action="store_true", help="what is not answered is a failure")
    is_strict = parser.parse_args().strict
    worst = 0
    for lock in LOCKS:
        told = audited(lock)
        print(f"{lock}: {told.answered} packages looked up, {len(told.faults)} known faults")
        for fault in told.faults:
            print(f"  {fault}")
        if told.unanswered or not told.answered:
            count = told.unanswered or "all"
            print(
                f"  Not looked up: {count}. Is the advisory service within reach?", file=sys.stderr
            )
        worst = max(worst, status(told, is_strict=is_strict))
    raise SystemExit(worst)


if __name__ == "__main__":
    main()
