"""What the checker says of a page, as its reader sees it."""

import re
from dataclasses import dataclass
from html import unescape

from starlette.testclient import TestClient


@dataclass(frozen=True)
class Said:
    """Shape: title -> its severity, text, what to paste instead."""

    severities: dict[str, str]
    texts: dict[str, str]
    instead: dict[str, str]
    summary: str


def said(client: TestClient, html: str = "", policy: str = "", lang: str = "en") -> Said:
    fields = {"html": (None, html), "policy": (None, policy)}
    answer = client.post(f"/check?lang={lang}", files=fields)
    assert answer.status_code == 200
    found = re.findall(r'<li class="finding finding--([a-z]+)">(.*?)</li>', answer.text, re.S)
    severities, texts, instead = {}, {}, {}
    for severity, item in found:
        title = unescape(re.sub(r"<[^>]*>", "", item.split("</h3>")[0])).strip()
        severities[title] = severity
        texts[title] = unescape(item.split('finding__text">')[1].split("</p>")[0])
        code = re.search(r"<code tabindex[^>]*>(.*?)</code>", item)
        instead[title] = unescape(code[1]) if code else ""
    status = re.search(r'role="status">([^<]*)<', answer.text)
    return Said(severities, texts, instead, status[1] if status else "")
