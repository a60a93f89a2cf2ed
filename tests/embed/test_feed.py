"""The feed of changes, as a feed reader takes it."""

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import feedparser
from hypothesis import given
from starlette.testclient import TestClient

from tests.store.records import NAMES
from tests.world import WORLD, name
from widgets.catalogue.changes import Announcement, Change
from widgets.catalogue.edition import Edition, edition
from widgets.catalogue.records import Collaboration, Membership, Names, Network
from widgets.embed.feed import Feed, as_xml, feed
from widgets.kinds.site import Site

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = Site("https://widgets.test:8443", "umbrella", "widget.css")


def told(*changes: Change, number: int = 1, more: int = 0) -> Announcement:
    at = f"2026-02-0{number}T09:30:00.000Z"
    return Announcement(number, at, len(changes) + more, changes)


def made(shown: Edition, *announced: Announcement, lang: str = "en") -> Feed:
    return feed(shown, announced, SITE, lang)


def words(found: Feed) -> list[tuple[str, list[str]]]:
    return [
        (verb, [each.words for each in group]) for news in found.news for verb, group in news.groups
    ]


def test_a_feed_reader_finds_every_publication(worldly: TestClient) -> None:
    answer = worldly.get("/data/changes.atom?lang=nl")
    read = feedparser.parse(answer.text)
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.title == "Netwerken van UMB: wat er veranderde"
    assert read.feed.id == "tag:widgets.test,2026:changes/nl"
    (entry,) = read.entries
    assert entry.id == "tag:widgets.test,2026:changes/1/nl"
    assert entry.updated_parsed
    assert entry.title.startswith("Toegevoegd: Bare, ")
    assert 'network=full">Vol Netwerk</a>' in entry.content[0].value
    assert "Südwind in Vol Netwerk: Lid" in entry.content[0].value
    assert "Secret" not in answer.text
    assert worldly.get(entry.link).status_code == 200


def test_the_feed_has_what_atom_asks_of_one(worldly: TestClient) -> None:
    root = ElementTree.fromstring(worldly.get("/data/changes.atom").text)  # noqa: S314
    assert root.tag == f"{ATOM}feed"
    for node in (root, *root.findall(f"{ATOM}entry")):
        for needed in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{needed}")) == 1
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    links = {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")}
    assert links["self"] == "http://widgets.test/data/changes.atom?lang=nl"
    assert links["alternate"] == "http://widgets.test/embed/networks?lang=nl"


def test_each_publication_is_an_entry_with_an_id_that_stays(world: Edition) -> None:
    change = Change("network", "full", "changed")
    found = made(world, told(change, number=3), told(change, number=2))
    assert [each.id for each in found.news] == [
        "tag:widgets.test,2026:changes/3/en",
        "tag:widgets.test,2026:changes/2/en",
    ]
    assert found.updated == found.news[0].updated == "2026-02-03T09:30:00.000Z"


def test_a_change_of_one_network_links_to_it(world: Edition) -> None:
    (news,) = made(world, told(Change("network", "full", "ended"))).news
    assert news.title == "Ended: Full Network"
    assert news.page == "https://widgets.test:8443/embed/network?lang=en&network=full"
    (other,) = made(world, told(Change("organisation", "suedwind", "changed"))).news
    assert other.page == "https://widgets.test:8443/embed/networks?lang=en"


def test_a_title_names_the_first_and_counts_the_rest(world: Edition) -> None:
    changes = [Change("network", slug, "added") for slug in ("full", "bare", "left")]
    few = made(world, told(*changes[:2], Change("topic", "tax", "changed")))
    assert few.news[0].title == "Added: Full Network, Bare · Changed: tax"
    many = made(world, told(*changes, Change("topic", "tax", "changed"), more=7))
    assert many.news[0].title == "Added: Full Network, Bare, Left Alliance, and 8 more"
    assert many.news[0].more == "and 7 more"


def test_every_type_of_entry_has_a_name(world: Edition) -> None:
    changes = [
        Change("category", "thematic", "changed"),
        Change("topic", "tax", "changed"),
        Change("organisation", "suedwind", "changed"),
        Change("network", "full", "changed"),
        Change("membership", "full/suedwind/member", "changed"),
        Change("collaboration", "umbrella-suedwind", "changed"),
    ]
    named = ["Thematic", "tax", "Südwind", "Full Network", "Südwind in Full Network: Member"]
    assert words(made(world, told(*changes))) == [("Changed", [*named, "A programme"])]


def test_only_what_is_published_is_named_and_what_was_taken_away(world: Edition) -> None:
    gone = Names({"en": "Gone for good"})
    found = made(
        world,
        told(
            Change("network", "hidden", "added"),
            Change("network", "once", "removed", gone),
            Change("membership", "hidden/umbrella/member", "added"),
            Change("membership", "hidden/umbrella/member", "removed"),
            Change("membership", "full/suedwind/board", "removed"),
            Change("membership", "full/suedwind/board", "added"),
        ),
        told(Change("network", "hidden", "changed")),
    )
    assert words(found) == [("Removed", ["Gone for good", "Südwind in Full Network: On the board"])]
    assert len(found.news) == 1


def test_a_feed_looks_through_the_catalogue_once_however_much_changed(world: Edition) -> None:
    seen: list[str] = []

    class Groups(dict[str, tuple[Collaboration, ...]]):
        def values(self) -> Any:
            seen.append("collaborations")
            return super().values()

    shown = replace(world, collaborations=Groups(world.collaborations))
    change = Change("collaboration", "umbrella-suedwind", "changed")
    found = made(shown, *(told(change, change, number=number) for number in (3, 2, 1)))
    assert len(found.news) == 3
    assert seen == ["collaborations"]


@given(NAMES)
def test_no_name_breaks_the_feed(names: Names) -> None:
    entries = (
        Network(slug="any", name=names),
        Membership(network="any", member="umbrella", role="member"),
    )
    shown = edition([*WORLD, *entries])
    found = made(
        shown,
        told(
            Change("network", "any", "added"),
            Change("membership", "any/umbrella/member", "added"),
            Change("network", "gone", "removed", name("]]></feed>\uffff")),
        ),
    )
    root = ElementTree.fromstring(as_xml(found))  # noqa: S314
    assert len(root.findall(f".//{ATOM}entry")) == 1


def test_a_feed_is_as_new_as_its_newest_entry_though_the_clock_went_back() -> None:
    change = told(Change("network", "full", "added"), number=1)
    later = replace(change, number=2, at="2020-01-01T00:00:00.000Z")
    assert made(edition(WORLD, 2), later, change).updated == change.at
