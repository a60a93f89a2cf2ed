"""An entry to be read: what its fields say, in the colleague's language."""

from collections.abc import Iterator
from dataclasses import dataclass

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import EVERY_LANGUAGE, Collaboration, Entry, Membership
from widgets.kinds.wording import isolated, worded
from widgets.language.messages import direction, language_name, messages, written_direction
from widgets.staff.editing import parties
from widgets.staff.editing.choices import Choice, choices
from widgets.staff.editing.controls import BY_LANGUAGE, Control, Form
from widgets.staff.editing.sheets import Sheet, rows


@dataclass(frozen=True)
class Said:
    """Shape: language is its name, "" where there is none; href leads to what is meant."""

    text: str
    language: str = ""
    lang: str = ""
    dir: str = ""
    href: str = ""
    is_markdown: bool = False


@dataclass(frozen=True)
class Fact:
    label: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Reader:
    drafts: Edition
    lang: str

    def facts(self, form: Form, sheet: Sheet) -> Iterator[tuple[str, tuple[Fact, ...]]]:
        """Group by group, without what is not said."""
        said = messages(self.lang)
        for group in form.groups:
            found = (
                Fact(said.gettext(each.label), tuple(self.of(each, sheet)))
                for each in group.controls
            )
            if facts := tuple(fact for fact in found if fact.said):
                yield said.gettext(group.label), facts

    def of(self, control: Control, sheet: Sheet) -> Iterator[Said]:
        """What one field says: each text by itself."""
        name = control.name
        below = {key: text for key, text in sheet.items() if key.startswith(f"{name}.") and text}
        if control.takes in BY_LANGUAGE:
            for key, text in below.items():
                yield self._text(key.rsplit(".", 1)[1], text, control.takes == "markdown")
        elif control.takes == "ticks":
            chosen = [key.removeprefix(f"{name}.") for key in below]
            named = {each.value: each.name for each in self._choices(control, *chosen)}
            yield from (Said(named[slug]) for slug in chosen)
        elif control.takes == "rows":
            yield from (self._line(text) for text in below.values())
        elif control.takes == "publications":
            yield from (self._publication(below, f"{name}.{row}") for row in rows(below, name))
        elif text := sheet.get(name, ""):
            yield self._one(control, text)

    def plain(self, control: Control, part: Sheet) -> str:
        """The same as one text, a line for each."""
        return "\n".join(each.text for each in self.of(control, part))

    def _one(self, control: Control, text: str) -> Said:
        match control.takes:
            case "tick":
                return Said(messages(self.lang).gettext("Yes"))
            case "choice":
                return Said(next(e.name for e in self._choices(control, text) if e.value == text))
            case "party":
                return self._party(control, text)
        return self._line(text)

    def _text(self, code: str, text: str, is_markdown: bool) -> Said:
        if code == EVERY_LANGUAGE:
            return Said(text, dir=written_direction(text), is_markdown=is_markdown)
        named = language_name(code, self.lang)
        return Said(text, named, code, direction(code), is_markdown=is_markdown)

    def _line(self, text: str) -> Said:
        is_address = text.startswith(("http://", "https://"))
        return Said(text, dir=written_direction(text), href=text if is_address else "")

    def _party(self, control: Control, slug: str) -> Said:
        name = parties.shown(self.drafts, "party", slug, self.lang)
        type = "network" if slug in self.drafts.networks else "organisation"
        return Said(name, dir=written_direction(name), href=f"/staff/entries/{type}/{slug}")

    def _publication(self, below: Sheet, key: str) -> Said:
        titles = [text for name, text in below.items() if name.startswith(f"{key}.title.")]
        address = below.get(f"{key}.url", "")
        parts = (" / ".join(titles), below.get(f"{key}.year", ""), address)
        return Said(", ".join(part for part in parts if part), href=address)

    def _choices(self, control: Control, *chosen: str) -> tuple[Choice, ...]:
        return choices(control.of, self.drafts, self.lang, chosen)


def name_of(entry: Entry, drafts: Edition, lang: str) -> str:
    """What an entry is called in a title."""
    if isinstance(entry, Membership):
        message = messages(lang).gettext("%(member)s in %(network)s")
        member, network = (
            isolated(parties.shown(drafts, "party", slug, lang), lang)
            for slug in (entry.member, entry.network)
        )
        return message % {"member": member, "network": network}
    texts = entry.title if isinstance(entry, Collaboration) else entry.name
    return worded(texts, lang).text
