"""Years as EDTF (ISO 8601-2) strings: `2003`, `2007~`, `../2017`, `2011/2015`. No wording here."""

import re
from dataclasses import dataclass
from functools import lru_cache

from widgets.errors import BadField
from widgets.language.messages import marked

_YEAR = r"(\d{4})([~?%]?)"
_PATTERN = re.compile(rf"(?:{_YEAR}|(?:(\.\.)|{_YEAR}|)/(?:(\.\.)|{_YEAR}|))", re.ASCII)

TAKES = marked("Write a year as 2003, 2007~ (about), ../2017 (by), 2011/2015 or 2019/..")
TURNED = marked("This ends before it starts: write the earlier year first, as in 2011/2015.")


@dataclass(frozen=True)
class Years:
    """One EDTF value, taken apart. A single year has the same first and last year.

    Shape: first or last is None where the interval is open or that end is unknown.
    Source: ISO 8601-2, as published in the Library of Congress's EDTF specification, level 1."""

    first: int | None
    last: int | None
    approximate: bool = False

    @property
    def is_single(self) -> bool:
        return self.first is not None and self.first == self.last


@lru_cache(1024)
def read(text: str) -> Years:
    """Take an EDTF string apart.

    Raises: BadField that says what is taken."""
    match = _PATTERN.fullmatch(text)
    if match is None or text in {"/", "../.."}:
        raise BadField(TAKES)
    single, single_mark, _, start, start_mark, _, end, end_mark = match.groups()
    if single:
        return Years(int(single), int(single), approximate=bool(single_mark))
    first, last = (int(year) if year else None for year in (start, end))
    if first is not None and last is not None and first > last:
        raise BadField(TURNED)
    return Years(first, last, approximate=bool(start_mark or end_mark))


def checked(text: str) -> str:
    """The string itself, once it is known to be readable.

    Raises: BadField that says what is taken."""
    read(text)
    return text
