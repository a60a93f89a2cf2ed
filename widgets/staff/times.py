"""When something was done or will end, as one says it: "3 minutes ago", or day and time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta

_RECENT_DAYS = 7


@dataclass(frozen=True)
class Moment:
    """Shape: iso is for machines, words for people."""

    iso: str
    words: str


@dataclass(frozen=True)
class Clock:
    """Shape: zone names one of IANA's; a moment is in seconds since 1970, or as the journal has it,
    "2026-02-01T09:30:00.000Z"."""

    lang: str
    zone: str
    now: Callable[[], float]

    def moment(self, at: float | str) -> Moment:
        """Day and time."""
        then = self._local(at)
        time = format_time(then, "short", locale=self.lang)
        return Moment(then.isoformat(), f"{format_date(then, locale=self.lang)}, {time}")

    def ago(self, at: float | str) -> Moment:
        """How long ago, and the day of what is no longer recent."""
        then = self._local(at)
        passed = datetime.fromtimestamp(self.now(), UTC) - then
        if passed.days < _RECENT_DAYS:
            words = format_timedelta(-passed, add_direction=True, locale=self.lang)
        else:
            words = format_date(then, locale=self.lang)
        return Moment(then.isoformat(), words)

    def _local(self, at: float | str) -> datetime:
        if isinstance(at, str):
            return datetime.fromisoformat(at).astimezone(ZoneInfo(self.zone))
        return datetime.fromtimestamp(at, ZoneInfo(self.zone))
