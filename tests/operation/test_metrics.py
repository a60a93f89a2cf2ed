"""Several workers, one after the other and side by side, in one folder."""

import os
from pathlib import Path

import pytest
from prometheus_client import values
from starlette.applications import Starlette

from widgets import settings
from widgets.catalogue.edition import Edition
from widgets.http.edge import Asking, Edge
from widgets.operation.metrics import Metrics

NOTHING = Asking((), lambda path, query: query, False, frozenset())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    settings.share_metrics(tmp_path)
    return tmp_path


def at_work(folder: Path, answers: int, number: int) -> Metrics:
    made = Metrics(folder)
    made.sample(Edition(number=number), (), Edge(Starlette(), NOTHING, 0))
    for _ in range(answers):
        made.answered("public", "/embed/badge", 200, 0.01)
    return made


def lines(metrics: Metrics, name: str) -> list[str]:
    return [each for each in metrics.text().decode().splitlines() if each.startswith(name)]


def test_workers_side_by_side_are_counted_together(folder: Path) -> None:
    one, other = at_work(folder, 3, 7), at_work(folder, 2, 8)
    for each in (one, other):
        assert lines(each, "widgets_workers") == ["widgets_workers 2.0"]
        assert lines(each, "widgets_answers_total") == [
            'widgets_answers_total{route="/embed/badge",status="2xx"} 5.0'
        ]
        assert lines(each, "widgets_edition") == [
            'widgets_edition{pid="0"} 7.0',
            'widgets_edition{pid="1"} 8.0',
        ]


def test_who_follows_a_worker_counts_on_and_takes_no_more_room(folder: Path) -> None:
    other = at_work(folder, 0, 1)
    for _ in range(3):
        at_work(folder, 2, 1).end()
    assert lines(other, "widgets_answers_total")[0].endswith(" 6.0")
    assert lines(other, "widgets_workers") == ["widgets_workers 1.0"]
    assert len(list(folder.glob("*.lock"))) == 2


def test_a_worker_that_was_killed_is_not_counted_but_what_it_answered_is(folder: Path) -> None:
    one, killed = at_work(folder, 1, 1), at_work(folder, 2, 1)
    os.close(killed._lock)  # as the system does
    assert lines(one, "widgets_workers") == ["widgets_workers 1.0"]
    assert lines(one, "widgets_edition") == ['widgets_edition{pid="0"} 1.0']
    assert lines(one, "widgets_answers_total")[0].endswith(" 3.0")
