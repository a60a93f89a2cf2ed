import asyncio
import re
from html import unescape
from pathlib import Path

import pytest
from httpx2 import Response

from tests.staff.conftest import Colleague
from tests.staff.listing.listed import text
from widgets.store.database import opened
from widgets.store.journal import Journal

HERE = "/staff/entries/network/oecd-watch/members"
ADD = f"{HERE}/add?lang=en"


def paste(editor: Colleague, names: str, **fields: str) -> Response:
    return editor.send(ADD, {"names": names, **fields})


def verdicts(page: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'lines__verdict">([^<]+)<', page)]


def lines(page: str) -> dict[str, str | list[str]]:
    """The form as it stands, ready to be sent."""
    chosen = []
    for offers in re.findall(r'<select name="choice".*?</select>', page, re.S):
        found = re.search(r'value="([^"]*)"[^>]* selected', offers)
        chosen.append(found[1] if found else "")
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    return {
        "seen": seen[1] if seen else "",
        "line": [unescape(each) for each in re.findall(r'name="line"[^>]* value="([^"]*)"', page)],
        "was": [unescape(each) for each in re.findall(r'name="was" value="([^"]*)"', page)],
        "choice": chosen,
    }


def slugs(database: Path, type: str) -> set[str]:
    async def read() -> set[str]:
        async with opened(database) as connection:
            return {each.slug for each in await Journal(connection).newest() if each.type == type}

    return asyncio.run(read())


def test_members_stand_by_role_with_the_strongest_first(office: dict[str, Colleague]) -> None:
    page = text(office["viewer"].get(f"{HERE}?lang=en"))
    assert "Members of OECD Watch" in page
    assert page.index("Coordinator 1") < page.index("On the board 7") < page.index("Member 1")
    assert "MiningWatch Canada ended" in page


def test_a_viewer_sees_who_is_in_and_can_change_nothing(office: dict[str, Colleague]) -> None:
    page = office["viewer"].get(HERE)
    assert "<textarea" not in page
    assert 'type="checkbox"' not in page
    assert office["viewer"].send(ADD, {"names": "FNV"}).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "network/gone/members",
        "category/thematic/networks",
        "organisation/gone/networks",
        "0/fnv/networks",
    ],
)
def test_who_is_not_there_has_no_members(office: dict[str, Colleague], path: str) -> None:
    assert office["viewer"].ask(f"/staff/entries/{path}").status_code == 404


def test_each_line_says_how_it_was_understood(office: dict[str, Colleague]) -> None:
    pasted = "- fnv\nClean cloth campaign\nBrand New Society\nSwedwatch\nFNV (Netherlands)"
    page = paste(office["editor"], pasted, role="board").text
    assert verdicts(page) == [
        "Found",
        "Which entry is meant?",
        "Will be made as a new organisation",
        "Has this role already: left as it is",
        "Stands here twice: added once",
    ]
    assert "1 line is still to decide." in page
    assert 'name="save"' not in page


def test_names_are_added_as_drafts_with_new_organisations(
    office: dict[str, Colleague], database: Path
) -> None:
    editor = office["editor"]
    page = paste(editor, "FNV\nBrand New Society\nمؤسسة", role="active", since="2020").text
    assert "Add 3 memberships as drafts" in page
    answer = editor.send(ADD, lines(page) | {"role": "active", "since": "2020", "save": "1"})
    assert answer.status_code == 303
    assert {"brand-new-society", "organisation"} <= slugs(database, "organisation")
    assert "oecd-watch/brand-new-society/active" in slugs(database, "membership")
    done = text(editor.get(f"{HERE}?lang=en&added=3"))
    assert "3 memberships were added as drafts." in done
    assert "Brand New Society since 2020 Draft" in done
    public = office["viewer"].client.get("/embed/members?network=oecd-watch&lang=en").text
    assert "Brand New Society" not in public


def test_a_line_is_mended_in_place(office: dict[str, Colleague]) -> None:
    form = lines(paste(office["editor"], "Clean cloth campaign\nFNV").text)
    chosen = office["editor"].send(ADD, form | {"choice": ["clean-clothes-campaign", "fnv"]})
    assert verdicts(chosen.text) == ["Found", "Found"]
    typed = office["editor"].send(ADD, form | {"line": ["Milieudefensie", "FNV"]})
    assert verdicts(typed.text) == ["Found", "Found"]
    left = office["editor"].send(ADD, form | {"choice": ["-", "fnv"]})
    assert verdicts(left.text) == ["Left out", "Found"]
    assert "Add 1 membership as a draft" in left.text


