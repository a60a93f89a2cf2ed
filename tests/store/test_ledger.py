import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.worlds import topic
from tests.world import WORLD
from widgets.catalogue.records import key_of
from widgets.store.database import opened
from widgets.store.journal import Journal
from widgets.store.ledger import DRAFT, GONE, PUBLISHED, WAITING, Book, Ledger, deeds
from widgets.store.published import Published
from widgets.store.undoing import Undoing

pytestmark = pytest.mark.anyio
TAX = ("topic", "tax")


@pytest.fixture
def ledger(path: Path) -> Ledger:
    return Ledger(path)


def states(book: Book) -> dict[str, str]:
    return {slug: mark.state for (_, slug), mark in book.marks.items()}


async def test_drafts_are_there_before_they_are_published(journal: Journal, ledger: Ledger) -> None:
    assert (await ledger.book()).edition.number == 0
    await journal.save(WORLD, "ann", "")
    assert "hidden" in (await ledger.book()).edition.networks


async def test_only_what_was_saved_since_is_read_again(journal: Journal, ledger: Ledger) -> None:
    await journal.save([topic("tax", "tax"), topic("water", "water")], "ann", "")
    first = (await ledger.book()).edition
    assert (await ledger.book()).edition is first
    await journal.take_away("topic", "tax", "ann", "")
    await journal.save([topic("water", "the sea")], "ann", "")
    second = (await ledger.book()).edition
    assert second.topics == {"water": topic("water", "the sea")}
    assert second.number == await journal.last_revision() > first.number
    assert first.topics.keys() == {"tax", "water"}


async def test_an_entry_is_a_draft_then_published_then_changes_wait(
    journal: Journal, ledger: Ledger
) -> None:
    saved = await journal.save([topic("tax", "Tax")], "ann", "")
    assert states(await ledger.book()) == {"tax": DRAFT}
    await journal.publish(saved, "ann", "")
    assert states(await ledger.book()) == {"tax": PUBLISHED}
    await journal.save([topic("tax", "Taxes")], "bob", "")
    book = await ledger.book()
    assert states(book) == {"tax": WAITING}
    assert book.marks[TAX].author == "bob"
    assert book.record(TAX) == topic("tax", "Taxes")


async def test_a_change_that_was_changed_back_is_published_as_it_was(
    journal: Journal, ledger: Ledger
) -> None:
    await journal.save([topic("tax", "Tax")], "ann", "", publish=[TAX])
    await journal.save([topic("tax", "Taxes")], "ann", "")
    await journal.save([topic("tax", "Tax")], "ann", "")
    assert states(await ledger.book()) == {"tax": PUBLISHED}


async def test_what_was_taken_away_stays_in_sight_while_it_is_published(
    journal: Journal, ledger: Ledger
) -> None:
    await journal.save([topic("tax", "Tax")], "ann", "", publish=[TAX])
    await ledger.book()
    await journal.take_away("topic", "tax", "ann", "")
    book = await ledger.book()
    assert states(book) == {"tax": GONE}
    assert book.record(TAX) == topic("tax", "Tax")
    await Undoing(journal._connection).withdraw("topic", "tax", "ann", "")
    gone = await journal.newest_of("topic", "tax")
    assert gone
    await journal.publish([gone], "ann", "")
    assert states(await ledger.book()) == {}


async def test_a_book_stays_the_same_until_something_changes(
    journal: Journal, ledger: Ledger
) -> None:
    await journal.save([topic("tax", "Tax")], "ann", "")
    book = await ledger.book()
    assert await ledger.book() is book
    await journal.save([topic("water", "Water")], "ann", "")
    assert states(await ledger.book()) == {"tax": DRAFT, "water": DRAFT}
    assert states(book) == {"tax": DRAFT}


async def test_a_backup_that_is_put_in_its_place_is_read_anew(
    journal: Journal, ledger: Ledger, path: Path, tmp_path: Path
) -> None:
    await journal.save([topic("tax", "Tax"), topic("water", "Water")], "ann", "")
    await ledger.book()
    other = tmp_path / "other.db"
    await journal._connection.execute("VACUUM INTO ?", (str(other),))
    await journal.save([topic("land", "Land")], "ann", "")
    assert len((await ledger.book()).marks) == 3
    other.replace(path)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    assert states(await ledger.book()) == {"tax": DRAFT, "water": DRAFT}


async def test_what_somebody_has_ever_done_is_known(journal: Journal) -> None:
    connection = journal._connection
    assert await deeds(connection, "ann") == (False, False)
    saved = await journal.save([topic("tax", "Tax")], "ann", "")
    assert await deeds(connection, "ann") == (True, False)
    await journal.publish(saved, "ann", "")
    assert await deeds(connection, "ann") == (True, True)
    assert await deeds(connection, "bob") == (False, False)


async def test_drafts_share_with_the_published_edition_what_is_the_same(
    journal: Journal, path: Path
) -> None:
    await journal.save(WORLD, "ann", "", publish=[key_of(each) for each in WORLD])
    published = Published(path)
    await published.load()
    await journal.save([topic("tax", "Taxes")], "ann", "")
    await journal.take_away("network", "ended", "ann", "")
    shown = published.edition
    drafts = (await Ledger(path, lambda: shown).book()).edition
    assert drafts == (await Ledger(path).book()).edition
    assert drafts.topics["tax"] == topic("tax", "Taxes")
    assert "ended" not in drafts.networks
    assert drafts.networks["bare"] is shown.networks["bare"]
    assert drafts.organisations is shown.organisations
    assert drafts.members["full"] is shown.members["full"]


@given(
    st.lists(
        st.tuples(st.sampled_from(["save", "remove", "publish"]), st.integers(0, len(WORLD) - 1)),
        max_size=10,
    )
)
@settings(max_examples=20, deadline=None)
def test_a_book_that_is_kept_up_to_date_is_the_one_that_is_read_at_once(
    steps: list[tuple[str, int]],
) -> None:
    async def keep(path: Path) -> None:
        kept, published = Ledger(path), Published(path)
        async with opened(path) as connection:
            journal = Journal(connection)
            await journal.save(WORLD[::2], "ann", "", publish=[key_of(WORLD[0])])
            for step, number in steps:
                await kept.book()
                key = key_of(WORLD[number])
                if step == "save":
                    await journal.save([WORLD[number]], "bob", "")
                elif step == "remove":
                    await journal.take_away(*key, "bob", "")
                elif newest := await journal.newest_of(*key):
                    await journal.publish([newest], "bob", "")
        await published.load()
        book = await kept.book()
        assert book == await Ledger(path).book()
        assert book == await Ledger(path, lambda: published.edition).book()

    with TemporaryDirectory() as folder:
        asyncio.run(keep(Path(folder) / "widgets.db"))
