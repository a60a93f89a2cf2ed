"""What is installed on a server does what this release understands."""

import configparser
import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import Run, publish
from tests.world import WORLD

DEPLOY = Path(__file__).parent.parent / "deploy"


def unit(name: str) -> configparser.RawConfigParser:
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(DEPLOY / name, "utf-8")
    return read


def test_the_nightly_backup_is_a_command_of_ours(
    run: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(database, WORLD)
    service = unit("widgets-backup.service")["Service"]
    program, *words = shlex.split(service["ExecStart"])
    assert Path(program).name == "widgets"
    [folder] = [each for each in words if each.startswith("/")]
    assert folder == f"/var/lib/{service['StateDirectory']}"
    (tmp_path / "backups").mkdir()
    said = run(*(str(tmp_path / "backups") if each == folder else each for each in words))
    assert said.status == 0, said.err
    assert len([*(tmp_path / "backups").iterdir()]) == 1


def test_the_nightly_backup_speaks_to_nobody_and_keeps_its_files_to_itself() -> None:
    service = unit("widgets-backup.service")["Service"]
    assert service["PrivateNetwork"] == "yes"
    assert service["UMask"] == "0077"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert re.fullmatch(
        r"\*-\*-\* \d\d:\d\d:\d\d", unit("widgets-backup.timer")["Timer"]["OnCalendar"]
    )
