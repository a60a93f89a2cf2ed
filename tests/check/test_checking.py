"""The checker's form: anything may be sent to it."""

import logging
import re
from collections.abc import Iterator
from html import escape, unescape
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from starlette.testclient import TestClient

from tests.check.checked import said
from widgets.http.forms import LARGEST

PAYLOAD = "</textarea><script>alert('any')</script>"
FORM = "application/x-www-form-urlencoded"
ASKED = "http://widgets.test/embed/networks"
INLINE = "<p data-hx-get=http://widgets.test/fragments/networks>"
OURS = "<script src=http://widgets.test/static/htmx-4.0.1.min.js"
POLICY = "<meta http-equiv=content-security-policy content="
HOSTILE = {  # each some 150 kB: what is not linear takes seconds then, too
    "nested": "<div>" * 30_000,
    "nested-formatting": "<b><p>" * 20_000,
    "open-tags": "<a " * 50_000,
    "open-comments": "<!--" * 40_000,
    "open-quotes": '<a x="' * 25_000,
    "open-declarations": "<!" * 75_000,
    "open-ends": "</" * 75_000,
    "open-angles": "<" * 150_000,
    "long-attribute": f'<iframe src="{ASKED}?q={"x" * 150_000}"></iframe>',
    "many-attributes": "<iframe " + " ".join(f"a{each}=1" for each in range(15_000)) + ">",
    "many-options": f'<iframe src="{ASKED}?{"&".join(f"per_page={x}" for x in range(11_000))}">',
    "many-frames": f'<iframe src="{ASKED}?q=1"></iframe>' * 3_000,
    "many-links": "".join(f'<a href="{ASKED}?q={each}">x</a>' for each in range(3_000)),
    "many-addresses": "".join(f"{ASKED}?q={each} " for each in range(4_000)),
    "many-comments": f'<!--<iframe src="{ASKED}">-->' * 3_000,
    "many-scripts": INLINE + f"{OURS}></script>" * 2_000
    + "".join(f"<script src=htmx{each}></script>" for each in range(2_000)),
    "many-seals": f"{INLINE}{OURS} integrity='" + "sha512-a " * 16_000 + "'></script>",
    "closed-comments": "<!-- -->" * 20_000,
    "odd-comments": "<!----!>" * 20_000,
    "escaped": "&lt;iframe src=" * 10_000,
    "references": "&#x" * 50_000,
    "one-word": "h" * 150_000,
    "nothing": "\0" * 150_000,
    "settings": "<meta name=htmx-config content='" + "[" * 150_000 + "'><p data-hx-get=x>",
    "policies": "".join(f"{POLICY}'img-src a{each}'>" for each in range(2_000)),
}  # fmt: skip


def sent(client: TestClient, body: bytes, media_type: str, lang: str = "en") -> tuple[int, str]:
    answer = client.post(f"/check?lang={lang}", content=body, headers={"Content-Type": media_type})
    return answer.status_code, answer.text


def test_form_comes_back_with_what_was_pasted_and_the_findings_first(shipped: TestClient) -> None:
    pasted = "\n<p>één & twee</p>\n"
    answer = shipped.post("/check?lang=nl", files={"html": (None, pasted), "policy": (None, "x y")})
    fields = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text, re.S)
    assert [unescape(each) for each in fields] == [pasted, "x y"]
    assert answer.text.index('id="found"') < answer.text.index("<form")
    assert 'action="http://widgets.test/check?lang=nl"' in answer.text
    assert "Wat je plakte bevat niets van deze server" in answer.text


def test_code_reads_left_to_right_in_an_arabic_page(shipped: TestClient) -> None:
    frame = '<iframe src="http://widgets.test/embed/networks"></iframe>'
    answer = shipped.post("/check?lang=ar", files={"html": (None, f"{frame}<!--{frame}-->")})
    code = re.findall(r"<(?:textarea|p class=\"snippet\"|code(?! tabindex))[^>]*>", answer.text)
    assert len(code) > 4
    assert [each for each in code if 'dir="ltr"' not in each] == []
    assert "\u2068&lt;!--\u2069" in answer.text


