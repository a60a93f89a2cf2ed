"""What is appended, what is published, and what is never lost."""

from pathlib import Path

import pytest

from tests.store.worlds import rows, slugs, topic
from tests.world import WORLD, name
from widgets.catalogue.records import Category, Entry, Network, Organisation
from widgets.errors import Moved, Overtaken
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
    for called in ("tax", "taxes", "tax"):
        assert len(await journal.save([topic("tax", called)], "test", "")) == 1
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


async def test_an_entry_that_is_taken_away_leaves_the_drafts_only(journal: Journal) -> None:
    saved = await journal.save([topic("tax", "tax"), topic("water", "water")], "test", "")
    await journal.publish(saved, "test", "")
    gone = await journal.take_away("topic", "tax", "ann", "a mistake")
    assert gone and gone.body is None
    assert slugs(await journal.newest()) == ["water"]
    assert slugs(await journal.published()) == ["tax", "water"]
    assert await journal.take_away("topic", "tax", "ann", "again") is None
    assert await journal.take_away("topic", "never", "ann", "") is None


async def test_an_entry_that_was_taken_away_is_gone_once_published(journal: Journal) -> None:
    saved = await journal.save([topic("tax", "tax"), topic("water", "water")], "test", "")
    await journal.publish(saved, "test", "")
    gone = await journal.take_away("topic", "tax", "ann", "")
    assert gone
    await journal.publish([gone], "ann", "")
    assert slugs(await journal.published()) == ["water"]
    assert slugs(await journal.save([topic("tax", "tax")], "test", "")) == ["tax"]


async def test_who_saves_on_top_of_an_older_text_is_told_and_writes_nothing(
    journal: Journal,
) -> None:
    key = ("topic", "tax")
    [first] = await journal.save([topic("tax", "tax")], "ann", "")
    [second] = await journal.save([topic("tax", "taxes")], "bob", "", base={key: first.revision})
    with pytest.raises(Overtaken) as caught:
        await journal.save(
            [topic("water", "water"), topic("tax", "levy")], "ann", "", base={key: first.revision}
        )
    assert caught.value.moved == (Moved(*key, first.revision, second.revision),)
    assert slugs(await journal.newest()) == ["tax"]
    assert await journal.newest_of(*key) == second
    with pytest.raises(Overtaken):
        await journal.take_away(*key, "ann", "", base=first.revision)
    assert await journal.take_away(*key, "ann", "", base=second.revision)
    with pytest.raises(Overtaken):
        await journal.save([topic("tax", "levy")], "bob", "", base={key: second.revision})


async def test_who_writes_the_same_as_somebody_else_overtakes_nobody(journal: Journal) -> None:
    key = ("topic", "tax")
    [first] = await journal.save([topic("tax", "tax")], "ann", "")
    await journal.save([topic("tax", "taxes")], "bob", "")
    assert await journal.save([topic("tax", "taxes")], "ann", "", base={key: first.revision}) == []
    await journal.save([topic("tax", "tax")], "bob", "")
    saved = await journal.save([topic("tax", "levy")], "ann", "", base={key: first.revision})
    assert len(saved) == 1


async def test_a_new_entry_does_not_replace_one_that_is_there(journal: Journal) -> None:
    key = ("topic", "tax")
    new = {key: 0}
    assert await journal.save([topic("tax", "tax")], "ann", "", base=new)
    with pytest.raises(Overtaken):
        await journal.save([topic("tax", "levy")], "bob", "", base=new)
    await journal.take_away(*key, "ann", "")
    assert await journal.save([topic("tax", "levy")], "bob", "", base=new)


async def test_an_organisation_and_a_network_never_hold_one_slug(journal: Journal) -> None:
    both: list[Entry] = [Organisation(slug="x", name=name("X")), Network(slug="x", name=name("X"))]
    [organisation] = await journal.save(both[:1], "ann", "", publish=[("organisation", "x")])
    with pytest.raises(Overtaken) as caught:
        await journal.save(both[1:], "bob", "")
    assert caught.value.moved == (Moved("organisation", "x", 0, organisation.revision),)
    gone = await journal.take_away("organisation", "x", "bob", "")
    [network] = await journal.save(both[1:], "bob", "")
    assert gone
    with pytest.raises(Overtaken):
        await journal.publish([network], "bob", "")
    await journal.publish([network, gone], "bob", "")
    assert [each.type for each in await journal.published()] == ["network"]


async def test_publishing_what_has_moved_since_it_was_looked_at_is_refused(
    journal: Journal,
) -> None:
    looked_at = await journal.save([topic("tax", "tax"), topic("water", "water")], "ann", "")
    [moved] = await journal.save([topic("tax", "taxes")], "bob", "")
    with pytest.raises(Overtaken) as caught:
        await journal.publish(looked_at, "ann", "")
    assert [(each.slug, each.newest) for each in caught.value.moved] == [("tax", moved.revision)]
    assert await journal.published() == []


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


async def test_an_organisation_and_a_network_of_one_slug_are_not_saved_together(
    journal: Journal,
) -> None:
    both = (Organisation(slug="somo", name=name("SOMO")), Network(slug="somo", name=name("SOMO")))
    with pytest.raises(Overtaken):
        await journal.save(both, "ann", "")
    assert await journal.is_new()
