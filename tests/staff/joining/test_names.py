import pytest

from tests.world import name
from widgets.catalogue.records import Organisation
from widgets.staff.joining.names import KnownNames, names_in

KNOWN = KnownNames(
    [
        Organisation(slug="ccc", name=name("Clean Clothes Campaign"), abbreviation=name("CCC")),
        Organisation(slug="skc", name=name("Schone Kleren Campagne"), aliases=("SKC Nederland",)),
        Organisation(slug="suedwind", name=name("Südwind e.V.")),
        Organisation(slug="twin-a", name=name("Action"), abbreviation=name("ACT")),
        Organisation(slug="twin-b", name=name("Active"), abbreviation=name("ACT")),
    ]
)


def slugs(typed: str) -> tuple[list[str], list[str]]:
    match = KNOWN.match(typed)
    return [each.slug for each in match.exact], [each.slug for each in match.near]


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("clean  clothes CAMPAIGN", "ccc"),
        ("ccc", "ccc"),
        ("C.C.C.", ""),
        ("Clean-Clothes Campaign", "ccc"),
        ("skc nederland", "skc"),
        ("Sudwind e.V", "suedwind"),
        ("Clean Clothes Campaign (NL)", "ccc"),
    ],
)
def test_any_spelling_of_a_name_is_understood(typed: str, slug: str) -> None:
    assert slugs(typed)[0] == ([slug] if slug else [])


@pytest.mark.parametrize("typed", ["Clean Cloths Campain", "Campaign for Clean Clothes"])
def test_a_near_miss_is_offered_and_not_taken(typed: str) -> None:
    exact, near = slugs(typed)
    assert not exact
    assert near[0] == "ccc"


def test_a_name_of_two_is_offered_for_both() -> None:
    assert slugs("act")[0] == ["twin-a", "twin-b"]


def test_a_name_like_no_other_has_no_near_miss() -> None:
    assert slugs("Vereniging van Bijenhouders") == ([], [])


def test_a_pasted_list_is_read_without_its_bullets() -> None:
    pasted = "- One\n\n • Two,\r\n3. Three;\n  4) Four\t\n\x07Five\n-Six\n350.org\n"
    assert names_in(pasted) == ["One", "Two", "Three", "Four", "Five", "-Six", "350.org"]
