import json
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.supply.locks import ROOT, npm_pins, python_pins
from tests.supply.sbom import sbom
from widgets import __version__


@pytest.fixture(scope="module")
def bill() -> Any:
    text = sbom()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    return json.loads(text)


def test_the_bill_of_materials_is_of_this_version(bill: Any) -> None:
    assert bill["metadata"]["component"]["purl"] == f"pkg:pypi/widgets@{__version__}"


def test_it_names_all_that_is_pinned_with_hash_and_licence(bill: Any) -> None:
    pins = python_pins(ROOT / "requirements.lock") + npm_pins(ROOT / "static" / "package-lock.json")
    found = {(each["name"], each["version"]): each for each in bill["components"]}
    assert found.keys() == {(each.name, each.version) for each in pins}
    for pin in pins:
        part = found[pin.name, pin.version]
        assert {each["content"] for each in part["hashes"]} == {each for _, each in pin.hashes}
        assert part["licenses"]
    (htmx,) = [each for each in bill["components"] if each["name"] == "htmx.org"]
    assert htmx["purl"].startswith("pkg:npm/htmx.org@4")
    assert htmx["licenses"] == [{"license": {"id": "0BSD"}}]


def test_it_says_what_the_server_depends_on(bill: Any) -> None:
    (server,) = [
        each for each in bill["dependencies"] if each["ref"].startswith("pkg:pypi/widgets")
    ]
    assert len(server["dependsOn"]) == len(bill["components"])
