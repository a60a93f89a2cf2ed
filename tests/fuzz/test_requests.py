"""A short run over every public route; `make fuzz` makes a long one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.strategies import DataObject

from tests.fuzz.requests import requests
from tests.fuzz.trying import Tried
from widgets.app import PUBLIC_ROUTES, SLASHES

PATTERNS = tuple(each.path for each in (*PUBLIC_ROUTES, SLASHES))


@pytest.fixture(scope="module")
def tried(world_database: Path) -> Iterator[Tried]:
    with Tried(world_database) as made:
        yield made


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=6)
@given(data=some.data())
def test_no_request_breaks_a_public_route(tried: Tried, pattern: str, data: DataObject) -> None:
    tried.asked(data.draw(requests(pattern)))
