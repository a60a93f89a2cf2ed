"""A server on a disk of its own that is full, or may only be read. Run by test_disk.py, where it
may be mounted and nobody else sees it."""

import asyncio
import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.conftest import HIDDEN, Run, client, publish
from tests.faults.kinds import bodies_of
from tests.staff.conftest import Colleague, signed_in
from tests.world import WORLD
from widgets.settings import Settings
from widgets.store import published
from widgets.store.backups import backup
from widgets.store.database import opened
from widgets.store.soundness import faults

SIZE = "3m"
LONG = "A long summary. " * 1200
TYPED = {"name.en": "Typed at length", "do": "save"}
EMBED = "/embed/networks?lang=en"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder))
    yield folder
    subprocess.run(["umount", "--lazy", "--recursive", folder], check=True)  # noqa: S603, S607


@pytest.fixture
def path(disk: Path) -> Path:
    publish(disk / "widgets.db", WORLD, HIDDEN)
    return disk / "widgets.db"


@pytest.fixture
def served(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(published, "CHECK_SECONDS", 0.01)
    with client(Settings(database_url=path, host_organisation="umbrella")) as made:
        yield made


@pytest.fixture
def editor(path: Path, served: TestClient) -> Colleague:
    return signed_in(path, served, "editor")


def mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)  # noqa: S603, S607


def only_to_be_read(disk: Path) -> None:
    """For whoever opens a file there from now on."""
    mount("--bind", str(disk), str(disk))
    mount("-o", "remount,bind,ro", str(disk))


def filled(disk: Path) -> Path:
    """Shape: the file that takes all the room there was."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 1024)
        except OSError as error:
            assert error.errno == errno.ENOSPC
    return ballast


def saved_until_full(editor: Colleague) -> list[str]:
    """Shape: the names of what was acknowledged."""
    token, kept = editor.token(), list[str]()
    for number in range(300):
        name = f"Named {number}"
        sent = {"name.en": name, "summary.en": LONG[:1500], "do": "save", "token": token}
        answer = editor.send("/staff/new/network?lang=en", sent)
        if answer.status_code != 303:
            assert answer.status_code == 503
            return kept
        kept.append(name)
    raise AssertionError("the disk was never full")


def whole_and_holds(path: Path, names: list[str]) -> None:
    async def look() -> str:
        async with opened(path, make=False) as connection:
            assert not await faults(connection)
            return "\n".join((await bodies_of(connection)).values())

    held = asyncio.run(look())
    assert not [each for each in names if f'"{each}"' not in held]


def test_a_full_disk_gives_back_what_was_typed_and_loses_nothing(
    disk: Path,
    path: Path,
    served: TestClient,
    editor: Colleague,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = served.get(EMBED)
    filled(disk).write_bytes(b"")  # the room is there again, and taken by what is saved
    (disk / "ballast").write_bytes(b"\0" * (1 << 20))
    kept = saved_until_full(editor)
    assert kept
    token = editor.token()  # pages can be read all the same
    caplog.clear()
    answer = editor.send(
        "/staff/new/network?lang=en", {**TYPED, "summary.en": LONG[:1500], "token": token}
    )
    assert answer.status_code == 503
    assert "There is no room left on the disk of the server." in answer.text
    assert 'name="name.en" value="Typed at length"' in answer.text
    assert 'action="/staff/new/network?lang=en"' in answer.text
    [line] = [each for each in caplog.messages if "colleague" in each]
    assert line.startswith(f"nothing was done for a colleague: {path} cannot be read or written")
    assert served.get(EMBED).content == before.content
    assert served.get("/readyz").status_code == 200  # it can be read
    whole_and_holds(path, kept)
    (disk / "ballast").unlink()
    assert editor.send("/staff/new/network?lang=en", TYPED).status_code == 303
    whole_and_holds(path, [*kept, "Typed at length"])


def test_a_disk_that_may_only_be_read_gives_back_what_was_typed(
    disk: Path,
    path: Path,
    served: TestClient,
    editor: Colleague,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before, token = served.get(EMBED), editor.token()
    only_to_be_read(disk)
    answer = editor.send("/staff/new/network?lang=en", {**TYPED, "token": token})
    assert answer.status_code == 503
    assert 'name="name.en" value="Typed at length"' in answer.text
    assert f'name="token" value="{token}"' in answer.text
    assert any("nothing was done for a colleague" in each for each in caplog.messages)
    assert served.get(EMBED).content == before.content
    # Lazily: the server may have opened its file since, to look for publications.
    subprocess.run(["umount", "--lazy", disk], check=True)  # noqa: S603, S607
    assert editor.send("/staff/new/network?lang=en", TYPED).status_code == 303
    whole_and_holds(path, ["Typed at length"])


@pytest.mark.parametrize(
    "words", [("import", "many.toml"), ("backup", "again.db"), ("restore", "whole.db")]
)
def test_a_full_disk_is_one_line_on_the_command_line(
    disk: Path, path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, str]
) -> None:
    asyncio.run(backup(path, disk / "whole.db"))
    many = "".join(f'[[topic]]\nslug = "t{each}"\nname = "{LONG[:250]}"\n' for each in range(900))
    (disk / "many.toml").write_text(many, "utf-8")
    monkeypatch.setenv("WIDGETS_DATABASE_URL", f"sqlite:///{path}")
    filled(disk)
    names = {*os.listdir(disk)}  # noqa: PTH208
    said = run(words[0], disk / words[1])
    assert said.status == 1
    assert said.err.startswith("widgets: ")
    assert said.err.count("\n") == 1
    assert "full" in said.err or "No space left" in said.err
    assert {*os.listdir(disk)} - names <= {"widgets.db-wal", "widgets.db-shm"}  # noqa: PTH208
    (disk / "ballast").unlink()
    whole_and_holds(path, [])


@pytest.mark.parametrize(
    "words", [("import", "many.toml"), ("backup", "again.db"), ("restore", "whole.db"), ("check",)]
)
def test_a_disk_that_may_only_be_read_is_one_line_on_the_command_line(
    disk: Path, path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    asyncio.run(backup(path, disk / "whole.db"))
    (disk / "many.toml").write_text('[[topic]]\nslug = "new"\nname = "New"\n', "utf-8")
    monkeypatch.setenv("WIDGETS_DATABASE_URL", f"sqlite:///{path}")
    only_to_be_read(disk)
    said = run(words[0], *(disk / each for each in words[1:]))
    assert said.status == 1
    assert said.err.startswith(f"widgets: {disk}/")
    assert said.err.count("\n") == 1
