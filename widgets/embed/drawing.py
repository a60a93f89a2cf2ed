"""How a badge looks: which text stands where, in which colour. Every length is measured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, pi, sqrt

from widgets.catalogue.edition import Edition
from widgets.kinds.badge import BadgeOptions
from widgets.kinds.cards import monogram
from widgets.kinds.colours import Paint, legible
from widgets.kinds.lettering import BOLD, REGULAR, embedded, fitted, tidy, width_px
from widgets.kinds.site import Site
from widgets.kinds.standing import Standing, standing
from widgets.kinds.wording import Wording, worded
from widgets.language.messages import direction, written_direction

_MARKS = {
    "current": "M1.5 5.5 4 8 8.5 2.5",
    "ended": "M5 1.6a3.4 3.4 0 1 0 .1 0",
    "never": "M2 2l6 6M8 2 2 8",
    "problem": "M5 1.5v4.2M5 8.5v.1",
}
_GREY = Paint("5c6570", "ffffff")
_DISC_PX = 41.5
_RING_PX, _TOP_PX, _BOTTOM_PX = 10, 47.4, 54.6  # the size of its text; the radii of its baselines


@dataclass(frozen=True)
class Palette:
    plate: str
    edge: str
    ink: str
    quiet: str

    @property
    def rules(self) -> str:
        return (
            f".p{{fill:#{self.plate};stroke:#{self.edge}}}"
            f".i{{fill:#{self.ink}}}.q{{fill:#{self.quiet}}}.m{{stroke:#{self.quiet}}}"
        )


LIGHT = Palette("f1f4f8", "d3d9e0", "1b1f24", "505863")
DARK = Palette("262c34", "4a535f", "e8eaed", "b4bcc7")
FOLLOWS_SCHEME = f"@media(prefers-color-scheme:dark){{{DARK.rules}}}"


@dataclass(frozen=True)
class Line:
    """One text, with its middle at x. Shape: length is what it measures, and what any other font
    is made to measure; lang is empty where it is the picture's.

    Units: CSS pixels."""

    text: str
    x: float
    y: float
    size: float
    length: float
    weight: int
    is_right_to_left: bool
    lang: str = ""


@dataclass(frozen=True)
class Picture:
    """What every picture says and is painted with. Shape: follows is the stylesheet of the other
    colour scheme, or empty; mark is the path of a sign that stands for the state.

    Units: CSS pixels."""

    lang: str
    label: str
    width: int
    height: int
    is_mirrored: bool
    paint: Paint
    palette: Palette
    follows: str
    mark: str


@dataclass(frozen=True)
class Flat:
    picture: Picture
    panel: int
    mark_x: float
    role: Line
    network: Line
    years: Line | None


@dataclass(frozen=True)
class Plaque:
    picture: Picture
    monogram: Line
    monogram_x: float
    mark_x: float
    network: Line
    role: Line


@dataclass(frozen=True)
class Seal:
    """Shape: the middles of network and member are at the top and the bottom of the ring."""

    picture: Picture
    network: Line
    member: Line
    role: tuple[Line, ...]
    years: Line | None


Drawing = Flat | Plaque | Seal


def drawing(seen: Standing, options: BadgeOptions) -> Drawing:
    return _SHAPES[options.shape](seen, options)


def pictured(shown: Edition, options: BadgeOptions, site: Site) -> Picture:
    """What a badge's image says, and how large it is.

    Raises: NotPublished for a network or a member."""
    member = options.member or site.subject(options)
    return drawing(standing(shown, options.network, member, options.lang), options).picture


def refusal(options: BadgeOptions, title: str, message: str) -> Flat:
    """An error as a picture: what it is, and what to do."""
    label = f"{title}: {message}"
    return _flat(options, label, "problem", title, Wording(message), (message,), "", 460)


def flat(seen: Standing, options: BadgeOptions) -> Flat:
    name = worded(seen.network.name, options.lang)
    years = seen.years if seen.state == "ended" else ""
    return _flat(
        options, seen.label, seen.state, seen.role, name, _names(seen, options), years, 260
    )


def _flat(
    options: BadgeOptions,
    label: str,
    state: str,
    role: str,
    named: Wording,
    names: Sequence[str],
    years: str,
    most_px: int,
) -> Flat:
    said = _line((role,), 11, BOLD, 200)
    name = _line(names, 11, REGULAR, most_px, named.lang)
    when = _line((years,), 11, REGULAR, 90) if years else None
    panel = ceil(8 + 10 + 5 + said.length + 8)
    width = ceil(panel + 8 + name.length + (when.length + 6 if when else 0) + 8)
    side = _Side(width, direction(options.lang))
    return Flat(
        picture=_picture(options, label, width, 24, state),
        panel=panel,
        mark_x=side.of(13) - 5,
        role=_placed(said, side.of(23 + said.length / 2), 16),
        network=_placed(name, side.of(panel + 8 + name.length / 2), 16),
        years=_placed(when, side.of(width - 8 - when.length / 2), 16) if when else None,
    )


def plaque(seen: Standing, options: BadgeOptions) -> Plaque:
    letters = _line((monogram(seen.network, options.lang),), 15, BOLD, 34)
    named = worded(seen.network.name, options.lang)
    name = _line(_names(seen, options), 13, BOLD, 260, named.lang)
    said = _line((f"{seen.role} {seen.years}".strip(),), 11, REGULAR, 245)
    width = ceil(8 + 40 + 12 + max(name.length, said.length + 15) + 16)
    side = _Side(width, direction(options.lang))
    return Plaque(
        picture=_picture(options, seen.label, width, 56, seen.state),
        monogram=_placed(letters, side.of(28), 33.5),
        monogram_x=side.of(28) - 20,
        mark_x=side.of(65) - 5,
        network=_placed(name, side.of(60 + name.length / 2), 24.5),
        role=_placed(said, side.of(75 + said.length / 2), 42),
    )


def seal(seen: Standing, options: BadgeOptions) -> Seal:
    named = worded(seen.network.name, options.lang)
    known = worded(seen.member.abbreviation or seen.member.name, options.lang)
    top, bottom = 2 * pi * _TOP_PX * 0.6, 2 * pi * _BOTTOM_PX * 0.27
    size, rows = _rows(tidy(seen.role), 71)
    first = 68 - size * 0.55 * (len(rows) - 1) - (3 if seen.years else 0)
    last = first + size * 1.1 * len(rows)
    below = last + 2
    years = _line((seen.years,), 9, REGULAR, _chord_px(below)) if seen.years else None
    return Seal(
        picture=_picture(options, seen.label, 120, 120, seen.state),
        network=_line(_names(seen, options), _RING_PX, BOLD, top, named.lang),
        member=_line((known.text,), _RING_PX, BOLD, bottom, known.lang),
        role=tuple(
            _placed(_line((text,), size, BOLD, 76), 60, first + size * 1.1 * number)
            for number, text in enumerate(rows)
        ),
        years=_placed(years, 60, below) if years and years.text == tidy(seen.years) else None,
    )


def _chord_px(y: float) -> float:
    """How wide the inner disc of a seal is at this height, but for its rim. Where no text fits,
    next to nothing."""
    return max(1, 2 * sqrt(max(0, _DISC_PX**2 - (y - 60) ** 2)) - 6)


_SHAPES: dict[str, Callable[[Standing, BadgeOptions], Drawing]] = {
    "flat": flat,
    "plaque": plaque,
    "seal": seal,
}


@dataclass(frozen=True)
class _Side:
    """Turns a place around where the language is written from right to left."""

    width: int
    dir: str

    def of(self, x: float) -> float:
        return _rounded(self.width - x if self.dir == "rtl" else x)


def _picture(options: BadgeOptions, label: str, width: int, height: int, state: str) -> Picture:
    return Picture(
        lang=options.lang,
        label=tidy(label),
        width=width,
        height=height,
        is_mirrored=direction(options.lang) == "rtl",
        paint=legible(options.accent) if state == "current" else _GREY,
        palette=DARK if options.theme == "dark" else LIGHT,
        follows=FOLLOWS_SCHEME if options.theme == "auto" else "",
        mark=_MARKS[state],
    )


def _names(seen: Standing, options: BadgeOptions) -> tuple[str, ...]:
    """What a network may be called, best first."""
    network = seen.network
    names = (network.name, network.abbreviation or network.name)
    return tuple(each.chosen(options.lang)[1] for each in names)


def _line(texts: Sequence[str], size: float, weight: int, most_px: float, lang: str = "") -> Line:
    """The first of the texts that fits; it has yet to be placed."""
    text = fitted([tidy(each) for each in texts], size, weight, most_px)
    length = _rounded(width_px(text, size, weight))
    is_right_to_left = written_direction(text) == "rtl"
    return Line(embedded(text), 0, 0, size, length, weight, is_right_to_left, lang)


def _placed(line: Line, x: float, y: float) -> Line:
    return replace(line, x=_rounded(x), y=_rounded(y))


def _rows(text: str, most_px: float) -> tuple[float, list[str]]:
    """At most three rows, at the largest size at which each fits. Shape: size, rows."""
    words = text.replace("-", "- ").split()
    for size in (12, 11, 10, 9, 8):
        rows = [""]
        for word in words:
            longer = f"{rows[-1]} {word}".replace("- ", "-").strip()
            if rows[-1] and width_px(longer, size, BOLD) > most_px:
                rows.append(word)
            else:
                rows[-1] = longer
        if len(rows) <= 3 and all(width_px(row, size, BOLD) <= most_px for row in rows):
            break
    return size, rows[:3]


def _rounded(length: float) -> float:
    return int(length) if length == int(length) else round(length, 1)
