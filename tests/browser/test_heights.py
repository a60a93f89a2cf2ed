import pytest

from tests.browser.cards import widget
from tests.browser.heights import LARGEST_GAP_PX, WIDTHS_PX, cases, gaps_px
from tests.browser.visits import Visitor
from widgets.kinds.registry import KINDS

pytestmark = pytest.mark.walk


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_frame_neither_scrolls_nor_ends_in_a_gap(visit: Visitor, kind: str) -> None:
    opened = visit.begin()
    gaps: dict[tuple[str, int], int] = {}
    for query in [query for each, query in cases() if each == kind]:
        found = gaps_px(opened.page, visit.server, kind, query)
        gaps |= {(query, width): gap for width, (_, gap) in zip(WIDTHS_PX, found, strict=True)}
    assert gaps
    assert {case: gap for case, gap in gaps.items() if not 0 <= gap <= LARGEST_GAP_PX} == {}


@pytest.mark.parametrize("layout", ["grid", "list", "row"])
def test_filtering_and_paging_leave_the_height_as_it_is(visit: Visitor, layout: str) -> None:
    opened = visit.begin()
    heights: dict[int, dict[str, int]] = {320: {}, 1000: {}}
    for change in ("", "page=2", "category=consortium", "q=zzzz", "status=all", "role=board"):
        path = f"/embed/networks?lang=nl&layout={layout}&per_page=7&{change}"
        opened.page.goto(visit.server.base + path)
        shown = widget(opened, "inline")
        for width, at_width in heights.items():
            opened.page.set_viewport_size({"width": width, "height": 800})
            at_width[change] = shown.evaluate("root => root.getBoundingClientRect().height")
    for at_width in heights.values():
        assert at_width == dict.fromkeys(at_width, at_width[""])
