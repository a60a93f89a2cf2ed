import ast
import re
from pathlib import Path

import pytest

from widgets import __version__

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "widgets").rglob("*.py"))
NEVER_MEET = {("kinds", "store"), ("store", "kinds"), ("embed", "store")}


def layers() -> dict[str, int]:
    """The rooms of ARCHITECTURE.md. Shape: room -> its line, counted from the ground up."""
    listed = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("```rooms\n")[1].split("```")[0]
    return {
        room: number for number, line in enumerate(listed.splitlines()) for room in line.split()
    }


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "widgets").with_suffix("").parts[0]


def imported(path: Path) -> set[str]:
    """The rooms that a module imports from."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names |= {f"{node.module}.{each.name}" for each in node.names}
        elif isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            raise AssertionError(f"{path}: relative import")
    return {
        name.split(".")[1] for name in names if name.startswith("widgets.") and "__" not in name
    }


def test_every_room_is_listed() -> None:
    rooms = {room_of(path) for path in SOURCES} - {"__init__"}
    assert rooms == layers().keys()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_from_its_own_line_or_above(path: Path) -> None:
    order = layers()
    for room in imported(path):
        assert order[room] <= order.get(room_of(path), -1), f"{room_of(path)} imports {room}"
        assert (room_of(path), room) not in NEVER_MEET


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_holds_and_stays_readable(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    assert len(text.splitlines()) <= 300
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno
            assert lines <= 48, f"{node.name} has {lines} lines"


def test_only_settings_reads_the_environment() -> None:
    readers = [
        path.name for path in SOURCES if re.search(r"os\.(environ|getenv)", path.read_text())
    ]
    assert readers == ["settings.py"]


def test_the_version_is_the_top_of_the_changelog() -> None:
    found = re.search(r"^## ([\d.]+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert found
    assert found[1] == __version__
