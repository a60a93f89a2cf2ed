import pytest

from tests.staff.conftest import Colleague
from tests.staff.listing.listed import address_of, chips, text, titles
from widgets.catalogue.records import TYPES

NETWORKS = "/staff/entries/network?lang=en"


@pytest.mark.parametrize("type", TYPES)
def test_each_type_has_a_list(office: dict[str, Colleague], type: str) -> None:
    assert titles(office["viewer"].get(f"/staff/entries/{type}?lang=en"))


def test_unknown_type_is_not_there(office: dict[str, Colleague]) -> None:
    assert office["viewer"].ask("/staff/entries/nothing").status_code == 404


def test_a_list_says_how_each_entry_stands_and_what_matters(office: dict[str, Colleague]) -> None:
    page = text(office["viewer"].get(NETWORKS))
    assert "Clean Clothes Campaign Sectoral Worldwide since 1989 212 members (2018)" in page
    assert "19 entries" in page
    assert "Draft" in page
    assert "test" in page  # who changed it last


def test_a_filter_shows_as_many_as_its_number_says(office: dict[str, Colleague]) -> None:
    page = office["viewer"].get(NETWORKS)
    for chip in ("Draft", "No website", "Category not confirmed", "Thematic", "No category"):
        shown = office["viewer"].get(f"{address_of(page, chip)}&lang=en")
        assert len(titles(shown)) == int(chips(page)[chip]) > 0, chip
        assert "of 19 entries" in text(shown)


def test_a_chosen_need_says_what_to_do(office: dict[str, Colleague]) -> None:
    page = office["viewer"].get(f"{NETWORKS}&need=unconfirmed")
    assert "Visitors see that it is provisional." in page


def test_two_filters_narrow_each_other(office: dict[str, Colleague]) -> None:
    page = office["viewer"].get(f"{NETWORKS}&category=thematic&need=website")
    assert sorted(titles(page)) == ["Dutch Fair Trade Coalition", "Handel Anders!"]
    assert address_of(page, "Thematic") == "/staff/entries/network?need=website"


def test_a_search_finds_names_abbreviations_and_aliases(office: dict[str, Colleague]) -> None:
    assert titles(office["viewer"].get(f"{NETWORKS}&q=CCC"))[0] == "Clean Clothes Campaign"
    found = titles(office["viewer"].get("/staff/entries/membership?lang=en&q=fnv"))
    assert found
    assert all("FNV" in each for each in found)


def test_a_search_that_finds_nothing_says_so_and_leads_back(office: dict[str, Colleague]) -> None:
    page = office["viewer"].get(f"{NETWORKS}&q=nowhere-at-all")
    assert titles(page) == []
    assert "0 of 19 entries" in text(page)
    assert 'href="/staff/entries/network"' in page


def test_lists_are_sorted_as_asked(office: dict[str, Colleague]) -> None:
    by_name = titles(office["viewer"].get(NETWORKS))
    assert by_name == sorted(by_name, key=str.casefold)
    editor = office["editor"]
    done = editor.send(
        "/staff/bulk/network/change",
        {"entry": "oecd-watch", "change": "scope", "value-scope": "national", "save": "1"},
    )
    assert done.status_code == 303
    assert titles(editor.get(f"{NETWORKS}&sort=changed"))[0] == "OECD Watch"


def test_a_long_list_is_paged_and_a_page_beyond_the_last_is_the_last(
    office: dict[str, Colleague],
) -> None:
    first = office["viewer"].get("/staff/entries/membership?lang=en")
    second = office["viewer"].get("/staff/entries/membership?lang=en&page=2")
    assert "Page 1 of 2" in first
    assert len(titles(first)) == 50
    assert not set(titles(first)) & set(titles(second))
    assert titles(office["viewer"].get("/staff/entries/membership?lang=en&page=99")) == titles(
        second
    )


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "page=-1", "sort=x", "need=x", "need=text-xx", "state=%00", "q=%3Cb%3E"],
)
def test_what_makes_no_sense_does_no_harm(office: dict[str, Colleague], query: str) -> None:
    page = office["viewer"].get(f"{NETWORKS}&{query}")
    assert "<b>" not in text(page)


def test_a_viewer_is_offered_nothing_to_change(office: dict[str, Colleague]) -> None:
    page = office["viewer"].get(NETWORKS)
    assert "/staff/bulk" not in page
    assert "/staff/new/" not in page
    assert 'type="checkbox"' not in page
    assert "/staff/new/network" in office["editor"].get(NETWORKS)
