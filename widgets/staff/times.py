"""When something was done, as one says it: "3 minutes ago", later the date."""

from dataclasses import dataclass
from datetime import UTC, datetime

from babel.dates import format_date, format_timedelta

_RECENT_DAYS = 7


@dataclass(frozen=True)
class Moment:
    """Shape: at is for machines, words for people."""

    at: str
    words: str


def when(at: str, lang: str, now: float) -> Moment:
    """Shape: at is UTC as the journal has it, "2026-02-01T09:30:00.000Z"; now is in seconds."""
    then = datetime.fromisoformat(at)
    passed = datetime.fromtimestamp(now, UTC) - then
    if passed.days < _RECENT_DAYS:
        return Moment(at, format_timedelta(-passed, add_direction=True, locale=lang))
    return Moment(at, format_date(then, format="medium", locale=lang))
