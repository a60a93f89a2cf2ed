import pytest

from widgets.catalogue.years import Years, read


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("2003", Years(2003, 2003)),
        ("2007~", Years(2007, 2007, approximate=True)),
        ("2007?", Years(2007, 2007, approximate=True)),
        ("../2017", Years(None, 2017)),
        ("/2017", Years(None, 2017)),
        ("2019/..", Years(2019, None)),
        ("2019/", Years(2019, None)),
        ("2011/2015", Years(2011, 2015)),
        ("2011/2015~", Years(2011, 2015, approximate=True)),
    ],
)
def test_an_edtf_year_is_taken_apart(text: str, known: Years) -> None:
    assert read(text) == known


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "../..",
        "07",
        "2007-05",
        "about 2007",
        "20077",
        "2007~~",
        "٢٠٠٧",
        "2003\n",
    ],
)
def test_anything_else_is_refused_with_what_is_taken(text: str) -> None:
    with pytest.raises(ValueError, match="2007~"):
        read(text)


def test_years_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        read("2015/2011")
