"""`make soak`: a long, mixed load on a real server, then clients that misbehave, then its end in
the middle of it all. Prints a table; it fails where a request does, or where memory grows."""

import argparse
import asyncio
import signal
import statistics
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from rich.console import Console
from rich.table import Table

from tests.soak import misbehaving
from tests.soak.server import Server, serving
from tests.soak.visiting import Tally, visit

MOST_GROWTH = 0.05  # of memory, after it is warm
JUDGED_SECONDS = 300  # in less time it does not get warm
WARM_SHARE = 1 / 3  # of the time
SAMPLE_SECONDS = 2
FEW = 32  # visitors who come all the same while others misbehave
Rows = list[tuple[str, str, bool]]  # what was looked at, what came of it, whether that is well


def main() -> int:
    words = argparse.ArgumentParser(prog="make soak ARGS=")
    words.add_argument("--minutes", type=float, default=10)
    words.add_argument("--connections", type=int, default=512)
    words.add_argument("--queries", type=int, default=100_000)
    words.add_argument("--pause", type=float, default=1.5, help="seconds between two requests")
    given = words.parse_args()
    with serving(2) as server:
        rows = asyncio.run(soaked(server, given))
    table = Table("under load", "what came of it", "")
    for what, came, is_well in rows:
        table.add_row(what, came, "well" if is_well else "FAILED")
    Console(width=110).print(table)
    return int(not all(is_well for _, _, is_well in rows))


async def soaked(server: Server, given: argparse.Namespace) -> Rows:
    rows: Rows = []
    async with visited(server, given.connections, given.pause) as tally:
        rows += await loaded(server, given.minutes * 60, tally)
    rows += told(tally, f"{given.connections} connections, {given.minutes:g} minutes")
    async with visited(server, given.connections, given.pause) as tally:
        rows.append(await replaced(server))
    rows += told(tally, "while the workers were replaced")
    async with visited(server, FEW, given.pause) as tally:
        rows += await attacked(server, given.queries)
    rows += told(tally, f"{FEW} visitors meanwhile")
    rows += await ended(server, given)
    return rows


@asynccontextmanager
async def visited(server: Server, connections: int, pause: float) -> AsyncIterator[Tally]:
    """With that many visitors, and a colleague at work."""
    tally, is_over = Tally(), asyncio.Event()
    coming = [visit(server.port, tally, is_over, pause) for _ in range(connections)]
    tasks = [asyncio.create_task(each) for each in coming]
    tasks.append(asyncio.create_task(server.colleague.work(tally, is_over, 2)))
    yield tally
    is_over.set()
    await asyncio.gather(*tasks)


async def loaded(server: Server, seconds: float, tally: Tally) -> Rows:
    end = monotonic() + seconds
    await asyncio.sleep(seconds * WARM_SHARE)
    first, waited = await asyncio.to_thread(server.lags), server.waited_seconds()
    samples = [server.megabytes()]
    while monotonic() < end:
        await asyncio.sleep(SAMPLE_SECONDS)
        samples.append(server.megabytes())
    last, waited = await asyncio.to_thread(server.lags), server.waited_seconds() - waited
    tenth = max(1, len(samples) // 10)
    before, after = statistics.median(samples[:tenth]), statistics.median(samples[-tenth:])
    growth = after / before - 1
    late = last[1] - first[1]
    return [
        (
            "memory of both workers, once warm",
            f"{before:.0f} MB, at the end {after:.0f} MB ({growth:+.1%})",
            growth < MOST_GROWTH or seconds < JUDGED_SECONDS,
        ),
        (
            "event loops, looked at once a second",
            f"{late} of {last[0] - first[0]} more than 50 ms late, none more than"
            f" {last[2] * 1000:.0f} ms; the workers waited {waited:.1f} s for a processor",
            not late or waited > late * 0.05,
        ),
    ]


async def replaced(server: Server) -> tuple[str, str, bool]:
    """Each worker in turn, as after a change of the settings."""
    before, began = {*server.workers()}, monotonic()
    server.tell(signal.SIGHUP)
    while {*server.workers()} & before and monotonic() - began < 120:
        await asyncio.sleep(0.2)
    took = monotonic() - began
    await asyncio.sleep(3)
    return "replacing both workers", f"{took:.0f} s", not {*server.workers()} & before


async def attacked(server: Server, queries: int) -> Rows:
    attacks = {
        "slow headers, a letter a second": misbehaving.slow_heads(server.port),
        "connections that say nothing": misbehaving.silent(server.port),
        "headers of 10 MB": misbehaving.huge_heads(server.port),
        "forms without an end": misbehaving.endless_bodies(server.port),
        "distinct searches": misbehaving.distinct(server.port, queries),
    }
    rows = []
    for what, attack in attacks.items():
        before = server.megabytes()
        done = await attack
        grown = server.megabytes() - before
        came = f"{done.ended:,} of {done.clients:,} ended in {done.seconds:.0f} s; {grown:+.0f} MB"
        rows.append((what, came, done.ended == done.clients and grown < 100))
    return rows


async def ended(server: Server, given: argparse.Namespace) -> Rows:
    """What was begun is answered."""
    async with visited(server, given.connections, given.pause) as tally:
        await asyncio.sleep(3 * given.pause)
        server.tell(signal.SIGTERM)
        began = monotonic()
        await asyncio.sleep(0.05)
    status = await asyncio.to_thread(server.process.wait, 30)
    rows = told(tally, "while the server ended")
    came = f"in {monotonic() - began:.1f} s, with status {status}"
    return [*rows, ("the server ended", came, not status)]


def told(tally: Tally, when: str) -> Rows:
    sorts = ", ".join(f"{number:,} {sort}" for sort, number in tally.asked.most_common())
    failures = "; ".join(f"{number} {what}" for what, number in tally.failures.most_common(5))
    came = f"{tally.asked.total():,} requests ({sorts}): {failures or 'no failure'}"
    if tally.again:
        came += f"; {tally.again} were asked again on another connection"
    return [(when, f"{came}; the slowest took {tally.slowest:.2f} s", not tally.failures)]


if __name__ == "__main__":
    sys.exit(main())
