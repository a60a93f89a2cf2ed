"""What each variable takes, and what is said of one that cannot be used."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from widgets.errors import BadSetting
from widgets.settings import Settings, read, shipped, variable

PATH = "it takes sqlite:/// and a path, such as sqlite:///data/widgets.db"
ORIGIN = "it takes an origin without a path, such as https://widgets.example.org"
SLUG = "it takes the slug of an organisation, such as somo"


def test_every_setting_has_a_default_and_a_help_text() -> None:
    assert read({}) == Settings()
    for each in fields(Settings):
        assert each.metadata["help"]
        assert re.fullmatch(r"WIDGETS_[A-Z_]+", variable(each.name))


def test_the_defaults_are_those_of_the_contract() -> None:
    settings = read({})
    assert settings.database_url == Path("data/widgets.db")
    assert settings.base_url == ""
    assert settings.trusted_proxies == ""
    assert settings.host_organisation == "somo"
    assert settings.allowed_origins == ("*",)
    assert settings.default_language == "nl"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("database_url", "sqlite:///data/other.db", Path("data/other.db")),
        ("database_url", "sqlite:////srv/widgets.db", Path("/srv/widgets.db")),
        ("database_url", "  sqlite:///a b.db ", Path("a b.db")),
        ("base_url", "https://widgets.example.org", "https://widgets.example.org"),
        ("base_url", "https://widgets.example.org/", "https://widgets.example.org"),
        ("base_url", "https://widgets.example.org:443/", "https://widgets.example.org"),
        ("base_url", "http://widgets.example.org:80", "http://widgets.example.org"),
        ("base_url", "http://widgets.example.org:443", "http://widgets.example.org:443"),
        ("base_url", "HTTPS://Widgets.Example.ORG", "https://widgets.example.org"),
        ("base_url", "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("base_url", "http://[::1]:8000", "http://[::1]:8000"),
        ("trusted_proxies", "10.0.0.1,10.0.0.2", "10.0.0.1,10.0.0.2"),
        ("host_organisation", "tax-justice-nl", "tax-justice-nl"),
        ("allowed_origins", "*", ("*",)),
        ("allowed_origins", "https://a.example *", ("*",)),
        ("allowed_origins", "https://a.example", ("https://a.example",)),
        (
            "allowed_origins",
            "https://a.example, http://B.example:8080/ https://c.example",
            ("https://a.example", "http://b.example:8080", "https://c.example"),
        ),
        ("default_language", "en", "en"),
    ],
)
def test_a_good_value_is_read(name: str, text: str, value: Any) -> None:
    settings = read({variable(name): text})
    assert getattr(settings, name) == value
    others = [each.name for each in fields(Settings) if each.name != name]
    assert all(getattr(settings, other) == getattr(Settings(), other) for other in others)


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
@pytest.mark.parametrize("name", [each.name for each in fields(Settings)])
def test_a_blank_variable_is_its_default(name: str, text: str) -> None:
    assert read({variable(name): text}) == Settings()


@pytest.mark.parametrize(
    ("name", "text", "takes"),
    [
        ("database_url", "data/widgets.db", PATH),
        ("database_url", "sqlite:///", PATH),
        ("database_url", "sqlite://data/widgets.db", PATH),
        ("database_url", "postgresql://localhost/widgets", PATH),
        ("base_url", "widgets.example.org", ORIGIN),
        ("base_url", "//widgets.example.org", ORIGIN),
        ("base_url", "ftp://widgets.example.org", ORIGIN),
        ("base_url", "javascript:alert(1)", ORIGIN),
        ("base_url", "https://", ORIGIN),
        ("base_url", "https://:8000", ORIGIN),
        ("base_url", "https://widgets.example.org/widgets", ORIGIN),
        ("base_url", "https://widgets.example.org?a=1", ORIGIN),
        ("base_url", "https://widgets.example.org#a", ORIGIN),
        ("base_url", "https://ann:secret@widgets.example.org", ORIGIN),
        ("base_url", "https://widgets.example.org:port", ORIGIN),
        ("base_url", "https://widgets.example.org:99999", ORIGIN),
        ("base_url", "https://[::1", ORIGIN),
        ("host_organisation", "SOMO", SLUG),
        ("host_organisation", "tax justice", SLUG),
        ("host_organisation", "-", SLUG),
        ("host_organisation", "../somo", SLUG),
        ("allowed_origins", "partner.example", ORIGIN),
        ("allowed_origins", "https://a.example https://b.example/path", ORIGIN),
        ("allowed_origins", "https://a.example;https://b.example", ORIGIN),
        ("allowed_origins", "null", ORIGIN),
        ("default_language", "eo", "it takes"),
        ("default_language", "Nederlands", "it takes"),
        ("default_language", "../nl", "it takes"),
    ],
)
def test_a_bad_value_is_refused_with_what_the_variable_takes(
    name: str, text: str, takes: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        read({variable(name): text})
    assert str(refused.value).startswith(f"{variable(name)} is {text!r}; {takes}")


@pytest.mark.parametrize("name", ["base_url", "allowed_origins"])
@pytest.mark.parametrize(
    "origin",
    [
        "https://примір.укр",
        "https://a.example;script-src",
        "https://a.example'",
        "https://a\x7fb.example",
        'https://a.example"><script>',
    ],
)
def test_an_origin_that_a_header_or_a_snippet_cannot_carry_is_never_set(
    name: str, origin: str
) -> None:
    try:
        settings = read({variable(name): origin})
    except BadSetting:
        return
    kept = getattr(settings, name)
    [kept] = kept if isinstance(kept, tuple) else [kept]
    assert re.fullmatch(r"https://[a-z0-9.-]+", kept)


def test_a_space_inside_an_address_is_refused() -> None:
    with pytest.raises(BadSetting):
        read({"WIDGETS_BASE_URL": "https://a.example script-src"})


def test_variables_of_others_change_nothing() -> None:
    assert read({"DATABASE_URL": "sqlite:///x.db", "WIDGETS_NOTHING": "1"}) == Settings()


def test_settings_never_change() -> None:
    with pytest.raises(AttributeError):
        Settings().base_url = "https://a.example"  # type: ignore[misc]


@pytest.mark.parametrize(("name", "file"), [("templates", "pages"), ("static", "widget.css")])
def test_shipped_folders_are_found(name: str, file: str) -> None:
    assert (shipped(name) / file).exists()


def test_a_secret_is_never_told() -> None:
    with pytest.raises(BadSetting) as refused:
        read({"WIDGETS_SECRET_KEY": "tooshort"})
    assert "tooshort" not in str(refused.value)
    assert "it takes at least 32 letters" in str(refused.value)
    secret = "s" * 32
    assert secret not in repr(read({"WIDGETS_SECRET_KEY": secret}))


def test_a_file_holds_further_settings_and_a_variable_that_is_set_wins(tmp_path: Path) -> None:
    path = tmp_path / "widgets.env"
    path.write_text(
        "# as systemd reads it\nWIDGETS_BASE_URL=https://a.example\nOTHER=1\n"
        'WIDGETS_DEFAULT_LANGUAGE="en"\nWIDGETS_SECRET_KEY=a-key-with-a-$sign-and-enough-letters\n',
        "utf-8",
    )
    settings = read(
        {
            "WIDGETS_SETTINGS_FILE": str(path),
            "WIDGETS_DEFAULT_LANGUAGE": "fr",
            "WIDGETS_BASE_URL": " ",
        }
    )
    assert settings.base_url == "https://a.example"
    assert settings.default_language == "fr"
    assert settings.secret_key == "a-key-with-a-$sign-and-enough-letters"  # noqa: S105


def test_a_settings_file_that_cannot_be_read_or_holds_a_bad_value_is_told(tmp_path: Path) -> None:
    path = tmp_path / "widgets.env"
    for content, said in (
        (None, "cannot be read"),
        (b"WIDGETS_BASE_URL=\xff", "cannot be read"),
        (b"WIDGETS_BASE_URL=nowhere", "WIDGETS_BASE_URL is 'nowhere'; it takes an origin"),
    ):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(BadSetting, match=said):
            read({"WIDGETS_SETTINGS_FILE": str(path)})
