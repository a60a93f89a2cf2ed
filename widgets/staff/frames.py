"""What stands around the work on each page of staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import NullTranslations as Messages
from typing import Protocol

from widgets.embed.hosting import Hosting
from widgets.kinds.site import Site
from widgets.language.messages import direction, marked, messages
from widgets.store.accounts import Account

ENTRY_NAMES = {
    "network": marked("Networks"),
    "organisation": marked("Organisations"),
    "membership": marked("Memberships"),
    "category": marked("Categories"),
    "topic": marked("Topics"),
    "collaboration": marked("Collaborations"),
}
_SECTIONS = (  # (address, name, the least role that sees it)
    ("/staff", marked("Start"), "viewer"),
    *((f"/staff/entries/{type}", ENTRY_NAMES[type], "viewer") for type in ENTRY_NAMES),
    ("/staff/changes", marked("Changes"), "viewer"),
    ("/staff/publications", marked("Published"), "viewer"),
    ("/staff/preview", marked("Preview"), "viewer"),
    ("/staff/import", marked("Import"), "editor"),
    ("/staff/export", marked("Export"), "viewer"),
    ("/staff/colleagues", marked("Colleagues"), "admin"),
    ("/staff/audit", marked("Log"), "admin"),
)


@dataclass(frozen=True)
class Section:
    address: str
    name: str
    is_current: bool


@dataclass(frozen=True)
class Frame:
    """Shape: sections and colleague are empty for who is not signed in; token goes into each form;
    notice is what has just been done."""

    lang: str
    dir: str
    title: str
    host: str
    icon: str
    stylesheet: str
    htmx: str
    integrity: str
    sections: tuple[Section, ...]
    colleague: str
    token: str
    notice: str


class Around(Protocol):
    """What a frame is made from: a request, in other words."""

    @property
    def hosting(self) -> Hosting: ...
    @property
    def site(self) -> Site: ...
    @property
    def lang(self) -> str: ...
    @property
    def token(self) -> str: ...


def framed(
    around: Around, title: str, current: str, notice: str, account: Account | None = None
) -> Frame:
    """Shape: title is translated; current is the address of a section."""
    host, site = around.hosting, around.site
    return Frame(
        lang=around.lang,
        dir=direction(around.lang),
        title=title,
        host=site.host,
        icon=host.static(site, "icon.svg"),
        stylesheet=host.static(site, "staff.css"),
        htmx=f"{site.base}/static/{host.assets.htmx}",
        integrity=host.assets.integrity,
        sections=tuple(_sections(messages(around.lang), account, current)) if account else (),
        colleague=account.name if account else "",
        token=around.token,
        notice=notice,
    )


def _sections(said: Messages, account: Account, current: str) -> Iterator[Section]:
    for address, name, least in _SECTIONS:
        if account.may(least):
            yield Section(address, said.gettext(name), address == current)
