import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
LIMITS = {
    "fragments": 85,
    "parts": 50,
    "pages": 70,
    "mocks": 60,
    "layouts": 60,
    "staff": 80,
    "data": 40,
    "svg": 40,
}


DATA = {"type": "application/ld+json"}  # a script element that holds data, and is never run
SCHEME = "<style>{{ picture.follows }}</style>"  # of the other colour scheme, allowed by its hash


class Authored(HTMLParser):
    """Collects whatever would run or style by itself in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_data = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.is_data = named == DATA
        if tag == "style" or (tag == "script" and not named.get("src") and not self.is_data):
            self.found.append(tag)
        for name, value in attrs:
            plain = name.removeprefix("data-")
            if re.fullmatch(r"on[a-z]+|hx-on\b.*", plain) or name == "style":
                self.found.append(name)
            if (value or "").strip().lower().startswith(("javascript:", "js:")):
                self.found.append(f"{name}={value}")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem and data.strip() and not self.is_data:
            self.found.append(data)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_names_its_context_and_stays_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("{# ")
    assert len(text.splitlines()) <= LIMITS[path.parent.name]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_script_a_style_or_a_way_around_escaping(path: Path) -> None:
    text = path.read_text("utf-8")
    if path.suffix == ".svg":
        text = text.replace(SCHEME, "")
    assert not Authored(text).found
    assert "|safe" not in text
    assert "Markup" not in text


def test_the_search_for_authored_scripts_finds_them() -> None:
    for bad in (
        '<a onclick="x()">',
        "<p data-hx-on:click=x>",
        '<a href="javascript:x">',
        "<script>x()</script>",
        '<script type="module">x</script>',
        "<b style='color:red'>",
        "<style>",
        '<a hx-vals="js:x">',
        '<script src="x.js">y()</script>',
        '<script type="application/ld+json" src="x.js"></script><script>x()</script>',
        '<script type="application/ld+json">{}</script><script>x()</script>',
    ):
        assert Authored(bad).found, bad
    fine = '<script src="/htmx.js" defer></script> <p lang="nl" data-hx-get="/">onclick="x"</p>'
    fine += '<script type="application/ld+json">{"name": "onclick"}</script>'
    assert not Authored(fine).found


def test_no_script_of_ours_exists_anywhere() -> None:
    folders = [ROOT / name for name in ("widgets", "templates", "static", "deploy")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    ours = [path for path in files if "node_modules" not in path.parts]
    assert len(ours) > 50
    assert not [path for path in ours if path.suffix in {".js", ".mjs", ".ts", ".jsx"}]
    golden = ROOT / "tests" / "golden"
    assert not [path for path in golden.iterdir() if Authored(path.read_text("utf-8")).found]
