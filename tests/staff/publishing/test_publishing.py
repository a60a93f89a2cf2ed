"""From a draft to what visitors see and back, as a publisher does it in a browser."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.staff.conftest import Colleague
from tests.staff.publishing.conftest import Save, changed
from tests.world import name
from widgets.catalogue.records import Membership, Network, Topic
from widgets.staff.publishing import changes

OECD = ("network", "oecd-watch")
BADGE = "/badges/oecd-watch/somo.svg?lang=en"


@pytest.fixture
def renamed(database: Path, save: Save) -> int:
    """The revision of a draft that renames OECD Watch."""
    return save(changed(database, *OECD, name="OECD Watchers"))[0]


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def seen_by_visitors(colleague: Colleague, is_so: Callable[[str], bool]) -> str:
    """A widget, once it is so: the server looks for a new publication once a second."""
    for _ in range(100):
        html = colleague.client.get("/embed/network?network=oecd-watch&lang=en").text
        if is_so(html):
            break
        time.sleep(0.05)
    return html


def chosen(revision: int, count: int = 1, missing: int = 0, **more: str) -> dict[str, str]:
    return {"entry": str(revision), "count": str(count), "missing": str(missing), **more}


def test_what_waits_is_shown_field_by_field(office: dict[str, Colleague], renamed: int) -> None:
    page = office["publisher"].get("/staff/changes?lang=en")
    assert "OECD Watchers" in page
    assert f'name="entry" value="{renamed}" checked' in page
    assert re.search(r"OECD <del>Watch</del><ins>Watchers</ins>", page)
    assert "ann@example.org" in page
    assert "Publish 1 change<" in page


def test_nothing_waits_where_everything_is_published(office: dict[str, Colleague]) -> None:
    page = plain(office["publisher"].get("/staff/changes"))
    assert "Everything that was saved is published" in page


def test_an_editor_sees_what_waits_and_has_no_button(
    office: dict[str, Colleague], renamed: int
) -> None:
    page = office["editor"].get("/staff/changes")
    assert "OECD Watchers" in page
    assert "Publish 1 change" not in page
    assert office["editor"].send("/staff/publish", chosen(renamed)).status_code == 403


def test_publishing_shows_it_to_visitors_and_undo_takes_it_back(
    office: dict[str, Colleague], renamed: int
) -> None:
    publisher = office["publisher"]
    answer = publisher.send("/staff/publish", chosen(renamed, note="new name"))
    assert answer.status_code == 303
    done = answer.headers["location"].removeprefix("http://widgets.test")
    assert "OECD Watchers" in seen_by_visitors(publisher, lambda html: "Watchers" in html)
    page = publisher.get(done)
    assert "Published." in page
    assert "within 2 seconds" in page
    assert "for 60 seconds: until" in page
    assert "new name" in page
    assert "Everything that was saved" in publisher.get("/staff/changes")

    undo = re.findall(r'href="(/staff/publications/\d+/undo)"', page)[0]
    told = publisher.get(undo)
    assert re.search(r"OECD <del>Watchers</del><ins>Watch</ins>", told)
    assert "One network" in told
    seen = re.findall(r'name="seen" value="(\d+)"', told)[0]
    answer = publisher.send(undo, {"seen": seen, "note": "too soon"})
    assert answer.status_code == 303
    seen_by_visitors(publisher, lambda html: "Watchers" not in html)
    assert "too soon" in publisher.get("/staff/publications")
    assert "OECD Watchers" in publisher.get("/staff/changes")


def test_an_undo_that_others_have_overtaken_is_refused(
    office: dict[str, Colleague], renamed: int, database: Path, save: Save
) -> None:
    publisher = office["publisher"]
    publisher.send("/staff/publish", chosen(renamed))
    again = save(changed(database, *OECD, name="OECD Lookers"))[0]
    publisher.send("/staff/publish", chosen(again))
    undo = "/staff/publications/3/undo"
    assert publisher.send(undo, {"seen": "3", "also": "network oecd-watch"}).status_code == 409
    page = publisher.get(undo)
    assert "Nothing is left to undo" in page
    assert 'name="also" value="network oecd-watch"' in page
    answer = publisher.send(undo, {"seen": "4", "also": "network oecd-watch"})
    assert answer.status_code == 303
    assert publisher.send("/staff/publications/99/undo").status_code == 404


def test_what_was_changed_after_it_was_looked_at_is_not_published(
    office: dict[str, Colleague], renamed: int, database: Path, save: Save
) -> None:
    save(changed(database, *OECD, name="Something else"))
    answer = office["publisher"].send("/staff/publish", chosen(renamed, note="my words"))
    assert answer.status_code == 409
    assert "changed or published meanwhile" in answer.text
    assert 'value="my words"' in answer.text
    assert "Something else" in office["publisher"].get("/staff/changes")


def test_a_button_publishes_as_many_as_it_says(
    office: dict[str, Colleague], renamed: int, save: Save
) -> None:
    save(Topic(slug="fish", name=name("Fish")))
    publisher = office["publisher"]
    assert "Publish 2 changes<" in publisher.get("/staff/changes")
    answer = publisher.send("/staff/publish", chosen(renamed, count=2))
    assert answer.status_code == 409
    assert "Publish 1 change<" in answer.text
    assert publisher.send("/staff/publish", {"count": "0"}).status_code == 409
    look = publisher.send("/staff/changes", {"entry": str(renamed)})
    assert "Publish 1 change<" in look.text
    assert publisher.send("/staff/publish", chosen(renamed)).status_code == 303
    assert "Fish" in publisher.get("/staff/changes")


def test_a_choice_can_begin_with_nothing_or_with_one_change(
    office: dict[str, Colleague], renamed: int, save: Save, database: Path
) -> None:
    [other] = save(changed(database, "network", "goodelectronics", name="Better Electronics"))
    publisher = office["publisher"]
    assert publisher.get("/staff/changes").count(" checked") == 2
    page = publisher.get("/staff/changes?only=none")
    assert " checked" not in page
    assert "Publish what is ticked<" in page
    assert f"/staff/changes?only={renamed}" in publisher.get("/staff/changes/network/oecd-watch")
    page = publisher.get(f"/staff/changes?only={renamed}")
    assert f'name="entry" value="{renamed}" checked' in page
    assert f'name="entry" value="{other}">' in page
    assert "Publish 1 change<" in page
    assert "?only=" not in office["editor"].get("/staff/changes/network/oecd-watch")


def test_a_change_that_refers_to_a_draft_offers_to_publish_that_too(
    office: dict[str, Colleague], save: Save
) -> None:
    network, membership = save(
        Network(slug="new", name=name("Brand New")),
        Membership(network="new", member="somo", role="member"),
    )
    publisher = office["publisher"]
    answer = publisher.send("/staff/publish", chosen(membership))
    assert answer.status_code == 409
    assert "refers to “Brand New”, which is not published" in answer.text
    assert answer.text.count(f'name="entry" value="{network}"') == 2
    both: dict[str, str | list[str]] = {
        "entry": [str(network), str(membership)],
        "count": "2",
        "missing": "0",
    }
    assert publisher.send("/staff/publish", both).status_code == 303


def test_a_change_may_be_published_although_something_is_missing(
    office: dict[str, Colleague], save: Save
) -> None:
    [revision] = save(Membership(network="nowhere", member="somo", role="member"))
    assert office["publisher"].send("/staff/publish", chosen(revision)).status_code == 409
    told = chosen(revision, missing=1)
    assert office["publisher"].send("/staff/publish", told).status_code == 303


def test_more_than_a_page_is_published_at_once(
    office: dict[str, Colleague], save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "A_PAGE", 2)
    newest = save(*(Topic(slug=f"t{each}", name=name(f"Fish {each}")) for each in range(3)))[-1]
    publisher = office["publisher"]
    page = publisher.get("/staff/changes")
    assert "All 3 changes that wait" in page
    assert "Fish 0" not in page
    everything = {"everything": "1", "newest": str(newest), "count": "3", "missing": "0"}
    save(Topic(slug="later", name=name("Later")))
    assert publisher.send("/staff/publish", everything | {"count": "4"}).status_code == 409
    newest = save(Topic(slug="last", name=name("Last")))[-1]
    sent = everything | {"newest": str(newest), "count": "5"}
    assert publisher.send("/staff/publish", sent).status_code == 303


def test_one_change_shows_its_widgets_before_and_after(
    office: dict[str, Colleague], renamed: int
) -> None:
    page = office["viewer"].get("/staff/changes/network/oecd-watch")
    frames = re.findall(r'<iframe src="([^"]+)"', page)
    network = [each.replace("&amp;", "&") for each in frames if "/embed/network?" in each]
    before, after = (office["viewer"].client.get(each).text for each in network)
    assert "OECD Watchers" not in before
    assert "OECD Watchers" in after
    assert "Throw this draft away" not in page
    assert office["viewer"].ask("/staff/changes/network/nothing").status_code == 404


def test_a_draft_that_is_thrown_away_waits_no_more(
    office: dict[str, Colleague], renamed: int
) -> None:
    here = "/staff/changes/network/oecd-watch"
    assert office["viewer"].send(f"{here}/discard").status_code == 403
    stale = {"revision": str(renamed - 1)}
    assert office["editor"].send(f"{here}/discard", stale).status_code == 409
    answer = office["editor"].send(f"{here}/discard", {"revision": str(renamed)})
    assert answer.status_code == 303
    page = office["editor"].get(answer.headers["location"])
    assert "Thrown away. What it said is in this list, and can be restored." in page
    assert re.search(rf'name="revision" value="{renamed}"', page)
    assert "Everything that was saved" in office["editor"].get("/staff/changes")
    assert office["editor"].send(f"{here}/discard").status_code == 404


def test_an_entry_is_withdrawn_with_all_that_shows_it(office: dict[str, Colleague]) -> None:
    publisher = office["publisher"]
    here = "/staff/entries/network/oecd-watch"
    assert f'href="{here}/withdraw"' in publisher.get(f"{here}/history")
    page = publisher.get(f"{here}/withdraw")
    assert "Membership badge" in page
    assert "Members of a network" in page
    answer = publisher.send(f"{here}/withdraw", {"note": "emergency"})
    assert answer.status_code == 303
    assert "Undo…" in publisher.get(answer.headers["location"].removeprefix("http://widgets.test"))
    seen_by_visitors(publisher, lambda html: "OECD Watch" not in html)
    assert publisher.ask(f"{here}/withdraw").status_code == 404
    assert office["editor"].ask(f"{here}/withdraw").status_code == 403


def test_a_draft_that_nobody_has_seen_is_removed_without_a_publication(
    office: dict[str, Colleague], save: Save
) -> None:
    save(Topic(slug="fish", name=name("Fish")))
    here = "/staff/entries/topic/fish/withdraw"
    assert "Only the draft goes away" in office["publisher"].get(here)
    answer = office["publisher"].send(here)
    assert answer.headers["location"].endswith("/staff/entries/topic/fish/history?done=thrown-away")
    assert office["publisher"].ask("/staff/publications/3").status_code == 404


def test_an_entry_tells_its_history_and_an_older_text_is_restored(
    office: dict[str, Colleague], renamed: int
) -> None:
    here = "/staff/entries/network/oecd-watch"
    page = office["editor"].get(f"{here}/history")
    assert "Published now" in page
    assert "a note" in page
    [first] = re.findall(r'name="revision" value="(\d+)"', page)
    assert "Restore" not in office["viewer"].get(f"{here}/history")
    sent = {"revision": first, "base": str(renamed)}
    answer = office["editor"].send(f"{here}/restore", sent)
    assert answer.headers["location"].endswith("/history?done=restored")
    assert "Restored as a draft" in office["editor"].get(f"{here}/history?done=restored")
    assert "Everything that was saved" in office["editor"].get("/staff/changes")
    wrong = "/staff/entries/network/goodelectronics/restore"
    assert office["editor"].send(wrong, sent).status_code == 404
    assert office["editor"].ask("/staff/entries/network/nothing/history").status_code == 404


def test_publications_are_listed_with_who_why_and_how_much(
    office: dict[str, Colleague], renamed: int
) -> None:
    office["publisher"].send("/staff/publish", chosen(renamed, note="new name"))
    listed = office["viewer"].get("/staff/publications")
    assert "<bdi>Publisher</bdi>" in listed
    page = plain(listed)
    assert "1 changed" in page
    assert "new name" in page
    assert "Undo…" not in office["viewer"].get("/staff/publications/3")
    assert office["viewer"].ask("/staff/publications/9999").status_code == 404
    assert office["viewer"].ask("/staff/publications/x").status_code == 404
    assert office["viewer"].ask("/staff/publications?before=x").status_code == 200


def test_who_published_is_noted_in_the_log(office: dict[str, Colleague], renamed: int) -> None:
    office["publisher"].send("/staff/publish", chosen(renamed))
    office["publisher"].send("/staff/entries/network/goodelectronics/withdraw")
    log = plain(office["admin"].get("/staff/audit"))
    assert "Published Publication 3" in log
    assert "Withdrew an entry Network: goodelectronics" in log


def test_a_choice_is_seen_on_the_widgets_before_and_after(
    office: dict[str, Colleague], database: Path, save: Save, renamed: int
) -> None:
    other = save(changed(database, "network", "goodelectronics", name="BetterElectronics"))[0]
    publisher = office["publisher"]
    both = plain(publisher.get("/staff/changes/widgets"))
    assert "OECD Watchers" in both
    assert "BetterElectronics" in both
    page = publisher.send("/staff/changes/widgets", {"entry": str(renamed)}).text
    frames = re.findall(r'<iframe[^>]+src="([^"]+)"', page)
    assert any("/embed/network?" in each and "/preview/" not in each for each in frames)
    assert any("/preview/" in each and "/embed/network?" in each for each in frames)
    assert "BetterElectronics" not in page
    assert "hold every draft" in page
    assert "hold every draft" not in plain(
        publisher.send("/staff/changes/widgets", {"entry": [str(renamed), str(other)]}).text
    )
