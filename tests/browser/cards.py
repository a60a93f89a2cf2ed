"""The cards that a person sees, in whichever way a partner embedded them."""

from collections.abc import Iterable
from contextlib import suppress

from playwright.sync_api import Frame, Locator, Page, TimeoutError, expect

from tests.browser.visits import PATIENCE_MS, Visit

COORDINATED = (
    "goodelectronics",
    "lobbywatch-nl",
    "mind-the-gap",
    "mvo-platform",
    "oecd-watch",
    "tax-justice-nl",
)
CONSORTIA = ("mind-the-gap", "fgg")
TAX = ("tax-justice-nl", "tax-justice-network")  # what "ontwijking" finds, in this order
JOINED = (
    "electronics-watch",
    "eccj",
    "tax-justice-network",
    "fgg",
    "handel-anders",
    "escr-net",
    "clean-clothes-campaign",
)
EVERY = (*COORDINATED, *JOINED)


def widget(visit: Visit, form: str, kind: str = "networks") -> Locator:
    """The root of the first widget of a kind."""
    if form == "iframe":
        return visit.page.frame_locator("iframe").first.locator(f"section.sw-{kind}")
    return visit.page.locator(f"section.sw-{kind}").first


def frame_of(visit: Visit) -> Frame:
    """The document within the partner's first frame."""
    visit.until(lambda: len(visit.page.frames) > 1)
    return visit.page.frames[1]


def document_of(visit: Visit, form: str) -> Page | Frame:
    return frame_of(visit) if form == "iframe" else visit.page


def shows(shown: Locator, slugs: Iterable[str]) -> None:
    """Exactly these cards, for anybody to see."""
    expected = sorted(slugs)
    expect(shown).to_be_visible()
    expect(shown.locator("article.sw-card")).to_have_count(len(expected))
    for _ in range(PATIENCE_MS // 20):
        if sorted(slugs_in(shown)) == expected:
            return
        shown.page.wait_for_timeout(20)
    assert sorted(slugs_in(shown)) == expected


def slugs_in(shown: Locator) -> list[str]:
    """The slugs of all cards that can be seen, in the order of the page."""
    every: list[str] = shown.locator("article.sw-card:visible").evaluate_all(
        "cards => cards.map(card => card.dataset.network)"
    )
    return every


def chip(shown: Locator, option: str) -> Locator:
    """The link that filters so. Shape: option such as "category=consortium"."""
    facet = option.split("=")[0]
    return shown.locator(f'[data-facet="{facet}"] a[href*="{option}"]')


def counts(shown: Locator, text: str) -> None:
    """The count that is announced says this."""
    expect(shown.locator(".sw-count[role=status]")).to_have_text(text)


def enter(place: Locator) -> None:
    """Press Enter where it leads to another document. The key can come up when the first is gone,
    which a browser then never tells: what has happened shows, so that nothing is waited for."""
    with suppress(TimeoutError):
        place.press("Enter", timeout=2_000)


def tab_to(page: Page, link: Locator) -> None:
    """Reach a link as a person does who has no mouse."""
    found = link.element_handle()
    for _ in range(40):
        page.keyboard.press("Tab")
        if found.evaluate("link => link === link.ownerDocument.activeElement"):
            return
    raise AssertionError("no Tab reached it")
