"""Two colleagues on one entry: what each of them changed since both began."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from widgets.staff.editing.controls import LISTS, Form
from widgets.staff.editing.sheets import Sheet, rows


@dataclass(frozen=True)
class Clash:
    """What both have changed, and not in the same way. Shape: unit is a key of a sheet, or the name
    of a list, which is looked at as a whole."""

    unit: str
    base: Sheet
    theirs: Sheet
    mine: Sheet


@dataclass(frozen=True)
class Merged:
    """Shape: sheet is mine, with all that only the other one changed, who wins no clash yet; taken
    are the units that came from there."""

    sheet: dict[str, str]
    taken: tuple[str, ...]
    clashes: tuple[Clash, ...]


def merged(form: Form, base: Sheet, theirs: Sheet, mine: Sheet) -> Merged:
    sheet: dict[str, str] = {}
    taken: list[str] = []
    clashes: list[Clash] = []
    for unit in _units(form, base, theirs, mine):
        was, there, here = (_part(each, unit) for each in (base, theirs, mine))
        if _said(there) == _said(here) or _said(was) == _said(there):
            sheet.update(here)
        elif _said(was) == _said(here):
            sheet.update(there)
            taken.append(unit)
        else:
            sheet.update(here)
            clashes.append(Clash(unit, was, there, here))
    return Merged(sheet, tuple(taken), tuple(clashes))


def settled(form: Form, found: Merged, chosen: dict[str, tuple[str, str]]) -> dict[str, str]:
    """The sheet once somebody has chosen.

    Shape: chosen holds for each clash "mine", "theirs" or "both", and the text of both."""
    sheet = dict(found.sheet)
    for clash in found.clashes:
        choice, text = chosen[clash.unit]
        if choice == "mine":
            continue
        for key in clash.mine:
            del sheet[key]
        if choice == "theirs":
            sheet.update(clash.theirs)
        else:
            sheet.update(_both(form, clash, text))
    return sheet


def can_hold_both(form: Form, unit: str) -> bool:
    return "." in unit or form.controls[unit].takes in LISTS


def _both(form: Form, clash: Clash, text: str) -> dict[str, str]:
    control = form.controls[clash.unit.split(".")[0]]
    if control.takes not in LISTS:
        return {clash.unit: text}
    if control.takes == "ticks":
        return {**clash.theirs, **clash.mine}
    numbers = count()
    joined: dict[str, str] = {}
    known: list[tuple[tuple[str, str], ...]] = []
    for side in (clash.theirs, clash.mine):
        for row in rows(side, clash.unit):
            prefix = f"{clash.unit}.{row}"
            below = {key[len(prefix) :]: each for key, each in side.items() if _is_of(key, prefix)}
            if (said := tuple(sorted(_said(below).items()))) and said not in known:
                known.append(said)
                number = next(numbers)
                joined |= {f"{clash.unit}.{number}{rest}": each for rest, each in below.items()}
    return joined


def _units(form: Form, *sheets: Sheet) -> Iterator[str]:
    """Each once, in the order of the form."""
    for control in form.controls.values():
        if control.takes in LISTS:
            yield control.name
        else:
            yield from dict.fromkeys(
                key for sheet in sheets for key in sheet if _is_of(key, control.name)
            )


def _part(sheet: Sheet, unit: str) -> dict[str, str]:
    return {key: text for key, text in sheet.items() if _is_of(key, unit)}


def _is_of(key: str, unit: str) -> bool:
    return key == unit or key.startswith(f"{unit}.")


def _said(part: Sheet) -> dict[str, str]:
    """What counts of it: the text itself, without empty rows and what stands around."""
    return {key: text.strip() for key, text in part.items() if text.strip()}
