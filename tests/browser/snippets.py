"""Snippets as a partner gets them: copied from the builder."""

import html
import re
from urllib.parse import urlencode
from urllib.request import urlopen

FORMS = ("iframe", "inline")
PLACES = {"iframe": "frame", "inline": "inline"}
_CODE = re.compile(r"<code[^>]*>(.*?)</code>", re.S)
_ASIDE = re.compile(r'class="aside".*?' + _CODE.pattern, re.S)


def copied(base: str, kind: str, form: str, lang: str) -> str:
    """The first snippet that the builder prints for this form or place."""
    return _printed(_CODE, base, kind, form, lang)


def policy_for(base: str, kind: str, form: str, lang: str) -> str:
    """What the builder says that a partner's policy has to allow."""
    return _printed(_ASIDE, base, kind, form, lang)


def _printed(part: re.Pattern[str], base: str, kind: str, form: str, lang: str) -> str:
    query = urlencode({"lang": lang, "paste": PLACES.get(form, form)})
    with urlopen(f"{base}/builder/{kind}?{query}", timeout=10) as answer:  # noqa: S310
        found = part.search(answer.read().decode())
    assert found
    return html.unescape(found[1])


def asking(snippet: str, query: str) -> str:
    """The snippet with other options."""
    widget = r"(/(?:embed|fragments)/[a-z]+)\?[^\"]*"
    return re.sub(widget, lambda match: f"{match[1]}?{html.escape(query)}", snippet)
