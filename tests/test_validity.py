"""Every page and every fragment, as a validator of HTML sees them: html-validate, run once."""

import asyncio
import json
import shutil
import subprocess
import sys
from pathlib import Path
from time import time
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.conftest import client
from tests.embed.test_widgets import EVERY
from tests.staff.busy import HOSTILE, ROUTES, SENT, STATES, Busy, Page, busy, pages_of
from tests.staff.conftest import ORIGIN
from tests.test_golden import SAMPLES
from widgets.kinds.registry import KINDS
from widgets.language.messages import LANGUAGES
from widgets.settings import Settings
from widgets.staff.previewing import links
from widgets.staff.previewing.mocks import PAGES
from widgets.staff.routes import STAFF_ROUTES
from widgets.store.previews import State

PLACES = ("frame", "address", "inline")
VALIDATOR = Path(__file__).parent / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = {
    # Our lists of chips and tags have names of their own; screen readers say them, and ARIA 1.2
    # allows a name on any list. The rule warns because not everything that may be named should be.
    "aria-label-misuse": ["error", {"allowAnyNamable": True}],
    # Several boxes of one name are how a form asks for several values.
    "form-dup-name": ["error", {"shared": ["radio", "checkbox"]}],
    # A title holds names, which are as long as they are.
    "long-title": "off",
    # htmx is pinned by its integrity, as in every snippet. Stylesheets come from this server alone;
    # an old address of one is answered with the one of today, which no old digest would fit.
    "require-sri": ["error", {"target": "all", "include": ["/static/htmx-"]}],
}
# A page holds its fragment to the letter, with headings as deep as a partner's page wants them.
OF_PAGES = {**RULES, "heading-level": "off"}
# A fragment is a piece of somebody's page: it has no doctype, title or language of its own.
CONFIGURATIONS = {
    "pages": {
        "extends": ["html-validate:recommended", "html-validate:document"],
        "rules": OF_PAGES,
    },
    "staff": {
        "extends": ["html-validate:recommended", "html-validate:document"],
        # A form of staff sends rows of fields, and says by the name of a button what is to be done.
        "rules": {**OF_PAGES, "form-dup-name": "off"},
    },
    "fragments": {"extends": ["html-validate:recommended"], "rules": RULES},
}
BAD = "<p id=a><p id=a><ul><b></ul>"
OF_THE_WORLD = [
    *SAMPLES.values(),
    *(f"/{shape}/{kind}?{query}" for shape in ("embed", "fragments") for kind, query in EVERY),
    "/?lang=nl",
    "/?lang=en",
    "/nowhere",
    "/embed/nothing",
    "/embed/networks?sort=random",
    "/embed/network?network=nowhere",
    "/embed/networks?category=research&q=zzz",
    "/embed/networks?status=all&per_page=2&page=2",
    "/embed/networks?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "/embed/networks?layout=row&links=inside&heading=2&accent=aa3300&theme=dark",
    "/embed/networks?layout=list&filters=off&search=off",
    "/embed/network?network=ended&links=inside",
    "/embed/network?network=hostile-network",
    "/embed/badge?network=full&member=hostile",
    "/verify/full/hostile?lang=en",
    "/verify/ended/umbrella?theme=dark",
    "/verify/bare/suedwind",
]
OF_THE_SHIPPED = [
    *(f"/?lang={language}" for language in LANGUAGES),
    *(f"/embed/networks?lang={language}&status=all&per_page=60" for language in LANGUAGES),
    *(f"/embed/{kind}?network=tax-justice-network" for kind in KINDS),
    *(f"/builder/{kind}?lang=en&paste={place}" for kind in KINDS for place in PLACES),
    *(f"/check?lang={language}" for language in LANGUAGES),
    *(f"/verify/oecd-watch/somo?lang={language}" for language in LANGUAGES),
    "/builder/networks?accent=red&per_page=many&category=thematic",
]


