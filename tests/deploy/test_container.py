"""The recipe of the image. Nothing is built here: it is read."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LINES = re.sub(r" *\\\n *", " ", (ROOT / "deploy" / "Containerfile").read_text()).splitlines()
STEPS = [line.partition(" ")[::2] for line in LINES if line and not line.startswith("#")]
STAGE = max(at for at, (word, _) in enumerate(STEPS) if word == "FROM")
RUNNING = STEPS[STAGE:]
README = (ROOT / "deploy" / "README.md").read_text("utf-8")


def said(word: str) -> str:
    (found,) = [rest for each, rest in RUNNING if each == word]
    return found


def test_the_image_begins_with_a_version_that_has_a_name() -> None:
    (python,) = [rest for word, rest in STEPS if word == "ARG"]
    assert re.fullmatch(r"PYTHON=python:3\.[0-9]+(\.[0-9]+)?-slim-[a-z]+", python)
    stages = [rest.split(" ")[0] for word, rest in STEPS if word == "FROM"]
    assert stages == ["${PYTHON}", "${PYTHON}"]


def test_what_is_installed_is_held_against_the_lock_files() -> None:
    installed = [rest for word, rest in STEPS if word == "RUN" and "install.sh" in rest]
    assert len(installed) == 1
    assert not [rest for _, rest in STEPS if re.search(r"\b(pip|npm|curl|wget|apt)\b", rest)]
    script = (ROOT / "deploy" / "install.sh").read_text()
    asking = [line for line in script.splitlines() if re.search(r"-m pip|\$pip", line)]
    assert len(asking) == 5
    assert all("--require-hashes" in e or "$pip" in e or "--no-index" in e for e in asking)


def test_the_image_that_runs_holds_neither_source_nor_tools() -> None:
    copied = [rest for word, rest in RUNNING if word in {"COPY", "ADD"}]
    assert copied == ["--from=build /opt/widgets/.venv /opt/widgets/.venv"]


def test_it_runs_as_nobody_special_and_says_how_it_is() -> None:
    user = said("USER")
    assert re.fullmatch("[1-9][0-9]{3,}:[1-9][0-9]{3,}", user)
    last = [word for word, _ in RUNNING]
    assert last.index("USER") > max(at for at, word in enumerate(last) if word == "RUN")
    assert said("VOLUME") == "/data"
    assert "sqlite:////data/" in said("ENV")
    check = json.loads(said("HEALTHCHECK").partition("CMD ")[2])
    assert "/healthz" in check[-1]
    compile(check[-1], "HEALTHCHECK", "exec")
    assert json.loads(said("CMD"))[0] == "serve"


def test_the_manual_runs_it_on_a_root_that_nobody_can_write() -> None:
    (line,) = re.findall(r"podman run .*?[^\\]\n", README, re.DOTALL)
    for words in (
        "--read-only",
        "--tmpfs /tmp",
        "-v widgets:/data",
        "--cap-drop all",
        "no-new-privileges",
        "127.0.0.1:8000:8000",
    ):
        assert words in line


def test_no_data_and_no_history_is_built_into_an_image() -> None:
    left_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".git", "data", "*.db", "*.db-*", ".venv", "**/node_modules"} <= {*left_out}
