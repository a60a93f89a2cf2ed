import re

from tests.staff.conftest import Colleague
from tests.staff.listing.listed import chips, text

START = "/staff?lang=en"


def steps(page: str) -> list[str]:
    return [text(each) for each in re.findall(r"<h3>(.*?)</h3>", page, re.S)]


def change(colleague: Colleague) -> None:
    fields = {"entry": "oecd-watch", "change": "scope", "value-scope": "national", "save": "1"}
    assert colleague.send("/staff/bulk/network/change", fields).status_code == 303


def test_start_page_counts_what_there_is_and_what_it_needs(office: dict[str, Colleague]) -> None:
    page = office["viewer"].get(START)
    assert "Networks 19" in text(page)
    for chip, count in {"No category": "5", "Not confirmed by a source": "45"}.items():
        assert chips(page)[chip] == count
    lead = office["viewer"].get("/staff/entries/network?lang=en&need=category")
    assert "5 of 19 entries" in text(lead)


def test_what_waits_is_told_and_a_publisher_is_led_to_publish_it(
    office: dict[str, Colleague],
) -> None:
    assert "8 changes wait to be published" in office["editor"].get(START)
    change(office["editor"])
    page = text(office["publisher"].get(START))
    assert "9 changes wait to be published" in page
    assert "Look at them and publish" in page
    assert "Look at them and publish" not in office["viewer"].get(START)


def test_the_last_changes_say_who_and_when(office: dict[str, Colleague]) -> None:
    change(office["editor"])
    page = text(office["viewer"].get(START))
    assert re.search(r"Recent changes Editor OECD Watch (0|\d+) seconds? ago", page)
    assert "test 188 changes published" in page
    assert "test Memberships 90" in page


def test_first_steps_are_those_of_the_role(office: dict[str, Colleague]) -> None:
    assert "Look around" in steps(office["viewer"].get(START))
    assert "Let it be published" in steps(office["editor"].get(START))
    assert "Publish it" in steps(office["publisher"].get(START))
    assert "Change something" not in steps(office["viewer"].get(START))


def test_a_step_that_is_done_is_ticked_off(office: dict[str, Colleague]) -> None:
    assert "Change something" in steps(office["editor"].get(START))
    change(office["editor"])
    assert "Change something done" in steps(office["editor"].get(START))
    assert "Change something" in steps(office["publisher"].get(START))


def test_first_steps_are_put_away_and_taken_out_again(office: dict[str, Colleague]) -> None:
    editor = office["editor"]
    assert editor.send("/staff/first-steps", {"put": "away"}).status_code == 303
    assert steps(editor.get(START)) == []
    assert steps(office["viewer"].get(START))
    editor.send("/staff/first-steps", {"put": "back"})
    assert steps(editor.get(START))
