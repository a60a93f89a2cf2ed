"""Ways back, each of which only adds to what is kept."""

import pytest

from tests.store.worlds import slugs, topic
from tests.world import name
from widgets.catalogue.records import Entry, Network, Organisation, key_of
from widgets.errors import Overtaken
from widgets.store.history import History
from widgets.store.journal import Journal
from widgets.store.undoing import Undoing

pytestmark = pytest.mark.anyio
TAX = ("topic", "tax")


@pytest.fixture
def undoing(journal: Journal) -> Undoing:
    return Undoing(journal._connection)


async def put(journal: Journal, *entries: Entry) -> int:
    keys = [key_of(each) for each in entries]
    await journal.save(entries, "ann", "", publish=keys)
    return await journal.publication()


async def shown(journal: Journal) -> list[Entry]:
    return [each.record() for each in await journal.published()]


async def drafts(journal: Journal) -> list[Entry]:
    return [each.record() for each in await journal.newest()]


async def test_undoing_a_change_shows_the_former_text_and_keeps_the_draft(
    journal: Journal, undoing: Undoing
) -> None:
    await put(journal, topic("tax", "tax"))
    second = await put(journal, topic("tax", "taxes"))
    assert await undoing.undo(second, "bob", "too soon") == 3
    assert await shown(journal) == [topic("tax", "tax")]
    assert await drafts(journal) == [topic("tax", "taxes")]


async def test_what_was_published_twice_at_once_is_one_publication_that_can_be_undone(
    journal: Journal, undoing: Undoing
) -> None:
    await put(journal, topic("tax", "tax"))
    saved = await journal.save([topic("tax", "taxes")], "ann", "")
    assert [await journal.publish(saved, "ann", "") for _ in range(2)] == [2, 2]
    assert await undoing.undo(2, "bob", "") == 3
    assert await shown(journal) == [topic("tax", "tax")]


async def test_undoing_an_addition_withdraws_it_and_keeps_the_draft(
    journal: Journal, undoing: Undoing
) -> None:
    await put(journal, topic("water", "water"))
    added = await put(journal, topic("tax", "tax"))
    await journal.save([topic("tax", "taxes")], "ann", "")
    await undoing.undo(added, "bob", "")
    assert await shown(journal) == [topic("water", "water")]
    assert topic("tax", "taxes") in await drafts(journal)
    waiting = await History(journal._connection).waiting()
    assert [(each.draft.slug, each.verb) for each in waiting] == [("tax", "added")]


async def test_an_editor_is_not_overtaken_by_an_undo_that_keeps_the_draft(
    journal: Journal, undoing: Undoing
) -> None:
    added = await put(journal, topic("tax", "tax"))
    looked_at = await journal.newest_of(*TAX)
    await undoing.undo(added, "bob", "")
    assert looked_at
    base = {TAX: looked_at.revision}
    assert await journal.save([topic("tax", "taxes")], "ann", "", base=base)


async def test_undoing_an_undo_shows_again_what_was_shown(
    journal: Journal, undoing: Undoing
) -> None:
    added = await put(journal, topic("tax", "tax"))
    undone = await undoing.undo(added, "bob", "")
    assert await shown(journal) == []
    await undoing.undo(undone, "bob", "")
    assert await shown(journal) == [topic("tax", "tax")]
    assert await drafts(journal) == [topic("tax", "tax")]


async def test_what_a_publication_took_away_is_a_draft_again(
    journal: Journal, undoing: Undoing
) -> None:
    await put(journal, topic("tax", "tax"), topic("water", "water"))
    await journal.save([topic("tax", "unfinished")], "ann", "")
    gone = await undoing.withdraw(*TAX, "bob", "")
    assert slugs(await journal.published()) == slugs(await journal.newest()) == ["water"]
    await undoing.undo(gone, "bob", "")
    assert topic("tax", "tax") in await shown(journal)
    assert topic("tax", "unfinished") in await drafts(journal)


async def test_what_was_touched_since_keeps_its_draft(journal: Journal, undoing: Undoing) -> None:
    await put(journal, topic("tax", "tax"))
    gone = await undoing.withdraw(*TAX, "bob", "")
    await journal.save([topic("tax", "written anew")], "ann", "")
    await undoing.undo(gone, "bob", "")
    assert await shown(journal) == [topic("tax", "tax")]
    assert await drafts(journal) == [topic("tax", "written anew")]


