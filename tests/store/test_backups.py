"""Backups: whole, of one moment, and never in the way of another file."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.conftest import publish
from tests.store import broken
from tests.store.broken import altered
from tests.world import WORLD
from widgets.errors import StoreRefused
from widgets.store.backups import backup, dated, keep_newest
from widgets.store.database import VERSION

pytestmark = pytest.mark.anyio


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "safe").mkdir()
    return tmp_path / "safe" / "backup.db"


@contextmanager
def writing(path: Path) -> Iterator[Callable[[], int]]:
    """While another connection saves without end. Shape: how much it has saved by now."""
    stop, saved = threading.Event(), [0]

    def work() -> None:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as connection:
            while not stop.is_set():
                connection.execute("BEGIN IMMEDIATE")
                for table in ("revision (type, slug, author) VALUES ('topic', 't', 'test')",) * 7:
                    connection.execute(f"INSERT INTO {table}")
                connection.execute("COMMIT")
                saved[0] += 7

    thread = threading.Thread(target=work)
    thread.start()
    yield lambda: saved[0]
    stop.set()
    thread.join()


async def test_a_backup_holds_everything_and_needs_no_file_beside_it(
    path: Path, file: Path
) -> None:
    await asyncio.to_thread(publish, path, WORLD)
    said = await backup(path, file)
    assert (said.revisions, said.publications) == (len(WORLD), 1)
    assert [each.name for each in file.parent.iterdir()] == ["backup.db"]
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(file)) as other:
        assert [*one.iterdump()] == [*other.iterdump()]
    assert file.stat().st_mode & 0o777 == 0o600


async def test_a_backup_made_while_somebody_writes_is_of_one_moment(path: Path, file: Path) -> None:
    await asyncio.to_thread(publish, path, WORLD)
    with writing(path) as saved:
        while not saved():
            pass
        before = saved()
        said = await backup(path, file)
    assert said.revisions >= len(WORLD) + before
    assert (said.revisions - len(WORLD)) % 7 == 0


async def test_a_backup_does_not_overwrite_unless_it_is_told_to(path: Path, file: Path) -> None:
    await asyncio.to_thread(publish, path, WORLD)
    file.write_text("a letter", "utf-8")
    with pytest.raises(StoreRefused, match="is there already; name another file, or say --replace"):
        await backup(path, file)
    assert file.read_text("utf-8") == "a letter"
    await backup(path, file, replace=True)
    assert file.read_bytes().startswith(b"SQLite format 3\0")


@pytest.mark.parametrize("suffix", ["", "-wal", ".key"])
async def test_the_database_is_never_its_own_backup(path: Path, suffix: str) -> None:
    await asyncio.to_thread(publish, path, WORLD)
    before = path.read_bytes()
    with pytest.raises(StoreRefused, match="belongs to the database itself"):
        await backup(path, path.parent / "." / f"{path.name}{suffix}", replace=True)
    assert path.read_bytes() == before


def a_publication_without_entries(path: Path) -> None:
    publish(path, WORLD)
    altered(path, "INSERT INTO publication (author) VALUES ('nobody')")


@pytest.mark.parametrize(
    "made",
    [
        broken.a_foreign_database,
        broken.a_truncated_database,
        broken.a_database_with_a_damaged_page,
        broken.a_database_with_an_unreadable_body,
        a_publication_without_entries,
    ],
)
async def test_what_is_damaged_is_not_backed_up_over_what_is_whole(
    path: Path, file: Path, made: Callable[[Path], None]
) -> None:
    file.write_text("an older backup", "utf-8")
    await asyncio.to_thread(made, path)
    with pytest.raises(StoreRefused, match=str(path)):
        await backup(path, file, replace=True)
    assert file.read_text("utf-8") == "an older backup"
    assert [each.name for each in file.parent.iterdir()] == ["backup.db"]


async def test_a_backup_that_cannot_be_written_is_refused_by_name(path: Path) -> None:
    await asyncio.to_thread(publish, path, WORLD)
    with pytest.raises(StoreRefused, match="backup.db cannot be written: No such file"):
        await backup(path, path.parent / "nowhere" / "backup.db")


async def test_a_database_that_is_not_there_is_not_made(path: Path, file: Path) -> None:
    with pytest.raises(StoreRefused, match="cannot be opened"):
        await backup(path, file)
    assert not path.exists()
    assert not file.exists()


async def test_a_backup_before_an_upgrade_leaves_the_older_schema_as_it_is(
    path: Path, file: Path
) -> None:
    await asyncio.to_thread(publish, path, WORLD)
    altered(path, "DROP INDEX entry_of_publication", f"PRAGMA user_version = {VERSION - 1}")
    await backup(path, file)
    for each in (path, file):
        with closing(sqlite3.connect(each)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (VERSION - 1,)


def test_the_newest_backups_of_a_folder_stay_and_nothing_else_goes(tmp_path: Path) -> None:
    names = [f"widgets-2026010{day}-031000.db" for day in range(1, 6)]
    for name in (*names, "widgets.db", "widgets-before-20200101-000000.db"):
        (tmp_path / name).touch()
    assert [each.name for each in keep_newest(tmp_path, 2)] == names[:3]
    assert dated(tmp_path).name > names[-1]
    left = {each.name for each in tmp_path.iterdir()}
    assert left == {*names[3:], "widgets.db", "widgets-before-20200101-000000.db"}
