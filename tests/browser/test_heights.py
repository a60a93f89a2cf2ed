import pytest

from tests.browser.cards import widget
from tests.browser.heights import LARGEST_GAP_PX, WIDTHS_PX, cases, gap_px
from tests.browser.visits import Visitor


@pytest.mark.parametrize(("kind", "query"), list(cases()))
def test_a_frame_neither_scrolls_nor_ends_in_a_gap(visit: Visitor, kind: str, query: str) -> None:
    opened = visit.begin()
    gaps = {width: gap_px(opened.page, visit.server, kind, query, width)[1] for width in WIDTHS_PX}
    assert {width: gap for width, gap in gaps.items() if not 0 <= gap <= LARGEST_GAP_PX} == {}


@pytest.mark.parametrize("layout", ["grid", "list", "row"])
@pytest.mark.parametrize("width", [320, 1000])
def test_filtering_and_paging_leave_the_height_as_it_is(
    visit: Visitor, layout: str, width: int
) -> None:
    opened = visit.begin(width=width)
    heights = {}
    for change in ("", "page=2", "category=consortium", "q=zzzz", "status=all", "role=board"):
        path = f"/embed/networks?lang=nl&layout={layout}&per_page=7&{change}"
        opened.page.goto(visit.server.base + path)
        shown = widget(opened, "inline")
        heights[change] = shown.evaluate("root => root.getBoundingClientRect().height")
    assert heights == dict.fromkeys(heights, heights[""])
