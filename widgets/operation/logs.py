"""The log: one line for each event, plain or as JSON, with the id of the request that it is about.
No line holds an address of a visitor, a query, or a secret that is a part of a path."""

import json
import logging
import re
import time
from datetime import UTC, datetime
from typing import Any

from widgets.http.identity import request_id
from widgets.settings import Settings

_SECRETS = re.compile(r"^(/preview|/staff/links)/[^/]+")
_WORTH_TELLING = ("died", "failed", "restarting")  # of what uvicorn does by itself
_SELDOM_SECONDS = 10.0  # what visitors can provoke fills no disk


def configuration(settings: Settings) -> dict[str, Any]:
    """For logging.config; each worker sets itself up with it."""
    formats = {"plain": Plain, "json": Json}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"chosen": {"()": formats[settings.log_format]}},
        "filters": {"asked": {"()": Asked}, "seldom": {"()": Seldom}},
        "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "chosen"}},
        "root": {"level": "WARNING", "handlers": ["err"]},
        "loggers": {
            "widgets": {"level": "INFO"},
            "python_multipart": {"level": "ERROR"},  # of each broken form it has a warning
            "uvicorn": {"propagate": True},
            "uvicorn.error": {"level": "INFO", "filters": ["seldom"], "propagate": True},
            "uvicorn.access": {"level": "INFO", "filters": ["asked"], "propagate": True},
        },
    }


class Plain(logging.Formatter):
    """What belongs to an event but stands on further lines is indented: nobody forges an event."""

    def format(self, record: logging.LogRecord) -> str:
        known = f" request={request_id.get()}" if request_id.get() else ""
        said = f"{record.getMessage()}{known}"
        if record.exc_info:
            said += f"\n{self.formatException(record.exc_info)}"
        lines = "\n    ".join(said.splitlines())
        return f"{_moment(record)} {record.levelname} {record.name}: {lines}"


class Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            event["request"] = request_id.get()
        event |= getattr(record, "asked", {})
        if record.exc_info:
            event["error"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False)


class Asked(logging.Filter):
    """Takes from a line of uvicorn's access log who asked, and the query."""

    def filter(self, record: logging.LogRecord) -> bool:
        _, method, address, _, status = record.args  # type: ignore[misc]
        path = _SECRETS.sub(r"\1/…", str(address).partition("?")[0])
        record.msg, record.args = "%s %s %d", (method, path, status)
        record.asked = {"method": method, "path": path, "status": status}
        return True


class Seldom(logging.Filter):
    """Lets through what uvicorn tells of its workers, and of a warning as many as one can read."""

    def __init__(self) -> None:
        super().__init__()
        self._quiet_until: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return any(word in record.getMessage() for word in _WORTH_TELLING)
        if record.levelno > logging.WARNING:
            return True
        now = time.monotonic()
        is_quiet = now < self._quiet_until.get(str(record.msg), 0.0)
        if not is_quiet:
            self._quiet_until[str(record.msg)] = now + _SELDOM_SECONDS
        return not is_quiet


def _moment(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
