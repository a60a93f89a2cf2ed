"""What tests of the form share: reading a form as a browser would send it back."""

import asyncio
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from widgets.catalogue.records import Entry
from widgets.store.database import opened
from widgets.store.journal import Journal

Draft = Callable[[str, str], Entry]


class Filled(HTMLParser):
    """The fields of the form of an entry, with what stands in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.buttons: list[str] = []
        self._inside = ""
        self._chosen = ""
        self.feed(html.split("<main", 1)[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        name, kind = named.get("name", ""), named.get("type", "")
        if tag == "input" and name and (kind not in {"checkbox", "radio"} or "checked" in named):
            self.fields[name] = named.get("value", "")
        elif tag == "textarea":
            self._inside, self.fields[name] = name, ""
        elif tag == "select":
            self._chosen, self.fields[name] = name, ""
        elif tag == "option" and "selected" in named:
            self.fields[self._chosen] = named["value"]
        elif tag == "button":
            self.buttons.append(named.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":  # a browser drops the first line break
            self.fields[self._inside] = self.fields[self._inside].removeprefix("\n")
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.fields[self._inside] += data


def filled(html: str, **changes: str) -> dict[str, str]:
    """What a browser sends of a page's form, once somebody has changed these fields; of a name that
    holds a dot, the dot is a double underscore here."""
    kept = {name: text for name, text in Filled(html).fields.items() if name != "token"}
    return kept | {name.replace("__", "."): text for name, text in changes.items()}


@pytest.fixture
def draft(database: Path) -> Draft:
    """What the newest revision of an entry says."""

    async def read(type: str, slug: str) -> Entry:
        async with opened(database) as connection:
            saved = await Journal(connection).newest_of(type, slug)
            assert saved
            return saved.record()

    return lambda type, slug: asyncio.run(read(type, slug))