def test_answer_is_kept_nowhere(shipped: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = shipped.post("/check", files={"html": (None, "secret words")})
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert "secret words" not in caplog.text
    assert "secret words" not in shipped.get("/check").text
    assert "max-age=60" in shipped.get("/check").headers["cache-control"]


def test_file_counts_as_pasted(shipped: TestClient) -> None:
    page = '\ufeff<iframe src="http://widgets.test/embed/networks"></iframe>'.encode()
    answer = shipped.post("/check?lang=en", files={"html": (None, ""), "file": ("a.html", page)})
    assert "The frame has no title" in answer.text
    assert '">\n&lt;iframe src=' in answer.text


def test_what_no_field_can_show_is_replaced(shipped: TestClient) -> None:
    answer = shipped.post("/check", files={"html": (None, "a\0b"), "policy": (None, "\0")})
    assert "\0" not in answer.text
    assert "a\ufffdb" in answer.text


def test_form_without_files_works_too(shipped: TestClient) -> None:
    answer = shipped.post("/check?lang=en", data={"html": "<iframe src='http://widgets.test/embed/"
                                                  "networks'></iframe>"})  # fmt: skip
    assert "The frame has no title" in answer.text


@pytest.mark.parametrize(("lang", "words"), [("nl", "meer dan 1 MB"), ("en", "more than 1 MB")])
def test_more_than_a_megabyte_is_413_in_the_language_asked_for(
    shipped: TestClient, lang: str, words: str
) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"html="
        for _ in range(80):
            yield b"x" * (64 << 10)

    for answer in (
        shipped.post(f"/check?lang={lang}", files={"html": (None, "x" * (LARGEST + 1))}),
        shipped.post(f"/check?lang={lang}", files={"file": ("a.html", b"x" * (LARGEST + 1))}),
        shipped.post(f"/check?lang={lang}", files={"file": ("a.html", b"x" * (4 * LARGEST))}),
        shipped.post(f"/check?lang={lang}", data={"html": "x" * (LARGEST + 1)}),
        shipped.post(
            f"/check?lang={lang}",
            content=chunks(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        ),
    ):
        assert answer.status_code == 413
        assert words in answer.text
        assert answer.headers["cache-control"] == "no-store"


def test_a_megabyte_is_not_too_much(shipped: TestClient) -> None:
    for body in (b"x" * LARGEST, b"\xff" * LARGEST):
        assert shipped.post("/check", files={"file": ("a.html", body)}).status_code == 200
        assert shipped.post("/check", files={"html": (None, body)}).status_code == 200
    status, _ = sent(shipped, b"html=" + b"%FF" * LARGEST, "application/x-www-form-urlencoded")
    assert status == 200


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_page_is_answered(shipped: TestClient, name: str) -> None:
    said(shipped, HOSTILE[name])


@pytest.mark.parametrize(
    "policy",
    ["," * 150_000, "a," * 75_000, "img-src " + "a " * 75_000, "x" * 150_000,
     "Content-Security-Policy: img-src x\n" * 4_000, "frame-src " + "a" * 150_000,
     "content-security-policy" * 6_500],
    ids=["commas", "policies", "sources", "word", "headers", "source", "names"],
)  # fmt: skip
def test_hostile_policy_is_answered(shipped: TestClient, policy: str) -> None:
    said(shipped, policy=policy)


@pytest.mark.parametrize(
    "head",
    ["".join(f"{POLICY}'default-src a{each}'>" for each in range(500)),
     f"{OURS} integrity='{'a ' * 75_000}'></script>"
     + "".join(f"{POLICY}\"default-src 'strict-dynamic' a{each}\">" for each in range(20))],
    ids=["many", "long"],
)  # fmt: skip
def test_policies_of_a_page_are_told_no_longer_than_anybody_reads(
    shipped: TestClient, head: str
) -> None:
    status, text = sent(shipped, urlencode({"html": head}).encode(), FORM)
    assert status == 200
    assert 0 < text.count('class="finding ') <= 80
    assert len(text) - len(escape(head)) < 400_000


def test_nothing_pasted_comes_back_as_markup(shipped: TestClient) -> None:
    for html in (
        PAYLOAD,
        f"<iframe title=\"{PAYLOAD}\" src='{ASKED}'></iframe>",
        f'<iframe src="{ASKED}?q={PAYLOAD}"></iframe>',
        f'<a href="http://widgets.test/embed/{PAYLOAD}">x</a>',
        f'<iframe src="https://{PAYLOAD}/embed/networks"></iframe>',
        f"http://widgets.test {PAYLOAD}",
    ):
        for policy in (PAYLOAD, f"frame-src {PAYLOAD}"):
            answer = shipped.post("/check", files={"html": (None, html), "policy": (None, policy)})
            assert answer.status_code == 200
            assert "<script" not in answer.text
            assert answer.text.count("</textarea>") == 2


@pytest.mark.parametrize(
    ("media_type", "body", "status"),
    [
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=x", b"nonsense", 400),
        ('multipart/form-data; boundary="a\\"b"', b"", 400),
        ("multipart/form-data; boundary=" + "x" * 300, b"", 400),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nno name\r\n--x--", 400),
        ("application/x-www-form-urlencoded", b"a=&" * 500_000, 400),
        ("application/json", b"{}", 200),
        ("", b"\x00\xff", 200),
    ],
)
def test_what_is_no_form_is_refused_in_words(
    shipped: TestClient, media_type: str, body: bytes, status: int
) -> None:
    assert sent(shipped, body, media_type)[0] == status


@pytest.mark.parametrize("charset", ["idna", "punycode", "base64", "undefined", "utf-7", "nope"])
def test_charset_that_a_sender_names_changes_nothing(shipped: TestClient, charset: str) -> None:
    part = '--x\r\nContent-Disposition: form-data; name="html"\r\n\r\n\u00e9' + "é" * 9999
    media_type = f"multipart/form-data; boundary=x; charset={charset}"
    status, text = sent(shipped, f"{part}\r\n--x--\r\n".encode(), media_type)
    assert status == 200
    assert "éé" in text


any_bytes = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MARKUP = some.lists(
    some.sampled_from(
        ["<iframe ", f'src="{ASKED}', '">', "'", "</iframe>", "<!--", "-->", "<noscript>", "&lt;",
         "<div data-hx-get=", f"{ASKED}?lang=xx", "http://widgets.test/fragments/badge", " ", "\0",
         "<script ", "<meta name=htmx-config content=", "{", "http://[", "//widgets.test/embed/",
         '<section class="sw">', "<img src=http://widgets.test/badges/a/b.svg ", PAYLOAD, "“"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@any_bytes
@given(html=MARKUP | some.text(), policy=MARKUP | some.text())
def test_any_text_is_answered(worldly: TestClient, html: str, policy: str) -> None:
    clean = html.encode("utf-8", "replace"), policy.encode("utf-8", "replace")
    answer = worldly.post("/check", files={"html": (None, clean[0]), "policy": (None, clean[1])})
    assert answer.status_code == 200
    assert "<script" not in answer.text


@any_bytes
@given(body=some.binary(max_size=300))
def test_any_bytes_are_answered(worldly: TestClient, body: bytes) -> None:
    assert worldly.post("/check", files={"html": (None, body)}).status_code == 200
    assert worldly.post("/check", files={"file": ("x", body)}).status_code == 200
    encoded = b"html=" + quote_from_bytes(body).encode()
    assert sent(worldly, encoded, "application/x-www-form-urlencoded")[0] == 200
    for media_type in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert sent(worldly, body, media_type)[0] in {200, 400}
