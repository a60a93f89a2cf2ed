"""A partner's nginx that puts a fragment into the page, for visitors without scripts."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.cards import CONSORTIA, EVERY, chip, shows
from tests.browser.origins import Server
from tests.browser.visits import Visitor
from tests.http.test_serving import free_port
from widgets.embed.snippets import Includes, includes
from widgets.kinds.options import read
from widgets.kinds.registry import KINDS
from widgets.kinds.site import Site

CONFIGURATION = """
{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 64; }}
http {{
  access_log off; default_type text/html; charset utf-8;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {folder}/site; ssi on; {location} }}
}}
"""


def line_for(server: Server, kind: str) -> Includes:
    asked = KINDS[kind]
    site = Site(server.base, "somo", "")
    return includes(asked, read(asked.options, [("lang", "nl")], "nl"), site, "Netwerken")


@contextmanager
def nginx(folder: Path, location: str) -> Iterator[str]:
    """The partner's server. Shape: its origin."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "nginx is not installed: `make nginx`, or install it and run this again"
    port = free_port()
    user = "user root;" if os.getuid() == 0 else ""
    made = CONFIGURATION.format(user=user, folder=folder, port=port, location=location)
    (folder / "nginx.conf").write_text(made)
    process = subprocess.Popen(  # noqa: S603
        [program, "-p", str(folder), "-c", "nginx.conf", "-e", str(folder / "errors")]
    )
    try:
        while process.poll() is None:
            try:
                with urlopen(f"http://127.0.0.1:{port}/favicon.ico", timeout=5):
                    break
            except URLError:  # nobody listens yet
                time.sleep(0.02)
        assert process.poll() is None, (folder / "errors").read_text()
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def partner_page(tmp_path: Path, server: Server) -> Iterator[str]:
    """A page of the partner's nginx, with the line that the builder prints."""
    line = line_for(server, "networks")
    site = tmp_path / "site"
    site.mkdir()
    (site / "favicon.ico").write_bytes(b"")
    (site / "index.html").write_text(
        '<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Een partner</title>'
        "<style>article a { color: red } h3 { font: 40px serif }</style></head>"
        f"<body><main><h1>Een partner</h1>{line.ssi}</main></body></html>",
        encoding="utf-8",
    )
    with nginx(tmp_path, line.location) as base:
        yield f"{base}/"


def test_fragment_that_nginx_includes_shows_and_filters_without_scripts(
    visit: Visitor, partner_page: str
) -> None:
    opened = visit.begin(scripting=False)
    opened.origins.add(partner_page.rstrip("/"))
    opened.page.goto(partner_page)
    section = opened.page.locator("section.sw-networks")
    shows(section, EVERY)
    name = section.locator(".sw-card__name").first
    expect(name).not_to_have_css("font-size", "40px")
    card = section.locator("article.sw-card").first
    expect(card).not_to_have_css("border-radius", "0px")
    chip(section, "category=consortium").click()
    shows(opened.page.locator("section.sw-networks"), CONSORTIA)
    assert opened.page.url.startswith(f"{visit.server.base}/embed/networks?")


def test_what_nginx_includes_is_the_fragment_to_the_letter(
    server: Server, partner_page: str
) -> None:
    with urlopen(partner_page, timeout=10) as answer:  # noqa: S310
        text = answer.read().decode()
    with urlopen(f"{server.base}/fragments/networks?lang=nl", timeout=10) as answer:  # noqa: S310
        assert answer.read().decode() in text
    assert "<!--#" not in text
