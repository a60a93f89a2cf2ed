"""The draft edition in memory."""

from pathlib import Path

import pytest

from tests.store.worlds import topic
from tests.world import WORLD
from widgets.store.database import opened
from widgets.store.drafts import Drafts
from widgets.store.journal import Journal

pytestmark = pytest.mark.anyio


async def test_drafts_are_there_before_they_are_published(journal: Journal, path: Path) -> None:
    drafts = Drafts(path)
    assert (await drafts.edition()).number == 0
    await journal.save(WORLD, "ann", "")
    assert "hidden" in (await drafts.edition()).networks


async def test_only_what_was_saved_since_is_read_again(journal: Journal, path: Path) -> None:
    drafts = Drafts(path)
    await journal.save([topic("tax", "tax"), topic("water", "water")], "ann", "")
    first = await drafts.edition()
    assert await drafts.edition() is first
    await journal.take_away("topic", "tax", "ann", "")
    await journal.save([topic("water", "the sea")], "ann", "")
    second = await drafts.edition()
    assert second.topics == {"water": topic("water", "the sea")}
    assert second.number == await journal.last_revision() > first.number
    assert first.topics.keys() == {"tax", "water"}


async def test_another_file_in_its_place_is_read_from_the_start(tmp_path: Path) -> None:
    path, other = tmp_path / "widgets.db", tmp_path / "other.db"
    for each, slug in ((path, "tax"), (other, "water")):
        async with opened(each) as connection:
            await Journal(connection).save([topic(slug, slug)], "ann", "")
    drafts = Drafts(path)
    assert (await drafts.edition()).topics.keys() == {"tax"}
    other.replace(path)
    assert (await drafts.edition()).topics.keys() == {"water"}
