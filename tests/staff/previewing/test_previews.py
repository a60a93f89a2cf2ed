import asyncio
import re
from html import unescape
from itertools import cycle
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.staff.conftest import Colleague
from tests.staff.previewing.conftest import publish_all, save
from tests.world import name
from widgets.catalogue.records import Network
from widgets.kinds.registry import KINDS
from widgets.staff.previewing.choices import WIDTHS
from widgets.staff.previewing.mocks import PAGES
from widgets.store.audit import Audit
from widgets.store.database import opened

Office = dict[str, Colleague]
DRAFT = Network(slug="oecd-watch", name=name("OECD Watch Renamed"))


def frame(page: str) -> str:
    """The address of the page that is shown."""
    found = re.search(r'<iframe src="([^"]+)"', page)
    assert found
    return unescape(found[1])


@pytest.fixture
def drafted(database: Path) -> None:
    save(database, DRAFT)


def test_the_desk_shows_a_widget_with_its_drafts_on_a_partners_page(
    office: Office, drafted: None
) -> None:
    page = office["viewer"].get("/staff/preview?lang=en")
    shown = frame(page)
    assert shown.startswith("/preview/")
    assert "/mock/plain/networks?lang=en&paste=frame" in shown
    within = frame(office["viewer"].get(shown))
    assert "OECD Watch Renamed" in office["viewer"].get(within)


def test_every_widget_and_every_page_can_be_chosen(office: Office) -> None:
    for kind, mock in zip(cycle(KINDS), PAGES, strict=False):
        page = office["viewer"].get(f"/staff/preview?kind={kind}&mock={mock}")
        assert f"/mock/{mock}/{kind}?" in frame(page)
        assert f'<option value="{kind}" selected>' in page
        assert f'<option value="{mock}" selected>' in page
    assert len(PAGES) >= len(KINDS)


def test_the_frame_is_as_wide_as_the_device(office: Office) -> None:
    for device, (width, height, _) in WIDTHS.items():
        page = office["viewer"].get(f"/staff/preview?device={device}")
        assert f'width="{width}" height="{height}"></iframe>' in page
        assert len(re.findall('aria-current="true"', page)) == 1


def test_the_address_holds_all_that_was_chosen(office: Office, drafted: None) -> None:
    chosen = "kind=networks&mock=dark&device=phone&paste=inline&language=ar"
    options = "relation=coordinates&accent=aa3300"
    page = office["editor"].get(f"/staff/preview?{chosen}&{options}&lang=en")
    state = re.search(r'name="state" value="([^"]+)"', page)
    assert state
    assert parse_qs(unescape(state[1])) == parse_qs(f"{chosen}&{options}")
    assert frame(page) == frame(office["editor"].get(f"/staff/preview?{unescape(state[1])}"))


def test_the_widget_speaks_another_language_than_the_desk(office: Office) -> None:
    page = office["viewer"].get("/staff/preview?lang=en&language=ar")
    assert "/mock/plain/networks?lang=ar" in frame(page)
    assert ">Language of the widget<" in page


def test_where_an_address_was_pasted_nothing_else_can_be_chosen(office: Office) -> None:
    page = office["viewer"].get("/staff/preview?lang=en&mock=wordpress&paste=inline")
    places = page.split('<select id="paste"')[1].split("</select>")[0]
    assert re.findall(r'value="(\w+)"', places) == ["address"]


def test_a_choice_that_there_is_not_is_the_first(office: Office) -> None:
    first = frame(office["viewer"].get("/staff/preview?lang=en"))
    for query in ("kind=carousel", "mock=moon", "device=watch", "paste=nowhere", "language=xx"):
        assert frame(office["viewer"].get(f"/staff/preview?lang=en&{query}")) == first


def test_a_bad_option_is_told_at_its_field_and_stays_as_typed(office: Office) -> None:
    answer = office["viewer"].ask("/staff/preview?lang=en&accent=red&category=nowhere")
    assert answer.status_code == 400
    assert 'value="red"' in answer.text
    assert "takes a colour" in answer.text
    assert '<details class="choose__more" open>' in answer.text
    assert "/mock/plain/networks?lang=en&amp;paste=frame" in answer.text


def test_an_entry_leads_to_the_widget_that_shows_it(office: Office) -> None:
    page = office["viewer"].get("/staff/preview?kind=badge&network=oecd-watch&member=somo")
    assert "network=oecd-watch&member=somo" in frame(page)


def test_an_editor_makes_a_link_that_works_without_an_account(
    office: Office, drafted: None, database: Path
) -> None:
    editor = office["editor"]
    state = "kind=network&mock=dark&network=oecd-watch&language=en"
    answer = editor.send("/staff/preview/links", {"state": state, "days": "7"})
    assert answer.status_code == 303
    assert answer.headers["cache-control"] == "private, no-store"
    location = urlsplit(answer.headers["location"])
    page = editor.get(f"{location.path}?{location.query}&lang=en")
    shared, everything = map(unescape, re.findall(r'<code class="snippet"[^>]*>([^<]+)', page))
    assert "/mock/dark/network?lang=en&network=oecd-watch" in shared
    stranger = editor.client.get(shared, headers={"Cookie": ""})
    assert stranger.status_code == 200
    assert editor.client.get(everything, headers={"Cookie": ""}).status_code == 200
    assert re.search(r"The link works until \w+ \d+, \d{4}, \d+:\d\d", page)
    assert "without an account" in page

    async def noted() -> list[tuple[str, str]]:
        async with opened(database) as connection:
            return [(each.who, each.action) for each in await Audit(connection).notes()]

    assert ("editor@example.org", "preview-shared") in asyncio.run(noted())


@pytest.mark.parametrize("days", ["", "0", "365", "1e9", "x"])
def test_a_length_that_is_not_offered_is_the_shortest(
    office: Office, drafted: None, days: str
) -> None:
    fields = {"state": "", "days": days}
    answer = office["editor"].send("/staff/preview/links", fields)
    one = office["editor"].send("/staff/preview/links", {"state": "", "days": "1"})
    pages = [office["editor"].get(each.headers["location"]) for each in (answer, one)]
    until = [re.findall(r"The link works until (\w+ \d+, \d{4})", page) for page in pages]
    assert len(until[0]) == 1
    assert until[0] == until[1]


def test_where_nothing_waits_nothing_is_shared(office: Office, database: Path) -> None:
    publish_all(database)
    page = office["editor"].get("/staff/preview?lang=en")
    assert "There is nothing to share now" in page
    assert '<button class="button"' not in page


def test_a_viewer_sees_everything_and_shares_nothing(office: Office, drafted: None) -> None:
    assert "Share this preview" not in office["viewer"].get("/staff/preview?lang=en")
    answer = office["viewer"].send("/staff/preview/links", {"state": "", "days": "1"})
    assert answer.status_code == 403


@pytest.mark.parametrize("token", ["x", "https://evil.example", '"><script>alert(1)</script>'])
def test_an_address_cannot_put_a_link_of_its_own_onto_the_desk(
    office: Office, drafted: None, token: str
) -> None:
    answer = office["editor"].client.get(
        "/staff/preview",
        params={"link": token},
        headers={"Cookie": f"widgets={office['editor'].session}"},
    )
    assert answer.status_code == 200
    assert 'class="snippet"' not in answer.text
    assert f">{token}" not in answer.text
