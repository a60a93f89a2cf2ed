"""What stands around the work on each page of staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import NullTranslations as Messages
from typing import Protocol

from starlette.requests import Request

from widgets.embed.hosting import Hosting, edition
from widgets.kinds.site import Site
from widgets.kinds.wording import short_name
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
CHANGES = "/staff/changes"
_GROUPS = (  # (name, sections as (address, name, the least role that sees it))
    (
        marked("Catalogue"),
        (
            ("/staff", marked("Start"), "viewer"),
            *((f"/staff/entries/{type}", ENTRY_NAMES[type], "viewer") for type in ENTRY_NAMES),
        ),
    ),
    (
        marked("Publish"),
        (
            (CHANGES, marked("Changes"), "viewer"),
            ("/staff/preview", marked("Preview"), "viewer"),
            ("/staff/publications", marked("Published"), "viewer"),
            ("/staff/portfolio", marked("Portfolio"), "viewer"),
        ),
    ),
    (
        marked("Exchange"),
        (
            ("/staff/import", marked("Import"), "editor"),
            ("/staff/export", marked("Export"), "viewer"),
        ),
    ),
    (
        marked("Administration"),
        (
            ("/staff/colleagues", marked("Colleagues"), "admin"),
            ("/staff/audit", marked("Log"), "admin"),
        ),
    ),
)


@dataclass(frozen=True)
class Section:
    """Shape: count is of what waits there, 0 for nothing to say."""

    address: str
    name: str
    is_current: bool
    count: int


@dataclass(frozen=True)
class SectionGroup:
    name: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Frame:
    """Shape: groups and colleague are empty for who is not signed in; here is the name of the
    section; token goes into each form; notice is what has just been done."""

    lang: str
    dir: str
    title: str
    host: str
    icon: str
    stylesheet: str
    htmx: str
    integrity: str
    groups: tuple[SectionGroup, ...]
    here: str
    colleague: str
    token: str
    notice: str


class Around(Protocol):
    """What a frame is made from: a request, in other words."""

    @property
    def request(self) -> Request: ...
    @property
    def hosting(self) -> Hosting: ...
    @property
    def site(self) -> Site: ...
    @property
    def lang(self) -> str: ...
    @property
    def token(self) -> str: ...


def framed(
    around: Around,
    title: str,
    current: str,
    notice: str,
    account: Account | None = None,
    waiting: int = 0,
) -> Frame:
    """Shape: title is translated; current is the address of a section; waiting counts changes."""
    host, site, lang = around.hosting, around.site, around.lang
    groups = tuple(_groups(messages(lang), account, current, waiting)) if account else ()
    host_party = edition(around.request).party(site.host)
    return Frame(
        lang=lang,
        dir=direction(lang),
        title=title,
        host=short_name(host_party, lang) if host_party else site.host,
        icon=host.static(site, "icon.svg"),
        stylesheet=host.static(site, "staff.css"),
        htmx=f"{site.base}/static/{host.assets.htmx}",
        integrity=host.assets.integrity,
        groups=groups,
        here=next(
            (each.name for group in groups for each in group.sections if each.is_current), title
        ),
        colleague=account.name if account else "",
        token=around.token,
        notice=notice,
    )


def _groups(said: Messages, account: Account, current: str, waiting: int) -> Iterator[SectionGroup]:
    for name, listed in _GROUPS:
        sections = tuple(
            Section(
                address,
                said.gettext(section),
                address == current,
                waiting if address == CHANGES else 0,
            )
            for address, section, least in listed
            if account.may(least)
        )
        if sections:
            yield SectionGroup(said.gettext(name), sections)
