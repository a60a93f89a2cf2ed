import json

import pytest

from tests.supply.audit import Found, found, status

FAULTY = {
    "name": "jinja2",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1", "3.0"]}],
}
SOUND = {"name": "nh3", "version": "1.0", "vulns": []}
UNKNOWN = {"name": "babel", "skip_reason": "not found and could not be audited"}


def report(*packages: object) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_known_fault_is_named_with_what_mends_it_and_fails() -> None:
    told = found(report(FAULTY, SOUND))
    assert told == Found(("jinja2 2.0: PYSEC-1, mended in 2.1, 3.0",), 2, 0)
    assert status(told, is_strict=False) == 1


def test_a_package_that_nobody_knows_is_not_called_faultless() -> None:
    told = found(report(SOUND, UNKNOWN))
    assert told == Found((), 1, 1)
    assert status(told, is_strict=True) == 1
    assert status(told, is_strict=False) == 0


@pytest.mark.parametrize("text", ["", report()])
def test_no_answer_at_all_fails_where_it_has_to_be_given(text: str) -> None:
    assert status(found(text), is_strict=True) == 1
    assert status(found(text), is_strict=False) == 0


def test_all_is_well_where_every_package_was_looked_up() -> None:
    assert status(found(report(SOUND)), is_strict=True) == 0
