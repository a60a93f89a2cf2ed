"""Every page of publishing, in each of its states, as a validator of HTML sees it."""

from pathlib import Path

from tests.staff.conftest import Colleague
from tests.staff.publishing.conftest import Save, changed
from tests.test_validity import faults_of_pages
from tests.world import name, texts
from widgets.catalogue.records import Membership, Network

HOSTILE = '"><b>'


def pages(office: dict[str, Colleague], database: Path, save: Save) -> list[str]:
    publisher, viewer = office["publisher"], office["viewer"]
    found = [publisher.get("/staff/changes")]
    words = {"nl": "Iets anders", "en": f"Something {HOSTILE}", "ar": "شيء آخر"}
    new = changed(database, "network", "oecd-watch", summary=texts(**words), aliases=(HOSTILE,))
    [*_, revision] = save(
        Network(slug="fair-ports", name=name(HOSTILE), topics=("nowhere",)),
        Membership(network="fair-ports", member="somo", role="member"),
        new,
        gone=[("network", "makeitfair")],
    )
    waiting = ("network/oecd-watch", "network/makeitfair", "membership/fair-ports/somo/member")
    found += [
        *(colleague.get("/staff/changes") for colleague in (publisher, viewer)),
        publisher.send("/staff/publish", {"note": HOSTILE, "entry": str(revision)}).text,
        *(publisher.get(f"/staff/changes/{each}") for each in waiting),
        publisher.get("/staff/entries/network/oecd-watch/history"),
        publisher.get("/staff/entries/network/oecd-watch/withdraw"),
        publisher.get("/staff/entries/network/fair-ports/withdraw"),
    ]
    sent = {"note": HOSTILE, "entry": str(revision), "count": "1", "missing": "0"}
    assert publisher.send("/staff/publish", sent).status_code == 303
    asked = ("", "/1", "/3", "/3?done=published", "/1/undo", "/3/undo")
    return found + [publisher.get(f"/staff/publications{each}") for each in asked]


def test_a_validator_finds_no_fault_in_any_page_of_publishing(
    office: dict[str, Colleague], database: Path, save: Save, tmp_path: Path
) -> None:
    found = pages(office, database, save)
    for page in found:
        assert page.startswith("<!DOCTYPE html>")
        assert "style=" not in page
        assert HOSTILE not in page
    assert faults_of_pages(tmp_path / "pages", found) == {}
