"""What one change does to each of several entries. Nothing is saved here."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from widgets.catalogue.faults import Fault, faults
from widgets.catalogue.records import Entry
from widgets.staff.listing.changes import Change, changed
from widgets.staff.listing.chosen import Chosen


@dataclass(frozen=True)
class Plan:
    """Shape: steps pair what is there with what it becomes, refused with why it cannot; same is how
    many say so already."""

    change: Change
    value: str
    steps: tuple[tuple[Chosen, Entry], ...]
    refused: tuple[tuple[Chosen, Fault], ...]
    same: int


def planned(chosen: Sequence[Chosen], change: Change, value: str) -> Plan:
    steps, refused = [], []
    for each in chosen:
        try:
            after = changed(each.record, change, value)
        except ValidationError as error:
            refused.append((each, faults(error)[0]))
            continue
        if after != each.record:
            steps.append((each, after))
    same = len(chosen) - len(steps) - len(refused)
    return Plan(change, value, tuple(steps), tuple(refused), same)
