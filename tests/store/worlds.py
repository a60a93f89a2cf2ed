"""Small words that tests of the store speak in."""

from collections.abc import Iterable

from widgets.catalogue.records import Texts, Topic
from widgets.store.journal import Journal, Saved


def topic(slug: str, name: str) -> Topic:
    return Topic(slug=slug, name=Texts({"en": name}))


def slugs(saved: Iterable[Saved]) -> list[str]:
    return [each.slug for each in saved]


async def rows(journal: Journal, sql: str) -> list[tuple[object, ...]]:
    """What a statement that the journal itself has no word for gives."""
    cursor = await journal._connection.execute(sql)
    return [tuple(row) for row in await cursor.fetchall()]
