"""What is done while it is killed, and what must be true after each."""

import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import aiosqlite

from tests.faults.forked import Ack, Tell
from tests.world import WORLD
from widgets import catalogue_cli
from widgets.catalogue.records import Entry, Names, Topic, key_of
from widgets.errors import StoreBroken
from widgets.settings import Settings
from widgets.store import database
from widgets.store.backups import backup
from widgets.store.database import VERSION, opened
from widgets.store.journal import Journal
from widgets.store.restoring import restore
from widgets.store.soundness import faults
from widgets.store.undoing import Undoing

LIVE, BACKUP = "widgets.db", "backup.db"
IMPORTED = 150  # entries of each file


@dataclass(frozen=True)
class Kind:
    """Shape: prepare fills a folder; work goes on until it is killed, and tells each thing that
    was acknowledged; verify raises AssertionError.

    Units: longest in seconds, after which it is killed at the latest."""

    name: str
    prepare: Callable[[Path, Random], Coroutine[Any, Any, None]]
    work: Callable[[Path, Random, Tell], Coroutine[Any, Any, None]]
    verify: Callable[[Path, Sequence[Ack]], Coroutine[Any, Any, None]]
    longest: float


async def a_world(folder: Path, rng: Random) -> None:
    async with opened(folder / LIVE) as connection:
        publish = [key_of(each) for each in WORLD]
        await Journal(connection).save(WORLD, "test", str(len(WORLD)), publish=publish)


async def a_world_and_its_backup(folder: Path, rng: Random) -> None:
    await a_world(folder, rng)
    await backup(folder / LIVE, folder / BACKUP)


async def saves(folder: Path, rng: Random, tell: Tell) -> None:
    async with opened(folder / LIVE) as connection:
        journal = Journal(connection)
        tell("ready")
        while True:
            [saved] = await journal.save([_topic(rng)], "test", "")
            tell("saved", saved.revision, saved.body)


async def publications(folder: Path, rng: Random, tell: Tell) -> None:
    """Some of them are undone, and some entries withdrawn."""
    async with opened(folder / LIVE) as connection:
        journal, undoing = Journal(connection), Undoing(connection)
        tell("ready")
        while True:
            made = {each.slug: each for each in (_topic(rng) for _ in range(rng.randint(1, 40)))}
            keys = [key_of(each) for each in made.values()]
            saved = await journal.save([*made.values()], "test", str(len(made)), publish=keys)
            for each in saved:
                tell("saved", each.revision, each.body)
            number = await journal.publication()
            tell("published", number, len(made))
            if rng.random() < 0.5:
                tell("published", await undoing.undo(number, "test", str(len(made))), len(made))
            else:
                tell("published", await undoing.withdraw(*keys[0], "test", "1"), 1)


async def imports(folder: Path, rng: Random, tell: Tell) -> None:
    """As the command does it."""
    settings = Settings(database_url=folder / LIVE)
    tell("ready")
    while True:
        file = folder / f"{rng.randrange(10**9)}.json"
        topics = ", ".join(
            f'{{"slug": "t{rng.randrange(10**12)}", "name": "{file.stem} {each}"}}'
            for each in range(IMPORTED)
        )
        file.write_text(f'{{"topic": [{topics}]}}', "utf-8")
        await catalogue_cli._import(settings, file, "", dry_run=False, publish=True)
        tell("imported", file.name)


async def backups(folder: Path, rng: Random, tell: Tell) -> None:
    async with opened(folder / LIVE) as connection:
        journal = Journal(connection)
        tell("ready")
        while True:
            [saved] = await journal.save([_topic(rng)], "test", "")
            tell("saved", saved.revision, saved.body)
            await backup(folder / LIVE, folder / BACKUP, replace=True)
            tell("backed up", saved.revision)


async def restores(folder: Path, rng: Random, tell: Tell) -> None:
    """Each over something that was saved since."""
    tell("ready")
    while True:
        await restore(folder / LIVE, folder / BACKUP)
        tell("restored")
        async with opened(folder / LIVE) as connection:
            [saved] = await Journal(connection).save([_topic(rng)], "test", "")
        tell("saved", saved.revision, saved.body)


async def repairs(folder: Path, rng: Random, tell: Tell) -> None:
    """A backup in the place of a damaged file."""
    tell("ready")
    while True:
        tell("damaged")
        for each in ("", "-wal"):
            (folder / (LIVE + each)).write_bytes(rng.randbytes(20_000))
        await restore(folder / LIVE, folder / BACKUP)
        tell("repaired")


async def an_older_schema(folder: Path, rng: Random) -> None:
    version = rng.randrange(VERSION)
    with closing(sqlite3.connect(folder / LIVE)) as connection:
        for each in database._MIGRATIONS[:version]:
            connection.executescript(each.read_text("utf-8"))
        if version:
            connection.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {version}")
            insert = "INSERT INTO revision (type, slug, body, author) VALUES ('topic', ?, ?, '')"
            body = '{"slug":"%s","name":"Old"}'
            connection.executemany(insert, [(f"t{n}", body % f"t{n}") for n in range(300)])
            connection.commit()


