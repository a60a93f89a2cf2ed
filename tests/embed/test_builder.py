"""The builder's page, where no browser is needed to see it."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient


def fields(page: str) -> dict[str, str]:
    """What stands in each field of the form, by name."""
    found = re.findall(r'<fieldset class=.*?</fieldset>|<div class="field">.*?</div>', page, re.S)
    named = [(re.search(r' name="([a-z_]+)"', each), each) for each in found]
    return {match[1]: each for match, each in named if match}


@pytest.mark.parametrize(
    ("query", "name", "says"),
    [
        ("category=UPPER", "category", "takes a short name"),
        ("topic=" + "&topic=".join(f"t{number}" for number in range(25)), "topic", "at most 24"),
        ("layout=pile", "layout", "takes one of: grid, list, row"),
        ("per_page=many", "per_page", "takes a whole number from 1 to 60"),
        ("accent=red", "accent", "takes a colour"),
    ],
)
def test_a_mistake_is_told_at_its_field(
    shipped: TestClient, query: str, name: str, says: str
) -> None:
    answer = shipped.get(f"/builder/networks?lang=en&theme=dark&{query}")
    assert answer.status_code == 400
    told = {field for field, text in fields(answer.text).items() if "field__error" in text}
    assert told == {name}
    assert says in unescape(fields(answer.text)[name])
    assert "theme=dark" in answer.text


def test_what_no_field_asks_for_is_left_out_without_a_word(shipped: TestClient) -> None:
    answer = shipped.get("/builder/networks?lang=en&q=" + "x" * 200)
    assert answer.status_code == 200
    assert "xxx" not in answer.text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("accent=ffee88&theme=light", "made darker"),
        ("accent=101040&theme=dark", "made lighter"),
        ("accent=0b5cad&theme=light", ""),
    ],
)
def test_an_accent_that_cannot_be_read_is_told_to_change(
    shipped: TestClient, query: str, says: str
) -> None:
    field = fields(shipped.get(f"/builder/networks?lang=en&{query}").text)["accent"]
    assert ('role="status"' in field) == bool(says)
    assert says in field


def test_an_unknown_network_has_no_builder(shipped: TestClient) -> None:
    assert shipped.get("/builder/network?network=nope").status_code == 404
    assert shipped.get("/builder/nothing").status_code == 404
