"""What was done, for admins."""

import aiosqlite
import pytest

from tests.store.conftest import Clock
from widgets.store.audit import Audit

pytestmark = pytest.mark.anyio


async def test_notes_are_found_by_doer_subject_and_action(
    connection: aiosqlite.Connection,
) -> None:
    clock = Clock()
    audit = Audit(connection, clock)
    for who, action, subject in (
        ("ada@x", "signed-in", ""),
        ("bob@x", "signed-in", ""),
        ("ada@x", "removed", "bob@x"),
    ):
        await audit.note(who, action, subject)
        clock.seconds += 1
    assert [(each.at, each.who) for each in await audit.notes()] == [
        (1_000_002, "ada@x"),
        (1_000_001, "bob@x"),
        (1_000_000, "ada@x"),
    ]
    assert [each.action for each in await audit.notes(who=" BOB ")] == ["removed", "signed-in"]
    assert [each.who for each in await audit.notes(action="signed-in")] == ["bob@x", "ada@x"]
    assert await audit.notes(who="bob", action="unknown") == []
    assert await audit.actions() == ["removed", "signed-in"]


async def test_notes_are_read_page_by_page(connection: aiosqlite.Connection) -> None:
    audit = Audit(connection)
    for each in range(5):
        await audit.note("ada@x", "signed-in", str(each))
    first = await audit.notes(most=2)
    second = await audit.notes(most=2, before=first[-1].id)
    assert [each.subject for each in (*first, *second)] == ["4", "3", "2", "1"]
