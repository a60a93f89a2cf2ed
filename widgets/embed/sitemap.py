"""What search engines are told: which pages are worth finding, and which addresses are not."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from widgets.catalogue.edition import Edition
from widgets.embed.hosting import edition, hosting
from widgets.embed.statics import EVERYBODY
from widgets.http.responses import public
from widgets.kinds.cards import NetworkOptions, NetworksOptions
from widgets.kinds.site import Site
from widgets.language.messages import LANGUAGES
from widgets.render import render

LARGEST = 50_000  # addresses in one file. Source: sitemaps.org
_NOT_PAGES = ("/fragments/", "/preview/", "/staff")


@dataclass(frozen=True)
class Place:
    """Shape: languages are (language, address of the page in it), and "x-default"."""

    address: str
    languages: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sitemap:
    places: tuple[Place, ...]


async def sitemap_xml(request: Request) -> Response:
    host = hosting(request)
    site, language = host.site(request), host.settings.default_language
    return public(
        request,
        await run_in_threadpool(_drawn, edition(request), site, language),
        origins=EVERYBODY,
        media_type="application/xml; charset=utf-8",
        made_of="catalogue sitemap",
    )


async def robots_txt(request: Request) -> Response:
    kept_out = "".join(f"Disallow: {each}\n" for each in _NOT_PAGES)
    body = (
        f"User-agent: *\n{kept_out}\nSitemap: {hosting(request).site(request).base}/sitemap.xml\n"
    )
    return public(
        request, body, origins=EVERYBODY, media_type="text/plain; charset=utf-8", made_of="robots"
    )


def sitemap(shown: Edition, site: Site, default_language: str) -> Sitemap:
    """The front page, the list, and a page for each network: each once, with its translations."""
    pages: list[Callable[[str], str]] = [lambda lang: f"{site.base}/?lang={lang}"]
    if shown.party(site.host):
        pages.append(lambda lang: site.page("networks", NetworksOptions(lang=lang)))
    pages += [_page_of(site, slug) for slug in shown.networks]
    return Sitemap(tuple(_place(page, default_language) for page in pages[:LARGEST]))


def _drawn(shown: Edition, site: Site, language: str) -> str:
    return render("data/sitemap.xml", sitemap(shown, site, language), language)


def _page_of(site: Site, network: str) -> Callable[[str], str]:
    return lambda lang: site.page("network", NetworkOptions(lang=lang, network=network))


def _place(page: Callable[[str], str], default_language: str) -> Place:
    translated = tuple((each, page(each)) for each in LANGUAGES)
    original = page(default_language)
    return Place(original, (*translated, ("x-default", original)))
