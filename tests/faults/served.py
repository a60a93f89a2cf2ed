"""A real server, killed while colleagues save and publish over HTTP."""

import http.client
import os
import signal
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import uvicorn

from tests.faults.forked import Ack, Tell, done, forked
from tests.faults.kinds import LIVE, Kind, a_world, bodies_of, nothing_is_lost
from tests.world import WORLD
from widgets.app import application
from widgets.settings import Settings
from widgets.staff.tokens import of_session
from widgets.store.accounts import Accounts
from widgets.store.database import opened
from widgets.store.sessions import Sessions

_KEY = "only for these tests, and long enough"
_LONGEST_SECONDS = 0.6
_PUBLISHED = 0.5  # of what is saved


async def _begun(folder: Path, rng: Random, tell: Tell) -> None:
    """A colleague who is signed in."""
    await a_world(folder, rng)
    async with opened(folder / LIVE) as connection:
        account = await Accounts(connection).add("vic@example.org", "Vic", "publisher")
        tell("session", await Sessions(connection).begin(account.id))


async def _served(folder: Path, listener: socket.socket) -> None:
    app = application(Settings(database_url=folder / LIVE, secret_key=_KEY))
    config = uvicorn.Config(app, log_config=None, lifespan="on")
    await uvicorn.Server(config).serve([listener])


def served_round(folder: Path, rng: Random) -> list[Ack]:
    """Raises: AssertionError."""
    [[_, session]] = done(lambda tell: _begun(folder, rng, tell))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = forked(lambda tell: _served(folder, listener))
    _asked(port, session)
    killer = _killer(server.pid, rng.uniform(0, _LONGEST_SECONDS))
    told: list[Ack] = []
    with suppress(OSError, http.client.HTTPException):  # once it is killed
        for number in count(1):
            _save(port, session, len(WORLD) + number, rng, told)
            if rng.random() < _PUBLISHED:
                _publish(port, session, len(WORLD) + number, told)
    os.waitpid(killer, 0)
    wrong = [each[1] for each in server.kill() if each[0] == "error"]
    assert not wrong, wrong[0]
    done(lambda tell: _verified(folder, told))
    return told


def _killer(pid: int, seconds: float) -> int:
    killer = os.fork()
    if not killer:
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
        os._exit(0)
    return killer


def _save(port: int, session: str, revision: int, rng: Random, told: list[Ack]) -> None:
    named = f"Named {rng.randrange(10**12)}"
    sent = {"slug": f"t{revision}", "name.mul": named, "name.en": named, "do": "save"}
    status, said = _asked(port, session, "/staff/new/topic", sent)
    assert status == 303, said
    told.append(["kept", revision, named])


def _publish(port: int, session: str, revision: int, told: list[Ack]) -> None:
    number = 2 + sum(each[0] == "published" for each in told)
    sent = {"entry": str(revision), "count": "1", "note": "1"}
    status, said = _asked(port, session, "/staff/publish", sent)
    assert status == 303, said
    told.append(["published", number, 1])


def _asked(
    port: int, session: str, path: str = "", fields: dict[str, str] | None = None
) -> tuple[int, str]:
    """Shape: status and text of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {
        "Cookie": f"widgets={session}",
        "Origin": f"http://127.0.0.1:{port}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        if not path:
            connection.request("GET", "/healthz")
        else:
            token = of_session(_KEY, session)
            connection.request("POST", path, urlencode({"token": token, **(fields or {})}), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


async def _verified(folder: Path, told: Sequence[Ack]) -> None:
    await nothing_is_lost(folder, told)
    async with opened(folder / LIVE, make=False) as connection:
        bodies = await bodies_of(connection)
    for word, number, *said in told:
        assert word != "kept" or said[0] in bodies.get(number, ""), number


async def _never(*_: object) -> None:
    raise AssertionError


SERVED = Kind("a server, over HTTP", _never, _never, _never, _LONGEST_SECONDS)
