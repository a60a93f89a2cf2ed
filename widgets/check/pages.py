"""The page where a partner's web editor pastes a page to learn what is wrong with its snippet.
Nothing pasted is kept or logged, and nothing is fetched."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations as Messages

from starlette.requests import Request
from starlette.responses import Response

from widgets.check.checks import VERDICTS
from widgets.check.checks import check as checked
from widgets.check.findings import SEVERITIES, Desk, Finding
from widgets.embed.hosting import Hosting, edition, hosting, pairs
from widgets.embed.problems import told
from widgets.http.forms import form
from widgets.http.responses import PUBLIC, public
from widgets.kinds.options import readable
from widgets.kinds.site import Site
from widgets.kinds.wording import short_name
from widgets.language.messages import LANGUAGES, direction, messages
from widgets.render import render

_RANKS = tuple(SEVERITIES)


@dataclass(frozen=True)
class Told:
    """A finding in words. Shape: evidence and instead may be empty; is_mended where a finding above
    has the same to paste; leads_home where another snippet has to be chosen."""

    severity: str
    says: str
    title: str
    text: str
    evidence: str
    instead: str
    is_mended: bool
    leads_home: bool


@dataclass(frozen=True)
class Checking:
    """Shape: languages are (code, address, whether it is this page's); summary is empty where
    nothing was sent yet."""

    lang: str
    dir: str
    host: str
    icon: str
    stylesheet: str
    languages: tuple[tuple[str, str, bool], ...]
    home: str
    action: str
    html: str
    policy: str
    summary: str
    findings: tuple[Told, ...]


async def check(request: Request) -> Response:
    host = hosting(request)
    site, shown = host.site(request), edition(request)
    default = host.settings.default_language
    lang = readable(pairs(request), default).lang
    sent: Mapping[str, str] = {}
    findings = None
    if request.method == "POST":
        sent = await form(request)
        desk = Desk(site.public, shown, host.assets, host.origins, default)
        html = sent.get("file") or sent.get("html", "")
        findings = await asyncio.to_thread(checked, html, sent.get("policy", ""), desk)
    party = shown.party(site.host)
    name = short_name(party, lang) if party else site.host
    return public(
        request,
        render("pages/check.html", view(host, site, name, lang, sent, findings), lang),
        origins=host.origins,
        cache=PUBLIC if findings is None else "no-store",
        csp=host.policy(site),
        made_of="catalogue",
    )


def view(
    host: Hosting,
    site: Site,
    name: str,
    lang: str,
    sent: Mapping[str, str],
    findings: list[Finding] | None,
) -> Checking:
    said = messages(lang)
    in_order = sorted(findings or (), key=lambda each: _RANKS.index(VERDICTS[each.code].severity))
    return Checking(
        lang=lang,
        dir=direction(lang),
        host=name,
        icon=host.static(site, "icon.svg"),
        stylesheet=host.static(site, "site.css"),
        languages=tuple(
            (each, f"{site.base}/check?lang={each}", each == lang) for each in LANGUAGES
        ),
        home=f"{site.base}/?lang={lang}",
        action=f"{site.base}/check?lang={lang}",
        html=_shown(sent.get("file") or sent.get("html", "")),
        policy=_shown(sent.get("policy", "")),
        summary="" if findings is None else _summary(said, in_order),
        findings=tuple(
            _told(said, each, in_order[:number], lang) for number, each in enumerate(in_order)
        ),
    )


def _shown(text: str) -> str:
    """Text as a field can show it: HTML has no way to write some control characters."""
    return text.replace("\0", "\ufffd")


def _summary(said: Messages, findings: list[Finding]) -> str:
    counts = Counter(VERDICTS[each.code].severity for each in findings)
    if not counts:
        return said.gettext("Nothing was pasted.")
    parts = [
        f"{said.gettext(SEVERITIES[each])}{said.gettext(': ')}{counts[each]}"
        for each in _RANKS
        if counts[each]
    ]
    return " · ".join(parts)


def _told(said: Messages, finding: Finding, above: list[Finding], lang: str) -> Told:
    verdict = VERDICTS[finding.code]
    reason = told(said, finding.reason, lang) if finding.reason else ""
    return Told(
        severity=verdict.severity,
        says=said.gettext(SEVERITIES[verdict.severity]),
        title=said.gettext(verdict.title),
        text=said.gettext(verdict.text) % {**finding.values, "reason": reason},
        evidence=_shown(finding.evidence),
        instead=finding.instead,
        is_mended=any(each.instead == finding.instead for each in above),
        leads_home=verdict.severity != "good" and not finding.instead,
    )
