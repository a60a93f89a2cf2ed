"""What a line of the log holds, and what it never does."""

import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest

from widgets.http.identity import request_id
from widgets.operation.logs import configuration
from widgets.settings import Settings

NAMES = ("", "widgets", "python_multipart", "uvicorn", "uvicorn.error", "uvicorn.access")


@pytest.fixture(autouse=True)
def the_log_of_the_tests_is_put_back() -> Iterator[None]:
    kept = {
        name: (each.level, each.propagate, each.handlers[:], each.filters[:])
        for name in NAMES
        for each in [logging.getLogger(name)]
    }
    yield
    for name, (level, propagate, handlers, filters) in kept.items():
        each = logging.getLogger(name)
        each.level, each.propagate, each.handlers, each.filters = (
            level,
            propagate,
            handlers,
            filters,
        )


def configure(**settings: str) -> None:
    logging.config.dictConfig(configuration(Settings(**settings)))  # type: ignore[arg-type]


def fail() -> None:
    try:
        raise ValueError("one\n2026-01-01T00:00:00.000Z ERROR widgets: forged")
    except ValueError:
        logging.getLogger("widgets").exception("it went wrong")


def asked(path: str, status: int = 200) -> None:
    """As uvicorn tells it."""
    words = ("203.0.113.7:5000", "GET", path, "1.1", status)
    logging.getLogger("uvicorn.access").info('%s - "%s %s HTTP/%s" %d', *words)


def events(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_of_json_tells_when_how_bad_what_and_whose_request(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure(log_format="json")
    request_id.set("0123456789abcdef")
    fail()
    request_id.set("")
    logging.getLogger("widgets").info("later")
    first, second = events(capsys.readouterr().err)
    assert first["time"].endswith("Z")
    assert (first["level"], first["message"]) == ("error", "it went wrong")
    assert first["request"] == "0123456789abcdef"
    assert first["error"].startswith("Traceback")
    assert "request" not in second


def test_in_plain_text_no_event_can_be_forged(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    fail()
    logging.getLogger("widgets").warning("one\ntwo")
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(" ", 1)[1] for line in lines if not line.startswith("    ")] == [
        "ERROR widgets: it went wrong",
        "WARNING widgets: one",
    ]
    assert any("forged" in line for line in lines)


def test_the_access_log_names_neither_who_asked_nor_a_query_nor_a_secret(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure(log_format="json", access_log="on")
    asked("/fragments/networks?q=recognisable")
    asked("/preview/secret/embed/networks", 404)
    asked("/staff/links/secret")
    text = capsys.readouterr().err
    assert [(each["path"], each["status"]) for each in events(text)] == [
        ("/fragments/networks", 200),
        ("/preview/…/embed/networks", 404),
        ("/staff/links/…", 200),
    ]
    for gone in ("203.0.113.7", "recognisable", "secret"):
        assert gone not in text


def test_of_what_visitors_can_provoke_the_log_tells_now_and_then(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure()
    log = logging.getLogger("uvicorn.error")
    for _ in range(100):
        log.warning("Invalid HTTP request received.")
        log.info("Started server process")
    log.warning("Exceeded concurrency limit.")
    log.info("Child process [7] died")
    log.error("bad")
    said = [line.split(": ", 1)[1] for line in capsys.readouterr().err.splitlines()]
    assert said == [
        "Invalid HTTP request received.",
        "Exceeded concurrency limit.",
        "Child process [7] died",
        "bad",
    ]


def test_no_form_that_somebody_broke_fills_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logging.getLogger("python_multipart.multipart").warning("Expected boundary character")
    assert capsys.readouterr().err == ""
