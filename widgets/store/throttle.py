"""Slows down whoever guesses, by the account that is tried and by the address that tries. Nobody is
locked out: the wait grows to a few minutes, and no further."""

import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address

import aiosqlite

from widgets.store.database import transaction

LONGEST_SECONDS = 300
# Tries before the first wait. A browser that an account signed in with before is counted by itself,
# so that guessing elsewhere does not keep its owner waiting. Source: OWASP, device cookies.
FREE = {"account": 5, "browser": 5, "second": 5, "address": 20}
_FORGOTTEN_SECONDS = 86_400
_MOST_ROWS = 10_000  # those with the fewest failures go first, so that a flood hides no guessing
_NETWORK_BITS = 64  # what one household gets of IPv6

Subject = tuple[str, str]  # a key of FREE, and who


class Throttle:
    """Shape: key keeps addresses unreadable for whoever gets hold of the file."""

    def __init__(
        self, connection: aiosqlite.Connection, key: str, now: Callable[[], float] = time.time
    ) -> None:
        self._connection = connection
        self._key = key.encode()
        self._now = now

    async def begin(self, *subjects: Subject) -> int:
        """Count a try before its outcome is known, so that many at once gain nothing.

        Units:  the seconds to wait first, 0 to go on; a try that has to wait does not count."""
        now = int(self._now())
        async with transaction(self._connection):
            await self._connection.execute(
                "DELETE FROM attempt WHERE last_at <= ?", (now - _FORGOTTEN_SECONDS,)
            )
            await self._connection.execute(  # the clock went back: nobody waits for longer by that
                "UPDATE attempt SET last_at = ?1 WHERE last_at > ?1", (now,)
            )
            wait_seconds = max([await self._wait_seconds(each, now) for each in subjects])
            if not wait_seconds:
                await self._count(subjects, now)
        return wait_seconds

    async def succeeded(self, *subjects: Subject) -> None:
        """Take back the try: an account begins anew, an address has one failure less, or else its
        owner could guess at others for ever."""
        for each in subjects:
            sql = "DELETE FROM attempt WHERE subject = ? AND (? OR failures <= 1)"
            await self._connection.execute(sql, (self._subject(each), each[0] != "address"))
            sql = "UPDATE attempt SET failures = failures - 1 WHERE subject = ?"
            await self._connection.execute(sql, (self._subject(each),))

    async def _wait_seconds(self, subject: Subject, now: int) -> int:
        sql = "SELECT failures, last_at FROM attempt WHERE subject = ?"
        row = await (await self._connection.execute(sql, (self._subject(subject),))).fetchone()
        if row is None or row[0] < FREE[subject[0]]:
            return 0
        doublings = min(row[0] - FREE[subject[0]], LONGEST_SECONDS.bit_length())
        return max(0, int(row[1]) + min(1 << int(doublings), LONGEST_SECONDS) - now)

    async def _count(self, subjects: Sequence[Subject], now: int) -> None:
        await self._connection.executemany(
            """INSERT INTO attempt (subject, failures, last_at) VALUES (?, 1, ?)
               ON CONFLICT DO UPDATE SET failures = failures + 1, last_at = excluded.last_at""",
            [(self._subject(each), now) for each in subjects],
        )
        await self._connection.execute(
            """DELETE FROM attempt WHERE (SELECT count(*) FROM attempt) > ?1 AND subject IN (
                 SELECT subject FROM attempt ORDER BY failures DESC, last_at DESC LIMIT -1 OFFSET ?1
               )""",
            (_MOST_ROWS,),
        )

    def _subject(self, subject: Subject) -> str:
        text = "\n".join(subject).encode("utf-8", "replace")
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()


def network(address: str) -> str:
    """An IP address as far as it names one household; what is none stays as it is."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return str(read)
    if read.ipv4_mapped:
        return str(read.ipv4_mapped)
    kept = int(read) >> (128 - _NETWORK_BITS) << (128 - _NETWORK_BITS)
    return f"{IPv6Address(kept)}/{_NETWORK_BITS}"
