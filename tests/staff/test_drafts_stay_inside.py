"""Whatever is drafted, the public gets the same bytes. The addresses come from the table of routes,
so that a new one is covered without writing a test."""

import asyncio
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.conftest import client
from tests.world import WORLD, name, texts
from widgets.app import PUBLIC_ROUTES
from widgets.catalogue.records import (
    Category,
    Collaboration,
    Entry,
    Membership,
    Network,
    Organisation,
    Topic,
)
from widgets.kinds.registry import KINDS
from widgets.settings import Settings
from widgets.store.database import opened
from widgets.store.journal import Journal

MARK = "Zwaluwstaart"  # stands in everything that is drafted, and nowhere else
FILLED = {
    "kind": tuple(KINDS),
    "network": ("full", "bare", "drafted"),
    "member": ("umbrella", "drafted-member"),
    "colour": ("0b5cad",),
    "name": ("site.css",),
    "digest": ("0" * 64,),
}
QUERIES = (
    "lang=nl",
    "lang=en&network=full&status=all&per_page=60",
    "lang=en&network=drafted",
    "lang=ar&organisation=drafted-member",
    f"lang=en&network=bare&q={MARK[:5]}",
    "lang=en&network=bare&category=drafted-category",
    "lang=en&topic=drafted-topic",
    "url=http%3A%2F%2Fwidgets.test%2Fembed%2Fnetwork%3Fnetwork%3Ddrafted",
    "url=http%3A%2F%2Fwidgets.test%2Fembed%2Fnetworks",
)
DRAFTS: tuple[Entry, ...] = (
    Category(slug="drafted-category", name=texts(en=MARK)),
    Topic(slug="drafted-topic", name=texts(en=MARK)),
    Topic(slug="tax", name=texts(nl=f"{MARK} belasting")),
    Organisation(slug="drafted-member", name=name(MARK), country="BE"),
    Organisation(slug="umbrella", name=name(f"{MARK} Umbrella"), summary=texts(en=MARK)),
    Network(slug="drafted", name=name(MARK), category="drafted-category"),
    Network(slug="full", name=name(f"Full {MARK}"), description=texts(en=MARK)),
    Membership(network="drafted", member="umbrella", role="coordinator", note=texts(en=MARK)),
    Membership(network="full", member="drafted-member", role="member"),
    Collaboration(
        slug="drafted-work", organisation="suedwind", form="programme", title=texts(en=MARK)
    ),
)


def filled(path: str) -> Iterator[str]:
    """The address of a route with each of the values that may stand in it."""
    found = re.search(r"\{(\w+)\}", path)
    if not found:
        yield path
        return
    for value in FILLED[found[1]]:
        yield from filled(path.replace(found[0], value, 1))


def answers(asked: TestClient) -> Iterator[tuple[str, int, dict[str, str], bytes]]:
    for route in PUBLIC_ROUTES:
        for path in filled(route.path):
            for query in QUERIES[: 1 if path.endswith(".png") else None]:
                got = asked.get(f"{path}?{query}", headers={"Accept-Encoding": "identity"})
                yield f"{path}?{query}", got.status_code, dict(got.headers), got.content


@pytest.fixture(scope="module")
def drafted(world_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The small world, with a draft of everything that there is, and of what is taken away."""
    path = tmp_path_factory.mktemp("drafted") / "widgets.db"
    shutil.copy(world_database, path)

    async def draft() -> None:
        async with opened(path) as connection:
            journal = Journal(connection)
            await journal.save(DRAFTS, MARK, MARK)
            await journal.take_away("network", "bare", MARK, MARK)

    asyncio.run(draft())
    with client(Settings(database_url=path, host_organisation="umbrella")) as made:
        yield made


def test_every_public_answer_is_the_same_whatever_is_drafted(
    worldly: TestClient, drafted: TestClient
) -> None:
    count = 0
    for before, after in zip(answers(worldly), answers(drafted), strict=True):
        assert before == after, before[0]
        assert MARK.encode() not in after[3]
        assert MARK not in str(after[2])
        count += 1
    assert count > 300


def test_the_drafts_would_be_seen_if_they_came_through(drafted: TestClient) -> None:
    changed = {type(each) for each in DRAFTS}
    assert changed == {type(each) for each in WORLD}
    book = asyncio.run(drafted.app.state.ledger.book())  # type: ignore[attr-defined]
    assert MARK in str(book.edition)
    assert "bare" not in book.edition.networks


def test_a_check_of_a_pasted_page_knows_no_draft(worldly: TestClient, drafted: TestClient) -> None:
    pasted = '<iframe src="http://widgets.test/embed/network?network=drafted"></iframe>'
    said = [each.post("/check", data={"html": pasted}).content for each in (worldly, drafted)]
    assert said[0] == said[1]
    assert MARK.encode() not in said[1]
