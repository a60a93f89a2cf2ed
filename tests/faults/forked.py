"""Processes that are made ready once, forked, and killed at any moment. This process starts no
thread, so that a fork is whole: whatever needs one is done in a fork."""

import asyncio
import json
import os
import select
import signal
import time
import traceback
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

Ack = list[Any]
Tell = Callable[..., None]
Work = Callable[[Tell], Coroutine[Any, Any, None]]
_WAIT_SECONDS = 30.0


@dataclass
class Worker:
    """Shape: told is what it has told so far, in order; ended is whether it has come to its end."""

    pid: int
    pipe: int
    told: list[Ack] = field(default_factory=list)
    ended: bool = False
    _rest: bytes = b""

    def listen(self, seconds: float, until: str = "") -> None:
        """Hear what it tells, until the time is over or it has told a certain word."""
        over = time.monotonic() + seconds
        while not self.ended and not any(each[0] == until for each in self.told):
            left = over - time.monotonic()
            if left <= 0 or not select.select([self.pipe], [], [], left)[0]:
                return
            self._hear()

    def kill(self) -> list[Ack]:
        """End it as a loss of power would. Shape: all it has told."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        while not self.ended:
            self._hear()
        os.close(self.pipe)
        return self.told

    def _hear(self) -> None:
        heard = os.read(self.pipe, 1 << 16)
        self.ended = not heard
        *lines, self._rest = (self._rest + heard).split(b"\n")
        self.told += [json.loads(each) for each in lines]


def forked(work: Work) -> Worker:
    """Begin work in a process of its own, which tells over a pipe how far it is; what goes wrong
    there is told as "error"."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Worker(pid, reading)
    try:
        os.close(reading)
        silence = os.open(os.devnull, os.O_RDWR)
        for each in (0, 1, 2):
            os.dup2(silence, each)

        def tell(*words: Any) -> None:
            os.write(writing, json.dumps(words).encode() + b"\n")

        try:
            asyncio.run(work(tell))
        except BaseException:
            tell("error", traceback.format_exc(limit=-3)[-2000:])
    finally:
        os._exit(0)


def done(work: Work) -> list[Ack]:
    """Work that is waited for. Shape: what it told.

    Raises: AssertionError with what went wrong there."""
    worker = forked(work)
    worker.listen(_WAIT_SECONDS)
    ended = worker.ended
    told = worker.kill()
    assert ended, "it did not come to an end"
    wrong = [each[1] for each in told if each[0] == "error"]
    assert not wrong, wrong[0]
    return told


def ready(worker: Worker) -> Worker:
    worker.listen(_WAIT_SECONDS, "ready")
    assert any(each[0] == "ready" for each in worker.told), worker.told
    return worker
