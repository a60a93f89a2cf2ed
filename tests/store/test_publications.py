"""What the last publications changed, as the journal tells it."""

import pytest

from tests.store.worlds import rows, topic
from tests.world import name
from widgets.catalogue.changes import Announcement, Change
from widgets.catalogue.records import Entry, Membership, Names, Network, Organisation, key_of
from widgets.store import publications
from widgets.store.journal import Journal
from widgets.store.publications import announcements

pytestmark = pytest.mark.anyio

NETWORK = Network(slug="n", name=name("N"))
ENDED = Network(slug="n", name=name("N"), until="2020")


async def put(journal: Journal, *entries: Entry) -> None:
    keys = [key_of(each) for each in entries]
    await journal.save(entries, "test", "", publish=keys)


async def told(journal: Journal) -> tuple[Announcement, ...]:
    return await announcements(journal._connection)


async def test_nothing_is_told_before_the_first_publication(journal: Journal) -> None:
    await journal.save([NETWORK], "test", "")
    assert await told(journal) == ()


async def test_an_entry_is_added_then_changed_then_ended_newest_first(journal: Journal) -> None:
    renamed = NETWORK.model_copy(update={"name": name("M")})
    for each in (NETWORK, renamed, ENDED, ENDED.model_copy(update={"name": name("O")})):
        await put(journal, each)
    verbs = [each.changes[0].verb for each in await told(journal)]
    assert verbs == ["changed", "ended", "changed", "added"]
    first = (await told(journal))[-1]
    assert (first.number, first.count) == (1, 1)
    assert first.at.endswith("Z")


async def test_what_was_taken_away_is_told_by_its_last_name(journal: Journal) -> None:
    await put(journal, NETWORK)
    for sql in (
        "INSERT INTO revision (type, slug, body, author) VALUES ('network', 'n', NULL, 't')",
        "INSERT INTO publication (author) VALUES ('test')",
        "INSERT INTO publication_entry SELECT 2, type, slug, id FROM revision WHERE body IS NULL",
    ):
        await rows(journal, sql)
    newest = (await told(journal))[0]
    assert newest.changes == (Change("network", "n", "removed", Names({"mul": "N"})),)
    await put(journal, NETWORK)
    assert (await told(journal))[0].changes == (Change("network", "n", "added"),)


async def test_a_large_publication_lists_networks_first_and_counts_the_rest(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publications, "LISTED", 3)
    monkeypatch.setattr(publications, "PUBLICATIONS", 2)
    await put(journal, topic("a", "A"))
    await put(journal, topic("b", "B"))
    await put(
        journal,
        topic("c", "C"),
        Organisation(slug="o", name=name("O")),
        Membership(network="n", member="o", role="member"),
        NETWORK,
    )
    newest, before = await told(journal)
    assert newest.count == 4
    assert [each.type for each in newest.changes] == ["network", "membership", "organisation"]
    assert [each.slug for each in before.changes] == ["b"]


async def test_a_body_of_another_age_is_no_reason_to_stop(journal: Journal) -> None:
    await put(journal, NETWORK)
    await rows(journal, "UPDATE revision SET body = '[damaged'")
    await put(journal, ENDED)
    assert [each.changes[0].verb for each in await told(journal)] == ["ended", "added"]
