"""Logos in the store: by what they hold, and from memory the second time."""

import asyncio
from pathlib import Path

import pytest

from tests.world import name
from widgets.catalogue.records import Entry, Logo, Network, Organisation
from widgets.store import logos
from widgets.store.database import opened
from widgets.store.journal import Journal
from widgets.store.logos import Logos


def kept(path: Path, single: bytes = b"small", double: bytes = b"large") -> str:
    async def keep() -> str:
        async with opened(path) as connection:
            return await logos.keep(connection, single, double)

    return asyncio.run(keep())


def with_logo(digest: str) -> Network:
    shown = Logo(digest=digest, alt=name("The logo"), width=80, height=36)
    return Network(slug="full", name=name("Full"), logo=shown)


def test_logo_is_found_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "widgets.db"
    digest = kept(path)
    assert kept(path) == digest
    assert kept(path, b"other") != digest
    assert asyncio.run(Logos(path).find(digest)) == (b"small", b"large")
    assert asyncio.run(Logos(path).find("0" * 64)) is None


def test_logo_that_was_asked_for_is_answered_from_memory(tmp_path: Path) -> None:
    path = tmp_path / "widgets.db"
    digest, held = kept(path), Logos(path)
    asyncio.run(held.find(digest))
    path.unlink()
    assert asyncio.run(held.find(digest)) == (b"small", b"large")


def test_memory_holds_those_asked_for_last(tmp_path: Path) -> None:
    path = tmp_path / "widgets.db"
    held = Logos(path)
    large = [kept(path, bytes([each]) * (6 << 20), b"") for each in range(3)]
    for digest in (large[0], large[1], large[0], large[2]):
        asyncio.run(held.find(digest))
    path.unlink()
    assert asyncio.run(held.find(large[0]))
    assert asyncio.run(held.find(large[2]))
    assert list(held._held) == [large[0], large[2]]


def test_logo_of_an_entry_that_was_not_saved_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "widgets.db"

    async def failing(single: bytes, is_used: bool) -> tuple[bytes, bytes] | None:
        async with opened(path) as connection:
            with pytest.raises(ZeroDivisionError):
                async with logos.kept(connection, single, b"large") as digest:
                    if is_used:
                        await Journal(connection).save([with_logo(digest)], "test", "")
                    raise ZeroDivisionError
            return await logos.read(connection, digest)

    assert asyncio.run(failing(b"used", True)) == (b"used", b"large")
    assert asyncio.run(failing(b"unused", False)) is None


def test_logos_of_another_server_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "widgets.db"
    here, elsewhere = with_logo(kept(path)), with_logo("0" * 64)
    plain = Organisation(slug="plain", name=name("Plain"))

    async def looked() -> tuple[tuple[Entry, ...], tuple[str, ...]]:
        async with opened(path) as connection:
            return await logos.known(connection, [here, elsewhere, plain])

    bare = elsewhere.model_copy(update={"logo": None})
    assert asyncio.run(looked()) == ((here, bare, plain), ("full",))
