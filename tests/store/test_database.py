"""The file itself: made, kept, and refused where it must not be touched."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.broken import (
    a_database_with_a_damaged_page,
    a_foreign_database,
    a_foreign_database_in_wal_mode,
    a_foreign_database_without_tables,
    a_newer_schema,
    a_text_file,
    a_truncated_database,
)
from tests.world import WORLD
from widgets.errors import StoreRefused
from widgets.store import database
from widgets.store.database import (
    APPLICATION_ID,
    SYNCHRONOUS,
    VERSION,
    opened,
    refuse_damage,
)
from widgets.store.journal import Journal

FOREIGN = "belongs to another program; name another file in WIDGETS_DATABASE_URL"
UNREACHABLE = "make it a file, in a folder, that this user may write to"
UNUSABLE = "restore a backup with widgets restore, or move it away to begin with an empty catalogue"


def pragmas(path: Path, *names: str) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]


def refusal(path: Path, *, whole: bool = False) -> str:
    """What StoreRefused says, once the file is opened and, if asked, looked through."""

    before = workers()

    async def look() -> str:
        with pytest.raises(StoreRefused) as refused:
            async with opened(path) as connection:
                if whole:
                    await refuse_damage(connection, path)
        end(workers() - before)
        return str(refused.value)

    return asyncio.run(look())


def workers() -> set[threading.Thread]:
    return {each for each in threading.enumerate() if "_connection_worker" in each.name}


def end(threads: set[threading.Thread]) -> None:
    for each in threads:
        each.join(10)


@pytest.mark.anyio
async def test_a_new_file_is_marked_as_ours_and_written_ahead(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "widgets.db"
    async with opened(path) as connection:
        assert await Journal(connection).is_new()
    names = ("application_id", "user_version", "journal_mode", "integrity_check")
    assert pragmas(path, *names) == [APPLICATION_ID, VERSION, "wal", "ok"]


@pytest.mark.anyio
async def test_a_new_file_is_for_its_owner_alone(path: Path) -> None:
    async with opened(path) as connection:
        await Journal(connection).save(WORLD, "test", "")
        modes = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes


@pytest.mark.anyio
async def test_a_connection_keeps_references_whole_and_waits_for_the_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SYNCHRONOUS", SYNCHRONOUS)  # as it is outside of tests
    async with opened(path) as connection:
        said = [
            await (await connection.execute(f"PRAGMA {name}")).fetchone()
            for name in ("foreign_keys", "synchronous")
        ]
        assert [row and row[0] for row in said] == [1, 2]
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            await connection.execute("INSERT INTO publication_entry VALUES (7, 'topic', 'a', 7)")


@pytest.mark.anyio
async def test_reopening_keeps_what_was_saved(path: Path) -> None:
    for _ in range(2):
        async with opened(path) as connection:
            await Journal(connection).save(WORLD, "test", "")
            assert len(await Journal(connection).newest()) == len(WORLD)
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT count(*) FROM revision").fetchone() == (len(WORLD),)


@pytest.mark.anyio
async def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.touch()
    async with opened(path) as connection:
        assert await Journal(connection).is_new()


@pytest.mark.anyio
async def test_processes_that_start_together_share_one_new_database(path: Path) -> None:
    async def start() -> bool:
        async with opened(path) as connection:
            return await Journal(connection).is_new()

    started = await asyncio.gather(*(start() for _ in range(4)), return_exceptions=True)
    assert started == [True] * 4


@pytest.mark.anyio
async def test_a_sound_database_is_not_refused(path: Path) -> None:
    async with opened(path) as connection:
        await Journal(connection).save(WORLD, "test", "")
        await refuse_damage(connection, path)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (a_foreign_database, FOREIGN),
        (a_foreign_database_in_wal_mode, FOREIGN),
        (a_foreign_database_without_tables, FOREIGN),
        (a_text_file, UNUSABLE),
        (a_newer_schema, "install that release, or restore a backup"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_and_left_as_it_is(
    path: Path, made: Callable[[Path], None], said: str
) -> None:
    made(path)
    before = path.read_bytes()
    refused = refusal(path)
    assert refused.startswith(f"{path} ")
    assert said in refused
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_newer_schema_is_named_by_both_numbers(path: Path) -> None:
    a_newer_schema(path)
    assert f"(schema {VERSION + 1}, this one knows {VERSION})" in refusal(path)


@pytest.mark.parametrize("made", [a_truncated_database, a_database_with_a_damaged_page])
def test_a_damaged_database_is_refused_once_looked_through(
    path: Path, made: Callable[[Path], None]
) -> None:
    made(path)
    refused = refusal(path, whole=True)
    assert refused.startswith(f"{path} cannot be used as the database (")
    assert refused.endswith(UNUSABLE)


def test_a_directory_in_place_of_the_file_is_refused(path: Path) -> None:
    path.mkdir()
    assert UNREACHABLE in refusal(path)


@pytest.mark.anyio
async def test_a_database_that_cannot_be_opened_leaves_nothing_running(path: Path) -> None:
    path.mkdir()
    before = workers()
    with pytest.raises(StoreRefused):
        async with opened(path):
            raise AssertionError
    left = workers() - before
    end(left)
    assert not left


@pytest.mark.anyio
async def test_a_database_that_another_program_writes_to_is_not_to_be_moved_away(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with pytest.raises(StoreRefused, match="try again") as refused:
        async with opened(path) as connection:
            with closing(sqlite3.connect(path)) as other:
                other.execute("BEGIN IMMEDIATE")
                await Journal(connection).save(WORLD, "test", "")
    assert "move it away" not in str(refused.value)


def test_a_parent_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")
    assert UNREACHABLE in refusal(tmp_path / "data" / "widgets.db")


def test_a_parent_that_cannot_be_written_is_refused() -> None:
    assert UNREACHABLE in refusal(Path("/proc/widgets/widgets.db"))
