"""What is drawn from the same values is drawn once, and never shown for others."""

from threading import Barrier, Thread

import pytest

from widgets import render

_TEMPLATE = """{% call kept("name", name) %}{{ draw(name) }} {{ _("Search") }}{% endcall %}"""


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that were drawn."""
    monkeypatch.setattr(render, "_kept", {})
    return []


def shown(drawn: list[str], name: str, language: str = "en") -> str:
    def draw(name: str) -> str:
        drawn.append(name)
        return name

    render.speaking(language)
    return render.environment().from_string(_TEMPLATE).render(name=name, draw=draw)


def test_what_is_kept_is_drawn_once_for_each_value_and_language(drawn: list[str]) -> None:
    for _ in range(2):
        assert shown(drawn, "A & B") == "A &amp; B Search"
        assert shown(drawn, "A & B", "nl") == "A &amp; B Zoek"
        assert shown(drawn, "C") == "C Search"
    assert drawn == ["A & B", "A & B", "C"]


def test_no_more_is_kept_than_there_is_room_for(
    drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "_MOST_KEPT", 2)
    for name in "abcbca":
        shown(drawn, name)
    assert drawn == ["a", "b", "c", "a"]


def test_no_more_is_kept_though_many_draw_at_once(
    drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "_MOST_KEPT", 2)
    together = Barrier(4)

    class Drawing(list[str]):
        def append(self, name: str) -> None:
            together.wait(10)

    threads = [Thread(target=shown, args=(Drawing(), name)) for name in "abcd"]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(render._kept) == 2
