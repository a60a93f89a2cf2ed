"""Kills a process while it works, at a random moment, many times: python -m tests.faults.killing.
Prints what was tried, how often, and how many of each survived."""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.faults.forked import Ack, done, forked, ready
from tests.faults.kinds import KINDS, Kind
from tests.faults.served import SERVED, served_round
from widgets.store import database


def rounds(kind: Kind, many: int, seed: int) -> Iterator[tuple[str, list[Ack]]]:
    """Shape: what was wrong after each, "" for nothing, and what had been acknowledged."""
    for number in range(many):
        rng = Random(f"{seed} {kind.name} {number}")  # noqa: S311
        with tempfile.TemporaryDirectory(prefix="killed-") as name:
            told: list[Ack] = []
            try:
                told = _round(kind, Path(name), rng)
            except AssertionError as error:
                yield f"round {number}: {error}", told
            else:
                yield "", told


def _round(kind: Kind, folder: Path, rng: Random) -> list[Ack]:
    if kind is SERVED:
        return served_round(folder, rng)
    done(lambda tell: kind.prepare(folder, rng))
    worker = ready(forked(lambda tell: kind.work(folder, rng, tell)))
    worker.listen(rng.uniform(0, kind.longest))
    told = worker.kill()
    wrong = [each[1] for each in told if each[0] == "error"]
    assert not wrong, wrong[0]
    done(lambda tell: kind.verify(folder, told))
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="of each kind")
    parser.add_argument("--seed", type=int, default=Random().randrange(10**6))  # noqa: S311
    parser.add_argument("--only", default="", help="a part of a kind's name")
    parser.add_argument(
        "--unsynced",
        action="store_true",
        help="leave the disk to the system: a kill is no power cut",
    )
    asked = parser.parse_args()
    if asked.unsynced:
        database.SYNCHRONOUS = "OFF"
    print(f"seed {asked.seed}", flush=True)
    print(f"{'killed with SIGKILL during':<36}  times  acknowledged  survived", flush=True)
    failed = []
    total: Counter[str] = Counter()
    for kind in (*KINDS, SERVED):
        if asked.only not in kind.name:
            continue
        found = [*rounds(kind, asked.rounds, asked.seed)]
        wrong = [each for each, _ in found if each]
        acknowledged = sum(
            word not in {"ready", "damaged"} for _, told in found for word, *_ in told
        )
        total.update(times=len(found), acknowledged=acknowledged, survived=len(found) - len(wrong))
        print(
            f"{kind.name:<36}  {len(found):>5}  {acknowledged:>12}  {len(found) - len(wrong):>8}",
            flush=True,
        )
        failed += [f"{kind.name}, {each}" for each in wrong]
    print(f"{'all':<36}  {total['times']:>5}  {total['acknowledged']:>12}  {total['survived']:>8}")
    for each in failed:
        print(each, file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
