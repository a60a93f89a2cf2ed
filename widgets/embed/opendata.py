"""The published catalogue as open data: everybody may read it, from any page."""

import json
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from widgets.catalogue.documents import SCHEMA, document, entries, schema
from widgets.catalogue.edition import Edition
from widgets.embed.hosting import edition, hosting, pairs
from widgets.embed.statics import EVERYBODY
from widgets.embed.tables import MemberRow, NetworkRow, as_csv, member_rows, network_rows
from widgets.http.responses import public
from widgets.kinds.options import Choice, Options, option, read

_SEPARATORS = {"comma": ",", "semicolon": ";"}


@dataclass(frozen=True, kw_only=True)
class TableOptions(Options):
    """A semicolon is what a Dutch or German Excel expects between cells."""

    separator: str = option(Choice(_SEPARATORS), "comma")


async def catalogue_json(request: Request) -> Response:
    """What `widgets import` takes back, as far as it is published."""
    address = _schema_address(request)
    body = await run_in_threadpool(_catalogue, edition(request), address)
    return _data(request, body, "catalogue.json", "application/json", "catalogue")


async def schema_json(request: Request) -> Response:
    body = _json(schema(_schema_address(request)))
    return _data(request, body, "schema.json", "application/schema+json", "schema")


async def networks_csv(request: Request) -> Response:
    body = await run_in_threadpool(_networks, edition(request), _asked(request))
    return _data(request, body, "networks.csv", "text/csv; charset=utf-8", "catalogue")


async def members_csv(request: Request) -> Response:
    body = await run_in_threadpool(_members, edition(request), _asked(request))
    return _data(request, body, "members.csv", "text/csv; charset=utf-8", "catalogue")


def _networks(shown: Edition, asked: TableOptions) -> str:
    return as_csv(NetworkRow, network_rows(shown, asked.lang), _SEPARATORS[asked.separator])


def _members(shown: Edition, asked: TableOptions) -> str:
    return as_csv(MemberRow, member_rows(shown, asked.lang), _SEPARATORS[asked.separator])


def _asked(request: Request) -> TableOptions:
    """Raises: BadOption."""
    return read(TableOptions, pairs(request), hosting(request).settings.default_language)


def _schema_address(request: Request) -> str:
    return f"{hosting(request).site(request).base}/data/schema.json"


def _catalogue(shown: Edition, schema_address: str) -> str:
    return _json({SCHEMA: schema_address, **document(entries(shown))})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _data(request: Request, body: str, name: str, media_type: str, made_of: str) -> Response:
    return public(
        request,
        body,
        origins=EVERYBODY,
        media_type=media_type,
        made_of=f"{made_of} data",
        file_name=name,
    )
