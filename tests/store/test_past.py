"""What the journal tells of its own past."""

import pytest

from tests.store.worlds import rows, topic
from widgets.store.history import History
from widgets.store.journal import Journal
from widgets.store.undoing import Undoing

pytestmark = pytest.mark.anyio
TAX, WATER = ("topic", "tax"), ("topic", "water")


@pytest.fixture
def history(journal: Journal) -> History:
    return History(journal._connection)


async def test_an_entry_tells_who_changed_it_when_and_when_that_was_published(
    journal: Journal, history: History
) -> None:
    await journal.save([topic("tax", "one")], "ann", "first", publish=[TAX])
    await journal.save([topic("tax", "two")], "bob", "typo")
    await Undoing(journal._connection).undo(1, "cas", "")
    await Undoing(journal._connection).undo(2, "cas", "")
    told = await history.of(*TAX)
    assert [(each.author, each.note) for each in told][-2:] == [("bob", "typo"), ("ann", "first")]
    assert [number for number, _ in told[-1].published] == [1, 3]
    assert all(at.endswith("Z") for _, at in told[-1].published)
    assert told[-2].published == ()
    assert len(await history.of(*TAX, most=1)) == 1
    assert await history.of("topic", "never") == []


async def test_what_waits_is_what_publishing_would_change(
    journal: Journal, history: History
) -> None:
    entries = [topic(slug, "one") for slug in ("tax", "water", "same", "back")]
    keys = [("topic", each.slug) for each in entries]
    await journal.save(entries, "ann", "", publish=keys)
    assert await history.waiting() == []
    await journal.save([topic("tax", "two"), topic("back", "two")], "bob", "why")
    await journal.save([topic("new", "one"), topic("back", "one"), topic("gone", "one")], "bob", "")
    await journal.take_away(*WATER, "cas", "")
    await journal.take_away("topic", "gone", "cas", "")
    waiting = await history.waiting()
    assert [(each.draft.slug, each.verb, each.draft.author) for each in waiting] == [
        ("water", "removed", "cas"),
        ("new", "added", "bob"),
        ("tax", "changed", "bob"),
    ]
    changed = waiting[-1]
    assert changed.draft.note == "why"
    assert changed.published and changed.published.record() == topic("tax", "one")


async def test_publications_tell_who_why_how_much_and_what_can_be_undone(
    journal: Journal, history: History
) -> None:
    await journal.save([topic("tax", "one"), topic("water", "one")], "ann", "", publish=[TAX])
    await journal.save([topic("tax", "two")], "ann", "both", publish=[TAX, WATER])
    gone = await journal.take_away(*WATER, "bob", "")
    assert gone
    await journal.publish([gone], "bob", "no more")
    told = [
        (each.number, each.author, each.note, each.added, each.changed, each.removed, each.undoable)
        for each in await history.publications()
    ]
    assert told == [
        (3, "bob", "no more", 0, 0, 1, 1),
        (2, "ann", "both", 1, 1, 0, 1),
        (1, "ann", "", 1, 0, 0, 0),
    ]
    assert [each.number for each in await history.publications(before=3, most=1)] == [2]
    assert await history.publication(4) is None
    second = await history.publication(2)
    assert second and second.number == 2


async def test_a_publication_tells_what_it_did_to_each_entry(
    journal: Journal, history: History
) -> None:
    await journal.save([topic("tax", "one")], "ann", "", publish=[TAX])
    await journal.save(
        [topic("tax", "two"), topic("water", "one")], "ann", "", publish=[TAX, WATER]
    )
    await journal.save([topic("tax", "three")], "ann", "", publish=[TAX])
    tax, water = await history.steps(2)
    assert (tax.verb, tax.last, water.verb, water.last) == ("changed", 3, "added", 2)
    assert tax.before and tax.before.record() == topic("tax", "one")
    assert tax.after.record() == topic("tax", "two")
    assert water.before is None
    assert await history.steps(2, most=1) == [tax]


async def test_history_is_read_even_where_a_body_is_of_another_age(
    journal: Journal, history: History
) -> None:
    await journal.save([topic("tax", "one")], "ann", "", publish=[TAX])
    await rows(journal, "UPDATE revision SET body = '[damaged'")
    assert len(await history.of(*TAX)) == 1
    assert len(await history.publications()) == 1
