"""Pages as axe sees them, in a tab that keeps it: to begin takes axe longer than to look."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
SIGHT = ("color-contrast", "link-in-text-block", "target-size")  # all that another screen changes
Screen = tuple[int, Literal["light", "dark"], tuple[str, ...]]
SCREENS: tuple[Screen, ...] = ((320, "light", WCAG), (1280, "dark", SIGHT))
THE_OTHERS: tuple[Screen, ...] = ((320, "dark", SIGHT), (1280, "light", WCAG))
PRESSED = "a[href], button, summary"
POINTED: tuple[Screen, ...] = ((320, "dark", SIGHT), (1280, "light", SIGHT))
CHECK = """async (only) => {
  const {violations, incomplete, passes} = await axe.run(document, {
    runOnly: only,
    checks: {"color-contrast": {options: {ignorePseudo: true}}},  // else no card is looked at
    iframes: false, preload: false});
  const told = rules => rules.map(({id, nodes}) => [id, ...nodes.slice(0, 3).map(
    node => node.target.flat().join(" ") + ": " + node.any.map(each => each.message).join("; "))]);
  const isUnseen = ({any}) => any.some(({data}) => data?.messageKey === "equalRatio");
  const unseen = incomplete.map(rule => ({...rule, nodes: rule.nodes.filter(isUnseen)}))
    .filter(({nodes}) => nodes.length);  // letters as dark as their ground are taken for meant
  return {violations: told([...violations, ...unseen]), unsure: told(incomplete),
    passed: passes.map(({id}) => id)};
}"""


def violations(tab: Tab, axe: str, screens: tuple[Screen, ...] = SCREENS) -> list[Any]:
    """What axe finds in either scheme, light on a small screen and dark on a large one, and what is
    wider than that."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(axe)
    found: list[Any] = []
    for width, scheme, only in screens:
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=scheme)
        told = tab.evaluate(CHECK, only)
        found += [[width, scheme, *each] for each in told["violations"]]
        if tab.evaluate("document.documentElement.scrollWidth") != width:
            found.append(f"wider than {width}")
    return found


@contextmanager
def pointing_at_everything(tab: Tab) -> Iterator[None]:
    """Meanwhile, whatever can be pressed looks as it does below a pointer."""
    devtools = tab.context.new_cdp_session(tab)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    found = devtools.send("DOM.querySelectorAll", {"nodeId": root, "selector": PRESSED})
    for each in found["nodeIds"]:
        state = {"nodeId": each, "forcedPseudoClasses": ["hover"]}
        devtools.send("CSS.forcePseudoState", state)
    yield
    devtools.detach()


@contextmanager
def inspected(browser: Browser, base: str) -> Iterator[Tab]:
    """A tab whose content can be set to any page of this origin: the window stays, and axe in it.

    axe sets styles of its own, which the policy of our pages forbids; other tests see to that."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(f"{base}/healthz")
    yield tab
    context.close()
