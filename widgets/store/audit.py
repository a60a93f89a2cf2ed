"""What was done to accounts and by them, for admins: kept, never changed."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import aiosqlite

COMMAND_LINE = "command line"


@dataclass(frozen=True)
class Note:
    """Shape: action is a word of ours, subject what it was done to, "" where it is nothing else.

    Units: seconds since 1970."""

    id: int
    at: int
    who: str
    action: str
    subject: str


class Audit:
    def __init__(
        self, connection: aiosqlite.Connection, now: Callable[[], float] = time.time
    ) -> None:
        self._connection = connection
        self._now = now

    async def note(self, who: str, action: str, subject: str = "") -> None:
        """Shape: who is an e-mail address, or COMMAND_LINE."""
        await self._connection.execute(
            "INSERT INTO audit (at, who, action, subject) VALUES (?, ?, ?, ?)",
            (int(self._now()), who, action, subject),
        )

    async def notes(
        self, *, who: str = "", action: str = "", before: int = 0, most: int = -1
    ) -> Sequence[Note]:
        """The newest first. Shape: who is part of an address, of the doer or of what it was done
        to; before is the id of the note that the last page ended with; most is -1 for all."""
        cursor = await self._connection.execute(
            """SELECT id, at, who, action, subject FROM audit
               WHERE (?1 = '' OR instr(lower(who || ' ' || subject), lower(?1)))
                 AND (?2 = '' OR action = ?2) AND (?3 = 0 OR id < ?3)
               ORDER BY id DESC LIMIT ?4""",
            (who.strip(), action, before, most),
        )
        return [Note(*row) for row in await cursor.fetchall()]

    async def actions(self) -> Sequence[str]:
        """Those that were ever noted, in the order of the alphabet."""
        cursor = await self._connection.execute("SELECT DISTINCT action FROM audit ORDER BY action")
        return [str(row[0]) for row in await cursor.fetchall()]
