import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "static"
SHEETS = ("widget.css", "single.css", "site.css", "staff.css")


def source(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text("utf-8"), flags=re.S)


def selectors(css: str) -> list[str]:
    flat = re.sub(r"@(?:container|media|supports)[^{]*\{", "", css)
    return [each.strip() for each in re.findall(r"([^{};]+)\{", flat)]


def test_every_rule_of_the_widget_is_within_its_own_prefix() -> None:
    found = selectors(source("widget.css") + source("single.css"))
    assert len(found) > 80
    for group in found:
        for selector in re.split(r",(?![^(]*\))", group):
            assert selector.strip().startswith(".sw"), selector


def test_nothing_shouts_and_nothing_is_layered() -> None:
    for name in SHEETS:
        css = source(name)
        assert "!important" not in css
        assert "@layer" not in css
        assert "@import" not in css
        assert "url(" not in css


def test_only_at_rules_that_browsers_have_had_for_long_are_used() -> None:
    used = {rule for name in SHEETS for rule in re.findall(r"@\w+", source(name))}
    assert used <= {"@container", "@media", "@supports"}


def test_sides_are_logical_so_that_right_to_left_works() -> None:
    for name in SHEETS:
        assert re.findall(r".*\b(?:left|right|translateX)\b.*", source(name)) == []
        four = r"(?:margin|padding|inset):\s*[^\s;]+ ([^\s;]+) [^\s;]+ ([^\s;]+);"
        assert [sides for sides in re.findall(four, source(name)) if sides[0] != sides[1]] == []


def test_the_public_knobs_are_few_have_a_fallback_and_are_documented() -> None:
    css = source("widget.css")
    knobs = set(re.findall(r"var\((--sw-[a-z]+)", css))
    assert knobs == set(re.findall(r"`(--sw-[a-z]+)`", (ROOT / "README.md").read_text("utf-8")))
    assert len(knobs) <= 12
    assert not re.findall(r"var\(--sw-[a-z]+\)", css)


def test_the_stylesheet_stays_readable() -> None:
    assert len((STATIC / "widget.css").read_text("utf-8").splitlines()) <= 330


def test_every_brace_is_closed() -> None:
    for name in SHEETS:
        assert source(name).count("{") == source(name).count("}"), name
