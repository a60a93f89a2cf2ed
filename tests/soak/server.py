"""`widgets serve --workers 2` over a catalogue of its own, and what is seen of it from outside."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from tests.conftest import CHEAP, publish_shipped
from tests.http.test_serving import free_port
from tests.soak.visiting import Colleague
from widgets.settings import Settings
from widgets.staff.tokens import of_session
from widgets.store.accounts import Accounts
from widgets.store.database import opened
from widgets.store.secret import secret_key
from widgets.store.sessions import Sessions

START_SECONDS = 120
LATE_SECONDS = "0.05"


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    port: int
    database: Path
    log: Path
    colleague: Colleague

    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        lines = {int(each): Path(f"/proc/{each}/cmdline").read_bytes() for each in listed.split()}
        return [each for each, line in lines.items() if b"spawn_main" in line]

    def megabytes(self) -> float:
        """What the workers take of memory, what they share counted once."""
        rolled = [Path(f"/proc/{each}/smaps_rollup").read_text() for each in self.workers()]
        found = [re.search(r"^Pss: +(\d+)", each, re.M) for each in rolled]
        return sum(int(each[1]) for each in found if each) / 1024

    def waited_seconds(self) -> float:
        """For a processor, that others had: the event loop cannot but be late then."""
        told = [Path(f"/proc/{each}/schedstat").read_text().split() for each in self.workers()]
        return sum(int(each[1]) for each in told) / 1e9

    def lags(self) -> tuple[int, int, float]:
        """How often the workers looked at their event loops, how often one was late, and its time
        in seconds within which all were."""
        with urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=30) as answer:
            text = answer.read().decode()
        found = re.findall(
            r'^widgets_event_loop_lag_seconds_bucket\{le="(\S+)"\} (\S+)', text, re.M
        )
        buckets = {float(bound): int(float(count)) for bound, count in found}
        all_of_them = buckets[float("inf")]
        worst = min(bound for bound, count in buckets.items() if count == all_of_them)
        return all_of_them, all_of_them - buckets[float(LATE_SECONDS)], worst

    def tell(self, number: signal.Signals) -> None:
        self.process.send_signal(number)


@contextmanager
def serving(workers: int) -> Iterator[Server]:
    with TemporaryDirectory() as folder:
        database, log = Path(folder) / "widgets.db", Path(folder) / "log"
        publish_shipped(database)
        port = free_port()
        words = ["-m", "widgets", "serve", "--port", str(port), "--workers", str(workers)]
        kept = {key: text for key, text in os.environ.items() if not key.startswith("WIDGETS_")}
        with log.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, *words],
                env={**kept, "WIDGETS_DATABASE_URL": f"sqlite:///{database}"},
                stdout=out,
                stderr=out,
            )
            try:
                colleague = asyncio.run(_publisher(database, port))
                made = Server(process, port, database, log, colleague)
                _wait(made, workers)
                yield made
            finally:
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


async def _publisher(database: Path, port: int) -> Colleague:
    async with opened(database) as connection:
        account = await Accounts(connection, CHEAP).add("soak@example.org", "Soak", "publisher")
        session = await Sessions(connection).begin(account.id)
    key = secret_key(Settings(database_url=database))
    return Colleague(port, f"widgets={session}", of_session(key, session))


def _wait(server: Server, workers: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert server.process.poll() is None, server.log.read_text()
        try:
            address = f"http://127.0.0.1:{server.port}/metrics"
            with urlopen(address, timeout=10) as answer:
                if f"widgets_workers {workers}.0" in answer.read().decode():
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(server.log.read_text())