async def migrations(folder: Path, rng: Random, tell: Tell) -> None:
    tell("ready")
    async with opened(folder / LIVE):
        tell("migrated")


async def nothing_is_lost(folder: Path, told: Sequence[Ack]) -> None:
    """Every acknowledged save and publication is there, and no half publication."""
    async with opened(folder / LIVE, make=False) as connection:
        assert not await faults(connection)
        bodies = await bodies_of(connection)
        counts = {
            number: (int(note or count), count)
            for number, note, count in await connection.execute_fetchall(
                """SELECT id, CASE WHEN note GLOB '[0-9]*' THEN note ELSE '' END, count(revision)
                   FROM publication JOIN publication_entry ON publication = id GROUP BY id"""
            )
        }
    for word, *said in told:
        if word == "saved":
            assert bodies.get(said[0]) == said[1], said
        if word == "published":
            assert counts.get(said[0]) == (said[1], said[1]), said
    assert all(meant == count for meant, count in counts.values()), counts


async def imports_are_whole(folder: Path, told: Sequence[Ack]) -> None:
    await nothing_is_lost(folder, told)
    async with opened(folder / LIVE, make=False) as connection:
        counts = {
            note: count
            for note, count in await connection.execute_fetchall(
                "SELECT note, count(*) FROM revision WHERE note LIKE 'import of %' GROUP BY note"
            )
        }
        shown = await connection.execute_fetchall(
            """SELECT count(*) FROM publication_entry AS entry JOIN publication ON publication = id
               WHERE note LIKE 'import of %'"""
        )
    assert set(counts.values()) <= {IMPORTED}
    assert [*shown][0][0] == IMPORTED * len(counts)
    assert {f"import of {each[1]}" for each in told if each[0] == "imported"} <= counts.keys()


async def backups_are_whole(folder: Path, told: Sequence[Ack]) -> None:
    await nothing_is_lost(folder, told)
    backed_up = [each[1] for each in told if each[0] == "backed up"]
    if backed_up or (folder / BACKUP).exists():
        async with opened(folder / BACKUP, make=False) as connection:
            assert not await faults(connection)
            assert await Journal(connection).last_revision() >= max(backed_up, default=0)


async def restores_are_whole(folder: Path, told: Sequence[Ack]) -> None:
    """It holds the backup, or that and what was saved since; or else that is what was kept."""
    begun, saved = len(WORLD), [each[2] for each in told if each[0] == "saved"]
    async with opened(folder / LIVE, make=False) as connection:
        assert not await faults(connection)
        assert await Journal(connection).last_revision() in {begun, begun + 1}
    held = "".join([*map(_dump, folder.glob("widgets*.db"))])
    assert all(each in held for each in saved)


async def repairs_are_whole(folder: Path, told: Sequence[Ack]) -> None:
    try:
        async with opened(folder / LIVE, make=False) as connection:
            assert not await faults(connection)
            assert await Journal(connection).last_revision() == len(WORLD)
    except StoreBroken:
        assert told[-1][0] != "repaired"
        await restore(folder / LIVE, folder / BACKUP)
    assert len([*folder.glob("widgets-before-*.db")]) >= sum(each[0] == "repaired" for each in told)


async def migrated_or_not(folder: Path, told: Sequence[Ack]) -> None:
    with closing(sqlite3.connect(folder / LIVE)) as connection:
        [version] = connection.execute("PRAGMA user_version").fetchone()
        [held] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    assert ["migrated"] not in told or version == VERSION
    async with opened(folder / LIVE) as connection:
        assert not await faults(connection)
        assert version in {0, VERSION} or await Journal(connection).last_revision() == 300
        assert version or not held


async def bodies_of(connection: aiosqlite.Connection) -> dict[int, str]:
    rows = await connection.execute_fetchall("SELECT id, coalesce(body, '') FROM revision")
    return {each[0]: each[1] for each in rows}


def _dump(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return "".join(body for (body,) in connection.execute("SELECT body FROM revision"))


def _topic(rng: Random) -> Entry:
    named = f"Named {rng.randrange(10**12)}" + " at length" * rng.randrange(25)
    return Topic(slug=f"t{rng.randrange(60)}", name=Names.model_validate(named))


KINDS = (
    Kind("saves", a_world, saves, nothing_is_lost, 0.15),
    Kind("publications, undos, withdrawals", a_world, publications, nothing_is_lost, 0.25),
    Kind("imports", a_world, imports, imports_are_whole, 0.3),
    Kind("backups", a_world, backups, backups_are_whole, 0.25),
    Kind("restores", a_world_and_its_backup, restores, restores_are_whole, 0.4),
    Kind("restores of a damaged file", a_world_and_its_backup, repairs, repairs_are_whole, 0.25),
    Kind("migrations", an_older_schema, migrations, migrated_or_not, 0.06),
)
