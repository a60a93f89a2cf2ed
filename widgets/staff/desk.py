"""What a handler of this room works with: one request, and the colleague who made it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gettext import NullTranslations as Messages
from typing import Any
from urllib.parse import urlencode

import aiosqlite
from starlette.requests import Request
from starlette.responses import Response

from widgets.catalogue.edition import Edition
from widgets.embed.hosting import Hosting
from widgets.http.forms import Sent
from widgets.http.responses import private, redirected
from widgets.kinds.site import Site
from widgets.language.messages import messages
from widgets.render import render
from widgets.staff.frames import Frame, framed
from widgets.staff.times import Clock
from widgets.store.accounts import Account, Accounts
from widgets.store.audit import Audit
from widgets.store.journal import Journal
from widgets.store.ledger import Ledger
from widgets.store.sessions import Sessions


@dataclass(frozen=True)
class Caller:
    """A request of anybody, however the database is. Shape: sent is empty where nothing was; token
    goes into each form."""

    request: Request
    hosting: Hosting
    site: Site
    lang: str
    token: str
    sent: Sent

    @property
    def said(self) -> Messages:
        return messages(self.lang)

    @property
    def asked(self) -> dict[str, str]:
        """The query, of a name that comes twice the last."""
        return dict(self.request.query_params)

    @property
    def now(self) -> Callable[[], float]:
        clock: Callable[[], float] = self.request.app.state.now
        return clock

    @property
    def key(self) -> str:
        """Signs what staff carry."""
        key: str = self.request.app.state.key
        return key

    @property
    def clock(self) -> Clock:
        """How moments are said to who asks."""
        return Clock(self.lang, self.hosting.settings.time_zone, self.now)

    def done(self, messages: Mapping[str, str]) -> str:
        """What a form led back with, in words. Shape: messages by what the query says of it."""
        message = messages.get(self.asked.get("done", ""), "")
        return self.said.gettext(message) if message else ""

    def frame(self, title: str, current: str = "", notice: str = "") -> Frame:
        """Shape: title is translated; current is the address of a section."""
        return framed(self, title, current, notice)

    def page(self, template: str, view: Any, status: int = 200) -> Response:
        """A page of templates/staff/, with exactly the fields of its context."""
        return private(render(f"staff/{template}", view, self.lang), status=status)

    def to(self, path: str, **query: str) -> Response:
        """After a form: on to another page of ours, by GET.

        Shape: path begins with a slash."""
        return redirected(f"{self.site.base}{path}" + (f"?{urlencode(query)}" if query else ""))


@dataclass(frozen=True)
class Door(Caller):
    """A request of anybody, who may be known. Shape: connection is open until the answer is
    made."""

    connection: aiosqlite.Connection

    @property
    def accounts(self) -> Accounts:
        return Accounts(self.connection, self.request.app.state.hasher, self.now)

    @property
    def sessions(self) -> Sessions:
        return Sessions(self.connection, self.now)

    @property
    def audit(self) -> Audit:
        return Audit(self.connection, self.now)


@dataclass(frozen=True)
class Desk(Door):
    """A request of a colleague who is signed in and may do what is asked.

    Shape: waiting counts the entries whose draft is not published."""

    account: Account
    waiting: int

    @property
    def journal(self) -> Journal:
        return Journal(self.connection)

    @property
    def author(self) -> str:
        """As the journal and the log name who did it."""
        return self.account.email

    async def drafts(self) -> Edition:
        """The draft edition. Raises: StoreRefused, Unreadable."""
        ledger: Ledger = self.request.app.state.ledger
        return (await ledger.book()).edition

    def frame(self, title: str, current: str = "", notice: str = "") -> Frame:
        return framed(self, title, current, notice, self.account, self.waiting)
