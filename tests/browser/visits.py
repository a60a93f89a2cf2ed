"""A person's visit to a page, and all that a browser would complain about meanwhile.

A tab costs a third of a second, so the visits of a process take turns in a few tabs. Nothing can
pass from one to the next: the cache is cleared, and cookies and storage have to be empty."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Error, Frame, Page

from tests.browser.origins import BY_ITSELF, Partner, Server

SCRIPTLESS_NOTE = "Blocked script execution in .* because the document's frame is sandboxed"
LOAD_NOTE = "Failed to load resource"
PATIENCE_MS = 10_000  # of a busy machine: nobody waits for it where all is well
_TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", event => console.error(
    "Content Security Policy: " + event.violatedDirective + " " + event.blockedURI), true)"""
_STORED = """() => { try { return { stored: localStorage.length + sessionStorage.length } }
    catch { return { stored: 0 } } }"""
_EMPTY = "document.open(); document.close()"  # a third of what about:blank takes
_DRAWN = "() => new Promise(r => requestAnimationFrame(() => setTimeout(() => r(true), 50)))"


@dataclass(frozen=True)
class Tab:
    page: Page
    tools: CDPSession

    def empty(self) -> None:
        """Leave nothing of a page that could still do something: no element, frame or listener."""
        self.page.mouse.move(0, 0)
        told = self.tools.send("Runtime.evaluate", {"expression": _EMPTY})
        if "exceptionDetails" in told:  # a picture cannot be emptied
            self.page.goto("about:blank")
        self.tools.send("Network.clearBrowserCache")


@dataclass
class Tabs:
    """Tabs by what cannot be changed in one that is open."""

    browser: Browser
    server: Server
    opened: dict[tuple[bool, bool], Tab] = field(default_factory=dict)

    def take(self, *, scripting: bool, lenient: bool) -> Tab:
        """Shape: lenient where our own policy does not count."""
        if (scripting, lenient) not in self.opened:
            self.opened[scripting, lenient] = self._open(scripting, lenient)
        return self.opened[scripting, lenient]

    def _open(self, scripting: bool, lenient: bool) -> Tab:
        context = self.browser.new_context(java_script_enabled=scripting, bypass_csp=lenient)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(_TELL_VIOLATIONS)
        context.new_page().goto(f"{self.server.base}/healthz")  # keeps a process warm for frames
        page = context.new_page()
        return Tab(page, context.new_cdp_session(page))

    def discard(self, tab: Tab) -> None:
        self.opened = {key: each for key, each in self.opened.items() if each is not tab}
        tab.page.context.close()


