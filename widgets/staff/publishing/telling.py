"""Entries, their fields and what differs in them, in the words of who keeps them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gettext import NullTranslations as Messages

from widgets.catalogue.differences import ADDED as NEW
from widgets.catalogue.differences import REMOVED as OLD
from widgets.catalogue.differences import Difference, Run, Value, differences, words
from widgets.catalogue.edition import Edition
from widgets.catalogue.records import EVERY_LANGUAGE, Collaboration, Entry, Key, Membership
from widgets.errors import Unreadable
from widgets.kinds.wording import ROLE_NAMES, SCOPE_NAMES, isolated
from widgets.language.messages import direction, language_name, marked, messages, territory
from widgets.staff.editing.choices import FORM_NAMES
from widgets.staff.editing.fields import FORMS
from widgets.staff.times import Clock
from widgets.store.journal import Saved

TYPE_NAMES = {
    "network": marked("Network"),
    "organisation": marked("Organisation"),
    "membership": marked("Membership"),
    "category": marked("Category"),
    "topic": marked("Topic"),
    "collaboration": marked("Collaboration"),
}
VERB_NAMES = {"added": marked("New"), "changed": marked("Changed"), "removed": marked("Removed")}
STATUS = {"added": "draft", "changed": "draft", "removed": "gone"}  # of staff.css
_BESIDE_THE_FORM = {
    "logo": marked("Logo"),
    "logo.digest": marked("Picture of the logo"),
    "logo.alt": marked("The logo in words"),
    "logo.width": marked("Width of the logo"),
    "logo.height": marked("Height of the logo"),
}
_PICTURE, _SIZES = "logo.digest", {"logo.width", "logo.height"}  # the picture shows its size


@dataclass(frozen=True)
class Field:
    """One field that differs.

    Shape: lang and dir are of its text, empty for what is said in the reader's own language; runs
    in the order of reading; is_reordered where a list only changed its order; is_picture where the
    runs are digests of pictures."""

    label: str
    lang: str
    dir: str
    runs: tuple[Run, ...]
    is_list: bool
    is_reordered: bool
    is_picture: bool


@dataclass(frozen=True)
class Telling:
    """Shape: edition is where names are looked up; authors are names of colleagues by address."""

    edition: Edition
    clock: Clock
    authors: Mapping[str, str]

    @property
    def lang(self) -> str:
        return self.clock.lang

    @property
    def said(self) -> Messages:
        return messages(self.lang)

    def author(self, email: str) -> str:
        """What a colleague is called; the address of who has no account any more."""
        return self.authors.get(email, email)

    def name(self, type: str, slug: str) -> str:
        """What an entry is called; its slug where it is not there to ask."""
        entry = self.edition.entry(type, slug)
        return self.name_of(entry) if entry else slug

    def name_of(self, entry: Entry) -> str:
        if isinstance(entry, Membership):
            return self.said.gettext("%(member)s in %(network)s: %(role)s") % {
                "member": self._party(entry.member),
                "network": self._party(entry.network),
                "role": self.said.gettext(ROLE_NAMES[entry.role]),
            }
        name = entry.title if isinstance(entry, Collaboration) else entry.name
        return isolated(name.chosen(self.lang)[1], self.lang)

    def best_name(self, key: Key, *saved: Saved | None) -> str:
        """What an entry is called by the first of its revisions that says so."""
        entry = next((each for each in map(record, saved) if each), None)
        return self.name_of(entry) if entry else self.name(*key)

    def fields(self, before: Saved | None, after: Saved | None) -> tuple[Field, ...]:
        """What differs between two revisions; nothing of one that cannot be read."""
        known = after or before
        found = differences(record(before), record(after))
        if any(each.path == _PICTURE for each in found):
            found = tuple(each for each in found if each.path not in _SIZES)
        return tuple(self.field(known.type, each) for each in found) if known else ()

    def field(self, type: str, told: Difference) -> Field:
        """Named as in the form of its entry."""
        labels = _BESIDE_THE_FORM | {
            name: each.label for name, each in FORMS[type].controls.items()
        }
        field, language = told.path, ""
        if field not in labels:
            field, _, language = told.path.rpartition(".")
        label = self.said.gettext(labels.get(field, field))
        if language and language != EVERY_LANGUAGE:
            named = {"field": label, "language": language_name(language, self.lang)}
            label = self.said.gettext("%(field)s, %(language)s") % named
        is_list = bool(told.removed or told.added)
        return Field(
            label=label,
            lang="" if language in {self.lang, EVERY_LANGUAGE} else language,
            dir=direction(language) if language not in {"", EVERY_LANGUAGE} else "",
            runs=tuple(self._of_list(field, told) if is_list else self._of_text(field, told)),
            is_list=is_list,
            is_reordered=not is_list and told.before is told.after is None,
            is_picture=field == _PICTURE,
        )

    def _party(self, slug: str) -> str:
        party = self.edition.party(slug)
        return isolated(party.name.chosen(self.lang)[1], self.lang) if party else slug

    def _of_list(self, field: str, told: Difference) -> Iterator[Run]:
        for kind, values in ((OLD, told.removed), (NEW, told.added)):
            for value in values:
                yield Run(kind, self._value(field, value))

    def _of_text(self, field: str, told: Difference) -> Iterator[Run]:
        before, after = (self._value(field, each) for each in (told.before, told.after))
        if before and after and " " in before:
            yield from words(before, after)
        else:
            yield from (Run(OLD, before), Run(NEW, after)) if before else (Run(NEW, after),)

    def _value(self, field: str, value: Value) -> str:
        """A value as a person would say it."""
        match field:
            case _ if value is None:
                return ""
            case _ if isinstance(value, bool):
                return self.said.gettext("Yes") if value else self.said.gettext("No")
            case "role" | "scope" | "form":
                names = {**ROLE_NAMES, **SCOPE_NAMES, **FORM_NAMES}
                return self.said.gettext(names[str(value)])
            case "country" | "area":
                return territory(str(value), self.lang)
            case "network" | "member" | "organisation":
                return self._party(str(value))
            case "topics" | "category":
                return self.name(field.removesuffix("s"), str(value))
            case _:
                return str(value)


def record(saved: Saved | None) -> Entry | None:
    """None for what is not there, was taken away, or is of an age that cannot be read any more."""
    if saved is None or saved.body is None:
        return None
    try:
        return saved.record()
    except Unreadable:
        return None