async def test_what_was_taken_away_again_since_stays_away(
    journal: Journal, undoing: Undoing
) -> None:
    await put(journal, topic("tax", "tax"))
    gone = await undoing.withdraw(*TAX, "bob", "")
    await journal.save([topic("tax", "written anew")], "ann", "")
    await journal.take_away(*TAX, "ann", "")
    await undoing.undo(gone, "bob", "")
    assert await shown(journal) == [topic("tax", "tax")]
    assert await drafts(journal) == []


async def test_what_was_published_again_since_is_left_out_unless_asked_for(
    journal: Journal, undoing: Undoing
) -> None:
    await put(journal, topic("tax", "one"), topic("water", "one"))
    second = await put(journal, topic("tax", "two"), topic("water", "two"))
    third = await put(journal, topic("tax", "three"))
    await undoing.undo(second, "bob", "")
    assert await shown(journal) == [topic("water", "one"), topic("tax", "three")]
    assert await undoing.undo(second, "bob", "") == third + 1  # nothing is left to undo
    assert await undoing.undo(second, "bob", "", also=[("topic", "water")]) == third + 1
    await undoing.undo(second, "bob", "", also=[TAX])
    assert topic("tax", "one") in await shown(journal)


async def test_an_undo_of_something_else_than_what_was_looked_at_is_refused(
    journal: Journal, undoing: Undoing
) -> None:
    first = await put(journal, topic("tax", "one"))
    await put(journal, topic("water", "one"))
    third = await put(journal, topic("tax", "two"))
    with pytest.raises(Overtaken):
        await undoing.undo(first, "bob", "", also=[TAX], seen=first)
    assert await journal.publication() == third
    await undoing.undo(first, "bob", "", also=[TAX], seen=third)
    assert slugs(await journal.published()) == ["water"]


async def test_undoing_does_not_bring_back_a_slug_that_another_party_holds(
    journal: Journal, undoing: Undoing
) -> None:
    await put(journal, Organisation(slug="x", name=name("X")))
    gone = await undoing.withdraw("organisation", "x", "ann", "")
    await put(journal, Network(slug="x", name=name("X")))
    with pytest.raises(Overtaken):
        await undoing.undo(gone, "bob", "")
    assert await shown(journal) == [Network(slug="x", name=name("X"))]


async def test_withdrawing_what_was_never_published_only_removes_the_draft(
    journal: Journal, undoing: Undoing
) -> None:
    await journal.save([topic("tax", "tax")], "ann", "")
    assert await undoing.withdraw(*TAX, "bob", "") == 0
    assert await drafts(journal) == []
    assert await undoing.withdraw("topic", "never", "bob", "") == 0


async def test_withdrawing_what_only_the_drafts_lack_takes_it_from_the_published(
    journal: Journal, undoing: Undoing
) -> None:
    await put(journal, topic("tax", "tax"))
    await journal.take_away(*TAX, "ann", "")
    await undoing.withdraw(*TAX, "bob", "")
    assert await shown(journal) == []


async def test_an_older_text_is_taken_up_again_as_a_draft(
    journal: Journal, undoing: Undoing
) -> None:
    [first] = await journal.save([topic("tax", "one")], "ann", "")
    [second] = await journal.save([topic("tax", "two")], "ann", "")
    assert await undoing.restore(first.revision, "bob", "", base=second.revision)
    assert await drafts(journal) == [topic("tax", "one")]
    assert await undoing.restore(first.revision, "bob", "") is None
    assert await undoing.restore(999, "bob", "") is None
    with pytest.raises(Overtaken):
        await undoing.restore(second.revision, "bob", "", base=second.revision)


async def test_a_draft_is_thrown_away_for_what_is_published(
    journal: Journal, undoing: Undoing
) -> None:
    await put(journal, topic("tax", "one"))
    await journal.save([topic("tax", "two"), topic("water", "never shown")], "ann", "")
    await undoing.discard(*TAX, "ann", "")
    await undoing.discard("topic", "water", "ann", "")
    assert await drafts(journal) == [topic("tax", "one")]
    assert await History(journal._connection).waiting() == []


async def test_undoing_brings_no_draft_back_whose_slug_a_draft_of_another_kind_has_taken(
    journal: Journal, undoing: Undoing
) -> None:
    organisation = Organisation(slug="duo", name=name("Duo"))
    await put(journal, organisation)
    gone = await undoing.withdraw("organisation", "duo", "ann", "")
    network = Network(slug="duo", name=name("Duo"))
    await journal.save([network], "ann", "")
    await undoing.undo(gone, "bob", "")
    assert await shown(journal) == [organisation]
    assert await drafts(journal) == [network]
