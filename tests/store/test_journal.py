"""What is appended, what is published, and what is never lost."""

from pathlib import Path

import pytest

from tests.store.worlds import rows, slugs, topic
from tests.world import WORLD
from widgets.catalogue.records import Category
from widgets.store.database import opened
from widgets.store.journal import Journal, body_of

pytestmark = pytest.mark.anyio


async def test_a_journal_is_new_until_something_is_saved(journal: Journal) -> None:
    assert await journal.is_new()
    assert await journal.publication() == 0
    await journal.save([topic("tax", "tax")], "test", "")
    assert not await journal.is_new()
    assert await journal.publication() == 0


async def test_saving_appends_only_what_differs(journal: Journal) -> None:
    first = await journal.save([topic("tax", "tax"), topic("water", "water")], "test", "")
    again = await journal.save([topic("tax", "tax"), topic("water", "the sea")], "test", "")
    assert slugs(first) == ["tax", "water"]
    assert slugs(again) == ["water"]
    assert again[0].revision > first[-1].revision
    assert await journal.save([topic("water", "the sea")], "test", "") == []


async def test_going_back_to_an_older_text_is_a_revision_too(journal: Journal) -> None:
    for name in ("tax", "taxes", "tax"):
        assert len(await journal.save([topic("tax", name)], "test", "")) == 1
    assert [each.record() for each in await journal.newest()] == [topic("tax", "tax")]


async def test_entries_of_two_types_may_share_a_slug(journal: Journal) -> None:
    category = Category(slug="tax", name=topic("tax", "tax").name)
    assert len(await journal.save([topic("tax", "tax"), category], "test", "")) == 2
    assert {each.type for each in await journal.newest()} == {"topic", "category"}


async def test_every_record_comes_back_as_it_was_saved(journal: Journal) -> None:
    saved = await journal.save(WORLD, "test", "")
    assert tuple(each.record() for each in saved) == WORLD
    assert tuple(each.record() for each in await journal.newest()) == WORLD


async def test_a_body_leaves_out_what_is_not_said() -> None:
    assert body_of(topic("tax", "tax")) == '{"slug":"tax","name":{"en":"tax"}}'


async def test_a_revision_keeps_author_note_and_time(journal: Journal) -> None:
    await journal.save([topic("tax", "tax")], "ann", "typo")
    [(author, note, time)] = await rows(journal, "SELECT author, note, created_at FROM revision")
    assert (author, note) == ("ann", "typo")
    assert str(time).endswith("Z")


async def test_a_draft_is_not_published(journal: Journal) -> None:
    await journal.save([topic("tax", "tax")], "test", "")
    assert await journal.published() == []


async def test_publishing_points_at_revisions(journal: Journal) -> None:
    saved = await journal.save([topic("tax", "tax"), topic("water", "water")], "test", "")
    assert await journal.publish(saved[:1], "test", "") == 1
    assert await journal.publish(saved[1:], "test", "") == 2
    assert await journal.published() == saved
    assert await rows(journal, "SELECT publication, slug, revision FROM publication_entry") == [
        (1, "tax", saved[0].revision),
        (2, "water", saved[1].revision),
    ]


async def test_what_is_saved_later_does_not_change_what_is_published(journal: Journal) -> None:
    saved = await journal.save([topic("tax", "tax")], "test", "")
    await journal.publish(saved, "test", "")
    later = await journal.save([topic("tax", "taxes")], "test", "")
    assert await journal.published() == saved
    assert await journal.newest() == later
    await journal.publish(later, "test", "")
    assert await journal.published() == later


async def test_a_publication_may_point_back(journal: Journal) -> None:
    old = await journal.save([topic("tax", "tax")], "test", "")
    new = await journal.save([topic("tax", "taxes")], "test", "")
    for each in (new, old):
        await journal.publish(each, "test", "")
    assert await journal.published() == old
    assert await journal.newest() == new


async def test_publishing_nothing_makes_no_publication(journal: Journal) -> None:
    assert await journal.publish([], "test", "") == 0
    number = await journal.publish(await journal.save(WORLD, "test", ""), "test", "")
    assert await journal.publish([], "test", "") == number == await journal.publication()
    assert await rows(journal, "SELECT count(*) FROM publication") == [(1,)]


async def test_saving_tells_how_far_it_is(journal: Journal) -> None:
    told: list[int] = []
    await journal.save(WORLD, "test", "", progress=told.append)
    assert told == list(range(1, len(WORLD) + 1))


async def test_a_save_that_fails_in_the_middle_leaves_nothing(journal: Journal) -> None:
    def interrupted(done: int) -> None:
        if done == len(WORLD) // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await journal.save(WORLD, "test", "", progress=interrupted)
    assert await journal.is_new()
    assert len(await journal.save(WORLD, "test", "")) == len(WORLD)


async def test_a_publication_that_fails_in_the_middle_leaves_nothing(journal: Journal) -> None:
    saved = await journal.save([topic("tax", "tax"), topic("water", "water")], "test", "")
    with pytest.raises(Exception, match="UNIQUE"):
        await journal.publish([*saved, saved[0]], "test", "")
    assert await journal.publication() == 0
    assert await journal.published() == []
    assert await journal.publish(saved, "test", "") == 1


async def test_an_entry_without_a_body_is_taken_away_from_the_drafts(journal: Journal) -> None:
    saved = await journal.save([topic("tax", "tax"), topic("water", "water")], "test", "")
    await journal.publish(saved, "test", "")
    await rows(journal, "INSERT INTO revision (type, slug, author) VALUES ('topic', 'tax', 'ann')")
    assert slugs(await journal.newest()) == ["water"]
    assert slugs(await journal.published()) == ["tax", "water"]


async def test_an_entry_without_a_body_is_taken_away_once_published(journal: Journal) -> None:
    saved = await journal.save([topic("tax", "tax"), topic("water", "water")], "test", "")
    await journal.publish(saved, "test", "")
    await rows(journal, "INSERT INTO revision (type, slug, author) VALUES ('topic', 'tax', 'ann')")
    await rows(journal, "INSERT INTO publication (author) VALUES ('ann')")
    await rows(journal, "INSERT INTO publication_entry VALUES (2, 'topic', 'tax', 3)")
    assert slugs(await journal.published()) == ["water"]
    assert slugs(await journal.save([topic("tax", "tax")], "test", "")) == ["tax"]


async def test_two_connections_see_each_other(journal: Journal, path: Path) -> None:
    async with opened(path) as connection:
        other = Journal(connection)
        saved = await journal.save([topic("tax", "tax")], "test", "")
        assert await other.newest() == saved
        await other.publish(saved, "test", "")
        assert await journal.published() == saved


async def test_saving_and_publishing_at_once_is_all_or_nothing(journal: Journal) -> None:
    tax = topic("tax", "tax")
    with pytest.raises(KeyError):
        await journal.save([tax], "test", "", publish=[("topic", "tax"), ("topic", "nothing")])
    assert await journal.is_new()
    await journal.save([tax, topic("water", "water")], "test", "", publish=[("topic", "tax")])
    assert [each.slug for each in await journal.published()] == ["tax"]
    await journal.save([tax], "test", "", publish=[("topic", "tax")])
    assert await journal.publication() == 1
