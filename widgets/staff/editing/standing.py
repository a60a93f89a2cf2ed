"""How one entry stands: as a draft, as published, and what can be done with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Collaboration, Entry, Membership, Party
from widgets.language.messages import marked
from widgets.staff.desk import Desk
from widgets.staff.editing.reading import name_of
from widgets.staff.frames import ENTRY_NAMES
from widgets.store.journal import Saved
from widgets.store.ledger import DRAFT, GONE, STATE_NAMES, state_of

_NEVER_SHOWN = {DRAFT: marked("Draft, never published"), GONE: marked("Taken away")}


@dataclass(frozen=True)
class Standing:
    """Shape: state is a key of STATE_NAMES, status says it; ways are (address, words)."""

    name: str
    list: tuple[str, str]
    address: str
    state: str
    status: str
    ways: tuple[tuple[str, str], ...]


async def standing(desk: Desk, newest: Saved, entry: Entry, drafts: Edition) -> Standing:
    """Shape: entry is what the newest revision says, or the last that said anything."""
    shown = (await desk.journal.published_among([newest.key])).get(newest.key)
    published = shown.body if shown else None
    state = state_of(newest.body, published)
    names = STATE_NAMES if published else STATE_NAMES | _NEVER_SHOWN
    said = desk.said.gettext
    return Standing(
        name=name_of(entry, drafts, desk.lang),
        list=(f"/staff/entries/{newest.type}", said(ENTRY_NAMES[newest.type])),
        address=f"/staff/entries/{newest.type}/{newest.slug}",
        state=state,
        status=said(names[state]),
        ways=tuple((address, said(words)) for address, words in _ways(desk, newest, entry)),
    )


def _ways(desk: Desk, newest: Saved, entry: Entry) -> Iterator[tuple[str, str]]:
    here = f"/staff/entries/{newest.type}/{newest.slug}"
    if newest.body:
        yield f"/staff/preview?{urlencode(previewed(newest.type, entry))}", marked("Preview")
    if newest.type == "network" and newest.body:
        yield f"{here}/members", marked("Members")
    if newest.type == "organisation" and newest.body:
        yield f"{here}/networks", marked("Networks")
    if newest.type == "organisation" and newest.body and desk.account.may("editor"):
        yield f"/staff/new/membership?member={newest.slug}", marked("Add it to a network")
    if isinstance(entry, Party) and newest.body and desk.account.may("editor"):
        yield f"{here}/logo", marked("Logo")
    yield f"{here}/history", marked("History")
    if newest.body and desk.account.may("publisher"):
        yield f"{here}/withdraw", marked("Withdraw")


def previewed(type: str, entry: Entry) -> dict[str, str]:
    """The widget in which an entry is seen best, as options of its kind."""
    if isinstance(entry, Membership):
        return {"kind": "badge", "network": entry.network, "member": entry.member}
    if isinstance(entry, Collaboration):
        return {"kind": "partners"}
    if type == "organisation":
        return {"kind": "networks", "organisation": entry.slug}
    return {"kind": "network" if type == "network" else "networks", type: entry.slug}
