"""Two editors on one entry."""

import asyncio
import re
from pathlib import Path

import pytest

from tests.staff.conftest import Colleague
from tests.staff.editing.conftest import Draft, Filled, filled
from widgets.catalogue.records import Network
from widgets.store.database import opened
from widgets.store.journal import Journal

OECD = "/staff/entries/network/oecd-watch"
Both = tuple[Colleague, Colleague]


@pytest.fixture
def both(office: dict[str, Colleague]) -> Both:
    return office["editor"], office["publisher"]


def network(draft: Draft) -> Network:
    found = draft("network", "oecd-watch")
    assert isinstance(found, Network)
    return found


def test_changes_of_different_fields_are_both_kept(both: Both, draft: Draft) -> None:
    mine, theirs = (filled(each.get(OECD)) for each in both)
    assert both[1].send(f"{OECD}/draft", {**theirs, "since": "2004"}).status_code == 303
    answer = both[0].send(f"{OECD}/draft", {**mine, "size": "150"})
    assert answer.headers["location"].endswith("done=merged")
    assert (network(draft).since, network(draft).size) == ("2004", "150")


def test_a_field_that_both_changed_is_shown_twice_and_chosen(both: Both, draft: Draft) -> None:
    mine, theirs = (filled(each.get(OECD)) for each in both)
    changes = {"since": "2004", "summary.nl": "Van haar", "website": "https://her.example"}
    both[1].send(f"{OECD}/draft", {**theirs, **changes})
    changes = {"since": "2005", "summary.nl": "Van hem", "size": "150"}
    asked = both[0].send(f"{OECD}/draft", {**mine, **changes})
    assert asked.status_code == 409
    assert set(re.findall(r'name="choose:([^"]+)"', asked.text)) == {"since", "summary.nl"}
    assert "Publisher saved this entry" in asked.text
    assert "Website" in asked.text.split("kept:")[1].split("</p>")[0]
    assert network(draft).since == "2004"

    form = {**filled(asked.text), "do": "settle", "choose:since": "mine"}
    open_still = both[0].send(f"{OECD}/draft", form)
    assert open_still.status_code == 409
    assert filled(open_still.text)["choose:since"] == "mine"

    written = {"choose:summary.nl": "both", "both:summary.nl": "Van beiden"}
    settled = both[0].send(f"{OECD}/draft", {**form, **written})
    assert settled.status_code == 303
    saved = network(draft)
    assert (saved.since, saved.size, saved.website) == ("2005", "150", "https://her.example")
    assert saved.summary
    assert saved.summary.root["nl"] == "Van beiden"


def test_who_chooses_while_a_third_one_saves_chooses_again(both: Both, draft: Draft) -> None:
    mine, theirs = (filled(each.get(OECD)) for each in both)
    both[1].send(f"{OECD}/draft", {**theirs, "since": "2004"})
    asked = both[0].send(f"{OECD}/draft", {**mine, "since": "2005"})
    both[1].send(f"{OECD}/draft", {**filled(both[1].get(OECD)), "since": "2006"})
    form = {**filled(asked.text), "do": "settle", "choose:since": "mine"}
    again = both[0].send(f"{OECD}/draft", form)
    assert again.status_code == 409
    assert "2006" in again.text
    form = {**filled(again.text), "do": "settle", "choose:since": "mine"}
    assert both[0].send(f"{OECD}/draft", form).status_code == 303
    assert network(draft).since == "2005"


def test_a_form_with_a_made_up_revision_overwrites_nothing(both: Both, draft: Draft) -> None:
    for base in ("0", "1", "x", "999999999999999999999"):
        form = filled(both[0].get(OECD), since="2005", base=base)
        assert both[0].send(f"{OECD}/draft", form).status_code == 409
    assert network(draft).since == "2003"


def test_an_entry_taken_away_meanwhile_is_kept_as_typed_and_can_come_back(
    both: Both, draft: Draft, database: Path
) -> None:
    async def take_away() -> None:
        async with opened(database) as connection:
            await Journal(connection).take_away("network", "oecd-watch", "x", "")

    form = filled(both[0].get(OECD), since="2005")
    asyncio.run(take_away())
    answer = both[0].send(f"{OECD}/draft", form)
    assert answer.status_code == 409
    assert Filled(answer.text).fields["since"] == "2005"
    assert "taken away" in both[0].get(OECD)
    assert "<textarea" not in both[0].get(OECD)
    assert both[0].send(f"{OECD}/draft", filled(answer.text)).status_code == 303
    assert network(draft).since == "2005"
