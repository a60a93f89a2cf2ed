"""The units of systemd, as systemd itself reads them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
SERVICES = [each for each in UNITS if each.suffix == ".service"]
MOST_EXPOSED = 15  # tenths, of 100: what systemd calls "OK" ends at 49


def analyze(*words: object) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    assert program, "systemd is not installed: `make systemd`, or install it and run this again"
    return subprocess.run([program, *map(str, words)], text=True, capture_output=True, check=False)  # noqa: S603


def here(unit: Path, folder: Path) -> Path:
    """The unit, with a program and a manual of this machine."""
    made = folder / unit.name
    text = re.sub(r"/opt/widgets/\.venv/bin/\w+", sys.executable, unit.read_text())
    made.write_text(text.replace("/opt/widgets", str(DEPLOY.parent)))
    return made


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_nothing_wrong_with_a_unit(unit: Path, tmp_path: Path) -> None:
    for each in UNITS:
        here(each, tmp_path)
    said = analyze("verify", "--man=no", "--recursive-errors=one", tmp_path / unit.name)
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_is_hardly_exposed(unit: Path) -> None:
    said = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit)
    assert said.returncode == 0, "\n".join(
        line for line in said.stdout.splitlines() if line[0] in "✗→"
    )


def test_the_server_reads_its_settings_anew_and_is_bounded() -> None:
    text = (DEPLOY / "widgets.service").read_text()
    assert "ExecReload=/bin/kill -HUP $MAINPID" in text
    assert re.search(r"serve .*--host 127\.0\.0\.1 .*--workers [2-9]", text)
    for name in ("MemoryMax", "TasksMax", "LimitNOFILE", "TimeoutStopSec"):
        assert re.search(rf"^{name}=.*[0-9]", text, re.MULTILINE)
