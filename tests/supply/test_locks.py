"""What is installed is what somebody looked at: pinned, with its hash, from wherever it is fetched,
under a licence that the project may use."""

import json
import re
from pathlib import Path

import pytest
from license_expression import get_spdx_licensing
from packaging.version import Version

from tests.supply.locks import ROOT, npm_pins, python_pins

PYTHON = sorted(ROOT.glob("requirements*.lock"))
NPM = sorted(ROOT.glob("*/package-lock.json"))
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "Bitstream-Vera"),
    *("ISC", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0"),
}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_make_lock_writes_every_lock_file() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for lock in PYTHON:
        assert f"-o {lock.name} " in makefile
    assert [named(each) for each in NPM] == ["static/package-lock.json", "tests/package-lock.json"]


@pytest.mark.parametrize("lock", PYTHON, ids=named)
def test_every_python_package_is_one_finished_version_with_its_hashes(lock: Path) -> None:
    pins = python_pins(lock)
    assert pins
    for pin in pins:
        version = Version(pin.version)
        assert not (version.is_prerelease or version.is_devrelease or version.local), pin
        assert pin.hashes
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", ":".join(each)) for each in pin.hashes)
    assert len({(each.name, each.marker) for each in pins}) == len(pins)


@pytest.mark.parametrize("lock", NPM, ids=named)
def test_every_npm_package_has_its_hash_and_names_no_registry(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert '"resolved"' not in text
    assert "hasInstallScript" not in text  # nothing runs because it was installed
    assert json.loads(text)["lockfileVersion"] == 3
    pins = npm_pins(lock)
    assert pins
    for pin in pins:
        assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", pin.version), pin
        ((algorithm, digits),) = pin.hashes
        assert (algorithm, len(digits)) == ("sha512", 128)


@pytest.mark.parametrize("lock", [*PYTHON, *NPM], ids=named)
def test_no_lock_file_says_where_packages_come_from(lock: Path) -> None:
    text = lock.read_text("utf-8")
    said = re.sub(r'"(funding|homepage)": [^\n]*\n|"url": [^\n]*\n', "", text)
    assert "://" not in said
    assert not re.search(
        r"^ *-(-index|-extra|-find|-trusted|-no-index|[irfe] )", text, re.MULTILINE
    )


def test_what_is_shipped_may_be_shipped() -> None:
    pins = python_pins(ROOT / "requirements.lock") + npm_pins(ROOT / "static" / "package-lock.json")
    reader = get_spdx_licensing()
    for pin in pins:
        assert pin.licence, f"{pin.name} does not say under which licence it is"
        assert {*reader.license_keys(pin.licence)} <= ALLOWED, pin


def test_nothing_is_installed_but_by_its_hash() -> None:
    found = []
    for path in (ROOT / "Makefile", ROOT / ".ci" / "run", ROOT / "deploy" / "install.sh"):
        text = path.read_text("utf-8").replace("\\\n", " ")
        for words in re.findall(r'^(?:pip="|PIP = )(.*?)"?$', text, re.MULTILINE):
            text = text.replace(words, "").replace("$pip", words).replace("$(PIP)", words)
        found += re.findall(r"-m pip .*\binstall\b.*", text)
    assert len(found) > 8
    safe = r"--require-hashes|--no-index --no-deps|--no-deps --no-build-isolation"
    assert not [each for each in found if not re.search(safe, each)]
