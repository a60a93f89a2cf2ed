"""Made-up catalogues: of the size that was asked for, the same each time, and like any other."""

from collections import Counter

import pytest

from widgets.catalogue.edition import edition
from widgets.catalogue.generated import Size, generated
from widgets.catalogue.records import TYPES, Entry, Network, key_of
from widgets.catalogue.ties import ties
from widgets.language.messages import LANGUAGES

SIZE = Size(networks=60, organisations=120, memberships=600)


@pytest.fixture(scope="module")
def made() -> list[Entry]:
    return list(generated(SIZE, 7, "somo"))


def test_there_are_as_many_of_each_as_were_asked_for(made: list[Entry]) -> None:
    counted = Counter(type for type, _ in {key_of(each) for each in made})
    assert counted["network"] == 60
    assert counted["organisation"] == 120
    assert counted["membership"] == 600
    assert sum(counted.values()) == len(made)


@pytest.mark.parametrize("size", [Size(1, 1, 0), Size(1, 1, 1), Size(3, 2, 6), Size(5, 30, 150)])
def test_small_and_crowded_ones_are_as_large_as_was_asked(size: Size) -> None:
    keys = [key_of(each) for each in generated(size, 1, "somo")]
    assert len(keys) == len(set(keys))
    assert sum(type == "membership" for type, _ in keys) == size.memberships


def test_a_seed_gives_the_same_catalogue_and_another_one_another(made: list[Entry]) -> None:
    assert list(generated(SIZE, 7, "somo")) == made
    assert list(generated(SIZE, 8, "somo")) != made


def test_every_record_can_be_read_back_and_refers_to_what_is_there(made: list[Entry]) -> None:
    read = [TYPES[key_of(each)[0]].model_validate(each.model_dump()) for each in made]
    assert read == made
    shown = edition(made)
    assert sum(map(len, shown.members.values())) == SIZE.memberships
    assert len(ties(shown, "somo")) == SIZE.networks


def test_texts_are_in_every_language_and_much_is_missing(made: list[Entry]) -> None:
    networks = [each for each in made if isinstance(each, Network)]
    assert any(each.summary and len(each.summary.root) == len(LANGUAGES) for each in networks)
    for field in ("summary", "category", "website", "country", "since", "size", "abbreviation"):
        values = [getattr(each, field) for each in networks]
        assert any(values), field
        assert not all(values), field
    assert any(each.category and not each.category_confirmed for each in networks)
    assert any(each.has_ended for each in networks)
    assert any(slug.startswith("network-") for slug in edition(made).joined)
