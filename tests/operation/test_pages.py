import time
from pathlib import Path
from unittest.mock import Mock

import pytest
from starlette.testclient import TestClient

from tests.operation.conftest import TOKEN
from widgets.app import application
from widgets.catalogue.edition import Edition
from widgets.http.edge import Edge
from widgets.settings import Settings

FORWARDED = ({"X-Forwarded-For": "203.0.113.7"}, {"Forwarded": "for=x"}, {"X-Real-IP": "::1"})


def test_a_server_whose_catalogue_can_be_read_is_ready(here: TestClient) -> None:
    assert (here.get("/readyz").status_code, here.get("/readyz").text) == (200, "ready\n")


def test_a_server_with_nothing_published_is_not_ready(app: Edge, here: TestClient) -> None:
    app.state.published.edition = Edition()
    answer = here.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "nothing is published yet\n")
    assert here.get("/healthz").text == "ok\n"


def test_a_store_that_stays_unreadable_is_told_while_visitors_are_still_answered(
    app: Edge, here: TestClient
) -> None:
    app.state.published.stop()
    while not app.state.following.done():
        time.sleep(0.01)
    stopped = here.get("/readyz")
    ended, app.state.following = app.state.following, Mock(done=lambda: False)
    app.state.published.read_at = time.monotonic() - 60
    unread = here.get("/readyz")
    app.state.following = ended
    assert (stopped.status_code, unread.status_code) == (503, 503)
    assert stopped.text == "publications are no longer looked for; restart this worker\n"
    assert unread.text == "the database could not be read for 60 seconds; the log says why\n"
    assert here.get("/healthz").status_code == 200
    assert here.get("/fragments/networks").status_code == 200


def test_a_store_that_can_be_read_proves_it_again_and_again(app: Edge, here: TestClient) -> None:
    before = app.state.published.read_at
    while app.state.published.read_at == before:
        time.sleep(0.01)
    assert here.get("/readyz").status_code == 200


def test_metrics_tell_what_is_published_and_how_requests_ended(here: TestClient) -> None:
    here.get("/fragments/networks?q=recognisable")
    here.get("/fragments/nothing")
    here.get("/wp-login.php")
    text = here.get("/metrics").text
    assert 'widgets_answers_total{route="/fragments/networks",status="2xx"} 1.0' in text
    assert 'widgets_answers_total{route="/fragments/{kind}",status="4xx"} 1.0' in text
    assert 'widgets_answers_total{route="",status="4xx"} 1.0' in text
    assert 'widgets_answer_seconds_count{zone="public"} 3.0' in text
    assert "widgets_edition 1.0" in text
    assert 'widgets_published{type="network"}' in text
    assert "widgets_workers 1.0" in text
    assert "recognisable" not in text
    assert "wp-login" not in text


def test_metrics_follow_what_the_edge_counts(app: Edge, here: TestClient) -> None:
    for hits in (2, 4):
        for _ in range(hits):
            here.get("/embed/networks", headers={"Accept-Encoding": "identity"})
        text = here.get("/metrics").text
        assert f'widgets_edge_total{{how="hits"}} {app.counts.hits}.0' in text
    assert 'widgets_edge_total{how="misses"} 1.0' in text
    assert f"widgets_edge_bytes {float(app.kept.bytes)}" in text
    assert app.counts.hits == 5


def test_metrics_without_a_token_are_for_this_machine_alone(app: Edge, here: TestClient) -> None:
    assert here.get("/metrics").status_code == 200
    assert here.get("/metrics", headers={"Host": "localhost"}).status_code == 200
    for headers in (*FORWARDED, {"Host": "widgets.example.org"}):
        assert here.get("/metrics", headers=headers).status_code == 403
    afar = TestClient(app, "http://127.0.0.1", client=("203.0.113.7", 5000))
    assert afar.get("/metrics").text == "WIDGETS_METRICS_TOKEN says who may read this.\n"


def test_metrics_with_a_token_are_for_whoever_sends_it(world_database: Path) -> None:
    app = application(Settings(database_url=world_database, metrics_token=TOKEN))
    with TestClient(app, client=("203.0.113.7", 5000)) as afar:
        said = {"Authorization": f"Bearer {TOKEN}"}
        assert afar.get("/metrics", headers=said).status_code == 200
        for wrong in ({}, {"Authorization": TOKEN}, {"Authorization": "Bearer x"}):
            assert afar.get("/metrics", headers=wrong).status_code == 403
    here = TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 5000))
    assert here.get("/metrics").status_code == 403


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_what_programs_ask_is_kept_by_no_cache_and_stands_in_no_preview(
    here: TestClient, path: str
) -> None:
    assert here.get(path).headers["cache-control"] == "no-store"
    assert here.get(f"/preview/x{path}").status_code == 404