@pytest.fixture
def staff_pages(shipped_database: Path, tmp_path: Path) -> list[tuple[str, str]]:
    """What colleagues see, by every route and in every state. Shape: (of what, HTML)"""
    path = Path(shutil.copy(shipped_database, tmp_path / "widgets.db"))
    office = asyncio.run(busy(path))
    found = []
    with client(Settings(database_url=path)) as made:
        for route in ROUTES:
            answers = [(each, asked(made, office, each)) for each in pages_of(route)]
            best = min(answer.status_code for _, answer in answers)
            assert best < 400 or route is STAFF_ROUTES[-1], route.path
            found += answers
        found += [(each, asked(made, office, each)) for each in (*STATES, *SENT)]
    return [(f"{page}", answer.text) for page, answer in found if is_html(answer)]


def asked(made: TestClient, office: Busy, page: Page) -> Response:
    headers = {"Cookie": f"widgets={office.sessions.get(page.who, '')}", "Origin": ORIGIN}
    form = office.form(page)
    made.cookies.clear()
    return made.request(
        "POST" if form else "GET",
        office.address(page),
        data=form or None,
        headers=headers,
        follow_redirects=False,
    )


def is_html(answer: Response) -> bool:
    return answer.headers.get("content-type", "").startswith("text/html")


def node() -> str:
    """Node.js as make installs it where there is none that is new enough, else the machine's."""
    installed = Path(sys.executable).with_name("node")
    found = str(installed) if installed.exists() else shutil.which("node")
    assert found, "no node here: make test installs one"
    return found


def faults(folder: Path) -> dict[str, list[str]]:
    """What is wrong, by file; a file without a fault may be missing."""
    report = folder / "report.json"  # a pipe would lose what does not fit into it
    run = [node(), str(VALIDATOR), "--formatter", f"json={report}", str(folder)]
    subprocess.run(run, timeout=150, check=False)  # noqa: S603
    found: list[dict[str, Any]] = json.loads(report.read_text("utf-8"))
    return {
        Path(each["filePath"]).relative_to(folder).as_posix(): [
            f"line {said['line']}: {said['message']} ({said['ruleId']})"
            for said in each["messages"]
        ]
        for each in found
    }


@pytest.mark.timeout(180)  # one long piece of work, the length of which a busy machine doubles
def test_a_validator_finds_no_fault_in_any_page_or_fragment(
    tmp_path: Path,
    worldly: TestClient,
    shipped: TestClient,
    staff_pages: list[tuple[str, str]],
) -> None:
    addresses: dict[str, str] = {}
    for name, configuration in CONFIGURATIONS.items():
        settled = json.dumps({"root": True, **configuration})
        (tmp_path / name).mkdir()
        (tmp_path / name / ".htmlvalidate.json").write_text(settled)
        (tmp_path / name / "bad.html").write_text(BAD)
    for page, html in staff_pages:
        folder = "staff" if html.startswith("<!DOCTYPE html>") else "fragments"
        file = f"{folder}/{len(addresses)}.html"
        (tmp_path / file).write_text(html, "utf-8")
        addresses[file] = page
        assert " style=" not in html, page
        assert HOSTILE not in html, page
    mount = links.mount(shipped.app.state.key, links.own(State(0, 0), time()))  # type: ignore[attr-defined]
    mocks = [  # but for the snippets themselves, which are as CMSs want them
        f"{mount}/mock/{page}/networks?lang=en&paste=server"
        for page in PAGES
        if page != "wordpress"
    ]
    for asked, wanted in ((worldly, OF_THE_WORLD), (shipped, [*OF_THE_SHIPPED, *mocks])):
        for address in dict.fromkeys(wanted):
            folder = "fragments" if address.startswith("/fragments/") else "pages"
            file = f"{folder}/{len(addresses)}.html"
            (tmp_path / file).write_bytes(asked.get(address).content)
            addresses[file] = address
    broken = '<iframe src="http://widgets.test/embed/networks" title="<i>&"></iframe>'
    sent = {"html": (None, broken), "policy": (None, "default-src 'none'")}
    (tmp_path / "pages" / "checked.html").write_bytes(shipped.post("/check", files=sent).content)
    addresses["pages/checked.html"] = "what /check answers"
    found = faults(tmp_path)
    assert all(found.pop(f"{name}/bad.html") for name in CONFIGURATIONS)
    assert not {addresses[file]: said for file, said in found.items()}
