"""The same fragment as one would write it first: Starlette, Jinja2 and aiosqlite, for each request
the rows and the template."""

import os
from pathlib import Path

import aiosqlite
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

TEMPLATES = Jinja2Templates(directory=Path(__file__).parent)
HOST = "somo"
NETWORKS = """
  SELECT network.*, category.name AS category_name, membership.role,
    (SELECT count(DISTINCT member) FROM membership AS other WHERE other.network = network.slug)
      AS members
  FROM network
  JOIN membership ON membership.network = network.slug AND membership.member = :host
  LEFT JOIN category ON category.slug = network.category
  WHERE (:category = '' OR network.category = :category)
    AND (:q = '' OR network.name LIKE '%' || :q || '%' OR network.summary LIKE '%' || :q || '%')
  GROUP BY network.slug ORDER BY network.name
"""
TOPICS = """
  SELECT network_topic.network, topic.name FROM network_topic
  JOIN topic ON topic.slug = network_topic.topic
"""
CATEGORIES = """
  SELECT category.slug, category.name, count(network.slug) AS count FROM category
  LEFT JOIN network ON network.category = category.slug GROUP BY category.slug ORDER BY position
"""
FACETS = {
    "role": """SELECT role AS slug, role AS name, count(DISTINCT network) AS count
        FROM membership WHERE member = :host GROUP BY role""",
    "topic": """SELECT topic.slug, topic.name, count(*) AS count FROM topic
        JOIN network_topic ON network_topic.topic = topic.slug GROUP BY topic.slug ORDER BY name""",
    "scope": """SELECT scope AS slug, scope AS name, count(*) AS count
        FROM network WHERE scope IS NOT NULL GROUP BY scope""",
}


async def networks(request: Request) -> Response:
    asked = {
        "host": HOST,
        "category": request.query_params.get("category", ""),
        "q": request.query_params.get("q", ""),
    }
    async with aiosqlite.connect(os.environ["BENCH_ROWS"]) as connection:
        connection.row_factory = aiosqlite.Row
        found = await connection.execute_fetchall(NETWORKS, asked)
        categories = await connection.execute_fetchall(CATEGORIES)
        facets = {
            name: await connection.execute_fetchall(query, asked) for name, query in FACETS.items()
        }
        topics: dict[str, list[str]] = {}
        for row in await connection.execute_fetchall(TOPICS):
            topics.setdefault(row["network"], []).append(row["name"])
    context = {
        "networks": found,
        "categories": categories,
        "facets": facets,
        "topics": topics,
        "q": asked["q"],
        "chosen": asked["category"],
        "base": str(request.base_url).rstrip("/"),
    }
    return TEMPLATES.TemplateResponse(request, "naive.html", context)


def application() -> Starlette:
    return Starlette(routes=[Route("/fragments/networks", networks), Route("/", networks)])
