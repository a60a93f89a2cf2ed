"""What the app hands to every handler of this room: settings, assets, origins and an edition."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from widgets.catalogue.changes import Announcement
from widgets.catalogue.edition import Edition
from widgets.http.assets import Assets
from widgets.http.origins import Origins, base_address
from widgets.http.responses import PAGE, policy
from widgets.kinds.site import Site
from widgets.settings import Settings

SHOWN = "widgets.shown"  # of an ASGI scope


@dataclass(frozen=True)
class Shown:
    """An edition for whoever asks below a mount, in place of the published one. Shape: logos are
    those that no store keeps, by their digest."""

    edition: Edition
    announcements: tuple[Announcement, ...]
    mount: str
    logos: Mapping[str, tuple[bytes, bytes]] = field(default_factory=dict)


@dataclass(frozen=True)
class Hosting:
    settings: Settings
    assets: Assets
    origins: Origins

    def site(self, request: Request) -> Site:
        """Raises: BadRequest."""
        site = self.public_site(base_address(request, self.settings.base_url))
        shown = request.scope.get(SHOWN)
        return replace(site, mount=shown.mount) if shown else site

    def public_site(self, origin: str) -> Site:
        hashed = self.assets.hashed
        host = self.settings.host_organisation
        return Site(origin, host, hashed["widget.css"], single=hashed["single.css"])

    def static(self, site: Site, name: str) -> str:
        """The address of a static file, by its plain name."""
        return site.static(self.assets.hashed[name])

    def policy(self, site: Site, uses: tuple[str, ...] = PAGE) -> str:
        """Below a mount, nobody's pages but ours may frame what is shown. Shape: uses is of
        widgets/http/responses.py."""
        here = self.settings.base_url or "'self'"
        return policy(here, Origins(()) if site.mount else self.origins, uses)


def pairs(request: Request) -> list[tuple[str, str]]:
    """The query, in order. Its length is bounded by the server's limit on a request line."""
    return parse_qsl(request.url.query, keep_blank_values=True)


def hosting(request: Request) -> Hosting:
    held: Hosting = request.app.state.hosting
    return held


def path(request: Request) -> str:
    """The path as the table of routes knows it, whatever it is mounted below."""
    return request.url.path.removeprefix(request.scope.get("root_path", ""))


def edition(request: Request) -> Edition:
    held: Edition = _shown(request).edition
    return held


async def logo(request: Request, digest: str) -> tuple[bytes, bytes] | None:
    """Shape: the picture and the one with two pixels for each, or None where it is not kept."""
    shown = request.scope.get(SHOWN)
    found: tuple[bytes, bytes] | None = shown.logos.get(digest) if shown else None
    return found or await request.app.state.logos.find(digest)


def announcements(request: Request) -> tuple[Announcement, ...]:
    """What the last publications changed, newest first."""
    held: tuple[Announcement, ...] = _shown(request).announcements
    return held


def _shown(request: Request) -> Any:
    """What a mount has put there; for visitors, what is published."""
    return request.scope.get(SHOWN) or request.app.state.published
