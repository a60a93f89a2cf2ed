"""A catalogue written to a file and read back."""

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.store.records import catalogues
from tests.world import WORLD
from widgets.catalogue.records import TYPES, Entry
from widgets.cli import SHIPPED
from widgets.errors import CatalogueRefused, StoreRefused
from widgets.files import formats
from widgets.files.rows import Read

HIDDEN = frozenset({("network", "hidden"), ("membership", "hidden/umbrella/member")})


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    types = list(TYPES.values())
    return sorted(entries, key=lambda each: (types.index(type(each)), each.slug))


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
def test_a_written_world_is_read_back_with_its_drafts(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"world{suffix}"
    formats.write(path, WORLD, HIDDEN)
    found = formats.read(path)
    assert in_order(found.entries) == in_order(WORLD)
    assert found.drafts == HIDDEN
    assert len(found.to_publish) == len(WORLD) - 2
    assert not found.to_publish & HIDDEN


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
def test_the_shipped_catalogue_survives_writing_and_reading(tmp_path: Path, suffix: str) -> None:
    shipped = formats.read(SHIPPED)
    path = tmp_path / f"shipped{suffix}"
    formats.write(path, shipped.entries, shipped.drafts)
    found = formats.read(path)
    assert in_order(found.entries) == in_order(shipped.entries)
    assert found.drafts == shipped.drafts != frozenset()


def test_the_same_catalogue_is_always_written_the_same(tmp_path: Path) -> None:
    for name, entries in (("one.toml", WORLD), ("other.toml", WORLD[::-1])):
        formats.write(tmp_path / name, entries, HIDDEN)
    assert (tmp_path / "one.toml").read_bytes() == (tmp_path / "other.toml").read_bytes()


def test_entries_that_can_be_walked_through_only_once_are_all_written(tmp_path: Path) -> None:
    formats.write(tmp_path / "world.toml", iter(WORLD), HIDDEN)
    assert len(formats.read(tmp_path / "world.toml").entries) == len(WORLD)


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
def test_any_catalogue_survives_writing_and_reading(suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"any{suffix}"

        @settings(max_examples=8 if suffix == ".xlsx" else 15, deadline=None)
        @given(catalogues())
        def check(entries: tuple[Entry, ...]) -> None:
            formats.write(path, entries, HIDDEN)
            assert in_order(formats.read(path).entries) == in_order(entries)

        check()


def test_what_is_not_said_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "bare.json"
    bare = next(each for each in WORLD if each.slug == "bare")
    formats.write(path, [bare], frozenset())
    written = json.loads(path.read_text("utf-8"))
    assert written.pop("network") == [{"slug": "bare", "name": {"mul": "Bare"}}]
    assert not any(written.values())


def test_a_catalogue_is_written_for_people_to_read(tmp_path: Path) -> None:
    formats.write(tmp_path / "world.json", WORLD, frozenset())
    assert "Südwind" in (tmp_path / "world.json").read_text("utf-8")


def test_a_mistake_in_a_written_file_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "world.toml"
    formats.write(path, WORLD, HIDDEN)
    text = path.read_text("utf-8")
    for right, wrong in (
        ("suedwind", "Süd"),
        ('"coordinator"', '"boss"'),
        ('"2008"', '"long ago"'),
    ):
        assert right in text
        path.write_text(text.replace(right, wrong, 1), "utf-8")
        with pytest.raises(CatalogueRefused) as refused:
            formats.read(path)
        line = 1 + text[: text.index(right)].count("\n")
        assert f"line {line}" in [str(each.place) for each in refused.value.problems]


def test_an_empty_catalogue_is_written_and_read(tmp_path: Path) -> None:
    for suffix in formats.SUFFIXES:
        path = tmp_path / f"empty{suffix}"
        formats.write(path, [], frozenset())
        assert formats.read(path) == Read((), frozenset())


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    for name, text in (
        ("a.toml", '[[topic]]\nslug = "tax"\nname = "Tax"\n'),
        ("a.json", '{"topic": [{"slug": "tax", "name": "Tax"}]}'),
    ):
        (tmp_path / name).write_text(text, "utf-8-sig")
        assert [each.slug for each in formats.read(tmp_path / name).entries] == ["tax"]


def test_entries_may_refer_to_what_is_known_already(tmp_path: Path) -> None:
    path = tmp_path / "more.toml"
    path.write_text(
        '[[membership]]\nnetwork = "bare"\nmember = "suedwind"\nrole = "board"', "utf-8"
    )
    with pytest.raises(CatalogueRefused):
        formats.read(path)
    assert [each.slug for each in formats.read(path, WORLD).entries] == ["bare/suedwind/board"]


def test_entries_may_refer_to_what_stands_below_them(tmp_path: Path) -> None:
    path = tmp_path / "order.toml"
    path.write_text(
        '[[network]]\nslug = "a"\nname = "A"\ntopics = ["tax"]\n'
        '[[topic]]\nslug = "tax"\nname = "Tax"\n',
        "utf-8",
    )
    assert len(formats.read(path).entries) == 2


def test_a_file_of_another_suffix_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(StoreRefused, match=r"world\.ods is none of \.toml, \.json"):
        formats.write(tmp_path / "world.ods", WORLD, frozenset())
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    path = tmp_path / "no" / "world.toml"
    with pytest.raises(StoreRefused, match=r"world\.toml cannot be written: No such file"):
        formats.write(path, WORLD, frozenset())