@dataclass
class Visit:
    """Shape: notes are the browser's complaints; sent and ended are addresses of requests."""

    page: Page
    origins: set[str]
    allowing: tuple[str, ...]
    notes: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    popups: list[Page] = field(default_factory=list)
    hearing: dict[str, Callable[..., None]] = field(default_factory=dict)

    def listen(self) -> None:
        self.hearing = {
            "console": lambda message: self._note(message),
            "pageerror": lambda error: self.notes.append(f"error: {error}"),
            "request": lambda request: self.sent.append(request.url),
            "requestfinished": lambda request: self.ended.append(request.url),
            "requestfailed": lambda request: self.ended.append(request.url),
            "popup": lambda page: self.popups.append(page),
        }
        on: Any = self.page.on  # typed with an overload for each event
        for event, hear in self.hearing.items():
            on(event, hear)

    def leave(self) -> None:
        for event, hear in self.hearing.items():
            self.page.remove_listener(event, hear)

    def _note(self, message: ConsoleMessage) -> None:
        if message.location["url"].endswith(BY_ITSELF):
            return
        if message.type in {"error", "warning"} or "Content Security Policy" in message.text:
            self.notes.append(f"{message.type}: {message.text}")

    def until(self, happened: Callable[[], object]) -> None:
        """Wait for what no element shows."""
        for _ in range(PATIENCE_MS // 20):
            if happened():
                return
            self.page.wait_for_timeout(20)
        raise AssertionError("it did not happen in time")

    def troubles(self) -> list[str]:
        """What a browser complained about, and who else was asked for anything."""
        expected = "|".join((SCRIPTLESS_NOTE, *self.allowing))
        notes = [note for note in self.notes if not re.search(expected, note)]
        return notes + [url for url in self.sent if _origin(url) not in self.origins]

    def settled(self) -> None:
        """Whatever an answer that has ended was going to do is done: a frame is drawn."""
        self.page.wait_for_function(_DRAWN)


def untroubled(visit: Visit) -> None:
    """Nothing that a visitor, a partner or a privacy officer would mind."""
    assert visit.troubles() == []
    assert visit.page.context.cookies() == []
    assert [frame.url for frame in visit.page.frames if _stores(frame)] == []
    assert visit.popups == []


def _stores(frame: Frame) -> bool:
    if not _origin(frame.url):
        return False  # a lazy frame that nobody has looked at
    if frame.parent_frame is None:
        return bool(frame.evaluate(_STORED)["stored"])
    try:  # not by evaluate(): for a frame that changes its process it can wait for ever
        return bool(frame.wait_for_function(_STORED).json_value()["stored"])
    except Error:
        return False


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


class Screen(TypedDict, total=False):
    """What a person looks with. Shape: lenient as Tabs has it, allowing are patterns of notes."""

    width: int
    dark: bool
    calm: bool
    forced_colors: bool
    scripting: bool
    lenient: bool
    allowing: tuple[str, ...]


@dataclass
class Visitor:
    """Makes visits, one at a time. Calling it is a visit to the partner's page of this body."""

    tabs: Tabs
    server: Server
    partner: Partner
    current: tuple[Visit, Tab] | None = None

    def __call__(self, *body: str, csp: str = "", css: str = "", **screen: Unpack[Screen]) -> Visit:
        self.put(*body, css=css, csp=csp)
        visit = self.begin(**screen)
        visit.page.goto(f"{self.partner.base}/")
        return visit

    def put(self, *body: str, css: str = "", csp: str = "") -> None:
        """Make this the partner's page."""
        headers = {"Content-Security-Policy": csp} if csp else {}
        self.partner.pages["/"] = (_page("\n".join(body), css), headers)

    def at(self, path: str, **screen: Unpack[Screen]) -> Visit:
        """A visit to a page of the widget server itself."""
        visit = self.begin(**screen)
        visit.page.goto(self.server.base + path)
        return visit

    def begin(self, **screen: Unpack[Screen]) -> Visit:
        """A visit that has seen nothing yet. The one before it ends, and must have gone well."""
        self.end()
        tab = self.tabs.take(
            scripting=screen.get("scripting", True), lenient=screen.get("lenient", False)
        )
        tab.page.set_viewport_size({"width": screen.get("width", 1000), "height": 800})
        tab.page.emulate_media(
            color_scheme="dark" if screen.get("dark") else "light",
            reduced_motion="reduce" if screen.get("calm") else "no-preference",
            forced_colors="active" if screen.get("forced_colors") else "none",
        )
        ours = {"", self.server.base, self.partner.base}
        visit = Visit(tab.page, ours, screen.get("allowing", ()))
        visit.listen()
        self.current = (visit, tab)
        self.server.asked.clear()  # a snippet may just have been copied, or a tab opened
        return visit

    def end(self) -> None:
        if self.current is None:
            return
        visit, tab = self.current
        self.current = None
        try:
            untroubled(visit)
            assert self.server.cookies == []
            visit.leave()
            tab.empty()
        except BaseException:
            self.tabs.discard(tab)
            raise
        finally:
            self.server.asked.clear()


@contextmanager
def visits(tabs: Tabs, server: Server, partner: Partner) -> Iterator[Visitor]:
    partner.pages.clear()
    server.asked.clear()
    visitor = Visitor(tabs, server, partner)
    try:
        yield visitor
    finally:
        server.let_go()
        visitor.end()


def _page(body: str, css: str) -> str:
    style = f"<style>{css}</style>" if css else ""
    return (
        '<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Een partner</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{style}</head><body><main><h1>Een partner</h1><h2>Netwerken</h2>\n{body}\n</main>"
        "</body></html>"
    )
