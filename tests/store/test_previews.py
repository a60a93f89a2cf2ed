import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiosqlite
import pytest

from tests.world import name
from widgets.catalogue.records import Network
from widgets.store.database import opened, transaction
from widgets.store.journal import Journal
from widgets.store.previews import State, is_waiting, state

Step = Callable[["Scene"], Awaitable[None]]


class Scene:
    """A journal in which one link was made. Shape: since is how far it was then."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self.connection = connection
        self.journal = Journal(connection)
        self.since = State(0, 0)

    async def save(self, slug: str, called: str) -> None:
        await self.journal.save([Network(slug=slug, name=name(called))], "test", "")

    async def publish(self, *slugs: str) -> None:
        newest = await self.journal.newest()
        await self.journal.publish([each for each in newest if each.slug in slugs], "test", "")

    async def go_back(self, slug: str) -> None:
        """Publish the first revision of an entry again."""
        past = [await self.journal.revision(number) for number in range(1, 5)]
        first = next(each for each in past if each and each.slug == slug)
        async with transaction(self.connection):
            await self.journal.point([first], "test", "")

    async def link(self) -> None:
        self.since = await state(self.connection)

    async def is_waiting(self) -> bool:
        return await is_waiting(self.connection, self.since)


def waits(path: Path, *steps: Step) -> bool:
    async def run() -> bool:
        async with opened(path) as connection:
            scene = Scene(connection)
            for step in steps:
                await step(scene)
            return await scene.is_waiting()

    return asyncio.run(run())


def save(slug: str, called: str) -> Step:
    return lambda scene: scene.save(slug, called)


def publish(*slugs: str) -> Step:
    return lambda scene: scene.publish(*slugs)


def go_back(slug: str) -> Step:
    return lambda scene: scene.go_back(slug)


def link() -> Step:
    return lambda scene: scene.link()


FIRST = (save("a", "A"), save("b", "B"), publish("a", "b"))
BOTH = (*FIRST, save("a", "A2"), save("b", "B2"))


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((link(),), False),
        ((*FIRST, link()), False),
        ((*BOTH, link()), True),
        ((save("new", "N"), link()), True),
        ((save("new", "N"), link(), publish("new")), False),
        ((*BOTH, link(), publish("a")), True),
        ((*BOTH, link(), publish("a"), publish("b")), False),
        ((*BOTH, publish("b"), link(), publish("a")), False),
        ((*BOTH, link(), publish("a", "b"), save("a", "A3")), False),
        ((*FIRST, save("a", "A2"), link(), save("b", "B2"), publish("a")), False),
        ((*FIRST, save("a", "A2"), link(), save("a", "A3"), publish("a")), False),
        (
            (*FIRST, save("a", "A2"), link(), save("a", "A3"), publish("a"), save("a", "A4")),
            False,
        ),
        ((*FIRST, save("a", "A2"), link(), save("a", "A")), False),
        ((*BOTH, publish("b"), link(), publish("a"), go_back("b")), False),
    ],
    ids=[
        "nothing was ever saved",
        "nothing was a draft",
        "two drafts",
        "an entry that was never published",
        "it is published",
        "one of two is published",
        "one after the other is published",
        "what was published before does not count",
        "a later draft does not count",
        "a later draft of another entry does not count",
        "a later draft is published in its place",
        "a later draft is published in its place, and one more waits",
        "the draft was given up",
        "what was published then is taken back",
    ],
)
def test_a_link_waits_until_all_that_it_was_made_for_is_published(
    tmp_path: Path, steps: tuple[Step, ...], expected: bool
) -> None:
    assert waits(tmp_path / "widgets.db", *steps) is expected
