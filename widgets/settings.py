"""Every setting, with its default and its help. The only reader of the environment."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from dotenv import dotenv_values

from widgets.errors import BadSetting
from widgets.language.messages import LANGUAGES

SECRET_LETTERS = 32
_METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # as prometheus-client reads it
_ORIGIN = re.compile(
    r"https?://(?:[a-z0-9.-]*[a-z0-9]|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?/?",
    re.IGNORECASE | re.ASCII,
)


def _setting(
    help: str, default: Any, read: Callable[[str], Any] = str, *, is_secret: bool = False
) -> Any:
    told = {"help": help, "read": read, "is_secret": is_secret}
    return field(default=default, metadata=told, repr=not is_secret)


def _database(text: str) -> Path:
    prefix = "sqlite:///"
    if not text.startswith(prefix) or text == prefix:
        raise ValueError("takes sqlite:/// and a path, such as sqlite:///data/widgets.db")
    return Path(text.removeprefix(prefix))


def _origin(text: str) -> str:
    match = _ORIGIN.fullmatch(text)
    if not match or int(match["port"] or 0) > 65535:
        raise ValueError("takes an origin without a path, such as https://widgets.example.org")
    origin = text.rstrip("/").lower()
    usual = ":443" if origin.startswith("https:") else ":80"
    return origin.removesuffix(usual)  # as browsers name it


def _origins(text: str) -> tuple[str, ...]:
    words = text.replace(",", " ").split()
    return ("*",) if "*" in words else tuple(_origin(word) for word in words)


def _slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise ValueError("takes the slug of an organisation, such as somo")
    return text


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(f"takes one of {', '.join(LANGUAGES)}")
    return text


def _secret(text: str) -> str:
    if len(text) < SECRET_LETTERS:
        raise ValueError(f"takes at least {SECRET_LETTERS} letters that nobody can guess")
    return text


def _megabytes(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or not int(text):
        raise ValueError("takes a number of megabytes from 1 to 99999")
    return int(text)


def _megabytes_or_none(text: str) -> int:
    if not re.fullmatch("[0-9]{1,7}", text):
        raise ValueError("takes a number of megabytes, or 0 for no limit")
    return int(text)


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError("takes a time zone such as Europe/Amsterdam or UTC")
    return text


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"takes one of {', '.join(choices)}")
        return text

    return read


@dataclass(frozen=True)
class Settings:
    database_url: Path = _setting(
        "Where the catalogue is kept: sqlite:/// and a path",
        Path("data/widgets.db"),
        _database,
    )
    base_url: str = _setting(
        "The public address of this server; without it, the address that each request names",
        "",
        _origin,
    )
    trusted_proxies: str = _setting(
        "Proxies whose X-Forwarded-Proto and -For headers count, separated by commas", ""
    )
    host_organisation: str = _setting(
        "The organisation whose catalogue this is, by slug", "somo", _slug
    )
    allowed_origins: tuple[str, ...] = _setting(
        "Origins that may embed, separated by spaces or commas; * is everybody", ("*",), _origins
    )
    edge_megabytes: int = _setting(
        "Memory for finished answers, of each worker, in MB", 32, _megabytes
    )
    memory_megabytes: int = _setting(
        "Memory that a catalogue may take of each worker, in MB; an import of more is refused, "
        "0 for no limit",
        1000,
        _megabytes_or_none,
    )
    time_zone: str = _setting(
        "The time zone in which staff read when something was done", "Europe/Amsterdam", _zone
    )
    default_language: str = _setting("The language of an address that names none", "nl", _language)
    secret_key: str = _setting(
        "Signs what staff carry; without it, one is made and kept beside the database",
        "",
        _secret,
        is_secret=True,
    )
    settings_file: str = _setting(
        "A file of further settings, one NAME=value a line; a variable that is set wins", ""
    )
    metrics_token: str = _setting(
        "Who may read /metrics: whoever sends this as a bearer token; without it, this machine",
        "",
        _secret,
        is_secret=True,
    )
    log_format: str = _setting("How the log is written", "plain", _one_of("plain", "json"))
    access_log: str = _setting(
        "Whether each request is logged, without its query and who made it",
        "off",
        _one_of("off", "on"),
    )


def variable(name: str) -> str:
    return f"WIDGETS_{name.upper()}"


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings, from variables that are set and not blank, and the file that one of them names.

    Raises: BadSetting naming the variable and what it takes."""
    values = {}
    further = _further(environment)
    for each in fields(Settings):
        name = variable(each.name)
        text = environment.get(name, "").strip() or further.get(name, "").strip()
        if not text:
            continue
        try:
            values[each.name] = each.metadata["read"](text)
        except ValueError as error:
            said = "not shown here" if each.metadata["is_secret"] else repr(text)
            raise BadSetting(f"{variable(each.name)} is {said}; it {error}") from error
    return Settings(**values)


def _further(environment: Mapping[str, str]) -> dict[str, str]:
    """What the settings file says. Raises: BadSetting."""
    name = variable("settings_file")
    path = environment.get(name, "").strip()
    try:
        text = Path(path).read_text("utf-8") if path else ""
    except (OSError, UnicodeError) as error:
        raise BadSetting(f"{name} is {path!r}; it cannot be read ({error})") from error
    said = dotenv_values(stream=StringIO(text), interpolate=False)
    return {name: value for name, value in said.items() if value is not None}


def metrics_folder() -> Path | None:
    """What the workers of one server share for their metrics; None where there is one worker."""
    name = os.environ.get(_METRICS_FOLDER)
    return Path(name) if name else None


def share_metrics(folder: Path) -> None:
    """For each worker that is started from here."""
    os.environ[_METRICS_FOLDER] = str(folder)


def shipped(name: str) -> Path:
    """The folder of templates or static files: inside an installed package, or beside it in a
    checkout."""
    package = Path(__file__).parent
    installed = package / name
    return installed if installed.is_dir() else package.parent / name
