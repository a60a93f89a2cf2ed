"""Files that must not be taken for a database, or not be touched."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.conftest import publish
from tests.world import WORLD
from widgets.store.database import VERSION


def altered(path: Path, *statements: str) -> None:
    """Change a database behind the program's back."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def a_foreign_database(path: Path) -> None:
    altered(path, "CREATE TABLE posts (id INTEGER)", "INSERT INTO posts VALUES (1)")


def a_foreign_database_in_wal_mode(path: Path) -> None:
    altered(path, "PRAGMA journal_mode = WAL", "CREATE TABLE posts (id INTEGER)")


def a_foreign_database_without_tables(path: Path) -> None:
    altered(path, "PRAGMA user_version = 1")


def a_text_file(path: Path) -> None:
    path.write_text("[[network]]\nslug = 'a'\n" * 400, "utf-8")


def a_newer_schema(path: Path) -> None:
    publish(path, WORLD)
    altered(path, f"PRAGMA user_version = {VERSION + 1}")


def a_truncated_database(path: Path) -> None:
    publish(path, WORLD)
    os.truncate(path, path.stat().st_size // 2)


def a_database_with_a_damaged_page(path: Path) -> None:
    publish(path, WORLD)
    with closing(sqlite3.connect(path)) as connection:
        where = "SELECT rootpage FROM sqlite_master WHERE name = 'revision'"
        page = connection.execute(where).fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)


def a_database_with_a_lost_table(path: Path) -> None:
    publish(path, WORLD)
    altered(path, "DROP TABLE publication_entry")


def a_database_with_an_unreadable_body(path: Path) -> None:
    publish(path, WORLD)
    altered(path, "UPDATE revision SET body = '{\"slug\":' WHERE id = 1")
