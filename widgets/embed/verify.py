"""The page that a badge links to: a claim that anybody can check, at an address that stays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from widgets.catalogue.edition import Edition
from widgets.catalogue.records import Party
from widgets.embed.drawing import drawing
from widgets.embed.hosting import Hosting, edition, hosting, pairs
from widgets.embed.oembed import discovery
from widgets.http.responses import public
from widgets.kinds import wording
from widgets.kinds.badge import BadgeOptions
from widgets.kinds.cards import Link, outward
from widgets.kinds.logos import LogoImage, logo
from widgets.kinds.options import carried, read
from widgets.kinds.site import Site
from widgets.kinds.standing import Standing, role_name, standing
from widgets.kinds.wording import Wording, worded
from widgets.language.messages import LANGUAGES, direction, messages
from widgets.render import render


@dataclass(frozen=True)
class Named:
    """A party by its name. Shape: link leads to its own site, where it has one."""

    name: Wording
    logo: LogoImage | None
    link: Link | None


@dataclass(frozen=True)
class Held:
    """One role. Shape: years is "since 2003" or "2004–2011", confirmed is "as of 2019"; both are
    empty where nothing is known."""

    role: str
    years: str
    confirmed: str


@dataclass(frozen=True)
class Picture:
    """The badge itself. Units: CSS pixels."""

    address: str
    label: str
    width: int
    height: int


@dataclass(frozen=True)
class Verify:
    """Shape: state is "current", "ended" or "never"; languages are (code, address, whether it is
    this page's)."""

    lang: str
    dir: str
    theme: str
    title: str
    icon: str
    stylesheet: str
    canonical: str
    oembed: Mapping[str, str]
    languages: tuple[tuple[str, str, bool], ...]
    host: str
    gallery: str
    member: Named
    network: Named
    state: str
    role: str
    years: str
    sentence: str
    held: tuple[Held, ...]
    picture: Picture


async def verify(request: Request) -> Response:
    """Raises: BadOption, NotPublished for a network or a member."""
    host = hosting(request)
    site = host.site(request)
    asked = [*pairs(request), *request.path_params.items()]
    options = read(BadgeOptions, asked, host.settings.default_language)
    seen = standing(edition(request), options.network, options.member, options.lang)
    return public(
        request,
        render(
            "pages/verify.html", view(edition(request), seen, host, site, options), options.lang
        ),
        origins=host.origins,
        csp=host.policy(site),
        made_of=f"catalogue verify network/{seen.network.slug}",
    )


def view(
    shown: Edition, seen: Standing, host: Hosting, site: Site, options: BadgeOptions
) -> Verify:
    lang, party = options.lang, shown.party(site.host)
    network, member = seen.network.slug, seen.member.slug
    addresses = {each: site.verify(network, member, each) for each in LANGUAGES}
    return Verify(
        lang=lang,
        dir=direction(lang),
        theme=options.theme,
        title=seen.label,
        icon=host.static(site, "icon.svg"),
        stylesheet=host.static(site, "site.css"),
        canonical=addresses[lang],
        oembed=discovery(site.public, site.public.verify(network, member, lang)),
        languages=tuple((each, address, each == lang) for each, address in addresses.items()),
        host=wording.short_name(party, lang) if party else site.host,
        gallery=f"{site.base}/?lang={lang}",
        member=_named(seen.member, site, lang),
        network=_named(seen.network, site, lang),
        state=seen.state,
        role=seen.role,
        years=seen.years,
        sentence=seen.sentence,
        held=tuple(_held(seen, lang)),
        picture=_picture(seen, site, options),
    )


def _named(party: Party, site: Site, lang: str) -> Named:
    return Named(worded(party.name, lang), logo(party, site, lang), outward(party))


def _held(seen: Standing, lang: str) -> Iterator[Held]:
    said = messages(lang)
    for each in seen.held:
        role = role_name(said, each, each.has_ended)
        yield Held(role, wording.lasting(said, each), wording.confirmed(said, each))


def _picture(seen: Standing, site: Site, options: BadgeOptions) -> Picture:
    chosen = carried(options, BadgeOptions, organisation="", shape="seal")
    drawn = drawing(seen, chosen).picture
    address = site.picture(seen.network.slug, seen.member.slug, ".svg", chosen)
    return Picture(address, drawn.label, drawn.width, drawn.height)
