import pytest
from pydantic import ValidationError

from tests.world import name, texts
from widgets.catalogue.records import Logo, Membership, Network, Texts


@pytest.mark.parametrize(
    ("by_language", "asked", "chosen"),
    [
        ({"nl": "ja", "en": "yes"}, "nl", ("nl", "ja")),
        ({"nl": "ja", "en": "yes"}, "fr", ("en", "yes")),
        ({"nl": "ja", "de": "so"}, "fr", ("nl", "ja")),
        ({"de": "so"}, "nl", ("de", "so")),
        ({"mul": "OECD Watch", "en": "other"}, "nl", ("mul", "OECD Watch")),
    ],
)
def test_a_text_falls_back_and_says_which_language_it_really_is(
    by_language: dict[str, str], asked: str, chosen: tuple[str, str]
) -> None:
    assert Texts(by_language).chosen(asked) == chosen


def test_a_plain_string_is_a_name_in_every_language() -> None:
    assert Network(slug="a", name=name("OECD Watch")).name.chosen("nl") == ("mul", "OECD Watch")


def test_a_network_needs_nothing_but_a_slug_and_a_name() -> None:
    assert Network(slug="a", name=name("A")).since is None


def test_what_has_an_until_has_ended_and_so_has_what_says_so() -> None:
    membership = Membership(network="a", member="b", role="member")
    assert not membership.has_ended
    assert membership.model_copy(update={"until": "2011"}).has_ended
    assert membership.model_copy(update={"ended": True}).has_ended


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "Two Words"),
        ("slug", "a" * 81),
        ("name", {}),
        ("name", {"nl": "  "}),
        ("website", "javascript:alert(1)"),
        ("website", "https://"),
        ("website", "https://a b.example"),
        ("since", "2007ish"),
        ("country", "Netherlands"),
        ("size", "many"),
        ("name", "two\nlines"),
        ("name", "nul\0"),
        ("summary", "nul\0"),
        ("colour", "red"),
    ],
)
def test_a_bad_field_is_refused(field: str, value: object) -> None:
    good = {"slug": "a", "name": texts(en="A").model_dump()}
    with pytest.raises(ValidationError) as refused:
        Network.model_validate({**good, field: value})
    assert refused.value.errors()[0]["loc"][0] == field


def test_records_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Network(slug="a", name=name("A")).slug = "b"  # type: ignore[misc]


def test_what_ends_before_it_began_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends in 2011, before it began in 2015"):
        Network(slug="a", name=name("A"), since="2015", until="2011")


@pytest.mark.parametrize(
    "changes",
    [{"alt": {}}, {"alt": " "}, {"width": 81}, {"height": 0}, {"digest": "../../etc/passwd"}],
)
def test_a_logo_has_a_text_a_size_that_fits_and_a_real_digest(changes: dict[str, object]) -> None:
    good = {"digest": "0" * 64, "alt": "The logo", "width": 80, "height": 36}
    assert Logo.model_validate(good).alt.chosen("nl") == ("mul", "The logo")
    with pytest.raises(ValidationError):
        Logo.model_validate(good | changes)
    with pytest.raises(ValidationError):
        Logo.model_validate({key: value for key, value in good.items() if key != "alt"})


def test_a_text_has_one_kind_of_line_break_whoever_sent_it() -> None:
    assert Texts({"en": "a\r\nb\rc\n"}).root == {"en": "a\nb\nc"}
