from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.types import Receive, Scope, Send

from tests.bench import results, wrk
from tests.bench.paced import Visit, visits
from tests.bench.published import shown
from tests.bench.table import Row, at_least, at_most, markdown, percentile, times
from tests.conftest import running

WRK = """Running 1s test @ http://127.0.0.1:8000/
  8123 requests in 1.00s, 30.12MB read
Requests/sec:   8111.25
Transfer/sec:     30.07MB
"""


@contextmanager
def answering(status: int) -> Iterator[int]:
    """A server that answers with this status. Shape: its port."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            for phase in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{phase}.complete"})
            return
        headers = [(b"content-length", b"2"), (b"etag", b'"1"')]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"ok"})

    with running(app) as origin:
        yield int(origin.rpartition(":")[2])


def test_a_row_that_misses_its_bar_is_marked_and_one_without_a_bar_is_not() -> None:
    rows = [
        Row("fast", "limit", "9 / 10", times(0.91), *at_least(0.9, 0.91)),
        Row("slow", "limit", "3 / 1", times(3), *at_most(1.5, 3)),
        Row("told", "nginx", "1 / 2", times(0.5)),
    ]
    lines = markdown(rows).splitlines()[2:]
    assert lines[0].endswith("| 0.91 × | ≥ 0.90 × | ✓ |")
    assert lines[1].endswith("| 3.00 × | ≤ 1.5 × | ✗ misses |")
    assert lines[2].endswith("| 0.50 × | report | – |")


@pytest.mark.parametrize(
    ("share", "value"), [(0.99, 99), (0.5, 50), (1, 100), (0.001, 1), (0.985, 99)]
)
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(share: float, value: int) -> None:
    assert percentile(range(100, 0, -1), share) == value


def test_what_wrk_says_is_read_and_a_request_that_failed_is_no_result() -> None:
    assert wrk.read(WRK, "ours") == (8123, 8111.25)
    for trouble in ("  Non-2xx or 3xx responses: 3\n", "  Socket errors: connect 0, read 2\n"):
        with pytest.raises(RuntimeError, match=f"ours: {trouble.split()[0]}"):
            wrk.read(WRK + trouble, "ours")
    with pytest.raises(RuntimeError, match="ours: wrk says 'unable to connect'"):
        wrk.read("unable to connect", "ours")


def test_every_visit_is_made_and_told_whatever_is_answered() -> None:
    for status in (200, 500):
        with answering(status) as port:
            made = visits(port, ["/a", "/b"], 200, 0.1, connections=4)
        assert [each.address for each in made] == ["/a", "/b"] * 10
        assert {(each.status, each.etag) for each in made} == {(status, '"1"')}
    assert {each.status for each in visits(port, ["/"], 100, 0.05)} == {0}  # nobody is there


def test_a_visit_that_waited_for_others_is_charged_from_when_it_was_due() -> None:
    assert Visit("/", due=1, sent=3, done=4, status=200, etag="").seconds == 3


def test_a_publication_is_everywhere_once_nobody_is_answered_as_before_it() -> None:
    asked = [(0.5, "old"), (1.2, "new"), (1.4, "old"), (1.6, "new")]
    made = [Visit("/a", at, at, at, 200, etag) for at, etag in asked]
    made.append(Visit("/b", 1.9, 1.9, 1.9, 200, "old"))
    assert shown(made, "/a", 1.0) == pytest.approx(0.4)
    assert shown(made, "/a", 1.65) == 0.0


def test_the_readme_quotes_the_results() -> None:
    found = results.QUOTED.search(results.README.read_text("utf-8"))
    assert found
    assert found[0] in (results.FOLDER / "RESULTS.md").read_text("utf-8")