def test_nothing_is_saved_while_a_line_is_undecided(
    office: dict[str, Colleague], database: Path
) -> None:
    before = slugs(database, "membership")
    form = lines(paste(office["editor"], "Clean cloth campaign\nFNV").text)
    answer = office["editor"].send(ADD, form | {"save": "1"})
    assert answer.status_code == 422
    assert "Decide first which ones are meant." in answer.text
    assert slugs(database, "membership") == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"names": " \n "}, "Write or paste at least one name."),
        ({"names": "FNV", "since": "long ago"}, "Write a year"),
        ({"names": "FNV", "role": "boss"}, "Choose one of these"),
    ],
)
def test_what_is_refused_is_told_and_stays_as_it_was_typed(
    office: dict[str, Colleague], fields: dict[str, str], said: str
) -> None:
    answer = office["editor"].send(ADD, fields)
    assert answer.status_code == 422
    assert said in text(answer.text)
    assert fields["names"].strip() in answer.text
    assert fields.get("since", "") in answer.text


def test_a_line_that_was_mended_is_looked_at_before_it_is_saved(
    office: dict[str, Colleague], database: Path
) -> None:
    mended = lines(paste(office["editor"], "Clean cloth campaign").text)
    mended |= {"choice": "clean-clothes-campaign", "save": "1"}
    again = office["editor"].send(ADD, mended)
    assert again.status_code == 409
    assert "Nothing was saved yet: look once more." in again.text
    form = lines(again.text) | {"save": "1"}
    assert office["editor"].send(ADD, form).status_code == 303
    assert "oecd-watch/clean-clothes-campaign/member" in slugs(database, "membership")


def test_who_was_overtaken_is_told_and_nothing_is_saved(
    office: dict[str, Colleague], database: Path
) -> None:
    editor, other = office["editor"], office["publisher"]
    form = lines(paste(editor, "FNV\nBrand New Society").text) | {"save": "1"}
    assert other.send(ADD, form).status_code == 303
    answer = editor.send(ADD, form)
    assert answer.status_code == 409
    assert verdicts(answer.text) == ["Has this role already: left as it is"] * 2
    assert "brand-new-society-2" not in slugs(database, "organisation")


def test_a_second_organisation_of_one_name_is_made_only_on_purpose(
    office: dict[str, Colleague], database: Path
) -> None:
    form = lines(paste(office["editor"], "FNV").text) | {"choice": "++"}
    again = lines(office["editor"].send(ADD, form).text)
    assert office["editor"].send(ADD, again | {"save": "1"}).status_code == 303
    assert "fnv-2" in slugs(database, "organisation")


def test_an_organisation_is_added_to_several_networks(
    office: dict[str, Colleague], database: Path
) -> None:
    here = "/staff/entries/organisation/fnv/networks"
    page = office["editor"].send(f"{here}/add?lang=en", {"names": "OECD Watch\nNowhere"}).text
    assert verdicts(page) == ["Found", "Which entry is meant?"]
    assert "Make a new organisation" not in page
    form = lines(page) | {"choice": ["oecd-watch", "-"], "save": "1"}
    assert office["editor"].send(f"{here}/add", form).status_code == 303
    assert "oecd-watch/fnv/member" in slugs(database, "membership")
    assert "OECD Watch" in text(office["editor"].get(here))


def test_several_members_are_ended_at_once(office: dict[str, Colleague]) -> None:
    page = office["editor"].get(HERE)
    sent = re.findall(r'name="entry" value="(oecd-watch/(?:swedwatch|afrewatch)/[^"]+)"', page)
    assert len(sent) == 2
    plan = office["editor"].send(
        "/staff/bulk/membership/change?lang=en",
        {"entry": sent, "change": "until", "value-until": "2025", "value-ended": "yes"},
    )
    assert "Change 2 entries as drafts" in plan.text
    assert "Swedwatch in OECD Watch Now: nothing After the change: 2025" in text(plan.text)
