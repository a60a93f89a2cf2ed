from widgets.staff.editing.fields import FORMS
from widgets.staff.editing.merging import merged, settled

FORM = FORMS["network"]
BASE = {"name.mul": "N", "since": "2001", "summary.nl": "a", "aliases.0": "x"}


def test_what_only_one_of_two_changed_is_kept_from_both() -> None:
    theirs = {**BASE, "since": "2002", "website": "https://n.example"}
    found = merged(FORM, BASE, theirs, {**BASE, "summary.nl": "b"})
    assert found.sheet == {**theirs, "summary.nl": "b"}
    assert set(found.taken) == {"since", "website"}
    assert not found.clashes


def test_what_one_of_two_emptied_stays_empty() -> None:
    theirs = {key: text for key, text in BASE.items() if key != "since"}
    assert "since" not in merged(FORM, BASE, theirs, {**BASE, "summary.nl": "b"}).sheet
    assert "since" not in merged(FORM, BASE, {**BASE, "summary.nl": "b"}, theirs).sheet


def test_what_both_changed_alike_is_no_clash() -> None:
    changed = {**BASE, "since": "2002"}
    assert not merged(FORM, BASE, changed, changed).clashes


def test_each_choice_is_kept() -> None:
    theirs = {**BASE, "since": "2002", "summary.nl": "t", "aliases.1": "y"}
    mine = {**BASE, "since": "2003", "summary.nl": "m", "aliases.0": "z"}
    found = merged(FORM, BASE, theirs, mine)
    assert {each.unit for each in found.clashes} == {"aliases", "summary.nl", "since"}
    sheet = settled(
        FORM,
        found,
        {"since": ("theirs", ""), "summary.nl": ("both", "t and m"), "aliases": ("both", "")},
    )
    assert sheet["since"] == "2002"
    assert sheet["summary.nl"] == "t and m"
    assert [sheet[f"aliases.{row}"] for row in range(3)] == ["x", "y", "z"]
