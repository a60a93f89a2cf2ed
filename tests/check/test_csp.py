"""What a partner's policy lets a snippet load."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from widgets.check.csp import Amendment, Load, Policy, allows, amendments, policies
from widgets.embed.snippets import NEEDS, needs

BASE = "https://widgets.example"
PATHS = {
    "frame-src": "/embed/networks",
    "script-src": "/static/htmx-4.0.1.min.js",
    "style-src": "/static/widget-01234567.css",
    "connect-src": "/fragments/networks",
    "img-src": "/badges/a/b.svg",
}


def allowed(policy: str, directive: str = "frame-src", **more: str) -> bool:
    load = Load(directive, BASE + PATHS[directive], **more)
    return all(allows(each, load) for each in policies(policy))


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "img-src 'none'",
        "frame-src https://widgets.example",
        "frame-src HTTPS://Widgets.Example",
        "FRAME-SRC widgets.example",
        "frame-src http://widgets.example",
        "frame-src *",
        "frame-src https:",
        "frame-src http:",
        "frame-src *.example",
        "frame-src https://*",
        "frame-src widgets.example:443",
        "frame-src widgets.example:*",
        "frame-src widgets.example:80",
        "frame-src widgets.example/",
        "frame-src widgets.example/embed/",
        "frame-src widgets.example/embed/networks",
        "child-src *; default-src 'none'",
        "default-src *",
        "frame-src *; frame-src 'none'",
        "frame-src 'none' widgets.example",
        "frame-src *; default-src 'none'",
    ],
)
def test_policy_that_names_the_server_in_any_way_allows_it(policy: str) -> None:
    assert allowed(policy)


@pytest.mark.parametrize(
    "policy",
    [
        "default-src 'self'",
        "frame-src 'none'",
        "frame-src",
        "child-src 'self'; default-src *",
        "frame-src 'none'; frame-src *",
        "frame-src example",
        "frame-src *.widgets.example",
        "frame-src widgets.example:8443",
        "frame-src widgets.example/embed",
        "frame-src widgets.example/fragments/",
        "frame-src data: blob:",
        "frame-src wss://widgets.example",
        "frame-src *, frame-src 'none'",
        "frame-src widgets.example:99999999999999",
        "frame-src https://widgets.example.evil",
        "frame-src 'unsafe-inline' 'unsafe-eval'",
    ],
)
def test_policy_that_names_others_only_blocks_it(policy: str) -> None:
    assert not allowed(policy)


def test_self_is_the_page_and_not_the_server() -> None:
    assert not allowed("frame-src 'self'", page="https://partner.example")
    assert allowed("frame-src 'self'", page=BASE)
    assert allowed("frame-src 'self'", page="http://widgets.example")


def test_host_without_a_port_is_the_usual_port_only() -> None:
    load = Load("frame-src", "https://widgets.example:8443/embed/x")
    assert not allows(policies("frame-src widgets.example")[0], load)
    assert allows(policies("frame-src widgets.example:8443")[0], load)


def test_host_without_a_scheme_follows_the_page() -> None:
    load = Load("frame-src", "http://widgets.example/embed/x", page="https://partner.example")
    assert not allows(policies("frame-src widgets.example")[0], load)
    load = Load("frame-src", "http://widgets.example/embed/x", page="http://partner.example")
    assert allows(policies("frame-src widgets.example")[0], load)


@pytest.mark.parametrize(
    ("policy", "is_allowed"),
    [
        ("script-src 'strict-dynamic' https://widgets.example", False),
        ("script-src 'strict-dynamic' 'nonce-abc'", True),
        ("script-src 'nonce-other'", False),
        ("script-src 'sha384-AAAA'", True),
        ("script-src 'strict-dynamic' 'sha384-AAAA'", True),
        ("script-src 'sha384-BBBB'", False),
        ("script-src-elem 'none'; script-src *", False),
        ("script-src-elem *; script-src 'none'", True),
        ("default-src 'strict-dynamic' *", False),
    ],
)
def test_script_is_vouched_for_by_address_nonce_or_integrity(policy: str, is_allowed: bool) -> None:
    assert allowed(policy, "script-src", nonce="abc", integrity="sha384-AAAA") == is_allowed


def test_stylesheets_fall_back_over_their_own_directives() -> None:
    assert not allowed("style-src-elem 'none'; style-src *", "style-src")
    assert allowed("style-src-attr 'none'; style-src *", "style-src")
    border = Load("style-src-attr", BASE)
    assert not allows(policies("style-src *")[0], border)
    assert allows(policies("style-src 'unsafe-inline'")[0], border)
    assert not allows(policies("style-src 'unsafe-inline' 'nonce-a'")[0], border)


@pytest.mark.parametrize(
    "pasted",
    [
        "default-src 'self'; img-src *",
        "default-src 'self';\n  img-src *;",
        "Content-Security-Policy: default-src 'self'; img-src *",
        "content-security-policy:default-src 'self'; img-src *",
        "HTTP/2 200\r\nserver: x\r\nContent-Security-Policy: default-src 'self';\r\n img-src *\r\n"
        "x-frame-options: DENY\r\ncontent-security-policy-report-only: img-src 'none'\r\n",
        "add_header Content-Security-Policy \"default-src 'self'; img-src *\" always;",
        "Header always set Content-Security-Policy \"default-src 'self'; img-src *\"",
    ],
)
def test_policy_is_read_as_people_paste_it(pasted: str) -> None:
    assert policies(pasted) == [Policy({"default-src": ("'self'",), "img-src": ("*",)})]


def test_several_headers_and_commas_are_several_policies() -> None:
    pasted = "Content-Security-Policy: img-src a, img-src b\nContent-Security-Policy: img-src c"
    assert [each.directives["img-src"] for each in policies(pasted)] == [("a",), ("b",), ("c",)]


def change(policy: str, directive: str = "frame-src", integrity: str = "") -> str:
    load = Load(directive, BASE + PATHS[directive], integrity=integrity)
    return next(amendments(policies(policy), load, BASE)).line


def test_change_keeps_what_the_policy_allowed_before() -> None:
    assert change("frame-src 'self' https://a.example") == (
        f"frame-src 'self' https://a.example {BASE}"
    )
    assert change("default-src 'self'") == f"frame-src 'self' {BASE}"
    assert change("frame-src 'none'") == f"frame-src {BASE}"
    assert change("child-src a.example") == f"child-src a.example {BASE}"


def test_change_names_the_integrity_where_addresses_are_void() -> None:
    line = change("script-src 'nonce-a' 'strict-dynamic'", "script-src", "sha384-AAAA")
    assert line == "script-src 'nonce-a' 'strict-dynamic' 'sha384-AAAA'"


def amended(policy: Policy, change: Amendment) -> Policy:
    return Policy({**policy.directives, change.directive: tuple(change.line.split()[1:])})


SOURCES = some.sampled_from(
    ["'none'", "'self'", "*", "https:", "http:", "*.example", "widgets.example", BASE, "data:",
     "'strict-dynamic'", "'nonce-a'", "'unsafe-inline'", "'sha384-AAAA'", "widgets.example:1/x/"]
) | some.text(some.characters(exclude_characters=";,"), max_size=12)  # fmt: skip
NAMES = some.sampled_from(
    ["default-src", "child-src", "script-src-elem", "style-src-elem", "sandbox", *PATHS]
)
TEXTS = some.lists(
    some.tuples(NAMES, some.lists(SOURCES, max_size=4)).map(
        lambda each: " ".join((each[0], *each[1]))
    ),
    max_size=5,
).map("; ".join)


@settings(deadline=None)
@given(text=TEXTS, form=some.sampled_from(sorted(NEEDS)))
def test_every_change_together_allows_what_a_snippet_needs(text: str, form: str) -> None:
    found = policies(text)
    for directive in needs(form, BASE):
        load = Load(directive, BASE + PATHS[directive], integrity="sha384-AAAA")
        for each in amendments(found, load, BASE):
            found[each.policy] = amended(found[each.policy], each)
        assert all(allows(each, load) for each in found)
    assert all(
        allows(each, Load(name, BASE + PATHS[name], integrity="sha384-AAAA"))
        for each in found
        for name in needs(form, BASE)
    )


@settings(deadline=None)
@given(text=some.text(max_size=300), page=some.text(max_size=30), url=some.text(max_size=30))
def test_any_text_is_read(text: str, page: str, url: str) -> None:
    for each in policies(text) + policies(f"Content-Security-Policy: {text}"):
        for directive in PATHS:
            allows(each, Load(directive, url, page=page, nonce=text, integrity=text))
