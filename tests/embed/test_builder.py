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


@pytest.mark.parametrize(
    ("kind", "query", "name"),
    [
        ("network", "network=nope", "network"),
        ("networks", "category=nope&layout=row", "category"),
        ("networks", "organisation=nope", "organisation"),
        ("badge", "network=eccj&member=nope", "member"),
        ("badge", "network=eccj&member=fnv", "member"),
    ],
)
def test_an_entry_that_is_gone_is_told_at_its_field_and_the_rest_stays(
    shipped: TestClient, kind: str, query: str, name: str
) -> None:
    answer = shipped.get(f"/builder/{kind}?lang=en&{query}")
    assert answer.status_code == 400
    found = fields(answer.text)
    assert {field for field, text in found.items() if "field__error" in text} == {name}
    assert "<code" in answer.text
    assert shipped.get("/builder/nothing").status_code == 404


def test_a_snippet_of_chosen_networks_has_a_frame_for_these_alone(shipped: TestClient) -> None:
    def height(query: str) -> int:
        page = shipped.get(f"/builder/networks?lang=nl&{query}").text
        match = re.search(r'height="([0-9]+)" loading', unescape(page))
        assert match
        return int(match[1])

    assert height("category=thematic") < height("") / 2
    page = unescape(shipped.get("/builder/networks?lang=nl&category=thematic").text)
    assert "per_page=4&category=thematic" in unescape(page)
    assert 'name="per_page" value="24"' in page


def test_who_pastes_the_filter_gets_the_list_that_it_steers(shipped: TestClient) -> None:
    page = unescape(shipped.get("/builder/filters?lang=en&paste=inline").text)
    assert page.count('data-hx-get="http://widgets.test/fragments/filters?') == 1
    assert page.count('data-hx-get="http://widgets.test/fragments/networks?') == 1


def test_a_link_needs_no_word_in_a_privacy_statement(shipped: TestClient) -> None:
    assert "sets no cookies" in shipped.get("/builder/networks?lang=en&paste=frame").text
    assert "sets no cookies" not in shipped.get("/builder/networks?lang=en&paste=text").text
    assert "sets no cookies" in shipped.get("/builder/badge?lang=en&paste=text").text
