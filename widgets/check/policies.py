"""What the policies of a partner do to each form of snippet, and what to add to them. Pure."""

from collections.abc import Iterator
from itertools import chain, islice

from widgets.check import csp
from widgets.check.findings import Desk, Finding, blocked, good, partly
from widgets.check.pasted import LONGEST, Element, short
from widgets.embed.snippets import needs
from widgets.language.messages import marked

_PATHS = {
    "frame-src": "/embed/networks",
    "connect-src": "/fragments/networks",
    "img-src": "/badges/network/member.svg",
}
_LONGER = marked(
    "The policy does not name this server for it. Add %(source)s to %(directive)s, so that it"
    " reads as below."
)
_NEW = marked(
    "What the policy says for everything decides here, and it does not name this server. Add this"
    " directive to it; %(source)s is what it lacked."
)
_BLOCKS = {
    "frame": marked("Your policy blocks the frame"),
    "script": marked("Your policy blocks the script"),
    "style": marked("Your policy blocks the stylesheet"),
    "connect": marked("Your policy blocks what the script loads"),
    "img": marked("Your policy blocks the badge"),
}
_NO_LOGOS = marked("Your policy blocks the logos")
POLICIES = {
    "policy-allows": good(
        marked("Your policy allows the widget"), marked("Nothing has to be added to it.")
    ),
    **{f"policy-{name}": blocked(title, _LONGER) for name, title in _BLOCKS.items()},
    **{f"policy-{name}-new": blocked(title, _NEW) for name, title in _BLOCKS.items()},
    "policy-logos": partly(_NO_LOGOS, _LONGER),
    "policy-logos-new": partly(_NO_LOGOS, _NEW),
    "policy-border": good(
        marked("Your policy takes the frame's style away"),
        marked("The frame gets the browser's border around it, and is otherwise the same."),
    ),
    "policy-room": good(
        marked("Your policy takes the snippet's style away"),
        marked(
            "No room is kept free for the widget, so what is below it moves once when it comes."
            " All else is the same."
        ),
    ),
    "policy-sandbox": partly(
        marked("Your policy confines the whole page"),
        marked("Its sandbox holds for the widget too: what it does not allow does not work."),
    ),
    "policy-trusted-types": blocked(
        marked("Your policy wants Trusted Types"),
        marked("htmx does not use them, so the snippet in the page cannot work. Use the frame."),
    ),
}


def given_by(policy: str, page: list[Element]) -> list[csp.Policy]:
    """The first policies of a page: its header's, and those of its <meta>, which cannot sandbox."""
    return list(islice(chain(csp.policies(policy), _in_page(page)), csp.MOST))


def _in_page(page: list[Element]) -> Iterator[csp.Policy]:
    for each in page:
        is_policy = each["http-equiv"].lower() == "content-security-policy"
        if each.tag == "meta" and is_policy and not each.place:
            yield from (found.without("sandbox") for found in csp.policies(each["content"]))


def policies(
    given: list[csp.Policy], forms: list[str], page: list[Element], desk: Desk
) -> Iterator[Finding]:
    if not given:
        return
    troubles = []
    for load in _loads(forms, page, desk):
        for change in csp.amendments(given, load, desk.site.base):
            is_of_logos = load.directive == "img-src" and "image" not in forms
            code = "policy-logos" if is_of_logos else _code(load)
            troubles.append(_blocked(change, load, given, code))
    if "inline" in forms and any(each.wants_trusted_types for each in given):
        troubles.append(Finding("policy-trusted-types", "require-trusted-types-for 'script'"))
    yield from troubles or [Finding("policy-allows")]
    if any(each.is_sandboxed for each in given):
        yield Finding("policy-sandbox", "sandbox")
    style = csp.Load("style-src-attr", desk.site.base)
    if not all(csp.allows(each, style) for each in given):
        yield from _unstyled(forms, page, desk.site.base)


def _unstyled(forms: list[str], page: list[Element], base: str) -> Iterator[Finding]:
    """What a snippet loses with its style. A frame loses nothing, unless a CMS took away the old
    attribute that says the same."""
    frames = [each for each in page if each.tag == "iframe" and each["src"].startswith(base)]
    if any(each["frameborder"] != "0" for each in frames):
        yield Finding("policy-border")
    if "inline" in forms:
        yield Finding("policy-room")


def _loads(forms: list[str], page: list[Element], desk: Desk) -> Iterator[csp.Load]:
    base, assets = desk.site.base, desk.assets
    script = next((each for each in page if each["src"].endswith(assets.htmx)), None)
    paths = {
        **_PATHS,
        "script-src": f"/static/{assets.htmx}",
        "style-src": f"/static/{desk.site.stylesheet}",
    }
    for name in dict.fromkeys(name for form in forms for name in needs(form, base)):
        yield csp.Load(
            name,
            base + paths[name],
            page=desk.page,
            nonce=script["nonce"] if script else "",
            integrity=script["integrity"][:LONGEST] if script else assets.integrity,
        )


def _code(load: csp.Load) -> str:
    return f"policy-{load.directive.removesuffix('-src')}"


def _blocked(change: csp.Amendment, load: csp.Load, given: list[csp.Policy], code: str) -> Finding:
    sources = given[change.policy].directives[change.governing]
    return Finding(
        code if change.governing == change.directive else f"{code}-new",
        short(" ".join((change.governing, *sources))),
        change.line if len(change.line) <= LONGEST else change.add,
        {"directive": change.directive, "source": change.add},
    )
