"""The week of a colleague, from the first link to what a partner's visitors see in the end."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.origins import Partner, Server, widget_server
from tests.browser.snippets import asking, copied
from tests.browser.test_previewing import elsewhere
from tests.browser.visits import LOAD_NOTE, PATIENCE_MS, Tabs, Visit, untroubled
from tests.staff.logos.drawings import logo, saved
from widgets.store import published
from widgets.store.database import opened
from widgets.store.links import Links

pytestmark = pytest.mark.walk

PASSWORD = "quiet brown foxes sing"  # noqa: S105
OECD = "/staff/entries/network/oecd-watch"
GOOD = "/staff/entries/network/goodelectronics"
NEW = {"nl": "Waakt over de OESO-regels, elke dag.", "en": "Watches over the OECD rules, daily."}
THEIRS, BOTH = "Ada thinks otherwise.", "Watches over the OECD rules, day and night."
UNPUBLISHED = "Nobody outside reads this."
WRONG = "type;slug;name.nl;website\ntopic;moor;Moor;\nnetwork;moors;Moors;www.moors.example\n"
RIGHT = WRONG.replace("www.moors", "https://www.moors")


@dataclass
class Town:
    """The widget server, a partner's site and everybody's browsers."""

    browser: Browser
    tabs: Tabs
    server: Server
    partner: Partner
    scripting: bool
    first_link: str
    visits: list[Visit] = field(default_factory=list)

    def colleague(self) -> Page:
        """Somebody with a browser of their own."""
        context = self.browser.new_context(
            base_url=self.server.base, java_script_enabled=self.scripting
        )
        context.set_default_timeout(PATIENCE_MS)
        visit = self._visit(context.new_page())
        self.visits.append(visit)
        return visit.page

    @contextmanager
    def stranger(self, address: str) -> Iterator[Page]:
        """What somebody sees there who has never been there before."""
        tab = self.tabs.take(scripting=self.scripting, lenient=False)
        visit = self._visit(tab.page)
        try:
            visit.page.goto(address)
            yield visit.page
            untroubled(visit)
            visit.leave()
            tab.empty()
        except BaseException:
            self.tabs.discard(tab)
            raise

    def _visit(self, page: Page) -> Visit:
        visit = Visit(page, {"", self.server.base, self.partner.base}, (LOAD_NOTE,))
        visit.listen()
        return visit

    def until_published(self, page: Page, number: int) -> None:
        for _ in range(PATIENCE_MS // 20):
            if self.server.edition.number == number:
                return
            page.wait_for_timeout(20)
        raise AssertionError(f"publication {number} was not seen")


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def town(
    request: pytest.FixtureRequest,
    browser: Browser,
    tabs: Tabs,
    partner: Partner,
    shipped_database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Town]:
    monkeypatch.setattr(published, "CHECK_SECONDS", 0.05)
    path = Path(shutil.copy(shipped_database, tmp_path / "widgets.db"))

    async def first() -> str:
        async with opened(path) as connection:
            return await Links(connection).first()

    with widget_server(path, "en") as server:
        partner.pages.clear()
        made = Town(browser, tabs, server, partner, request.param, elsewhere(first))
        try:
            yield made
        finally:
            for each in made.visits:
                each.page.context.close()


def test_a_colleague_gets_through_the_week(town: Town) -> None:
    put_widgets_on_the_partners_page(town)
    ada = begin(town)
    ben = invited(town, ada)
    edit_in_two_languages(ben)
    upload_a_logo(ben)
    settle_a_conflict(ada, ben)
    preview_on_pages_like_a_partners(ben, town.scripting)
    share_with_a_stranger(town, ben)
    publish_a_selection(town, ben)
    undo_it(town, ben)
    import_with_mistakes_and_without(ben, town.scripting)
    for visit in town.visits:  # of colleagues, who keep a cookie
        assert visit.troubles() == []


def put_widgets_on_the_partners_page(town: Town) -> None:
    place = "inline" if town.scripting else "frame"
    copies = {lang: copied(town.server.base, "network", place, lang) for lang in NEW}
    body = "\n".join(
        asking(text, f"lang={lang}&network=oecd-watch") for lang, text in copies.items()
    )
    town.partner.pages["/week"] = (f"<!DOCTYPE html><title>A partner</title>{body}", {})


def begin(town: Town) -> Page:
    """The first account, by the address that the server printed."""
    page = town.colleague()
    page.goto(f"/staff/links/{town.first_link}")
    expect(page.get_by_role("heading", name="Make the first account")).to_be_visible()
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Your name").fill("Ada")
    choose_password(page)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("link", name="Ada", exact=True)).to_be_visible()
    return page


def choose_password(page: Page) -> None:
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same once more").fill(PASSWORD)


def invited(town: Town, ada: Page) -> Page:
    section(ada, "Colleagues")
    ada.get_by_label("E-mail address").fill("ben@example.org")
    ada.get_by_label("Name", exact=True).fill("Ben")
    ada.get_by_role("radio", name="Publisher").check()
    ada.get_by_role("button", name="Make an invitation").click()
    link = ada.locator(".snippet").inner_text()
    ben = town.colleague()
    ben.goto(link)
    expect(ben.get_by_role("heading", name="Welcome, Ben")).to_be_visible()
    choose_password(ben)
    ben.get_by_role("button", name="Start").click()
    expect(ben.get_by_role("link", name="Ben", exact=True)).to_be_visible()
    return ben


def section(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Sections").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def edit_in_two_languages(ben: Page) -> None:
    section(ben, "Networks")
    ben.get_by_role("link", name="OECD Watch", exact=True).first.click()
    for lang, text in NEW.items():
        ben.locator(f"#summary-{lang}").fill(text)
    save(ben)


def save(page: Page) -> None:
    page.locator(".savebar").get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("status")).to_contain_text("published")


def upload_a_logo(ben: Page) -> None:
    ben.get_by_role("navigation", name="This entry").get_by_role("link", name="Logo").click()
    picture: FilePayload = {"name": "logo.png", "mimeType": "image/png", "buffer": saved(logo())}
    ben.get_by_label("Picture").set_input_files(picture)
    ben.get_by_role("button", name="Save the logo as a draft").click()
    expect(ben.get_by_role("status")).to_contain_text("The logo is saved as a draft")
    expect(ben.get_by_role("img", name="Logo of OECD Watch").first).to_be_visible()


def settle_a_conflict(ada: Page, ben: Page) -> None:
    ben.goto(OECD)
    ada.goto(OECD)
    ada.locator("#summary-en").fill(THEIRS)
    save(ada)
    ben.locator("#summary-en").fill("Ben writes on.")
    ben.locator(".savebar").get_by_role("button", name="Save the draft").click()
    expect(ben.locator(".pair")).to_contain_text("Your colleague’s")
    expect(ben.locator(".pair")).to_contain_text("Ada thinks")
    expect(ben.locator(".pair")).to_contain_text("Ben writes")
    ben.get_by_role("radio", name="What I write here").check()
    ben.get_by_label("A text made of both").fill(BOTH)
    ben.get_by_role("button", name="Save the draft with these choices").click()
    expect(ben.locator("#summary-en")).to_have_value(BOTH)


def preview_on_pages_like_a_partners(ben: Page, scripting: bool) -> None:
    ben.get_by_role("navigation", name="This entry").get_by_role("link", name="Preview").click()
    for mock in ("dark", "wordpress", "strict"):
        ben.locator("#mock").select_option(mock)
        if not scripting:
            ben.get_by_role("button", name="Show", exact=True).click()
        expect(ben.locator(".stage iframe")).to_have_attribute("src", re.compile(f"/mock/{mock}/"))
        shown = ben.frame_locator(".stage iframe").frame_locator("iframe")
        expect(shown.get_by_text(BOTH)).to_be_visible()


def share_with_a_stranger(town: Town, ben: Page) -> None:
    ben.get_by_role("button", name="Make a link").click()
    link = ben.locator("#share .snippet").first.inner_text()
    with town.stranger(link) as page:
        expect(page.frame_locator("iframe").get_by_text(BOTH)).to_be_visible()


def publish_a_selection(town: Town, ben: Page) -> None:
    ben.goto(GOOD)
    ben.locator("#summary-en").fill(UNPUBLISHED)
    save(ben)
    before = town.server.edition.number
    section(ben, "Changes")
    boxes = ben.locator('.waiting input[name="entry"]').all()
    for number, box in enumerate(boxes, start=1):
        box.uncheck()
        counted(town, ben, len(boxes) - number)
    ben.get_by_role("checkbox", name="OECD Watch", exact=True).check()
    counted(town, ben, 1)
    ben.get_by_label("Note for the history").fill("What OECD Watch does")
    if not town.scripting:
        ben.locator(".publish .button").click()
        expect(ben.get_by_role("alert")).to_contain_text("this is what you chose")
    ben.get_by_role("button", name="Publish 1 change").click()
    expect(ben.get_by_role("heading", name="When visitors see it")).to_be_visible()
    expect(ben.get_by_text("What OECD Watch does")).to_be_visible()
    town.until_published(ben, before + 1)
    see_on_the_partners_page(town, NEW["nl"], BOTH)


def counted(town: Town, ben: Page, chosen: int) -> None:
    """Where scripts run the page says how many are chosen: what was seen is what is published."""
    if town.scripting:
        expect(ben.locator('.publish input[name="count"]')).to_have_value(str(chosen))


def see_on_the_partners_page(town: Town, *texts: str) -> None:
    with town.stranger(f"{town.partner.base}/week") as page:
        for number, text in enumerate(texts):
            shown = page.locator("section.sw-network").nth(number)
            if not town.scripting:
                page.locator("iframe").nth(number).scroll_into_view_if_needed()
                shown = page.frame_locator("iframe").nth(number).locator("section.sw-network")
            expect(shown.get_by_text(text)).to_be_visible()
            expect(shown.get_by_role("img", name="OECD Watch")).to_have_count(1)


def undo_it(town: Town, ben: Page) -> None:
    before = town.server.edition.number
    ben.get_by_role("link", name="Undo…").click()
    ben.get_by_role("button", name="Undo this publication").click()
    expect(ben.get_by_role("status")).to_be_visible()
    town.until_published(ben, before + 1)
    with town.stranger(f"{town.partner.base}/week") as page:
        shown = page.locator("body") if town.scripting else page.frame_locator("iframe").first
        expect(shown.get_by_text("Wereldwijd ngo-netwerk")).to_be_visible()
        assert NEW["nl"] not in page.content()


def import_with_mistakes_and_without(ben: Page, scripting: bool) -> None:
    send(ben, WRONG)
    told(ben, "1 thing is wrong, so nothing can be imported yet", scripting)
    expect(ben.get_by_role("table")).to_contain_text("website")
    send(ben, RIGHT)
    told(ben, "2 entries would change", scripting)
    ben.get_by_role("button", name="Import 2 changes as drafts").click()
    told(ben, "2 changes are drafts now", scripting)
    ben.get_by_role("link", name="Look at them", exact=True).click()
    expect(ben.get_by_role("checkbox", name="Moors", exact=True)).to_be_visible()


def send(page: Page, table: str) -> None:
    section(page, "Import")
    file: FilePayload = {
        "name": "new.csv",
        "mimeType": "text/csv",
        "buffer": table.encode("utf-16"),
    }
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Check it").click()


def told(page: Page, heading: str, scripting: bool) -> None:
    """The page tells by itself, or after Refresh."""
    for _ in range(0 if scripting else 50):
        if not page.locator("[aria-busy]").count():
            break
        page.get_by_role("link", name="Refresh").click()
    expect(page.get_by_role("status")).to_have_text(heading)
