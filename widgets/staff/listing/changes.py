"""What can be changed of many entries at once. The role of a membership cannot: it is part of its
address."""

from dataclasses import dataclass
from typing import Any

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Entry
from widgets.language.messages import marked, messages
from widgets.staff.editing.choices import choices as offered

CLEAR = "-"  # sent for "take it out"
ADD, REMOVE, SET = "add", "remove", "set"


@dataclass(frozen=True)
class Change:
    """Shape: of is what a value is chosen from: "category", "scope", "country" or "topic"; "yes" is
    a yes or no, "year" is typed; is_clearing where it may also be taken out."""

    name: str
    field: str
    label: str
    of: str
    how: str = SET
    is_clearing: bool = False


_ENDS = (
    Change("since", "since", marked("Since"), "year", is_clearing=True),
    Change("until", "until", marked("Until"), "year", is_clearing=True),
    Change("ended", "ended", marked("Has ended, in a year that is not known"), "yes"),
)
_COUNTRY = Change("country", "country", marked("Country"), "country", is_clearing=True)
_TOPICS = (
    Change("topic-add", "topics", marked("Add a topic"), "topic", ADD),
    Change("topic-remove", "topics", marked("Take a topic off"), "topic", REMOVE),
)
CHANGES: dict[str, tuple[Change, ...]] = {
    "network": (
        Change("category", "category", marked("Category"), "category", is_clearing=True),
        Change("confirmed", "category_confirmed", marked("Category confirmed"), "yes"),
        *_TOPICS,
        Change("scope", "scope", marked("Reach"), "scope", is_clearing=True),
        _COUNTRY,
        *_ENDS,
    ),
    "organisation": (_COUNTRY, *_TOPICS, *_ENDS),
    "membership": (
        Change("confirmed", "confirmed", marked("Last confirmed"), "year", is_clearing=True),
        *_ENDS,
    ),
    "category": (),
    "topic": (),
    "collaboration": (*_TOPICS, *_ENDS),
}


def change_named(type: str, name: str) -> Change | None:
    return next((each for each in CHANGES.get(type, ()) if each.name == name), None)


def changed(record: Entry, change: Change, value: str) -> Entry:
    """The entry with its new value; an empty one takes it out.

    Raises: pydantic.ValidationError for a value that the entry does not take."""
    before = getattr(record, change.field)
    after: Any = value or None
    if change.of == "yes":
        after = value == "yes"
    elif change.how == ADD:
        after = (*before, value) if value not in before else before
    elif change.how == REMOVE:
        after = tuple(each for each in before if each != value)
    fields = {name: getattr(record, name) for name in type(record).model_fields}
    return type(record).model_validate(fields | {change.field: after})


def choices(edition: Edition, change: Change, lang: str) -> tuple[tuple[str, str], ...]:
    """What can be chosen. Shape: (value, words), empty for a year."""
    if change.of == "year":
        return ()
    if change.of == "yes":
        return ("yes", messages(lang).gettext("Yes")), ("no", messages(lang).gettext("No"))
    return tuple((each.value, each.name) for each in offered(change.of, edition, lang, ()))


def shown(edition: Edition, change: Change, record: Entry, lang: str) -> tuple[str, ...]:
    """What an entry says now. Shape: empty where it says nothing."""
    value: Any = getattr(record, change.field)
    if change.of == "yes":
        value = "yes" if value else "no"
    values: tuple[str, ...] = value if isinstance(value, tuple) else (value,) if value else ()
    known = dict(choices(edition, change, lang))
    return tuple(known.get(each, each) for each in values)
