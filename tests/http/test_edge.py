"""The edge: answers from memory, the same as from the application, and of nobody in particular."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from math import inf
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response as Answer
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from widgets.http import edge as module
from widgets.http.connections import IN_ONE_PIECE
from widgets.http.edge import Asking, Edge
from widgets.http.pace import UNHURRIED
from widgets.http.packing import packed
from widgets.http.responses import BRIEF, IMMUTABLE, PUBLIC

BODY = " ".join(f"Netwerk {number * 7919 % 1000} van organisaties." for number in range(90))
PARTNER = "https://partner.example"
Deed = Callable[["Behind", AsyncClient], Awaitable[None]]


@dataclass
class Behind:
    """An application that notes what it is asked, with an edge around it."""

    asked: list[Request] = field(default_factory=list)
    says: str = BODY
    status: int = 200
    cache: str = PUBLIC
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    is_named: bool = True
    most_bytes: int = 1_000_000

    def __post_init__(self) -> None:
        self.gate.set()
        app = Starlette(routes=[Route("/{path:path}", self.answer, methods=["GET", "POST"])])
        asking = Asking(
            private=("/staff",),
            canonical=lambda path, query: "&".join(sorted(query.split("&"))),
            is_named=self.is_named,
            origins=frozenset({PARTNER.encode()}),
        )
        self.edge = Edge(app, asking, self.most_bytes)

    async def answer(self, request: Request) -> Answer:
        self.asked.append(request)
        says, status = self.says, self.status
        await self.gate.wait()
        headers = {"Cache-Control": self.cache, "Vary": "Accept-Encoding"}
        return Answer(says, status, headers, "text/html")

    def change(self, says: str) -> None:
        """Something is published."""
        self.says = says
        self.edge.renew()


def playing(deed: Deed, **behind: Any) -> None:
    async def play() -> None:
        app = Behind(**behind)
        transport = ASGITransport(app=app.edge)
        async with AsyncClient(transport=transport, base_url="http://widgets.test") as client:
            await deed(app, client)

    asyncio.run(play())


async def settled() -> None:
    """Let the work go on that nobody waits for."""
    for _ in range(100):
        await asyncio.sleep(0.002)


def test_the_second_asker_is_answered_from_memory() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        first, second = await client.get("/a?x=1"), await client.get("/a?x=1")
        assert first.text == second.text == BODY
        assert len(behind.asked) == 1
        assert (behind.edge.counts.misses, behind.edge.counts.hits) == (1, 1)

    playing(deed)


def test_the_same_question_in_other_words_has_the_same_answer() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        for query in ("a=1&b=2", "b=2&a=1", "a=1&b=2"):
            await client.get(f"/a?{query}")
        assert [each.url.query for each in behind.asked] == ["a=1&b=2"]
        await client.get("/a?a=2")
        assert len(behind.asked) == 2

    playing(deed)


def test_many_who_ask_at_once_wait_for_one_answer() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        behind.gate.clear()
        waiting = [asyncio.create_task(client.get("/a")) for _ in range(50)]
        await settled()
        behind.gate.set()
        answers = await asyncio.gather(*waiting)
        assert {each.text for each in answers} == {BODY}
        assert len(behind.asked) == 1

    playing(deed)


def test_who_leaves_takes_nothing_from_those_who_wait() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        behind.gate.clear()
        first = asyncio.create_task(client.get("/a"))
        await settled()
        second = asyncio.create_task(client.get("/a"))
        await settled()
        first.cancel()
        behind.gate.set()
        assert (await second).text == BODY
        assert len(behind.asked) == 1

    playing(deed)


def test_nothing_of_a_visitor_reaches_what_everybody_gets() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        own = {
            "Cookie": "session=1",
            "Authorization": "Bearer x",
            "User-Agent": "mine",
            "Accept-Language": "fr",
            "X-Forwarded-Host": "evil.example",
            "Referer": "https://partner.example/secret",
            "Origin": "https://stranger.example",
            "Range": "bytes=0-3",
            "If-None-Match": '"x"',
        }
        answer = await client.get("/a", headers=own)
        assert (answer.status_code, answer.text) == (200, BODY)
        [asked] = behind.asked
        assert dict(asked.headers) == {"host": "widgets.test"}
        assert asked.client is None

    playing(deed)


def test_only_an_origin_that_is_told_apart_is_passed_on() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        for origin in (PARTNER, "https://a.example", "https://b.example", PARTNER):
            await client.get("/a", headers={"Origin": origin})
        assert [each.headers.get("origin") for each in behind.asked] == [PARTNER, None]

    playing(deed)


@pytest.mark.parametrize(("is_named", "times"), [(True, 2), (False, 1)])
def test_answers_of_two_addresses_of_the_server_are_two(is_named: bool, times: int) -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        for host in ("one.example", "two.example"):
            await client.get("/a", headers={"Host": host})
        assert len(behind.asked) == times

    playing(deed, is_named=is_named)


def test_private_paths_and_forms_pass_as_they_are_and_are_not_kept() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        own = {"Cookie": "session=1", "Accept-Encoding": "br"}
        for _ in range(2):
            assert (await client.get("/staff/a", headers=own)).headers.get("etag") is None
            assert (await client.post("/a", headers=own)).text == BODY
        assert len(behind.asked) == 4
        assert {each.headers["cookie"] for each in behind.asked} == {"session=1"}
        assert len(behind.edge.kept) == 0

    playing(deed)


@pytest.mark.parametrize("cache", ["private, no-store", "no-store", "no-cache", "max-age=60"])
def test_what_is_not_for_everybody_is_not_kept(cache: str) -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        await client.get("/a")
        answer = await client.get("/a")
        assert len(behind.asked) == 2
        assert "etag" not in answer.headers
        assert len(behind.edge.kept) == 0

    playing(deed, cache=cache)


def test_a_refusal_is_kept_for_seconds_only(monkeypatch: pytest.MonkeyPatch) -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        for _ in range(3):
            assert (await client.get("/a")).status_code == 404
        assert len(behind.asked) == 1
        loop = asyncio.get_running_loop()
        now = loop.time()
        monkeypatch.setattr(loop, "time", lambda: now + 6)
        await client.get("/a")
        assert len(behind.asked) == 2
        monkeypatch.undo()

    playing(deed, status=404, cache=BRIEF)


def test_a_failure_is_not_kept_and_shows_what_was_good_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PAUSE", 0)

    async def deed(behind: Behind, client: AsyncClient) -> None:
        await client.get("/a")
        behind.status = 500
        behind.change("failed")
        for _ in range(2):
            answer = await client.get("/a")
            assert (answer.status_code, answer.text) == (200, BODY)
            await settled()
        assert len(behind.asked) == 3
        assert (await client.get("/b")).status_code == 500

    playing(deed)


def test_a_new_version_is_what_everybody_gets() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        await client.get("/a")
        behind.change("new")
        assert (await client.get("/a")).text == "new"
        assert (await client.get("/a")).text == "new"
        assert len(behind.asked) == 2

    playing(deed)


def test_while_a_new_answer_takes_long_the_old_one_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        await client.get("/a")
        monkeypatch.setattr(module, "PATIENCE_SECONDS", 0)
        behind.gate.clear()
        behind.change("new")
        assert (await client.get("/a")).text == BODY
        assert behind.edge.counts.stale == 1
        behind.gate.set()
        await settled()
        assert (await client.get("/a")).text == "new"
        assert len(behind.asked) == 2

    playing(deed)


def test_after_a_change_many_answers_are_renewed_one_after_the_other() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        paths = [f"/{number}" for number in range(5)]
        for path in paths:
            await client.get(path)
        behind.gate.clear()
        behind.change("new")
        first = asyncio.create_task(client.get(paths[0]))
        await asyncio.sleep(0.01)
        assert [(await client.get(path)).text for path in paths[1:]] == [BODY] * 4
        assert len(behind.asked) == 6
        behind.gate.set()
        assert (await first).text == "new"
        while len(behind.asked) < 10:
            await asyncio.sleep(0.01)
        assert [(await client.get(path)).text for path in paths] == ["new"] * 5
        assert len(behind.asked) == 10

    playing(deed)


def test_the_application_is_told_how_long_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        await client.get("/a")
        behind.change("new")
        await client.get("/a")
        first, second = (each.scope for each in behind.asked)
        assert UNHURRIED not in first
        assert second[UNHURRIED]()
        monkeypatch.setattr(behind.edge, "_old_until", -inf)
        assert not second[UNHURRIED]()

    playing(deed)


def test_who_asks_after_the_moment_waits_for_no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        for path in ("/a", "/b"):
            await client.get(path)
        monkeypatch.setattr(module, "PAUSE", 1_000_000)
        monkeypatch.setattr(module, "OLD_SECONDS", 0.2)
        behind.change("new")
        assert [(await client.get(path)).text for path in ("/a", "/b")] == ["new", BODY]
        await asyncio.sleep(0.25)
        async with asyncio.timeout(10):
            assert (await client.get("/b")).text == "new"

    playing(deed)


def test_long_after_a_change_nobody_is_shown_what_was_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        await client.get("/a")
        monkeypatch.setattr(module, "PATIENCE_SECONDS", 0)
        monkeypatch.setattr(module, "OLD_SECONDS", 0)
        behind.gate.clear()
        behind.change("new")
        asking = asyncio.create_task(client.get("/a"))
        await settled()
        assert not asking.done()
        behind.gate.set()
        assert (await asking).text == "new"

    playing(deed)


def test_an_answer_made_of_the_version_before_is_not_taken_for_a_new_one() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        behind.gate.clear()
        asking = asyncio.create_task(client.get("/a"))
        await settled()
        behind.change("new")
        behind.gate.set()
        assert (await asking).text == BODY
        assert (await client.get("/a")).text == "new"

    playing(deed)


def test_what_never_changes_outlives_a_new_version() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        await client.get("/a")
        behind.change("new")
        assert (await client.get("/a")).text == BODY

    playing(deed, cache=IMMUTABLE)


def test_who_comes_later_gets_fewer_bytes_and_who_has_the_first_ones_is_told_so() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        asking = {"Accept-Encoding": "br"}
        first = await client.get("/a", headers=asking)
        await client.get("/a", headers=asking)
        await settled()
        later = await client.get("/a", headers=asking)
        assert first.headers["content-encoding"] == later.headers["content-encoding"] == "br"
        assert first.text == later.text == BODY
        assert int(later.headers["content-length"]) < int(first.headers["content-length"])
        assert first.headers["etag"] != later.headers["etag"]
        for known in (first.headers["etag"], later.headers["etag"]):
            again = await client.get("/a", headers={**asking, "If-None-Match": known})
            assert (again.status_code, again.headers["etag"]) == (304, known)

    playing(deed)


def test_each_encoding_has_a_tag_of_its_own_and_is_made_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Any] = []
    whole = packed

    def counting(answer: Any, encoding: Any, **how: Any) -> Any:
        made.append((encoding.name if encoding else "", how))
        return whole(answer, encoding, **how)

    monkeypatch.setattr(module, "packed", counting)

    async def deed(behind: Behind, client: AsyncClient) -> None:
        tags = set()
        for name in ("br", "zstd", "gzip", "identity"):
            for _ in range(4):
                answer = await client.get("/a", headers={"Accept-Encoding": name})
                assert answer.text == BODY
                await settled()
            tags.add(answer.headers["etag"])
        assert len(tags) == 4
        assert len(made) == len({str(each) for each in made}) == 7

    playing(deed)


@pytest.mark.parametrize("known", ["*", "W/{}", '"other", {}', '"other" , W/{} ,"third"'])
def test_head_and_what_is_known_are_answered_from_memory(known: str) -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        first = await client.head("/a")
        again = await client.get(
            "/a", headers={"If-None-Match": known.format(first.headers["etag"])}
        )
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["cache-control"] == PUBLIC
        assert not {"content-type", "content-encoding", "content-length"} & set(again.headers)
        assert len(behind.asked) == 1
        assert behind.edge.counts.not_modified == 1

    playing(deed)


def test_a_server_that_can_is_given_whole_answers() -> None:
    given: list[tuple[int, bytes]] = []

    def takes(scope: Scope, start: Message, body: Message) -> bool:
        given.append((start["status"], body["body"]))
        return False

    async def deed(behind: Behind, client: AsyncClient) -> None:
        async def server(scope: Scope, receive: Receive, send: Send) -> None:
            await behind.edge({**scope, "extensions": {IN_ONE_PIECE: takes}}, receive, send)

        async with AsyncClient(transport=ASGITransport(app=server), base_url="http://a") as other:
            plain = {"Accept-Encoding": "identity"}
            first = await other.get("/a", headers=plain)
            known = {"If-None-Match": first.headers["etag"], **plain}
            assert (await other.get("/a", headers=known)).status_code == 304
        assert given == [(200, BODY.encode()), (304, b"")]

    playing(deed)


@pytest.mark.parametrize("known", [b"", b'"other"', b"W/", b"\xff\xfe", b"," * 5_000, b'"' * 999])
def test_a_tag_that_is_none_of_ours_is_answered_in_full(known: bytes) -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        answer = await client.get("/a", headers={b"If-None-Match": known})
        assert (answer.status_code, answer.text) == (200, BODY)

    playing(deed)


@pytest.mark.parametrize("known", ["*", '""'])
def test_what_is_not_kept_is_answered_in_full(known: str) -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        answer = await client.get("/a", headers={"If-None-Match": known})
        assert (answer.status_code, answer.text) == (200, BODY)

    playing(deed, cache="no-store")


def test_thousands_of_distinct_questions_take_bounded_memory() -> None:
    async def deed(behind: Behind, client: AsyncClient) -> None:
        await client.get("/front")
        await client.get("/front")
        for number in range(3_000):
            await client.get(f"/search?q={number}{'x' * (number % 50) * 10}")
        assert behind.edge.kept.bytes <= behind.most_bytes
        asked = len(behind.asked)
        await client.get("/front")
        assert len(behind.asked) == asked

    playing(deed, most_bytes=200_000)


def asked_of(answer: Response) -> tuple[int, bytes]:
    return answer.status_code, answer.content


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/fragments/networks?lang=nl&category=thematic", "/fragments/networks?category=thematic"),
        (
            "/fragments/networks?lang=nl&q=a",
            "/fragments/networks?utm_source=x&q=a&fbclid=1&lang=nl",
        ),
        ("/embed/networks?role=member&role=board", "/embed/networks?role=board&role=member"),
        ("/badges/full/umbrella.svg", "/badges/full/umbrella.svg?lang=nl&ref=mail"),
        ("/static/widget.css", "/static/widget.css?v=3"),
        ("/data/networks.csv", "/data/networks.csv?lang=nl&separator=comma"),
        ("/", "/?lang=nl&gclid=3"),
    ],
)
def test_addresses_that_mean_the_same_are_kept_once(
    worldly: TestClient, one: str, other: str
) -> None:
    edge = worldly.app
    assert isinstance(edge, Edge)
    first = worldly.get(one)
    count, misses = len(edge.kept), edge.counts.misses
    assert asked_of(worldly.get(other)) == asked_of(first)
    assert (len(edge.kept), edge.counts.misses) == (count, misses)
