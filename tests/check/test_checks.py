"""What the checker says of snippets after what CMSs do to them, as real ones were seen to."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.check.checked import said
from tests.conftest import client
from tests.embed.test_snippets import copied
from widgets.check.csp import MOST
from widgets.check.pasted import read as read_page
from widgets.check.policies import given_by
from widgets.embed.snippets import includes
from widgets.kinds.options import read
from widgets.kinds.registry import KINDS
from widgets.kinds.site import Site
from widgets.settings import Settings

BASE = "http://widgets.test"


@pytest.fixture(scope="module")
def iframe(shipped: TestClient) -> str:
    return copied(shipped, "networks")[0]


@pytest.fixture(scope="module")
def inline(shipped: TestClient) -> str:
    return copied(shipped, "networks")[1]


@pytest.fixture(scope="module")
def encrypted(shipped_database: Path) -> Iterator[TestClient]:
    settings = Settings(
        database_url=shipped_database,
        base_url="https://widgets.test",
        allowed_origins=("https://partner.example",),
    )
    with client(settings) as made:
        yield made


def page(snippet: str, head: str = "") -> str:
    """A page as a CMS puts it around a snippet."""
    return (
        f"<!DOCTYPE html><html lang=nl><head><meta charset=utf-8><title>Partner</title>{head}"
        '<script src="/wp-includes/js/jquery.js"></script></head><body class="single">'
        f'<img src="/logo.png" alt=""><a href="/">Home</a><p>Tekst &amp; meer</p>{snippet}'
        '<iframe src="https://www.youtube.com/embed/abc"></iframe></body></html>'
    )


def as_author(snippet: str) -> str:
    """What WordPress leaves of a snippet where the right unfiltered_html is missing."""
    bare = re.sub(r"</?(?:iframe|script|meta)\b[^>]*>", "", snippet)
    return re.sub(r"\s(?:data-)?hx-[a-z-]*:[^\s=]*='[^']*'", "", bare)


def as_text(snippet: str) -> str:
    return f"<p>{escape(snippet)}</p>"


def as_typography(snippet: str) -> str:
    return re.sub(r'"([^"]*)"', r"“\1”", snippet)


@pytest.mark.parametrize("kind", ["networks", "network", "filters", "badge"])
def test_snippets_that_were_left_alone_are_good(shipped: TestClient, kind: str) -> None:
    iframe, inline = copied(shipped, kind)
    told = said(shipped, page(iframe))
    assert told.severities == {"The frame is whole": "good"}
    assert told.summary == "Good: 1"
    told = said(shipped, page(inline))
    assert told.severities == {"The snippet in the page is whole": "good"}


@pytest.mark.parametrize(
    ("gone", "title"),
    [
        (r' title="[^"]*"', "The frame has no title"),
        (r' height="[^"]*"', "The frame has no height"),
        (r' width="[^"]*"', "The frame has no width"),
    ],
)
def test_attribute_that_a_frame_lost_is_told(
    shipped: TestClient, iframe: str, gone: str, title: str
) -> None:
    told = said(shipped, page(re.sub(gone, "", iframe)))
    assert told.severities == {title: "partly"}
    assert told.instead[title] == iframe


def test_frame_that_an_author_may_not_paste_is_a_link_and_the_bare_address_helps(
    shipped: TestClient, iframe: str
) -> None:
    told = said(shipped, page(as_author(iframe)))
    assert told.severities == {"Only a link is left of the widget": "blocked"}
    assert told.instead["Only a link is left of the widget"] == f"{BASE}/embed/networks?lang=nl"


def test_inline_snippet_of_an_author_has_lost_script_and_settings(
    shipped: TestClient, inline: str
) -> None:
    told = said(shipped, page(as_author(inline)))
    assert told.severities == {
        "The script is missing": "blocked",
        "The settings of htmx are missing": "blocked",
        "Part of the snippet was taken away": "partly",
    }
    assert told.instead["The script is missing"] == inline


@pytest.mark.parametrize(("form", "title"), [(0, "The frame"), (1, "The snippet")])
def test_markup_that_visitors_read_is_told(shipped: TestClient, form: int, title: str) -> None:
    snippet = copied(shipped, "networks")[form]
    for shown in (as_text(snippet), f"<pre><code>{escape(snippet)}</code></pre>"):
        told = said(shipped, page(shown))
        assert told.severities == {f"{title} is shown as text": "blocked"}
        assert told.instead[f"{title} is shown as text"] == snippet


@pytest.mark.parametrize("form", [0, 1])
def test_curly_quotation_marks_are_told(shipped: TestClient, form: int) -> None:
    snippet = copied(shipped, "networks")[form]
    told = said(shipped, page(as_typography(snippet)))
    assert told.severities["Its quotation marks are curly"] == "blocked"
    assert told.instead["Its quotation marks are curly"] == snippet


def test_snippet_in_a_comment_is_told(shipped: TestClient, iframe: str) -> None:
    told = said(shipped, page(f"<!-- {iframe} -->"))
    assert told.severities == {"The frame is commented out": "blocked"}


@pytest.mark.parametrize("name", ["data-src", "data-lazy-src", "data-cmp-src", "data-src-cmplz"])
def test_plugin_that_moved_the_address_is_told(shipped: TestClient, iframe: str, name: str) -> None:
    moved = iframe.replace(" src=", f' src="about:blank" {name}=')
    told = said(shipped, page(f"{moved}<noscript>{iframe}</noscript>"))
    assert told.severities["A plugin holds the widget back"] == "partly"
    assert name in told.texts["A plugin holds the widget back"]


@pytest.mark.parametrize(
    ("attributes", "title"),
    [
        (
            'sandbox="allow-scripts" security="restricted" class="wp-embedded-content"',
            "WordPress made this frame from the bare address",
        ),
        ('sandbox="allow-scripts allow-same-origin"', "The frame is confined"),
        ("sandbox", "The frame may not run scripts"),
        ('sandbox="allow-scripts allow-forms allow-popups"', "The frame is whole"),
    ],
)
def test_sandbox_is_told_by_what_it_costs(
    shipped: TestClient, iframe: str, attributes: str, title: str
) -> None:
    told = said(shipped, page(iframe.replace("<iframe", f"<iframe {attributes}")))
    assert list(told.severities) == [title]


def test_frame_that_wordpress_hides_is_told(shipped: TestClient, iframe: str) -> None:
    hidden = iframe.replace("border:0", "position: absolute; clip: rect(1px,1px,1px,1px)")
    assert said(shipped, page(hidden)).severities == {"The frame is hidden": "blocked"}


def test_snippet_in_a_script_of_the_page_is_not_taken_for_one(
    shipped: TestClient, iframe: str
) -> None:
    other = iframe.replace("lang=nl", "lang=en")
    told = said(shipped, page(f"{iframe}<script>let a = `{other}`</script>"))
    assert told.severities == {"The frame is whole": "good"}


def test_bare_address_that_stays_text_is_told(shipped: TestClient, iframe: str) -> None:
    told = said(shipped, page(f"<p>Zie {BASE}/embed/networks?lang=nl.</p>"))
    assert told.severities == {"The address is only text here": "blocked"}
    assert told.instead["The address is only text here"] == iframe


def test_bare_address_beside_a_loose_angle_is_told(shipped: TestClient) -> None:
    told = said(shipped, page(f"<p>1 < 2, zie {BASE}/embed/networks?lang=nl</p>"))
    assert told.severities == {"The address is only text here": "blocked"}


def test_address_with_a_bad_option_is_told_and_mended(shipped: TestClient, iframe: str) -> None:
    told = said(shipped, page(iframe.replace("?lang=nl", "?lang=nl&amp;per_page=900")))
    title = "The address asks for something that is not there"
    assert told.severities == {title: "blocked"}
    assert told.texts[title] == "The option “per_page” takes a whole number from 1 to 60."
    assert told.instead[title] == iframe


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/embed/carousel", "There is no widget named “carousel”"),
        ("/embed/network?network=nope", "There is no network “nope” here."),
        ("/embed/networks?organisation=nope", "There is no organisation “nope” here."),
        ("/embed/network", "The option “network” takes"),
    ],
)
def test_address_of_nothing_is_told_as_a_visitor_would_read_it(
    shipped: TestClient, iframe: str, address: str, reason: str
) -> None:
    told = said(shipped, page(iframe.replace("/embed/networks?lang=nl", address)))
    assert reason in told.texts["The address asks for something that is not there"]


@pytest.mark.parametrize(
    ("was", "becomes", "title", "severity"),
    [
        (r"<meta[^>]*>", "", "The settings of htmx are missing", "blocked"),
        (r"<script.*?</script>", "", "The script is missing", "blocked"),
        (r' crossorigin="anonymous"', "", "The script has lost crossorigin", "blocked"),
        (r' integrity="[^"]*"', "", "The script has lost its integrity", "partly"),
        (r"sha384-.", "sha384-_", "The script's integrity is not right", "blocked"),
        (r"htmx-4", "htmx-3", "The script's address is not one of ours", "blocked"),
        (r"<script ", '<script type="text/plain" ', "A plugin holds the script back", "blocked"),
        (r"<script src", "<script data-src", "A plugin holds the script back", "blocked"),
        (r' data-hx-trigger="load"', "", "The widget waits for a click", "partly"),
        (r" data-hx-config.*?}'", "", "Part of the snippet was taken away", "partly"),
        (r"/fragments/", "/embed/", "The snippet fetches a whole page", "partly"),
        (r'"mode":"cors",', "", "The settings of htmx lack the mode", "blocked"),
        (r"<meta", '<meta name="htmx-config" content="{}"><meta', "Other settings of htmx come "
         "first", "blocked"),
        (r'\{"mode":"cors","history":false\}', "mode:cors", "The snippet in the page is whole",
         "good"),
    ],
)  # fmt: skip
def test_part_that_an_inline_snippet_lost_is_told(
    shipped: TestClient, inline: str, was: str, becomes: str, title: str, severity: str
) -> None:
    told = said(shipped, page(re.sub(was, becomes, inline, count=1)))
    assert told.severities == {title: severity}


def test_other_htmx_beside_ours_does_no_harm_and_alone_does_not_help(
    shipped: TestClient, inline: str
) -> None:
    other = '<script src="https://cdn.example/htmx.org@2.0.4/dist/htmx.min.js"></script>'
    told = said(shipped, page(inline, other))
    assert told.severities["There is another htmx on the page"] == "good"
    assert told.severities["The snippet in the page is whole"] == "good"
    alone = re.sub(r"<script.*?</script>", other, inline)
    title = "There is another htmx here, but not ours"
    assert said(shipped, page(alone)).severities == {title: "blocked"}
    told = said(shipped, page(alone.replace("@2", "@4")))
    assert told.severities == {"Your own htmx 4 loads the widget": "partly"}


def test_two_snippets_on_a_page_are_both_good(shipped: TestClient, inline: str) -> None:
    told = said(shipped, page(inline + inline))
    assert told.severities == {
        "The snippet in the page is whole": "good",
        "The script is there more than once": "good",
    }


def test_fragment_that_a_server_includes_is_good(shipped: TestClient) -> None:
    fragment = shipped.get("/fragments/networks?lang=nl").text
    told = said(shipped, page(fragment))
    assert told.severities == {"Your server puts the widget into the page": "good"}
    refusal = shipped.get("/fragments/networks?per_page=0").text
    assert "blocked" in said(shipped, page(refusal)).severities.values()


@pytest.mark.parametrize("name", ["php", "ssi", "esi"])
def test_line_for_a_server_that_no_server_read_is_told(shipped: TestClient, name: str) -> None:
    asked, site = KINDS["networks"], Site(BASE, "somo", "widget.css")
    made = includes(asked, read(asked.options, [], "nl"), site, "Netwerken")
    told = said(shipped, page(getattr(made, name)))
    assert told.severities["Your server does not read the line for it"] == "blocked"


def test_badge_that_lost_its_text_its_link_and_its_size_is_told(shipped: TestClient) -> None:
    source = f"{BASE}/badges/oecd-watch/somo.svg"
    image = f'<img src="{source}" alt="SOMO" width="200" height="24">'
    whole = said(shipped, page(f'<a href="{BASE}/verify/oecd-watch/somo">{image}</a>'))
    assert whole.severities == {"The badge is whole": "good"}
    widget = said(shipped, page(f'<a href="{BASE}/embed/badge?network=oecd-watch">{image}</a>'))
    assert widget.severities == {"The badge is whole": "good"}
    assert said(shipped, page(f'<img src="{source}">')).severities == {
        "The badge has no text": "partly",
        "The badge is not a link": "partly",
        "The badge has no size": "partly",
    }


def test_widget_of_another_server_is_told_and_a_film_is_not(shipped: TestClient) -> None:
    told = said(shipped, page('<iframe src="https://other.example/embed/networks"></iframe>'))
    assert told.severities == {"This widget comes from another server": "partly"}
    assert "other.example" in told.texts["This widget comes from another server"]


def test_page_without_a_snippet_is_told_so(shipped: TestClient) -> None:
    told = said(shipped, page(""))
    assert told.severities == {"Nothing of this server is in what you pasted": "blocked"}
    assert said(shipped, "").summary == "Nothing was pasted."


def test_snippet_that_was_cut_off_is_told(shipped: TestClient, iframe: str) -> None:
    told = said(shipped, iframe[: len(iframe) // 3])
    assert told.severities == {"Our address is there, but not in a snippet that works": "blocked"}


def test_address_that_is_not_encrypted_is_told(encrypted: TestClient) -> None:
    iframe = copied(encrypted, "networks")[0]
    assert said(encrypted, page(iframe)).severities == {"The frame is whole": "good"}
    told = said(encrypted, page(iframe.replace("https:", "http:")))
    assert told.severities == {"The address begins with http:": "partly"}
    assert told.instead["The address begins with http:"] == iframe


def test_site_that_this_server_does_not_know_is_told(encrypted: TestClient) -> None:
    iframe = copied(encrypted, "networks")[0]
    title = "Your site may not show these widgets yet"
    for origin, is_known in (("https://partner.example", True), ("https://else.example", False)):
        head = f'<link rel="canonical" href="{origin}/page">'
        assert (title in said(encrypted, page(iframe, head)).severities) != is_known


def test_policy_is_told_with_the_line_that_it_lacks(shipped: TestClient, iframe: str) -> None:
    told = said(shipped, page(iframe), "Content-Security-Policy: default-src 'self'; frame-src a")
    assert told.severities["Your policy blocks the frame"] == "blocked"
    assert told.instead["Your policy blocks the frame"] == f"frame-src a {BASE}"
    assert "Your policy blocks the script" not in told.severities
    fine = said(shipped, page(iframe), f"frame-src {BASE}; style-src-attr 'unsafe-inline'")
    assert fine.severities["Your policy allows the widget"] == "good"
    assert "blocked" not in fine.severities.values()


def test_policy_that_takes_styles_away_is_told_what_that_changes(
    shipped: TestClient, iframe: str, inline: str
) -> None:
    policy = f"default-src {BASE}"
    frames, rooms = "Your policy takes the frame's style away", "Your policy takes the snippet's"
    bordered = iframe.replace(' frameborder="0"', "")
    for snippet, told_of, other in ((bordered, frames, rooms), (inline, rooms, frames)):
        titles = " ".join(said(shipped, page(snippet), policy).severities)
        assert told_of in titles
        assert other not in titles
        kept = said(shipped, page(snippet), f"{policy}; style-src-attr 'unsafe-inline'")
        assert "style away" not in " ".join(kept.severities)
    assert frames not in said(shipped, page(iframe), policy).severities


def test_policy_in_the_page_itself_counts_as_well(shipped: TestClient, inline: str) -> None:
    head = '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'; sandbox">'
    told = said(shipped, page(inline, head), f"script-src {BASE}")
    assert told.instead["Your policy blocks the script"] == f"script-src 'self' {BASE}"
    assert "Your policy confines the whole page" not in told.severities


def test_policy_that_blocks_logos_leaves_the_rest_of_the_widget(
    shipped: TestClient, inline: str
) -> None:
    needed = f"script-src {BASE}; style-src {BASE}; connect-src {BASE}; frame-src {BASE}"
    told = said(shipped, page(inline), f"{needed}; img-src a")
    assert told.severities["Your policy blocks the logos"] == "partly"
    assert told.instead["Your policy blocks the logos"] == f"img-src a {BASE}"
    assert "blocked" not in told.severities.values()


def test_policy_alone_is_judged_for_every_form(shipped: TestClient) -> None:
    told = said(shipped, policy="default-src 'none'; require-trusted-types-for 'script'; sandbox")
    assert set(told.severities) == {
        "Your policy blocks the frame",
        "Your policy blocks the script",
        "Your policy blocks the stylesheet",
        "Your policy blocks what the script loads",
        "Your policy blocks the badge",
        "Your policy wants Trusted Types",
        "Your policy confines the whole page",
        "Your policy takes the snippet's style away",
    }


def test_many_snippets_are_bounded_and_said_to_be(shipped: TestClient) -> None:
    frames = "".join(
        f'<iframe src="{BASE}/embed/networks?q={number}"></iframe>' for number in range(40)
    )
    assert "There is more than is looked at here" in said(shipped, frames).severities


def test_policies_of_header_and_page_are_bounded_together() -> None:
    metas = "".join(
        f"<meta http-equiv=content-security-policy content='img-src a{number}'>"
        for number in range(40)
    )
    found = given_by("frame-src a, frame-src b", read_page(metas))
    assert len(found) == MOST
    assert [*found[1].directives] == ["frame-src"]
    assert [*found[2].directives] == ["img-src"]


@pytest.mark.parametrize("low", [' height="300"', ' style="height:300px"', ' height="300px"'])
def test_frame_much_too_low_is_told_with_the_height_it_takes(
    shipped: TestClient, iframe: str, low: str
) -> None:
    needed = re.findall(r'height="(\d+)"', iframe)[0]
    told = said(shipped, page(re.sub(r' height="\d+"', low, iframe)))
    assert told.severities == {"The frame is too low": "partly"}
    assert f"takes {needed}." in told.texts["The frame is too low"]
    assert told.instead["The frame is too low"] == iframe


def test_frame_of_a_row_is_low_and_whole(shipped: TestClient, iframe: str) -> None:
    row = iframe.replace("lang=nl", "lang=nl&amp;layout=row")
    told = said(shipped, page(re.sub(r' height="\d+"', ' height="500"', row)))
    assert told.severities == {"The frame is whole": "good"}


def test_frame_may_be_lower_where_it_is_wider(shipped: TestClient, iframe: str) -> None:
    needed = int(re.findall(r'height="(\d+)"', iframe)[0])
    lower = iframe.replace(f'"{needed}"', f'"{needed * 7 // 10}"')
    assert "The frame is too low" in said(shipped, page(lower)).severities
    told = said(shipped, page(lower.replace('width="100%"', 'width="1000"')))
    assert told.severities == {"The frame is whole": "good"}


@pytest.mark.parametrize("form", [0, 1])
def test_address_of_the_builder_is_told(shipped: TestClient, form: int) -> None:
    snippet = copied(shipped, "networks")[form]
    pasted = re.sub("/(embed|fragments)/", "/builder/", snippet, count=1)
    title = "The address is the builder's, not the widget's"
    told = said(shipped, page(pasted))
    assert told.severities[title] == "blocked"
    assert told.instead[title] == snippet
    bare = said(shipped, page(f"<p>{BASE}/builder/networks?lang=nl</p>"))
    title = "The address is only text here"
    assert bare.instead == {title: copied(shipped, "networks")[0]}


@pytest.mark.parametrize("escaped", ["&amp;amp;", "&amp;#038;", "&amp;amp;amp;"])
@pytest.mark.parametrize("form", [0, 1])
def test_address_that_was_escaped_twice_is_told_and_its_options_are_kept(
    shipped: TestClient, form: int, escaped: str
) -> None:
    snippet = copied(shipped, "networks")[form]
    pasted = snippet.replace("lang=nl", f"lang=nl{escaped}per_page=4{escaped}theme=dark")
    title = "The address was escaped twice"
    told = said(shipped, page(pasted))
    assert told.severities[title] == "partly"
    assert all(f"&amp;{each}" in told.instead[title] for each in ("per_page=4", "theme=dark"))
    assert set(said(shipped, page(told.instead[title])).severities.values()) == {"good"}


@pytest.mark.parametrize(
    "around",
    ["[embed]{}[/embed]", "({}).", "[{}]", "‘{}’,", "„{}“", "'{}'", "**{}**", "{}؟", "{{{}}}"],
)
def test_bare_address_is_read_without_what_stands_around_it(
    shipped: TestClient, iframe: str, around: str
) -> None:
    told = said(shipped, page(f"<p>{around.format(f'{BASE}/embed/networks?lang=nl')}</p>"))
    assert told.severities == {"The address is only text here": "blocked"}
    assert told.instead["The address is only text here"] == iframe


def test_confined_frame_whose_cards_stay_inside_is_not_told_to_keep_them_inside(
    shipped: TestClient,
) -> None:
    asked = {"url": f"{BASE}/embed/networks?lang=nl"}
    framed = shipped.get("/oembed", params=asked).json()["html"]
    as_wordpress = '<iframe class="wp-embedded-content" sandbox="allow-scripts"'
    told = said(shipped, page(framed.replace("<iframe", as_wordpress)))
    assert told.severities == {"The frame is confined, and its cards stay inside": "good"}
    assert not any(told.instead.values())


@pytest.mark.parametrize("suffix", [".svg", "@2x.png"])
def test_badge_that_lost_something_is_offered_whole(shipped: TestClient, suffix: str) -> None:
    source = f"{BASE}/badges/oecd-watch/somo{suffix}?lang=en&amp;shape=seal"
    told = said(shipped, page(f'<img src="{source}">'))
    offered = told.instead["The badge has no text"]
    assert offered.startswith(f'<a href="{BASE}/verify/oecd-watch/somo?lang=en"><img src="')
    assert f"somo{suffix}?lang=en&amp;shape=seal" in offered
    assert 'width="120" height="120"' in offered
    assert said(shipped, page(offered)).severities == {"The badge is whole": "good"}


def test_badge_of_no_membership_is_told(shipped: TestClient) -> None:
    image = f'<img src="{BASE}/badges/oecd-watch/NAME.svg" alt="x" width="200" height="24">'
    whole = f'<a href="{BASE}/verify/oecd-watch/NAME">{image}</a>'
    told = said(shipped, page(whole.replace("NAME", "milieudefensie")))
    assert told.severities == {"The badge says that there is no membership": "partly"}
    told = said(shipped, page(whole.replace("NAME", "nobody")))
    title = "The address asks for something that is not there"
    assert told.severities == {title: "blocked"}
    assert "“nobody”" in told.texts[title]
