"""What visitors see of a change: the widgets that show it, before and after, side by side."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from starlette.concurrency import run_in_threadpool

from widgets.catalogue.edition import Edition
from widgets.catalogue.edition import edition as built
from widgets.catalogue.records import Entry, Key, key_of
from widgets.embed.hosting import edition
from widgets.kinds.registry import KINDS
from widgets.language.messages import marked, number
from widgets.staff.desk import Desk
from widgets.staff.previewing import links
from widgets.staff.publishing.impact import Affected, Impact, impact
from widgets.store.previews import state

_VERB_NAMES = {
    "added": marked("Appears"),
    "changed": marked("Looks different"),
    "removed": marked("Disappears"),
}
_STATUS = {"added": "published", "changed": "draft", "removed": "gone"}


@dataclass(frozen=True)
class Widget:
    """Shape: before and after are addresses, empty where there is nothing to show."""

    label: str
    verb: str
    status: str
    before: str
    after: str


@dataclass(frozen=True)
class Showing:
    """Shape: groups are (kind, its widgets); more says how many widgets were not looked at, if
    any."""

    groups: tuple[tuple[str, tuple[Widget, ...]], ...]
    more: str


async def showing(
    desk: Desk, instead: Mapping[Key, Entry | None], *, in_drafts: bool = False
) -> Showing:
    """What visitors would see change if these entries were published instead of what is.

    Shape: None for an entry that goes away; in_drafts where the drafts show what comes after."""
    before = edition(desk.request)
    found = await run_in_threadpool(_looked_at, desk, before, instead)
    mount = await _drafts(desk) if in_drafts else ""
    groups: dict[str, dict[str, Widget]] = {}
    for each in found.widgets:
        title = desk.said.gettext(KINDS[each.kind].title)
        groups.setdefault(title, {}).setdefault(each.label, _widget(desk, each, mount))
    return Showing(
        groups=tuple((title, tuple(widgets.values())) for title, widgets in groups.items()),
        more=_more(desk, found.more) if found.more else "",
    )


def _widget(desk: Desk, found: Affected, mount: str) -> Widget:
    has_after = mount and found.verb != "removed"
    after = replace(desk.site, mount=mount).page(found.kind, found.options)
    return Widget(
        label=found.label,
        verb=desk.said.gettext(_VERB_NAMES[found.verb]),
        status=_STATUS[found.verb],
        before="" if found.verb == "added" else desk.site.page(found.kind, found.options),
        after=after if has_after else "",
    )


def _looked_at(desk: Desk, before: Edition, instead: Mapping[Key, Entry | None]) -> Impact:
    """Shape: the keys are looked at in their order."""
    kept = (each for each in _entries(before) if key_of(each) not in instead)
    after = built((*kept, *(each for each in instead.values() if each)))
    return impact(before, after, _first(instead), desk.site, desk.lang)


def _first(keys: Collection[Key]) -> list[Key]:
    """Networks first, since they show the most."""
    return sorted(keys, key=lambda key: key[0] != "network")


def _entries(shown: Edition) -> Iterator[Entry]:
    yield from shown.categories.values()
    yield from shown.topics.values()
    yield from shown.organisations.values()
    yield from shown.networks.values()
    yield from chain.from_iterable(shown.members.values())
    yield from chain.from_iterable(shown.collaborations.values())


async def _drafts(desk: Desk) -> str:
    """The path below which the drafts are shown."""
    return links.mount(desk.key, links.own(await state(desk.connection), desk.now()))


def _more(desk: Desk, count: int) -> str:
    said = desk.said.ngettext(
        "%(count)s more widget may show it and was not looked at.",
        "%(count)s more widgets may show it and were not looked at.",
        count,
    )
    return said % {"count": number(count, desk.lang)}
