"""deploy/README.md, followed to the letter in a folder that stands for the machine. Where a command
needs a machine of one's own, another stands in for it; the server, its accounts and its backups are
real. deploy/install.sh is run by .ci/run, which has more time."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.http.test_serving import free_port
from widgets.settings import Settings, read, variable

pytestmark = pytest.mark.walk

ROOT = Path(__file__).parent.parent.parent
MANUAL = (ROOT / "deploy" / "README.md").read_text("utf-8")
STOOD_IN = ("apt-get", "certbot", "chgrp", "curl", "nginx", "runuser", "systemctl", "useradd")
PLACES = ("/opt/", "/etc/", "/usr/local/", "/var/lib/", "/var/www/", "/var/log/", "/var/cache/")
INSTALL = """#!/bin/sh
set -eu
test ! -e "$1"
mkdir -p "$1/bin"
printf '#!/bin/sh\\nexec {python} -m widgets "$@"\\n' >"$1/bin/widgets"
chmod 755 "$1/bin/widgets"
"""


def chapters() -> dict[str, str]:
    """The commands of each chapter, in order."""
    found = {}
    for chapter in MANUAL.split("\n## ")[1:]:
        title, _, text = chapter.partition("\n")
        if commands := "".join(re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)):
            found[title] = commands
    return found


@dataclass(frozen=True)
class Machine:
    folder: Path
    port: int
    environment: dict[str, str]

    def here(self, text: str) -> str:
        """Paths, the port and the repository as they are on this machine, and one worker only."""
        for place in PLACES:
            text = re.sub(rf"(?<![\w.]){re.escape(place)}", f"{self.folder}{place}", text)
        text = text.replace("https://git.example.org/widgets.git", str(self.folder / "repository"))
        return text.replace("8000", str(self.port)).replace("--workers 2", "--workers 1")

    def follow(self, *titles: str) -> str:
        """What the commands of some chapters print, in one shell."""
        commands = self.here("".join(chapters()[title] for title in titles))
        done = subprocess.run(  # noqa: S603
            ["/bin/bash", "-euo", "pipefail", "-c", commands],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr + self.log()
        return done.stdout

    def log(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def asked(self) -> str:
        return (self.folder / "asked").read_text()

    def running(self) -> str:
        """The folder of the version that is meant to run."""
        return str((self.folder / "opt" / "widgets" / ".venv").readlink())


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("machine")
    for place in ("bin", "opt", "etc/systemd/system", "etc/nginx/conf.d", "usr/local/bin"):
        (folder / place).mkdir(parents=True)
    for name in STOOD_IN:
        program = folder / "bin" / name
        words = f'exec {sys.executable} -m tests.deploy.stand_ins {name} "$@"'
        program.write_text(f"#!/bin/sh\n{words}\n")
        program.chmod(0o755)
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if "WIDGETS" not in name},
        "PATH": f"{folder}/usr/local/bin:{folder}/bin:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "STAND_INS": str(folder),
        "SERVER": f"http://127.0.0.1:{port}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    made = Machine(folder, port, environment)
    a_repository(made)
    yield made
    with suppress(OSError, ValueError):
        os.killpg(int((folder / "server.pid").read_text()), 9)


def a_repository(machine: Machine) -> None:
    shutil.copytree(ROOT / "deploy", machine.folder / "repository" / "deploy")
    for path in (machine.folder / "repository" / "deploy").iterdir():
        if path.is_file():
            path.write_text(machine.here(path.read_text("utf-8")), "utf-8")
    script = INSTALL.format(python=sys.executable)
    (machine.folder / "repository" / "deploy" / "install.sh").write_text(script)
    git(machine, "init", "--quiet", "--initial-branch=main")
    a_version(machine, "One")


def a_version(machine: Machine, message: str) -> None:
    (machine.folder / "repository" / "VERSION").write_text(message)
    git(machine, "add", "--all")
    author = ("-c", "user.name=T", "-c", "user.email=t@example.org")
    git(machine, *author, "commit", "--quiet", "-m", message)


def git(machine: Machine, *words: str) -> None:
    command = ["git", "-C", str(machine.folder / "repository"), *words]
    subprocess.run(command, env=machine.environment, check=True, timeout=30)  # noqa: S603


@pytest.mark.timeout(240)  # it is all of a manual, and starts the server three times
def test_the_manual_leads_to_a_server_with_an_account_a_backup_and_a_way_back(
    machine: Machine,
) -> None:
    titles = list(chapters())
    begin, back, update, undo = titles[:5], titles[5], titles[6], titles[7]
    assert [back, update, undo] == ["Bring a backup back", "Update", "Take an update back"]

    said = machine.follow(*begin)
    assert "ready\n" in said
    assert "https://widgets.example.org/staff/links/" in said
    assert "ok\n" in said
    assert "Settings, static files and database are in order." in said
    (kept,) = (machine.folder / "var/lib/widgets-backups").glob("*.db")
    assert kept.name in said
    settings = read({"WIDGETS_SETTINGS_FILE": str(machine.folder / "etc/widgets/environment")})
    assert settings.base_url == "https://widgets.example.org"
    assert (machine.folder / "etc/widgets/environment").stat().st_mode & 0o777 == 0o640
    asked = machine.asked()
    assert "useradd --system --user-group" in asked
    assert "nginx -t\nsystemctl reload nginx\n" in asked
    assert "systemctl enable --now widgets.service widgets-backup.timer\n" in asked

    assert f"Restored from {kept}" in machine.follow(back)

    first = machine.running()
    a_version(machine, "Two")
    assert "ready\n" in machine.follow(update)
    assert machine.running() != first
    assert "ready\n" in machine.follow(undo)
    assert machine.running() == first
    assert "Traceback" not in machine.log()


def test_the_settings_that_come_along_are_settings() -> None:
    text = (ROOT / "deploy" / "environment").read_text()
    names = {line.partition("=")[0] for line in text.splitlines() if line[0] != "#"}
    assert names <= {variable(each) for each in Settings.__dataclass_fields__}
    assert {"WIDGETS_BASE_URL", "WIDGETS_DATABASE_URL", "WIDGETS_TRUSTED_PROXIES"} <= names


def test_the_manual_leads_there_from_the_readme_and_to_nothing_that_is_not_there() -> None:
    assert "(deploy/README.md)" in (ROOT / "README.md").read_text("utf-8")
    for name in re.findall(r"\bdeploy/([\w.-]+)", MANUAL):
        assert (ROOT / "deploy" / name).exists(), name
