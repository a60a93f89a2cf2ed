"""What a visitor's browser loads for the first widget of a partner's page, and does then."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, Request

from tests.bench import servers
from tests.bench.table import Row, count
from tests.bench.workshop import SHIPPED, Workshop
from tests.browser.conftest import chromium
from tests.browser.origins import Partner, partner_site
from tests.browser.snippets import FORMS, copied

MOST_BYTES = 9_000  # beside htmx
MOST_REQUESTS = 4
LONG_TASK_MS = 50
_OPENED_MS = 1_000  # Chromium draws its address bar, shown or not, and takes a core for that
_FILLER = "<p>A page of a partner, with some text around the widget.</p>" * 5
_PAGE = "<!doctype html><html lang=en><title>Partner</title><body>{filler}{snippet}{filler}"
_OBSERVED = """async () => {
  const seen = kind => new Promise(done => {
    const observer = new PerformanceObserver(list => { done(list.getEntries()); });
    observer.observe({type: kind, buffered: true});
    setTimeout(() => done([]), 300);
  });
  const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity;
  const shifts = (await seen("layout-shift")).filter(each => each.startTime > painted);
  const tasks = await seen("longtask");
  return [shifts.reduce((sum, each) => sum + each.value, 0),
    Math.max(0, ...tasks.map(each => each.duration))];
}"""


@dataclass(frozen=True)
class Load:
    """Shape: bytes are by address, head and body; shift is the cumulative layout shift
    once anything is painted: what moves before, nobody has seen."""

    bytes: dict[str, int]
    shift: float
    longest_ms: float

    @property
    def htmx(self) -> int:
        return sum(size for address, size in self.bytes.items() if "/htmx" in address)


def wire(workshop: Workshop) -> Iterator[Row]:
    with (
        servers.ours(workshop.database(SHIPPED)) as server,
        partner_site() as partner,
        chromium() as browser,
    ):
        base = f"http://127.0.0.1:{server.port}"
        for form in FORMS:
            snippet = copied(base, "networks", form, "en").replace(' loading="lazy"', "")
            page = _PAGE.format(filler=_FILLER, snippet=snippet)
            partner.pages["/"] = page, {"Content-Type": "text/html; charset=utf-8"}
            yield _row(form, [load(browser, partner, base) for _ in range(workshop.rounds + 1)])


def load(browser: Browser, partner: Partner, base: str) -> Load:
    """One visit with an empty cache."""
    context = browser.new_context(viewport={"width": 1024, "height": 900})
    page = context.new_page()
    page.wait_for_timeout(_OPENED_MS)
    asked: list[Request] = []
    page.on("requestfinished", lambda request: asked.append(request))
    page.goto(partner.base, wait_until="networkidle")
    _shown(page)
    ours = [each for each in asked if each.url.startswith(base)]
    sizes: dict[str, int] = {}
    for each in ours:
        size = each.sizes()
        sizes[each.url] = size["responseHeadersSize"] + size["responseBodySize"]
    seen = [frame.evaluate(_OBSERVED) for frame in page.frames]
    context.close()
    return Load(sizes, max(each[0] for each in seen), max(each[1] for each in seen))


def _shown(page: Page) -> None:
    for frame in page.frames:
        if frame.locator("article.sw-card").count():
            return
    raise RuntimeError("no widget is shown on the partner's page")


def _row(form: str, loads: list[Load]) -> Row:
    last = loads[-1]  # the first come before the best packing
    total, requests = sum(last.bytes.values()), len(last.bytes)
    shift = max(each.shift for each in loads)
    longest = statistics.median(each.longest_ms for each in loads)
    beside = total - last.htmx
    return Row(
        f"bytes to the first widget, {form}",
        "htmx alone",
        f"{count(total)} / {count(last.htmx)} bytes in {requests} requests; layout shift "
        f"{shift:.3g}; longest task {longest:.0f} ms",
        f"+ {beside / 1e3:.1f} kB",
        f"≤ + {MOST_BYTES / 1e3:.0f} kB, ≤ {MOST_REQUESTS} requests, shift 0, no task over "
        f"{LONG_TASK_MS} ms",
        beside <= MOST_BYTES
        and requests <= MOST_REQUESTS
        and not shift
        and longest <= LONG_TASK_MS,
    )
