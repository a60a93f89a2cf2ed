import re
from dataclasses import fields
from pathlib import Path

from widgets import errors
from widgets.app import PUBLIC_ROUTES
from widgets.cli import cli
from widgets.kinds.registry import KINDS
from widgets.operation.pages import OPERATION_ROUTES
from widgets.settings import Settings, variable

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_every_setting_option_kind_command_and_address_is_in_the_readme() -> None:
    options = {each.name for kind in KINDS.values() for each in fields(kind.options)}
    commands = {
        each.name or each.callback.__name__ for each in cli.registered_commands if each.callback
    }
    commands |= {
        f"{group.name} {each.name or each.callback.__name__}"
        for group in cli.registered_groups
        for each in (group.typer_instance.registered_commands if group.typer_instance else ())
        if each.callback
    }
    addresses = {
        re.sub(r"\{[\w:]+\}.*", "", route.path) for route in (*PUBLIC_ROUTES, *OPERATION_ROUTES)
    }
    said = [
        *(f"`{variable(each.name)}`" for each in fields(Settings)),
        *(f"`{name}`" for name in options | KINDS.keys()),
        *(f"widgets {name.rstrip('_')}" for name in commands),
        *addresses,
    ]
    assert len(said) > 40
    assert not [each for each in said if each not in README]


def test_every_error_stands_in_the_tree_of_errors() -> None:
    raised = [
        name
        for name, each in vars(errors).items()
        if isinstance(each, type) and issubclass(each, Exception)
    ]
    assert errors.__doc__
    assert len(raised) == len([each for each in raised if each in errors.__doc__])


def test_the_lock_files_name_no_index_and_pin_what_the_project_needs() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text("utf-8")
        assert "://" not in text
        assert "--hash=sha256:" in text
    for path in (ROOT / "static" / "package-lock.json", ROOT / "tests" / "package-lock.json"):
        assert "resolved" not in path.read_text("utf-8")
        assert "sha512-" in path.read_text("utf-8")


def test_every_test_that_the_table_of_attacks_names_exists() -> None:
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", (ROOT / "SECURITY.md").read_text("utf-8"))
    assert len(named) > 50
    for file, test in named:
        assert f"def {test}(" in (ROOT / "tests" / file).read_text("utf-8"), (file, test)
