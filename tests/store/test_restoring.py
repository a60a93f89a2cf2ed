"""The way back to a backup: looked through before, kept after, noticed by whoever reads."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import publish
from tests.store import broken
from tests.store.broken import altered
from tests.store.test_published import following, until
from tests.store.worlds import topic
from tests.world import WORLD
from widgets.errors import StoreRefused
from widgets.store import database, published, restoring
from widgets.store.accounts import Accounts
from widgets.store.backups import backup
from widgets.store.database import VERSION, opened
from widgets.store.journal import Journal
from widgets.store.ledger import Ledger
from widgets.store.links import Links
from widgets.store.published import Published
from widgets.store.restoring import restore
from widgets.store.sessions import Sessions
from widgets.store.soundness import faults

pytestmark = pytest.mark.anyio


@pytest.fixture
async def file(path: Path, tmp_path: Path) -> Path:
    """A backup of the published world, of which the database is ahead by a draft and a
    publication."""
    await asyncio.to_thread(publish, path, WORLD)
    file = tmp_path / "backup.db"
    await backup(path, file)
    await asyncio.to_thread(publish, path, [topic("later", "Later")])
    return file


def dump(path: Path, *, without: str = "audit") -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [each for each in connection.iterdump() if f'INSERT INTO "{without}"' not in each]


def beside(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir()} - {"backup.db"}


async def test_a_restore_brings_back_exactly_what_was_backed_up(path: Path, file: Path) -> None:
    found = await restore(path, file)
    assert dump(path) == dump(file)
    assert (found.now.revisions, found.now.publications) == (len(WORLD), 1)


async def test_what_a_restore_replaces_is_kept_beside_it(path: Path, file: Path) -> None:
    before = dump(path)
    found = await restore(path, file)
    assert found.kept
    assert found.kept.parent == path.parent
    assert dump(found.kept) == before
    assert found.kept.stat().st_mode & 0o777 == 0o600
    assert found.before
    assert found.before.publications == 2
    again = await restore(path, found.kept)
    assert again.kept != found.kept
    assert dump(path) == before


async def test_whoever_reads_the_published_edition_sees_the_restored_one(
    path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "CHECK_SECONDS", 0.001)
    held = Published(path)
    await held.load()
    assert "later" in held.edition.topics
    async with following(held):
        await restore(path, file)
        await until(lambda: "later" not in held.edition.topics)
        assert held.edition.number == 1


async def test_a_restored_journal_of_the_same_length_is_seen_to_be_another(
    path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "CHECK_SECONDS", 0.001)
    await restore(path, file)
    await asyncio.to_thread(publish, path, [topic("elsewhere", "Elsewhere")])
    other = path.with_name("other.db")
    await backup(path, other)
    await restore(path, file)
    await asyncio.to_thread(publish, path, [topic("later", "Later")])
    held, ledger = Published(path), Ledger(path)
    await held.load()
    assert "later" in (await ledger.book()).edition.topics
    async with following(held):
        await restore(path, other)
        await until(lambda: "elsewhere" in held.edition.topics)
    drafts = (await ledger.book()).edition
    for each in (held.edition, drafts):
        assert "later" not in each.topics
    assert (held.edition.number, "elsewhere" in drafts.topics) == (2, True)


async def test_a_save_that_waits_for_a_restore_comes_after_it(
    path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()
    exchange = restoring._exchange

    async def slowly(live: object) -> None:
        begun.set()
        await asyncio.sleep(0.1)
        await exchange(live)  # type: ignore[arg-type]

    monkeypatch.setattr(restoring, "_exchange", slowly)
    async with opened(path) as connection:
        restored = asyncio.create_task(restore(path, file))
        await begun.wait()
        [saved] = await Journal(connection).save([topic("mine", "Mine")], "test", "")
        assert restored.done() or await restored
        assert saved.revision == len(WORLD) + 1
        assert await Journal(connection).revision(saved.revision) == saved


async def test_a_save_on_top_of_what_a_restore_took_back_is_kept(path: Path, file: Path) -> None:
    async with opened(path) as connection:
        journal = Journal(connection)
        base = await journal.newest_of("topic", "later")
        assert base
        await restore(path, file)
        await journal.save([topic("later", "Anew")], "test", "", base={base.key: base.revision})
        kept = await journal.newest_of("topic", "later")
        assert kept and kept.body and "Anew" in kept.body


async def test_a_restore_signs_everybody_out_and_ends_one_time_links(
    path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "backup.db"
    async with opened(path) as connection:
        account = await Accounts(connection).add("vic@example.org", "Vic", "admin")
        session = await Sessions(connection).begin(account.id)
        link = await Links(connection).to(account)
        await backup(path, file)
        await restore(path, file)
        assert await Accounts(connection).find("vic@example.org")
        assert await Sessions(connection).account_of(session) is None
        assert not await Links(connection).find(link)
        [row] = await connection.execute_fetchall("SELECT who, action, subject FROM audit")
    assert [*row] == ["command line", "restored", "backup.db"]


def a_publication_of_nothing(path: Path) -> None:
    publish(path, WORLD)
    altered(path, "DELETE FROM publication_entry WHERE publication = 1")


def a_lost_revision(path: Path) -> None:
    publish(path, WORLD)
    publish(path, [topic("later", "Later")])
    altered(
        path,
        "DELETE FROM publication_entry WHERE slug = 'tax'",
        "DELETE FROM revision WHERE slug = 'tax'",
    )


def an_empty_file(path: Path) -> None:
    path.touch()


@pytest.mark.parametrize(
    "made",
    [
        broken.a_foreign_database,
        broken.a_text_file,
        broken.a_newer_schema,
        broken.a_truncated_database,
        broken.a_database_with_a_damaged_page,
        broken.a_database_with_a_lost_table,
        broken.a_database_with_an_unreadable_body,
        a_publication_of_nothing,
        a_lost_revision,
        an_empty_file,
        Path.mkdir,
    ],
)
async def test_what_is_no_sound_backup_replaces_nothing(
    path: Path, tmp_path: Path, made: Callable[[Path], None]
) -> None:
    await asyncio.to_thread(publish, path, WORLD)
    before, file = path.read_bytes(), tmp_path / "backup.db"
    await asyncio.to_thread(made, file)
    names = beside(path)
    with pytest.raises(StoreRefused, match=str(file)):
        await restore(path, file)
    assert path.read_bytes() == before
    assert beside(path) == names


async def test_the_database_is_not_restored_from_itself(path: Path, file: Path) -> None:
    with pytest.raises(StoreRefused, match="is the database itself"):
        await restore(path, path)


async def test_a_backup_is_not_touched_and_may_be_where_nobody_can_write(
    path: Path, file: Path
) -> None:
    altered(file, "PRAGMA journal_mode = WAL")  # as a plain copy of a database is
    before, names = file.read_bytes(), beside(file)
    file.chmod(0o400)
    await restore(path, file)
    assert file.read_bytes() == before
    assert beside(file) - names == {each for each in beside(file) if "before" in each}


async def test_an_older_backup_is_brought_up_to_date(path: Path, file: Path) -> None:
    altered(file, "DROP INDEX entry_of_publication", f"PRAGMA user_version = {VERSION - 1}")
    await restore(path, file)
    async with opened(path) as connection:
        assert not await faults(connection)
        assert await (await connection.execute("SELECT count(*) FROM import")).fetchone() == (0,)


async def test_a_backup_begins_a_database_where_there_is_none(path: Path, file: Path) -> None:
    path.unlink()
    found = await restore(path, file)
    assert found.kept is None
    assert dump(path) == dump(file)


@pytest.mark.parametrize(
    "made",
    [
        broken.a_text_file,
        broken.a_newer_schema,
        broken.a_truncated_database,
        broken.a_database_with_a_damaged_page,
        broken.a_database_with_a_lost_table,
    ],
)
async def test_a_damaged_database_makes_room_and_is_kept(
    path: Path, file: Path, made: Callable[[Path], None]
) -> None:
    path.unlink()
    await asyncio.to_thread(made, path)
    before = path.read_bytes()
    found = await restore(path, file)
    assert found.before is None
    assert found.kept
    assert found.kept.read_bytes() == before
    assert dump(path) == dump(file)


async def test_what_a_damaged_database_had_not_yet_written_back_is_kept_with_it(
    path: Path, file: Path
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT count(*) FROM revision").fetchone()  # it is held open
        altered(path, "UPDATE revision SET body = 'of the log'")
        log = path.with_name(f"{path.name}-wal").read_bytes()
    assert b"of the log" in log
    path.write_bytes(b"\xa5" * 8192)
    path.with_name(f"{path.name}-wal").write_bytes(log)
    found = await restore(path, file)
    assert found.kept
    assert found.kept.with_name(f"{found.kept.name}-wal").read_bytes() == log
    assert dump(path) == dump(file)


async def test_a_foreign_database_is_never_replaced(path: Path, file: Path) -> None:
    path.unlink()
    await asyncio.to_thread(broken.a_foreign_database, path)
    before = path.read_bytes()
    with pytest.raises(StoreRefused, match="belongs to another program"):
        await restore(path, file)
    assert path.read_bytes() == before


async def test_a_damaged_database_that_a_server_has_open_is_left_to_it(
    path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "BUSY_SECONDS", 0.05)
    altered(path, "DELETE FROM publication_entry WHERE publication = 1")
    holds = (
        "import sqlite3, sys; connection = sqlite3.connect(sys.argv[1]);"
        "connection.execute('SELECT * FROM revision').fetchall(); print(flush=True); input()"
    )
    words = [sys.executable, "-c", holds, str(path)]
    with subprocess.Popen(words, stdin=-1, stdout=-1) as server:  # noqa: S603
        assert server.stdout
        server.stdout.readline()
        before = path.read_bytes()
        with pytest.raises(StoreRefused, match="stop the server, and restore again"):
            await restore(path, file)
        assert path.read_bytes() == before
        server.communicate(b"\n")
    await restore(path, file)
    assert dump(path) == dump(file)


async def test_a_database_that_is_written_to_for_too_long_is_not_replaced(
    path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    names = beside(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreRefused, match="in use by another process; try again"):
            await restore(path, file)
        other.execute("ROLLBACK")
    assert {each for each in beside(path) if "part" in each or "before" in each} == set()
    assert beside(path) >= names
