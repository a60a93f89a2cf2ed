"""The edition in memory: loaded, followed, and kept when the store fails."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.broken import altered
from tests.store.worlds import topic
from tests.world import WORLD, name
from widgets.catalogue.edition import edition
from widgets.catalogue.records import Collaboration, Membership, key_of
from widgets.errors import StoreRefused
from widgets.store import published
from widgets.store.database import opened
from widgets.store.journal import Journal
from widgets.store.published import Published
from widgets.store.undoing import Undoing

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def a_short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "CHECK_SECONDS", 0.001)


@pytest.fixture
async def held(path: Path) -> Published:
    """The published world, loaded."""
    async with opened(path) as connection:
        journal = Journal(connection)
        await journal.publish(await journal.save(WORLD, "test", ""), "test", "")
    held = Published(path)
    await held.load()
    return held


@asynccontextmanager
async def following(held: Published) -> AsyncIterator[None]:
    task = asyncio.create_task(held.follow())
    try:
        yield
        assert not task.done()
    finally:
        held.stop()
        async with asyncio.timeout(10):
            await task


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(3):
        while not holds():
            await asyncio.sleep(0.001)


def warnings(caplog: pytest.LogCaptureFixture) -> int:
    return sum("the catalogue is kept as it is" in text for text in caplog.messages)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


async def add_a_publication(path: Path, slug: str = "new") -> int:
    async with opened(path) as connection:
        journal = Journal(connection)
        saved = await journal.save([topic(slug, "New")], "test", "")
        return await journal.publish(saved, "test", "")


async def test_nothing_is_published_before_it_is_loaded(path: Path) -> None:
    assert Published(path).edition.number == 0


async def test_loading_builds_the_published_edition(held: Published) -> None:
    assert held.edition == edition(WORLD, 1)


async def test_loading_leaves_drafts_out(held: Published, path: Path) -> None:
    async with opened(path) as connection:
        await Journal(connection).save([topic("draft", "Draft")], "test", "")
    fresh = Published(path)
    await fresh.load()
    assert fresh.edition == held.edition


async def test_loading_refuses_a_foreign_file(path: Path) -> None:
    path.write_text("a letter\n" * 500, "utf-8")
    with pytest.raises(StoreRefused):
        await Published(path).load()


async def test_a_newer_publication_is_followed(held: Published, path: Path) -> None:
    async with following(held):
        assert await add_a_publication(path) == 2
        await until(lambda: held.edition.number == 2)
    assert "new" in held.edition.topics
    assert [each.number for each in held.announcements] == [2, 1]
    assert [each.slug for each in held.announcements[0].changes] == ["new"]


async def test_an_edition_once_handed_out_never_changes(held: Published, path: Path) -> None:
    before = held.edition
    async with following(held):
        await add_a_publication(path)
        await until(lambda: held.edition is not before)
    assert before == edition(WORLD, 1)


async def test_an_edition_is_not_built_again_while_nothing_is_published(
    held: Published, path: Path
) -> None:
    before = held.edition
    await held.load()
    assert held.edition is before


async def test_a_store_that_breaks_leaves_the_old_edition_until_it_is_mended(
    held: Published, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = held.edition
    await add_a_publication(path)
    altered(path, "ALTER TABLE publication_entry RENAME TO lost")
    async with following(held):
        await until(lambda: warnings(caplog) > 0)
        await asyncio.sleep(0.05)  # many looks
        assert held.edition is before
        assert warnings(caplog) == 1
        altered(path, "ALTER TABLE lost RENAME TO publication_entry")
        await until(lambda: held.edition.number == 2)
        await until(lambda: "the catalogue can be read again" in caplog.messages)


async def test_a_store_that_became_a_foreign_file_leaves_the_old_edition(
    held: Published, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = held.edition
    path.write_text("a letter\n" * 500, "utf-8")
    async with following(held):
        await until(lambda: warnings(caplog) > 0)
    assert held.edition is before


async def test_an_entry_that_cannot_be_read_leaves_the_old_edition(
    held: Published, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = held.edition
    await add_a_publication(path)
    altered(path, "UPDATE revision SET body = '{\"slug\":' WHERE slug = 'new'")
    async with following(held):
        await until(lambda: warnings(caplog) > 0)
    assert held.edition is before


@pytest.mark.parametrize("lost", [Path.unlink, emptied])
async def test_a_store_that_is_lost_leaves_the_old_edition(
    held: Published, path: Path, caplog: pytest.LogCaptureFixture, lost: Callable[[Path], None]
) -> None:
    before = held.edition
    lost(path)
    async with following(held):
        await until(lambda: warnings(caplog) > 0 or held.edition is not before)
    assert held.edition is before


async def test_a_store_that_comes_back_after_it_disappeared_is_followed(
    held: Published, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = held.edition
    away = path.with_name("away.db")
    path.rename(away)
    async with following(held):
        await until(lambda: warnings(caplog) > 0 or held.edition is not before)
        await add_a_publication(away)
        away.replace(path)
        await until(lambda: held.edition.number == 2)


async def test_a_history_that_was_put_back_in_the_same_file_is_read_anew(
    held: Published, path: Path, tmp_path: Path
) -> None:
    older = tmp_path / "older.db"
    with closing(sqlite3.connect(path)) as there:
        there.execute("VACUUM INTO ?", (str(older),))
    await add_a_publication(path, "lost")
    await held.load()
    with closing(sqlite3.connect(older)) as kept, closing(sqlite3.connect(path)) as there:
        kept.backup(there)
    await add_a_publication(path, "found")  # of the same number
    await held.load()
    assert "found" in held.edition.topics
    assert "lost" not in held.edition.topics
    assert [each.changes[0].slug for each in held.announcements[:1]] == ["found"]


STEPS = st.lists(
    st.tuples(st.sampled_from(["save", "remove", "undo", "publish"]), st.integers(0, len(WORLD))),
    max_size=12,
)


@given(STEPS)
@hypothesis.settings(max_examples=25, deadline=None)
def test_what_is_followed_is_what_is_read_at_once(steps: list[tuple[str, int]]) -> None:
    async def follow(path: Path) -> None:
        followed = Published(path)
        async with opened(path) as connection:
            journal, undoing = Journal(connection), Undoing(connection)
            await journal.save(WORLD, "test", "", publish=[key_of(each) for each in WORLD[::2]])
            await followed.load()
            for step, number in steps:
                chosen = WORLD[number % len(WORLD)]
                key = key_of(chosen)
                if step == "save" and not isinstance(chosen, Membership | Collaboration):
                    changed = chosen.model_copy(update={"name": name(f"Name {number}")})
                    await journal.save([changed], "test", "", publish=[key])
                elif step == "remove" and (gone := await journal.take_away(*key, "test", "")):
                    await journal.publish([gone], "test", "")
                elif step == "undo":
                    await undoing.undo(number % (await journal.publication() + 1), "test", "")
                elif step == "publish":
                    await journal.save([chosen], "test", "", publish=[key])
                await followed.load()
        fresh = Published(path)
        await fresh.load()
        assert followed.edition == fresh.edition
        assert followed.announcements == fresh.announcements

    with TemporaryDirectory() as folder:
        asyncio.run(follow(Path(folder) / "widgets.db"))
