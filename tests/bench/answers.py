"""One answer at a time, with its headers as they were sent."""

import time
from dataclasses import dataclass
from http.client import HTTPConnection

TAKES = "gzip, deflate, br, zstd"  # as browsers say it
SETTLING_SECONDS = 10
_OWN = {"date", "server", "connection"}  # of the server that sends it


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")


def fetched(port: int, address: str, **headers: str) -> Answer:
    """Shape: headers with _ for -."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", address, headers={"Accept-Encoding": TAKES, **named})
        found = connection.getresponse()
        sent = ((name.lower(), value) for name, value in found.getheaders())
        kept = tuple(each for each in sent if each[0] not in _OWN)
        return Answer(found.status, kept, found.read())
    finally:
        connection.close()


def settled(port: int, address: str) -> Answer:
    """The answer as everybody gets it a moment after the first: packed as well as it will be."""
    end = time.monotonic() + SETTLING_SECONDS
    before, unchanged = fetched(port, address), 0
    while unchanged < 5 and time.monotonic() < end:
        time.sleep(0.1)
        now = fetched(port, address)
        unchanged = unchanged + 1 if now == before else 0
        before = now
    return before
