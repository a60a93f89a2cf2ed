"""The networks that a fragment shows, as the tables that one would make first."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.bench.answers import fetched

_TABLES = """
  CREATE TABLE category (slug TEXT PRIMARY KEY, name TEXT, position INTEGER);
  CREATE TABLE topic (slug TEXT PRIMARY KEY, name TEXT);
  CREATE TABLE network (slug TEXT PRIMARY KEY, name TEXT, abbreviation TEXT, website TEXT,
    summary TEXT, category TEXT REFERENCES category (slug), scope TEXT, since TEXT, size TEXT);
  CREATE TABLE network_topic (network TEXT REFERENCES network (slug),
    topic TEXT REFERENCES topic (slug));
  CREATE TABLE membership (network TEXT REFERENCES network (slug), member TEXT, role TEXT);
  CREATE TABLE listed (slug TEXT PRIMARY KEY, name TEXT, abbreviation TEXT, website TEXT,
    summary TEXT, category TEXT REFERENCES category (slug), scope TEXT, since TEXT, role TEXT,
    topics TEXT, members INTEGER);
  CREATE INDEX topic_of_network ON network_topic (network);
  CREATE INDEX member_of_network ON membership (member, network);
"""
_LISTED = """
  INSERT INTO listed SELECT slug, name, abbreviation, website, summary, category, scope, since,
    (SELECT role FROM membership WHERE network = network.slug AND member = ?),
    (SELECT json_group_array(topic) FROM network_topic WHERE network = network.slug),
    (SELECT count(*) FROM membership WHERE network = network.slug) FROM network
"""
LISTED = "/rows/listed?_facet=category&_facet=role&_facet=scope&_facet_array=topics"  # in Datasette
_PLAIN = ("website", "category", "scope", "since", "size")


def written(path: Path, port: int, host: str) -> int:
    """Write the rows of what a server of ours shows. Shape: how many networks there are."""
    fragment = fetched(port, "/fragments/networks?lang=en&per_page=60", Accept_Encoding="identity")
    shown = set(re.findall(r'<article class="sw-card" data-network="([^"]+)"', str(fragment.body)))
    answer = fetched(port, "/data/catalogue.json", Accept_Encoding="identity")
    catalogue = json.loads(answer.body)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_TABLES)
        for table, rows in _rows(catalogue, shown, host):
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
        connection.execute(_LISTED, (host,))
    return len(shown)


def _rows(
    catalogue: dict[str, Any], shown: set[str], host: str
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    networks = [each for each in catalogue["network"] if each["slug"] in shown]
    yield (
        "category",
        [(each["slug"], _said(each["name"]), each["order"]) for each in catalogue["category"]],
    )
    yield "topic", [(each["slug"], _said(each["name"])) for each in catalogue["topic"]]
    yield (
        "network",
        [
            (each["slug"], *(_said(each.get(name)) for name in ("name", "abbreviation")))
            + (each.get("website"), _said(each.get("summary")))
            + tuple(each.get(name) for name in _PLAIN[1:])
            for each in networks
        ],
    )
    yield (
        "network_topic",
        [(each["slug"], topic) for each in networks for topic in each.get("topics", ())],
    )
    yield (
        "membership",
        [
            (each["network"], each["member"], each["role"])
            for each in catalogue["membership"]
            if each["network"] in shown and (each["member"] != host or "until" not in each)
        ],
    )


def _said(text: dict[str, str] | str | None) -> str | None:
    if isinstance(text, dict):
        return text.get("en") or text.get("mul") or next(iter(text.values()))
    return text
