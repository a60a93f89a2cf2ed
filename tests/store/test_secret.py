import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from widgets.errors import StoreRefused
from widgets.settings import Settings
from widgets.store.secret import secret_key


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database_url=tmp_path / "data" / "widgets.db")


def test_a_key_is_made_once_for_its_owner_alone(settings: Settings) -> None:
    key = secret_key(settings)
    assert len(key) >= 32
    assert secret_key(settings) == key
    [path] = settings.database_url.parent.iterdir()
    assert path.name == "widgets.db.key"
    assert path.stat().st_mode & 0o777 == 0o600


def test_workers_that_start_together_get_one_key(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(secret_key, [settings] * 8))
    assert len(set(keys)) == 1
    assert os.listdir(settings.database_url.parent) == ["widgets.db.key"]  # noqa: PTH208


def test_a_key_that_is_set_is_taken_and_none_is_made(settings: Settings) -> None:
    assert secret_key(replace(settings, secret_key="s" * 40)) == "s" * 40
    assert not settings.database_url.parent.exists()


@pytest.mark.parametrize("damage", ["", "short", "\xff" * 50])
def test_a_key_that_cannot_be_used_is_refused_and_told_what_to_do(
    settings: Settings, damage: str
) -> None:
    secret_key(settings)
    path = settings.database_url.with_name("widgets.db.key")
    path.write_text(damage, "utf-8")
    with pytest.raises(StoreRefused, match=r"widgets\.db\.key cannot be used .*WIDGETS_SECRET_KEY"):
        secret_key(settings)
    assert path.read_text("utf-8") == damage


def test_a_folder_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(StoreRefused, match="WIDGETS_SECRET_KEY"):
        secret_key(Settings(database_url=Path("/proc/nowhere/widgets.db")))
